"""Question to answer: the pipeline on one page.

    screen → stand alone → understand → another text named? consult → outline? recite : retrieve → match → locate | select → decide → compose → verify

Everything said is a stored sentence or one of `phrases`; nothing here writes a fact.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import lexicon, phrases
from assistant.abbreviating import asked_acronym, written_out
from assistant.composing import Block, lead_of, merge
from assistant.concluding import Draft, abstained, answered, clarified
from assistant.consulting import glossary_entry, planning_acronyms
from assistant.conversation import StandAlone, leans, stand_alone
from assistant.declining import nearest_of
from assistant.deferring import beside_strategy, led_by_related, related_ask
from assistant.outlining import Ask, OutlineAsk, placed, read_outline_ask, topic_of
from assistant.parting import core_of
from assistant.recalling import passages_in
from assistant.reciting import recite_each
from assistant.resources import Resources
from assistant.schema import Answer, Ranking, Reason, Section, Turn
from assistant.screening import has_words, screen
from assistant.standing import post_asked, posts_of
from assistant.traces import Trace
from assistant.translating import is_spanish
from assistant.understanding import Query, lean_on, understand

if TYPE_CHECKING:
    from assistant.finding import Finding

__all__ = ["Trace", "answer", "query_of", "search", "trace"]


def answer(resources: Resources, question: str, history: tuple[Turn, ...] = ()) -> Answer:
    """Return the answer to a question after the turns of a conversation."""
    return trace(resources, question, history).answer


def trace(resources: Resources, question: str, history: tuple[Turn, ...] = ()) -> Trace:
    """Return the answer to a question after the turns of a conversation, with the steps that led to it."""
    is_first = not any(turn.role == "assistant" for turn in history)
    draft = Draft(
        question, question[: resources.limit], "es" if is_spanish(question[: resources.limit]) else "en", is_first
    )
    if len(question) > resources.limit:
        text = phrases.say("too_long", draft.language, limit=resources.limit)
        return Trace(abstained(resources, draft, Reason.OUT_OF_SCOPE, text))
    screened = screen(question)
    if not has_words(screened.question):
        reason = Reason.BLOCKED if screened.had_orders else Reason.OUT_OF_SCOPE
        text = "" if screened.had_orders else phrases.say("empty", draft.language)
        return Trace(abstained(resources, draft, reason, text))
    with draft.timed("understand"):
        alone = stand_alone(_core(screened.question), history)
        query = placed(_query(resources, alone), resources.index.sections)
    draft.standalone, draft.language = alone.text, query.language
    elsewhere = _elsewhere(resources, alone.question)
    if elsewhere:
        text = phrases.say("elsewhere", draft.language, post=elsewhere)
        return Trace(abstained(resources, draft, Reason.OUT_OF_SCOPE, text), query)
    related = related_ask(resources, alone, query)
    if related and related.leads:
        led = led_by_related(resources, draft, query, related)
        if led:
            return led
    found = _from_strategy(resources, draft, alone, query)
    if related and not related.leads:
        return beside_strategy(resources, draft, query, related, found)
    return found


def _from_strategy(resources: Resources, draft: Draft, alone: StandAlone, query: Query) -> Trace:
    """Return the answer of the strategy."""
    acronym = asked_acronym(alone.question, resources.acronyms | planning_acronyms(resources))
    if acronym:
        return Trace(_spelled(resources, draft, acronym), query)
    if alone.is_dangling:
        return Trace(clarified(resources, draft, phrases.say("ambiguous_pronoun", draft.language), ()), query)
    ask = read_outline_ask(query, resources.index.sections, topic_of(query)) or _same_list(resources, alone, query)
    if not ask and not query.terms and not query.carried:
        return Trace(_greeted(resources, draft), query)
    return Trace(_from_outline(resources, draft, ask), query, ask) if ask else _from_evidence(resources, draft, query)


def _elsewhere(resources: Resources, question: str) -> str | None:
    """Return the post whose documents a question asks for by name, where none of them is in sight."""
    in_sight = posts_of(tuple(resources.documents.values()))
    hidden = [post for post in posts_of(tuple(resources.library.values())) if post not in in_sight]
    return post_asked(question, hidden)


def _spelled(resources: Resources, draft: Draft, acronym: str) -> Answer:
    """Return what an acronym stands for, in the strategy's words; where it never says, what it usually stands for."""
    source = resources.spelled_out.get(acronym) or glossary_entry(resources, acronym)
    if source:
        of = resources.called(source.section.document)
        lead = lead_of(source.section, source.passage.part, draft.language, of=of)
        return answered(resources, draft, [Block(lead, (source,))], 1.0)
    usual = lexicon.acronyms().get(acronym.lower(), ())
    name = "usual_form" if usual else "not_spelled_out"
    text = phrases.say(name, draft.language, acronym=acronym, form=written_out(usual[0]) if usual else "")
    return abstained(resources, draft, Reason.NOT_IN_CORPUS, text)


