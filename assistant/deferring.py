"""When another text speaks: before the strategy, after it, or where it is silent. Which of them, `relating` reads."""

from assistant import phrases
from assistant.composing import merge
from assistant.concluding import Draft, abstained, answered
from assistant.consulting import Consulted, consult
from assistant.conversation import StandAlone
from assistant.declining import nearest_of
from assistant.relating import RelatedAsk, read_related_ask
from assistant.resources import Resources
from assistant.schema import Answer, Outcome, Reason
from assistant.traces import Trace
from assistant.understanding import Query, understand


def related_ask(resources: Resources, alone: StandAlone, query: Query) -> RelatedAsk | None:
    """Return what a question asks of the texts beside the strategy; None where it names none, or none is in sight."""
    if not resources.beside:
        return None
    context = understand(alone.context, resources.vocabulary) if alone.context else None
    return read_related_ask(query, {section.ref for section in resources.index.sections}, context)


def led_by_related(resources: Resources, draft: Draft, query: Query, ask: RelatedAsk) -> Trace | None:
    """Return the answer that is for a related text to give; None to ask the strategy as always."""
    said = consult(resources, query, ask, draft.language, draft.timed)
    if said is None:
        return None
    if said.existing:
        return Trace(_no_such_place(resources, draft, ask, said), query)
    blocks, confidence = said.blocks, said.confidence
    if ask.with_strategy or not said.is_answer:
        from assistant.finding import find

        own = find(resources, query, draft.language, draft.timed)
        is_good = own.decision.reason is None
        if not said.is_answer:
            return None if is_good else _neither(resources, draft, query, ask, said)
        if is_good:
            blocks, confidence = (*blocks, *own.blocks), min(confidence, own.decision.confidence)
    return Trace(answered(resources, draft, blocks, confidence), query, None, said.findings)


def _no_such_place(resources: Resources, draft: Draft, ask: RelatedAsk, said: Consulted) -> Answer:
    name, existing = phrases.long_name(ask.refs[0], draft.language), ", ".join(said.existing)
    text = phrases.say("no_such_place", draft.language, ref=name, existing=existing)
    return abstained(resources, draft, Reason.NO_SUCH_REFERENCE, text)


def _neither(resources: Resources, draft: Draft, query: Query, ask: RelatedAsk, said: Consulted) -> Trace:
    place = phrases.long_name(ask.bases[0], draft.language)
    text = phrases.say("not_in_digest", draft.language, place=place)
    nearest = nearest_of(resources, draft, said.findings[0])
    return Trace(abstained(resources, draft, Reason.NOT_IN_CORPUS, text, nearest), query, None, said.findings)


def beside_strategy(resources: Resources, draft: Draft, query: Query, ask: RelatedAsk, found: Trace) -> Trace:
    """Return the strategy's answer; what a named text says where the strategy has none, or beside it if it is to be explained."""
    is_answered = found.answer.outcome in (Outcome.ANSWERED, Outcome.PARTIAL)
    if is_answered and not ask.with_strategy:
        return found
    said = consult(resources, query, ask, draft.language, draft.timed)
    if said is None or not said.is_answer:
        return found
    own = [finding.blocks for finding in found.findings if finding.decision.reason is None]
    if is_answered and not own:
        return found
    blocks = (*merge(block for each in own for block in each), *said.blocks)
    confidence = min(said.confidence, found.answer.confidence) if is_answered else said.confidence
    return Trace(answered(resources, draft, blocks, confidence), query, None, (*found.findings, *said.findings))
