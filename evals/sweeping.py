"""What another threshold of confidence would have done, told from stored answers without asking again.

A threshold that is chosen on the questions it is reported on is an oracle value: what one would get by knowing the
answers. Where a suite has two halves it is chosen on the tuning half and reported on the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.records import Record
from evals.cases import QuestionCase, is_answer
from evals.measures.deciding import Decided, abstention, reliability
from evals.runs import StoredAnswer
from evals.scoring import Score
from evals.sureness import sure_of

SCHEMA = "eval-sweep/1"
GRID = tuple(step / 20 for step in range(21))
_OBJECTIVES = ("phi_1", "phi_3")
_ORACLE = "Chosen on the questions it is measured on: an oracle value, better than what to expect."
_HELD_OUT = "Chosen on the tuning half and measured on the report half."


@dataclass(frozen=True, slots=True)
class Stance:
    """What is known of a question: what was expected, and the answer that there was, given or held back."""

    expect: str
    got: str | None
    """The stored outcome; None where the engine failed."""
    confidence: float | None
    is_right: bool | None
    half: str | None = None

    @property
    def can_move(self) -> bool:
        """Whether a threshold decides over it: there is an answer and a confidence."""
        return self.confidence is not None and self.is_right is not None

    def at(self, threshold: float) -> Decided:
        """Return what becomes of the question at a threshold."""
        if not self.can_move or self.confidence is None:
            return Decided(self.expect, self.got, self.is_right)
        held_back = self.got if self.got and not is_answer(self.got) else "abstained"
        given = self.got if self.got and is_answer(self.got) else "answered"
        return Decided(self.expect, given if self.confidence >= threshold else held_back, self.is_right)


def stances_of(
    cases: Sequence[QuestionCase], scores: Sequence[Score], answers: Iterable[StoredAnswer]
) -> tuple[Stance, ...]:
    """Return what is known of each case that can be won; `scores` are those of `cases`, in their order."""
    stored = {answer.id: answer for answer in answers if answer.repeat == 0}
    stances = []
    for case, score in zip(cases, scores, strict=True):
        if score.status != "unwinnable":
            sure = sure_of(case, score, stored.get(case.id))
            confidence, is_right = (sure.confidence, sure.is_right) if sure else (None, None)
            stances.append(Stance(case.expect.value, score.outcome, confidence, is_right, case.half))
    return tuple(stances)


def sweep(stances: Sequence[Stance], thresholds: Sequence[float] = GRID) -> Record:
    """Return the outcomes at each threshold, as they are stored, and the best threshold for each Φ."""
    return {
        "schema": SCHEMA,
        "n": len(stances),
        "moving": sum(stance.can_move for stance in stances),
        "current": _row(None, stances),
        "rows": [_row(threshold, stances) for threshold in thresholds],
        "best": {objective: _best(stances, objective) for objective in _OBJECTIVES},
    }


def _best(stances: Sequence[Stance], objective: str) -> Record | None:
    """Return the best threshold among all confidences, the lowest of equals, and what it does."""
    halves = [[stance for stance in stances if stance.half == half] for half in ("tuning", "report")]
    is_oracle = not all(halves)
    chosen_on, measured_on = (stances, stances) if is_oracle else halves
    candidates = sorted(
        {stance.confidence for stance in chosen_on if stance.can_move and stance.confidence is not None}
    )
    if not candidates:
        return None
    cost = 1.0 if objective == "phi_1" else 3.0
    values = {t: reliability([stance.at(t) for stance in chosen_on], cost) or 0.0 for t in candidates}
    best = max(candidates, key=lambda threshold: (values[threshold], -threshold))
    return {**_row(best, measured_on), "is_oracle": is_oracle, "note": _ORACLE if is_oracle else _HELD_OUT}


def _row(threshold: float | None, stances: Sequence[Stance]) -> Record:
    """Return the outcomes at a threshold, or as they are where it is None."""
    decided = [Decided(s.expect, s.got, s.is_right) if threshold is None else s.at(threshold) for s in stances]
    rates = abstention(decided)
    given = [d for d in decided if d.got is not None and is_answer(d.got)]
    right = sum(bool(d.is_right) for d in given)
    wrong = sum(d.is_right is False for d in given)
    return {
        "threshold": threshold,
        "answered": len(given),
        "right": right,
        "wrong": wrong,
        "coverage": len(given) / len(stances) if stances else None,
        "risk": wrong / (right + wrong) if right + wrong else None,
        "needless": rates["needless"],
        "needless_rate": rates["needless_rate"],
        "unsupported": rates["unsupported"],
        "unsupported_rate": rates["unsupported_rate"],
        "phi_1": reliability(decided, 1),
        "phi_3": reliability(decided, 3),
    }
