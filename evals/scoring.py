"""One stored answer against its gold, in numbers. Needs the answer and the corpus, never the engine.

Undefined is None. A crash is 0 in what the gold alone defines and undefined in the rest, and it is counted as a
crash; a question whose gold is not in the index cannot be won and is counted apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Record
from evals.cases import QuestionCase
from evals.causes import cause_of
from evals.gold import Gold
from evals.measures import citing, deciding, evidence, quoting
from evals.measures.catalogue import MEASURES
from evals.plain import says
from evals.ranks import rank_measures
from evals.runs import StoredAnswer
from evals.said import (
    Said,
    allowed_places,
    cited_places,
    haystack,
    numbers_of,
    place_of,
    quotes_of,
    read_said,
)

Values = dict[str, float | None]
# An abstention for this reason is the engine's own report that it failed.
_FAILED = "engine_error"


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer is worth."""

    id: str
    status: str
    """`scored`; `error`: the engine failed; `unwinnable`: the gold is not in the index."""
    measures: Mapping[str, float | None]
    """Every measure of the catalogue; None is undefined."""
    outcome: str | None
    """None where the engine failed."""
    cause: str | None
    """Why the question was lost; None when it was not."""
    confidence: float | None


def score(case: QuestionCase, stored: StoredAnswer, gold: Gold, has_rankings: bool = True) -> Score:
    """Return the score of one answer.

    `has_rankings`: whether the system shows what it retrieved; with False the measures of retrieval are undefined,
    with True a question without a ranking counts 0.
    """
    answer = stored.answer
    if answer is None or answer.get("reason") == _FAILED:
        return Score(case.id, "error", _owed(case, gold, has_rankings), None, "crashed", None)
    said = read_said(answer)
    measures = {**dict.fromkeys(MEASURES), **_said_measures(case, said, gold), **_cost(said, answer)}
    ranking = stored.ranking if has_rankings else None
    measures |= rank_measures(case, ranking, gold)
    is_reachable = can_be_won(case, gold)
    cause = cause_of(case, said, measures, ranking, is_reachable)
    confidence = answer.get("confidence")
    return Score(
        case.id,
        "scored" if is_reachable else "unwinnable",
        measures,
        said.outcome,
        cause,
        float(confidence) if isinstance(confidence, int | float) else None,
    )


def score_all(cases: Iterable[QuestionCase], answers: Iterable[StoredAnswer], gold: Gold) -> tuple[Score, ...]:
    """Return a score for every case, in their order; a case that was not answered at all counts as an error."""
    first: dict[str, StoredAnswer] = {}
    for answer in answers:
        if answer.repeat == 0:
            first[answer.id] = answer
    has_rankings = any(answer.ranking for answer in first.values())
    missing = "There is no answer to this question."
    return tuple(
        score(case, first.get(case.id) or StoredAnswer(case.id, None, missing), gold, has_rankings) for case in cases
    )


def can_be_won(case: QuestionCase, gold: Gold) -> bool:
    """Say whether the index holds gold of a case: one of its places, or where it names none, one of its quotes."""
    if not case.answerable:
        return True
    if case.refs:
        return any(ref in gold.names for ref in case.refs)
    return not case.spans or any(gold.find(span) for span in case.spans)


def score_record(case: QuestionCase, score: Score) -> Record:
    """Return the line of scores.jsonl."""
    return {
        "id": score.id,
        "half": case.half,
        "group": case.group,
        "tags": list(case.tags),
        "expect": case.expect.value,
        "outcome": score.outcome,
        "status": score.status,
        "cause": score.cause,
        "confidence": score.confidence,
        "measures": {name: None if value is None else round(value, 6) for name, value in score.measures.items()},
    }


def fact_recall(case: QuestionCase, found_in: str) -> float | None:
    """Return the share of a case's facts that stand in a haystack; undefined without facts."""
    return sum(says(found_in, forms) for forms in case.facts) / len(case.facts) if case.facts else None


def is_right(case: QuestionCase, first: float | None, facts: float | None, is_forbidden: bool) -> bool | None:
    """Say whether an answer is right: there is one, in the right place, whole, and without what it must not say.

    None when the gold names neither places nor facts.
    """
    if not case.answerable or is_forbidden:
        return False
    parts = [part for part in (first, facts) if part is not None]
    return all(part == 1 for part in parts) if parts else None


