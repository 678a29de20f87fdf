"""Question to answer: the pipeline on one page.

    screen → stand alone → understand → outline? recite : retrieve → match → locate | select → decide → compose → verify

Everything said is a stored sentence or one of `phrases`; nothing here writes a fact.
"""

from dataclasses import dataclass, replace

from assistant import phrases
from assistant.citing import Source
from assistant.composing import Block, blocks_of, compose, merge
from assistant.concluding import Draft, Nearest, abstained, answered, clarified
from assistant.conversation import StandAlone, stand_alone
from assistant.outlining import Ask, OutlineAsk, read_outline_ask, topic_of
from assistant.recalling import passages_in
from assistant.reciting import children_of, recite, title_source
from assistant.resources import Resources
from assistant.schema import Answer, Ranking, Reason, Section, Turn
from assistant.screening import has_words, screen
from assistant.translating import is_spanish
from assistant.understanding import Query, lean_on, understand

# Candidates for the answer; the whole of a mission's strategy has about seventy passages.
CANDIDATES = 60
NEAREST = 2


def answer(resources: Resources, question: str, history: tuple[Turn, ...] = ()) -> Answer:
    """Return the answer to a question after the turns of a conversation."""
    is_first = not any(turn.role == "assistant" for turn in history)
    draft = Draft(
        question, question[: resources.limit], "es" if is_spanish(question[: resources.limit]) else "en", is_first
    )
    if len(question) > resources.limit:
        text = phrases.say("too_long", draft.language, limit=resources.limit)
        return abstained(resources, draft, Reason.OUT_OF_SCOPE, text)
    screened = screen(question)
    if not has_words(screened.question):
        reason = Reason.BLOCKED if screened.had_orders else Reason.OUT_OF_SCOPE
        return abstained(resources, draft, reason, "" if screened.had_orders else phrases.say("empty", draft.language))
    with draft.timed("understand"):
        alone = stand_alone(screened.question, history)
        query = _query(resources, alone)
    draft.standalone, draft.language = alone.text, query.language
    if alone.is_dangling:
        return clarified(resources, draft, phrases.say("ambiguous_pronoun", draft.language), ())
    ask = read_outline_ask(query, resources.index.sections, topic_of(query)) or _same_list(resources, alone, query)
    if not ask and not query.terms and not query.carried:
        return abstained(resources, draft, Reason.OUT_OF_SCOPE, phrases.say("empty", draft.language))
    return _from_outline(resources, draft, ask) if ask else _from_evidence(resources, draft, query)


def _same_list(resources: Resources, alone: StandAlone, query: Query) -> OutlineAsk | None:
    """Return the list that the question before asked for, where this one says nothing of its own: "how many are there?"."""
    if not alone.context or query.terms:
        return None
    before = understand(alone.context, resources.vocabulary)
    ask = read_outline_ask(before, resources.index.sections, topic_of(before))
    return ask if ask and ask.ask in (Ask.LIST, Ask.CHILDREN, Ask.FOOTNOTES) else None


def search(resources: Resources, question: str, k: int, history: tuple[Turn, ...] = ()) -> Ranking:
    """Return the best `k` passages for a question after the turns of a conversation, by the fused ranking."""
    from assistant.retrieving import CHANNEL_DEPTH, retrieve

    query = query_of(resources, screen(question[: resources.limit]).question, history)
    # A list longer than any that an answer is made from is filled from as far down each channel.
    depth = k if k > CANDIDATES else CHANNEL_DEPTH
    return retrieve(resources.index, query, k, depth) if has_words(query.text) else ()


def query_of(resources: Resources, question: str, history: tuple[Turn, ...] = ()) -> Query:
    """Return what is searched for a question after the turns of a conversation."""
    return _query(resources, stand_alone(question, history))


def _query(resources: Resources, alone: StandAlone) -> Query:
    query = understand(alone.question, resources.vocabulary)
    if not alone.context:
        return query
    context = understand(alone.context, resources.vocabulary)
    focus = passages_in(alone.last_answer, resources.index.passages)
    return lean_on(query, context, focus, alone.last_answer)


