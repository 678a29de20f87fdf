"""Whether to answer: the score of a whole question, and the rates of abstaining.

The two rates of error are only worth something together: an engine that never answers has no unsupported answer,
and one that always does never abstains needlessly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import is_answer


@dataclass(frozen=True, slots=True)
class Decided:
    """What was expected of a question and what became of it; `got` is None where the engine failed."""

    expect: str
    got: str | None
    is_right: bool | None
    """Of an answer: whether it is right; None where there is no gold to say so."""


def item_score(answerable: bool, is_answered: bool, facts: float | None, citations: float | None) -> float | None:
    """Return the score of a question, 0 to 1, in the shape of MTRAG (Katsis and others 2025).

    1 for a right abstention, 0 for a needless one and for an answer where there is none; otherwise the mean of fact
    recall and citation F1, or of the one that is defined; undefined when neither is.
    """
    if is_answered != answerable:
        return 0.0
    if not answerable:
        return 1.0
    parts = [part for part in (facts, citations) if part is not None]
    return sum(parts) / len(parts) if parts else None


def abstention(decided: Sequence[Decided]) -> dict[str, float | int | None]:
    """Return how well abstaining works, `abstained` where `abstained` is expected being the hit.

    needless_rate = abstained / answerable; unsupported_rate = answered / unanswerable. A failure counts as neither.
    Undefined is None.
    """
    answerable = [d for d in decided if is_answer(d.expect)]
    unanswerable = [d for d in decided if not is_answer(d.expect)]
    wanted = [d for d in decided if d.expect == "abstained"]
    hits = sum(d.got == "abstained" for d in wanted)
    # A question back ("which one do you mean?") is judged by the table alone.
    given = sum(d.got == "abstained" for d in decided if d.expect != "clarify")
    needless = sum(d.got == "abstained" for d in answerable)
    unsupported = sum(d.got is not None and is_answer(d.got) for d in unanswerable)
    precision, recall = _share(hits, given), _share(hits, len(wanted))
    total = (precision or 0.0) + (recall or 0.0)
    return {
        "precision": precision,
        "recall": recall,
        "f1": None if recall is None else 2 * (precision or 0.0) * recall / total if total else 0.0,
        "needless_rate": _share(needless, len(answerable)),
        "unsupported_rate": _share(unsupported, len(unanswerable)),
        "needless": needless,
        "answerable": len(answerable),
        "unsupported": unsupported,
        "unanswerable": len(unanswerable),
    }


def reliability(decided: Sequence[Decided], cost: float) -> float | None:
    """Return effective reliability Φ_c (Whitehead and others 2022): what a question brings on average.

    +1 for a right answer and for a right abstention, 0 for abstaining needlessly or failing, −c for a wrong answer.
    """
    values = [value for value in (_worth(d, cost) for d in decided) if value is not None]
    return sum(values) / len(values) if values else None


def _worth(decided: Decided, cost: float) -> float | None:
    if decided.got is None:
        return 0.0
    if not is_answer(decided.got):
        return 0.0 if is_answer(decided.expect) else 1.0
    if not is_answer(decided.expect):
        return -cost
    return None if decided.is_right is None else 1.0 if decided.is_right else -cost


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