def _said_measures(case: QuestionCase, said: Said, gold: Gold) -> Values:
    words = haystack(said)
    facts = fact_recall(case, words) if said.is_answered or not case.facts else 0.0
    is_forbidden = said.is_answered and any(says(words, [form]) for form in case.must_not)
    citations = _citation_measures(case, said, gold)
    item = deciding.item_score(case.answerable, said.is_answered, facts, citations["citation_f1"])
    right = is_right(case, citations["first_citation"], facts, is_forbidden) if said.is_answered else None
    return {
        "item_score": 0.0 if is_forbidden else item,
        "decision": float(said.outcome == case.expect.value),
        "answer_accuracy": None if right is None else float(right),
        "fact_recall": facts,
        "must_not": float(is_forbidden) if case.must_not else None,
        **citations,
        **_evidence_measures(case, said, gold),
        **_quote_measures(said, gold),
    }


def _citation_measures(case: QuestionCase, said: Said, gold: Gold) -> Values:
    allowed = allowed_places(case)
    cited = cited_places(said, allowed)
    wanted = case.refs if case.answerable else ()
    precision, recall = citing.precision(cited, allowed), citing.recall(cited, wanted)
    exists = [gold.has_place(*place_of(citation, gold)) for citation in said.citations]
    bare = [not sentence.labels for sentence in said.sentences]
    return {
        "first_citation": citing.first(cited, wanted, allowed),
        "citation_precision": precision,
        "citation_recall": recall,
        "citation_f1": citing.f1(precision, recall),
        "citation_exact": citing.exact(cited, wanted, allowed),
        "valid_refs": sum(exists) / len(exists) if exists else None,
        "uncited": sum(bare) / len(bare) if bare else None,
    }


def _evidence_measures(case: QuestionCase, said: Said, gold: Gold) -> Values:
    spans = [(span.document, gold.find(span)) for span in case.spans] if case.answerable else []
    spans = [(document, places) for document, places in spans if places]
    pointed = [gold.ranges_of(citation) for citation in said.citations]
    if not spans or (said.citations and not any(ranges for _, ranges in pointed)):
        return {"sentence_f1": None, "span_f1": None}
    letters: dict[str, frozenset[int]] = {}
    for document, ranges in pointed:
        letters[document] = letters.get(document, frozenset()) | gold.letters(document, ranges)
    chosen = {key for document, ranges in pointed for key in gold.sentences_at(document, ranges)}
    wanted = {key for document, places in spans for key in gold.sentences_at(document, places[0])}
    places = [(document, [gold.letters(document, ranges) for ranges in found]) for document, found in spans]
    return {"sentence_f1": evidence.overlap_f1(chosen, wanted), "span_f1": evidence.span_f1(letters, places)}


def _quote_measures(said: Said, gold: Gold) -> Values:
    quotes = quotes_of(said, gold)
    known = {number for citation in said.citations for number in gold.numbers_at(*place_of(citation, gold))}
    stands = quoting.verbatim(quotes)
    return {
        "verbatim": stands,
        # The whole corpus is read only where something is not where it should be.
        "misattributed": quoting.misattributed(quotes, gold.everything if stands != 1 else "") if quotes else None,
        "number_fidelity": quoting.number_fidelity(numbers_of(said), known) if said.is_answered else None,
    }


def _cost(said: Said, answer: Record) -> Values:
    timings = answer.get("timings_ms")
    total = timings.get("total") if isinstance(timings, dict) else None
    words = sum(len(sentence.text.split()) for sentence in said.sentences) or len(said.text.split())
    return {
        "answer_sentences": float(len(said.sentences)) if said.is_answered else None,
        "answer_words": float(words) if said.is_answered else None,
        "total_ms": float(total) if isinstance(total, int | float) else None,
    }


def _owed(case: QuestionCase, gold: Gold, has_rankings: bool) -> Values:
    """Return the measures of an answer that is not there: 0 in what the gold alone defines, else undefined."""
    nothing = Said("", "", (), ())
    defined = _said_measures(case, nothing, gold) | rank_measures(case, () if has_rankings else None, gold)
    owed: Sequence[str] = [name for name, value in defined.items() if value is not None and MEASURES[name].is_owed]
    return {**dict.fromkeys(MEASURES), **dict.fromkeys(owed, 0.0)}