def _from_outline(resources: Resources, draft: Draft, ask: OutlineAsk) -> Answer:
    sections, language = resources.index.sections, draft.language
    name = phrases.long_name(ask.refs[0], language) if ask.refs else ""
    if ask.ask is Ask.UNKNOWN:
        text = phrases.say("no_such_reference", language, ref=name, existing=_existing(sections, ask.refs[0]))
        return abstained(resources, draft, Reason.NO_SUCH_REFERENCE, text)
    if ask.ask is Ask.AMBIGUOUS:
        return clarified(resources, draft, phrases.say("ambiguous", language, text=draft.question.strip()), ask.refs)
    blocks = recite(ask, sections, resources.document, language)
    if any(block.sources for block in blocks):
        return answered(resources, draft, blocks, 1.0)
    text = phrases.say("no_footnote", language, ref=name) if ask.ask is Ask.FOOTNOTES and name else ""
    return abstained(resources, draft, Reason.NOT_IN_CORPUS, text)


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found for one part of a question."""

    part: str
    blocks: tuple[Block, ...]
    confidence: float
    reason: Reason | None
    nearest: Nearest


def _from_evidence(resources: Resources, draft: Draft, query: Query) -> Answer:
    findings = [_find(resources, draft, query)] if len(query.parts) < 2 else _find_parts(resources, draft, query)
    good = [finding for finding in findings if finding.reason is None]
    if not good:
        worst = findings[0]
        return abstained(resources, draft, worst.reason or Reason.WEAK_EVIDENCE, nearest=worst.nearest)
    missing = [finding.part for finding in findings if finding.reason is not None]
    blocks = merge(block for finding in good for block in finding.blocks)
    return answered(resources, draft, blocks, min(finding.confidence for finding in good), missing)


def _find_parts(resources: Resources, draft: Draft, query: Query) -> list[_Finding]:
    """Return a finding for each part; the later ones lean on the first and on what was found for it."""
    first = understand(query.parts[0], resources.vocabulary)
    if query.carried:
        first = replace(first, carried=query.carried, focus=query.focus, said=query.said)
    findings = [_find(resources, draft, first)]
    for part in query.parts[1:]:
        own = understand(part, resources.vocabulary)
        focus = tuple(source.passage.id for block in findings[0].blocks for source in block.sources)
        needs = stand_alone(part, (Turn("user", query.parts[0]), Turn("assistant", ""))).context
        findings.append(_find(resources, draft, lean_on(own, first, focus, "") if needs else own))
    return findings


def _find(resources: Resources, draft: Draft, query: Query) -> _Finding:
    # Imported here: outline answers need neither numpy nor a model.
    from assistant.deciding import decide, read_signals
    from assistant.locating import asks_where, locate
    from assistant.retrieving import named_passages, retrieve
    from assistant.selecting import gather, select

    with draft.timed("retrieve"):
        ranking = retrieve(resources.index, query, CANDIDATES)
    narrowed = _family(resources, named_passages(resources.index, query))
    with draft.timed("match"):
        matches = resources.matcher.match(query, narrowed or frozenset(hit.passage.id for hit in ranking))
    if asks_where(query) and not narrowed:
        places = locate(query, matches)
        chosen = tuple(place.match for place in places)
        blocks = tuple(_located(place.section, place.source, draft.language) for place in places)
    else:
        chosen = (gather(matches, query) if query.wants_all else ()) or select(matches)
        blocks = blocks_of(chosen, draft.language)
    if not chosen:
        return _Finding(query.text, (), 0.0, Reason.NOT_IN_CORPUS, Nearest())
    with draft.timed("decide"):
        decision = decide(query, read_signals(query, chosen, resources.matcher), is_narrowed=bool(narrowed))
    nearest = Nearest(
        tuple(match.source for match in matches[:NEAREST]),
        tuple(round(match.score, 4) for match in matches[:NEAREST]),
        decision.confidence,
        compose(blocks, resources.documents).text,
    )
    return _Finding(query.text, blocks, decision.confidence, decision.reason, nearest)


def _family(resources: Resources, named: list[str]) -> frozenset[str]:
    """Return the passages of the named places and of the objectives under a named goal; empty if none is named."""
    sections = resources.index.sections
    places = {passage_id.rsplit("/", 1)[0] for passage_id in named}
    own = [section for section in sections if f"{section.document}/{section.ref}" in places]
    family = [*own, *(child for section in own for child in children_of(section, sections))]
    return frozenset(passage.id for section in family for passage in section.passages)


def _located(section: Section, shown: Source, language: str) -> Block:
    """Return a place by its title and, where that is another sentence, the one that shows why."""
    title = title_source(section)
    sources = (title,) if shown.sentence.text == title.sentence.text else (title, shown)
    return Block(phrases.say("lead", language, place=phrases.long_name(section.ref, language)), sources)


def _existing(sections: tuple[Section, ...], ref: str) -> str:
    """Return what exists of the kind of a ref that does not: "MO 1.1, MO 1.2, …"."""
    prefix = ref.partition(" ")[0]
    if prefix == "Footnote":
        numbers = sorted({number for section in sections for number in section.footnotes})
        return ", ".join(f"Footnote {number}" for number in numbers)
    same = [section.ref for section in sections if section.ref.startswith(f"{prefix} ")]
    return ", ".join(same or [section.ref for section in sections])