def _greeted(resources: Resources, draft: Draft) -> Answer:
    """Return the answer to "hi" and "help": what can be asked here."""
    first = next((section.ref for section in resources.index.sections if section.kind == "objective"), "CoM")
    examples = [phrases.say("suggest_list", draft.language), phrases.section_question(first, draft.language)]
    text = phrases.say("greeting", draft.language)
    return abstained(resources, draft, Reason.OUT_OF_SCOPE, text, suggested=examples)


def _core(question: str) -> str:
    """Return the part of a typed text that asks, unless that part leans on the rest of it."""
    core = core_of(question)
    return question if leans(core, is_first=False) else core


def _same_list(resources: Resources, alone: StandAlone, query: Query) -> OutlineAsk | None:
    """Return the list that the question before asked for, where this one says nothing of its own: "how many are there?"."""
    if not alone.context or query.terms:
        return None
    before = understand(alone.context, resources.vocabulary)
    ask = read_outline_ask(before, resources.index.sections, topic_of(before))
    return ask if ask and ask.ask in (Ask.LIST, Ask.CHILDREN, Ask.FOOTNOTES) else None


def search(resources: Resources, question: str, k: int, history: tuple[Turn, ...] = ()) -> Ranking:
    """Return the best `k` passages for a question after the turns of a conversation, by the fused ranking."""
    from assistant.retrieving import CANDIDATES, CHANNEL_DEPTH, retrieve

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
        readings = [f"- {phrases.long_name(ref, language)}: {_title(sections, ref)}" for ref in ask.refs]
        text = "\n".join([phrases.say("ambiguous", language, text=draft.question.strip()), *readings])
        return clarified(resources, draft, text, ask.refs)
    blocks = recite_each(ask, [(view.document, view.sections) for view in resources.views], language)
    if any(block.sources for block in blocks):
        return answered(resources, draft, blocks, 1.0)
    text = phrases.say("no_footnote", language, ref=name) if ask.ask is Ask.FOOTNOTES and name else ""
    return abstained(resources, draft, Reason.NOT_IN_CORPUS, text)


def _from_evidence(resources: Resources, draft: Draft, query: Query) -> Trace:
    # Imported here: outline answers need neither numpy nor a model.
    from assistant.finding import find

    def found(part: Query) -> "Finding":
        return find(resources, part, draft.language, draft.timed)

    findings = [found(query)] if len(query.parts) < 2 else _find_parts(resources, query, found)
    good = [finding for finding in findings if finding.decision.reason is None]
    if not good:
        worst = findings[0]
        reason = worst.decision.reason or Reason.WEAK_EVIDENCE
        return Trace(
            abstained(resources, draft, reason, nearest=nearest_of(resources, draft, worst)),
            query,
            None,
            tuple(findings),
        )
    missing = [finding.query.text for finding in findings if finding.decision.reason is not None]
    blocks = merge(block for finding in good for block in finding.blocks)
    confidence = min(finding.decision.confidence for finding in good)
    return Trace(answered(resources, draft, blocks, confidence, missing), query, None, tuple(findings))


def _find_parts(resources: Resources, query: Query, found: "Callable[[Query], Finding]") -> "list[Finding]":
    """Return a finding for each part; the later ones lean on the first and on what was found for it."""
    first = understand(query.parts[0], resources.vocabulary)
    if query.carried:
        first = replace(first, carried=query.carried, focus=query.focus, said=query.said)
    findings = [found(first)]
    for part in query.parts[1:]:
        own = understand(part, resources.vocabulary)
        focus = tuple(source.passage.id for block in findings[0].blocks for source in block.sources)
        needs = stand_alone(part, (Turn("user", query.parts[0]), Turn("assistant", ""))).context
        findings.append(found(lean_on(own, first, focus, "") if needs else own))
    return findings


def _title(sections: tuple[Section, ...], ref: str) -> str:
    return next(section.title for section in sections if section.ref == ref)


def _existing(sections: tuple[Section, ...], ref: str) -> str:
    """Return what exists of the kind of a ref that does not: "MO 1.1, MO 1.2, …"."""
    prefix = ref.partition(" ")[0]
    if prefix == "Footnote":
        numbers = sorted({number for section in sections for number in section.footnotes})
        return ", ".join(f"Footnote {number}" for number in numbers)
    prefixes = ("MO ", "MgO ") if prefix == "Objective" else f"{prefix} "
    same = [section.ref for section in sections if section.ref.startswith(prefixes)]
    return ", ".join(same or [section.ref for section in sections])
