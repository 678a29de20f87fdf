"""Is the evidence good enough to speak? Signals of doubt, one calibrated probability, and the reason for a no.

A wrong answer costs more than silence; the threshold is set for that and documented with its curve.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.folding import fold
from assistant.matching import Match, Matcher, holds, weight_of
from assistant.schema import Reason
from assistant.understanding import Query, Wanted

# Fitted by `python -m evals.fitting` (logistic regression, L2 penalty 1) on the tuning questions; the label is
# "answerable, and the first citation is right". See DECISIONS.md.
COEFFICIENTS: Mapping[str, float] = {
    "bias": -4.0,
    "dense": 4.0,
    "late": 4.0,
    "support": 3.0,
    "weakest": 1.0,
    "foreign": -3.0,
    "lacking": -1.5,
    "following": 0.5,
}
THRESHOLD = 0.4

# Below these the question has nothing to do with the strategy; between them and an answer lies "it does not say".
OUT_OF_SCOPE_DENSE = 0.25
OUT_OF_SCOPE_SUPPORT = 0.45

# A question that takes something for granted: "why was … suspended?", "since poverty has doubled, …".
_PRESUMES = re.compile(
    r"^(?:why|how come|what (?:made|led|caused|drove|prompted|explains|is the reason|was the reason))\b|^(?:since|given that|now that|"
    r"considering that|because)\b|\b(?:after|when) (?:peru|the (?:united states|u\.s\.|embassy|mission)) \w+ed\b|\bdespite the\b"
)
SUPPORTED = 0.6
"""A word of the question with less support than this is not in the evidence."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer; each between 0 and 1, but for `foreign`, a count."""

    dense: float
    late: float
    support: float
    """Mean support of the question's words by the evidence's passages, by weight."""
    weakest: float
    """Support of the least supported word that matters."""
    foreign: float
    """Names, years and numbers of the question that the evidence does not have."""
    lacking: float
    """1 if the kind of thing asked for is not in the chosen sentences."""
    following: float
    """1 for a follow-up, whose own words say little."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Answer or not, and how sure."""

    confidence: float
    reason: Reason | None
    """None to answer."""


def read_signals(query: Query, chosen: Sequence[Match], matcher: Matcher) -> Signals:
    """Return the signals for chosen sentences."""
    best = max(chosen, key=lambda match: match.score)
    rows = matcher.rows_of(frozenset(match.passage.id for match in chosen))
    support = matcher.support(query, rows)
    weights = [weight_of(term, matcher.index.frequencies, matcher.count) for term in query.terms]
    total = sum(weights)
    around = [matcher.around(row) for row in rows]
    foreign = sum(
        term.is_particular and not any(term.stem in held or term.others & held for held in around) for term in query.terms
    )
    text = " ".join(match.sentence.text for match in chosen)
    return Signals(
        dense=best.feature("dense"),
        late=best.feature("late"),
        support=sum(s * w for s, w in zip(support, weights, strict=True)) / total if total else 1.0,
        weakest=min((s for s, w in zip(support, weights, strict=True) if w > 0.5), default=1.0),
        foreign=float(foreign),
        lacking=float(query.wanted is not Wanted.ANYTHING and not holds(query.wanted, text)),
        following=float(bool(query.carried or query.focus)),
    )


def decide(query: Query, signals: Signals, *, is_narrowed: bool = False) -> Decision:
    """Return whether to answer. `is_narrowed`: the question names its place, so only the words inside it can fail."""
    confidence = probability(signals)
    if confidence >= (THRESHOLD / 2 if is_narrowed else THRESHOLD):
        return Decision(confidence, None)
    return Decision(confidence, _reason(query, signals))


def probability(signals: Signals) -> float:
    """Return the probability that the evidence answers the question rightly: the logistic of the weighted signals."""
    total = COEFFICIENTS["bias"] + sum(
        weight * float(getattr(signals, name)) for name, weight in COEFFICIENTS.items() if name != "bias"
    )
    return 1 / (1 + math.exp(-total))


def _reason(query: Query, signals: Signals) -> Reason:
    if signals.dense < OUT_OF_SCOPE_DENSE and signals.support < OUT_OF_SCOPE_SUPPORT:
        return Reason.OUT_OF_SCOPE
    if _PRESUMES.search(fold(query.text)) and not signals.following:
        return Reason.FALSE_PREMISE
    return Reason.NOT_IN_CORPUS
