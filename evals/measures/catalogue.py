"""Every measure of one question by name: what it says, which way is better, when it is undefined.

The order is that of reports. Values are computed by the other modules of this package; `evals/scoring.py` calls them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PRIMARY = "item_score"
"""The one measure that a comparison is decided by; the others are corrected for their number."""
RANKED = (
    ("recall_at_5", "Share of the gold {things} among the first 5 retrieved.", False),
    ("recall_at_10", "Share of the gold {things} among the first 10 retrieved.", False),
    ("success_at_1", "1 when the first {thing} retrieved is gold.", True),
    ("success_at_5", "1 when a gold {thing} is among the first 5 retrieved.", True),
    ("rr_at_10", "1 over the rank of the first gold {thing}, 0 when it is not among the first 10.", False),
    ("ndcg_at_10", "Discounted gain of the first 10 {things} over that of the best order; linear gains.", False),
)
"""What each ranking is measured by: name, definition, and whether it is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number means."""

    name: str
    family: str
    """`decision`, `content`, `citation`, `evidence`, `quote`, `retrieval`, `length` or `cost`."""
    direction: str
    """`up`: more is better; `down`: less is; `none`: neither."""
    unit: str
    """`rate` (0 to 1), `number` or `ms`."""
    definition: str
    is_rate: bool = False
    """Each question is 0 or 1, so the mean is a share."""
    is_owed: bool = False
    """Defined by the gold alone: a crash counts 0, and so does a needless abstention."""


def better(name: str, difference: float) -> bool | None:
    """Say whether a difference in a measure is an improvement; None where there is none or no direction."""
    measure = MEASURES.get(name)
    if not difference or measure is None or measure.direction == "none":
        return None
    return (difference > 0) == (measure.direction == "up")


def _answers() -> Iterable[Measure]:
    yield Measure(
        "item_score",
        "decision",
        "up",
        "rate",
        "The whole question in one number: 1 for a right abstention, 0 for a needless abstention or an answer where "
        "there is none, else the mean of fact recall and citation F1, 0 if something forbidden is said.",
        is_owed=True,
    )
    yield Measure(
        "decision", "decision", "up", "rate", "1 when the outcome is the expected one.", is_rate=True, is_owed=True
    )
    yield Measure(
        "answer_accuracy",
        "decision",
        "up",
        "rate",
        "Of the questions that were answered: 1 when there is an answer, its first citation is right, all facts are "
        "there and nothing forbidden is said. Undefined without an answer.",
        is_rate=True,
    )
    yield Measure(
        "fact_recall",
        "content",
        "up",
        "rate",
        "Share of the facts that the answer says or quotes. Undefined when the gold has none.",
        is_owed=True,
    )
    yield Measure(
        "must_not",
        "content",
        "down",
        "rate",
        "1 when the answer says something that makes it wrong. Undefined when the gold forbids nothing.",
        is_rate=True,
    )
    yield from _citations()


def _citations() -> Iterable[Measure]:
    where = " Undefined on questions without gold places."
    yield Measure(
        "first_citation",
        "citation",
        "up",
        "rate",
        "1 when the first citation is a gold place or one that is allowed; 0 without a citation." + where,
        is_rate=True,
        is_owed=True,
    )
    yield Measure(
        "citation_precision",
        "citation",
        "up",
        "rate",
        "Share of the cited places that are gold or allowed. Undefined when nothing is cited.",
    )
    yield Measure("citation_recall", "citation", "up", "rate", "Share of the gold places cited." + where, is_owed=True)
    yield Measure(
        "citation_f1",
        "citation",
        "up",
        "rate",
        "Harmonic mean of citation precision and recall." + where,
        is_owed=True,
    )
    yield Measure(
        "citation_exact",
        "citation",
        "up",
        "rate",
        "1 when all gold places are cited and no place that is neither gold nor allowed." + where,
        is_rate=True,
        is_owed=True,
    )
    yield Measure(
        "valid_refs", "citation", "up", "rate", "Share of the cited places that exist. Undefined when nothing is cited."
    )
    yield Measure(
        "uncited",
        "citation",
        "down",
        "rate",
        "Share of the answer's sentences without a citation; lead-ins do not count. Undefined without sentences.",
    )
    yield from _evidence()


def _evidence() -> Iterable[Measure]:
    where = " Undefined when the gold has no quote."
    yield Measure(
        "sentence_f1",
        "evidence",
        "up",
        "rate",
        "Harmonic mean of precision and recall of the cited sentences against the gold sentences." + where,
        is_owed=True,
    )
    yield Measure(
        "span_f1", "evidence", "up", "rate", "The same, over characters of the source text." + where, is_owed=True
    )
    yield Measure(
        "verbatim",
        "quote",
        "up",
        "rate",
        "Share of the quoted sentences that stand, word for word, in the place cited. Undefined without quotes.",
    )
    yield Measure(
        "misattributed",
        "quote",
        "down",
        "rate",
        "Share of the quoted sentences that stand elsewhere in the documents, not in the place cited.",
    )
    yield Measure(
        "number_fidelity",
        "quote",
        "up",
        "rate",
        "Share of the numbers in the answer that stand in a place cited. Undefined without numbers.",
    )


def _rankings() -> Iterable[Measure]:
    kinds = (
        ("", "place", "places"),
        ("passage_", "passage", "passages"),
        ("sentence_", "sentence", "sentences"),
    )
    for prefix, thing, things in kinds:
        for name, text, is_rate in RANKED:
            definition = text.format(thing=thing, things=things)
            yield Measure(prefix + name, "retrieval", "up", "rate", definition, is_rate, is_owed=True)


def _costs() -> Iterable[Measure]:
    yield Measure("answer_sentences", "length", "none", "number", "Sentences quoted or said, lead-ins not counted.")
    yield Measure("answer_words", "length", "none", "number", "Words of those sentences.")
    yield Measure("total_ms", "cost", "down", "ms", "Milliseconds from question to answer, as the engine took them.")


MEASURES: Mapping[str, Measure] = {
    measure.name: measure for make in (_answers, _rankings, _costs) for measure in make()
}
"""All measures of one question, in the order of reports."""
CAUSES: Mapping[str, str] = {
    "not_indexed": "The gold is not in the index: the question cannot be won.",
    "not_retrieved": "The gold is not among the first passages retrieved.",
    "not_selected": "The gold was retrieved, but not put into the answer.",
    "wrong_citation": "The gold is cited, but not first.",
    "fact_missing": "The right place is cited, but a fact is missing.",
    "abstained_needlessly": "There is an answer, it was retrieved, and none was given.",
    "answered_wrongly": "An answer where there is none, or one that says what it must not.",
    "crashed": "The engine failed.",
}
"""Why a question was lost, in the order in which one looks."""
