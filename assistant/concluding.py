"""How a question ends: answered, abstained or asked back. The only maker of `Answer`."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from assistant import phrases
from assistant.citing import Source, cite, faults_of, period_has_ended
from assistant.composing import Block, Composition, compose, place_of
from assistant.glossing import gloss_of
from assistant.resources import Resources
from assistant.schema import Answer, Citation, Outcome, Reason, is_beside
from assistant.standing import CURRENT

ENGINE = "extractive"
_NOTHING = Composition("", (), ())


@dataclass(slots=True)
class Draft:
    """What is known of a question while it is being answered."""

    question: str
    standalone: str
    language: str
    is_first: bool
    """No answer has been given in this conversation yet."""
    timings: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the milliseconds that a stage takes to `timings`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.timings[stage] = self.timings.get(stage, 0.0) + (time.perf_counter() - start) * 1000


@dataclass(frozen=True, slots=True)
class Nearest:
    """What was found and was not good enough."""

    sources: tuple[Source, ...] = ()
    scores: tuple[float, ...] = ()
    confidence: float = 0.0
    candidate: str | None = None
    topic: str = ""
    """What of the question the strategy has an answer about."""


def answered(
    resources: Resources, draft: Draft, blocks: Sequence[Block], confidence: float, missing: Sequence[str] = ()
) -> Answer:
    """Return an answer made of blocks: partial where a part of the question is `missing`.

    Every citation is read again from the source text; one that does not stand there ends the answer.
    """
    with draft.timed("compose"):
        composition = compose(blocks, resources.documents)
        faults = faults_of(composition.citations, resources.documents)
    if faults or not composition.citations:
        return abstained(resources, draft, Reason.ENGINE_ERROR)
    outcome = Outcome.PARTIAL if missing else Outcome.ANSWERED
    if missing:
        lines = [phrases.say("missing", draft.language, part=part) for part in missing]
        composition = composition.with_lines(lines)
    terms = gloss_of(citation.quote for citation in composition.citations) if draft.language == "es" else ()
    if terms:
        said = "; ".join(f"{english} = {spanish}" for english, spanish in terms)
        composition = composition.with_lines([phrases.say("gloss", draft.language, terms=said)], "gloss")
    for line in _origins(resources, composition, draft.language):
        composition = composition.led_by(line)
    return _conclude(resources, draft, outcome, None, composition, Nearest(confidence=confidence))


def abstained(
    resources: Resources,
    draft: Draft,
    reason: Reason,
    text: str = "",
    nearest: Nearest = Nearest(),
    suggested: Sequence[str] = (),
) -> Answer:
    """Return an abstention: why, and what was nearest, marked as not an answer.

    A premise that the text does not carry is set beside what the text does say.
    """
    said = [text or phrases.reason_text(reason, draft.language)]
    if reason is Reason.FALSE_PREMISE and nearest.sources:
        said.append(_instead(resources, nearest.sources[0], draft.language))
    composition = _NOTHING.with_lines(said)
    return _conclude(resources, draft, Outcome.ABSTAINED, reason, composition, nearest, suggested)


def clarified(resources: Resources, draft: Draft, text: str, refs: Sequence[str]) -> Answer:
    """Return a question back, with what each reading would be asked as."""
    suggested = [phrases.section_question(ref, draft.language) for ref in refs]
    composition = _NOTHING.with_lines([text])
    return _conclude(resources, draft, Outcome.CLARIFY, Reason.AMBIGUOUS, composition, Nearest(), suggested)


def _conclude(
    resources: Resources,
    draft: Draft,
    outcome: Outcome,
    reason: Reason | None,
    composition: Composition,
    nearest: Nearest,
    suggested: Sequence[str] = (),
) -> Answer:
    near = tuple(
        cite(source, resources.documents[source.passage.document], number, score)
        for number, (source, score) in enumerate(zip(nearest.sources, nearest.scores, strict=True), start=1)
    )
    if not suggested and reason not in (None, Reason.BLOCKED):
        has_goals = any(section.kind == "goal" for section in resources.index.sections)
        suggested = _suggestions(nearest, reason, draft.language, has_goals)
    timings = {stage: round(value, 3) for stage, value in draft.timings.items()}
    timings["total"] = round((time.perf_counter() - draft.started) * 1000, 3)
    return Answer(
        question=draft.question,
        standalone_question=draft.standalone,
        outcome=outcome,
        reason=reason,
        confidence=round(nearest.confidence, 4),
        text=composition.text,
        sentences=composition.sentences,
        citations=tuple(_marked(resources, citation) for citation in composition.citations),
        nearest=tuple(_marked(resources, citation) for citation in near),
        faults=(),
        suggestions=tuple(suggested),
        candidate=nearest.candidate,
        language=draft.language,
        scope=tuple(resources.documents),
        engine=ENGINE,
        generation=resources.index.card.generation,
        corpus_sha256=resources.index.card.corpus_sha256,
        timings_ms=timings,
        notes=_notes(resources, draft, composition),
    )


def _notes(resources: Resources, draft: Draft, composition: Composition) -> tuple[str, ...]:
    """Return the index's remarks and, once in a conversation, that the cited document's period is over."""
    notes = list(resources.index.notes)
    cited = {citation.document for citation in composition.citations}
    for document in resources.documents.values():
        standing = resources.standings[document.id]
        if document.id in cited and standing.status != CURRENT:
            called = f"{document.title} ({document.id})"
            notes.append(phrases.say(standing.status, draft.language, document=called, newer=standing.newer))
        if draft.is_first and document.id in cited and period_has_ended(document, date.today()):
            name = "period" if len(resources.views) == 1 and not is_beside(document) else "period_of"
            notes.append(phrases.say(name, draft.language, period=document.period, document=document.title))
    return tuple(notes)


def _marked(resources: Resources, citation: Citation) -> Citation:
    """Return the citation with what its document is to the home post, where that is more than an ended period."""
    status = resources.standings[citation.document].status
    return citation if status == CURRENT else replace(citation, status=status)


def _origins(resources: Resources, composition: Composition, language: str) -> list[str]:
    """Return a line for each cited document that is not in force for the home post, the last one first."""
    cited = dict.fromkeys(citation.document for citation in composition.citations)
    manner = "from" if len(cited) == 1 else "partly"
    return [
        phrases.say(f"{manner}_{resources.standings[name].status}", language, document=resources.documents[name].title)
        for name in reversed(cited)
        if resources.standings[name].status != CURRENT
    ]


def _instead(resources: Resources, source: Source, language: str) -> str:
    place = place_of(source.section.ref, source.passage.part, language, resources.called(source.section.document))
    return phrases.say("instead", language, place=place, quote=source.sentence.text)


def _suggestions(nearest: Nearest, reason: Reason | None, language: str, has_goals: bool) -> list[str]:
    """Return two better questions, both of which have an answer: about what is shared, the nearest places, the whole.

    The Priorities and the title page touch on everything: all that they say would answer nothing in particular. What is
    outside the strategy has no near place.
    """
    topics = [phrases.say("suggest_topic", language, topic=nearest.topic)] if nearest.topic else []
    refs = (
        list(dict.fromkeys(source.section.ref for source in nearest.sources))
        if reason is not Reason.OUT_OF_SCOPE
        else []
    )
    places = [phrases.section_question(ref, language) for ref in refs if ref not in ("About", "CoM")]
    names = ("suggest_list", "suggest_objectives") if has_goals else ("suggest_sections",)
    return [*topics, *places, *(phrases.say(name, language) for name in names)][:2]
