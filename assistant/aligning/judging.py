"""A measured paragraph to probabilities, and to the objectives that are named or the reason why none is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.aligning.alignment import NearMiss
from assistant.aligning.measuring import SIGNALS, Measured
from assistant.aligning.objectives import Objectives
from assistant.aligning.weights import FLOOR, THRESHOLDS, WEIGHTS

# A text that names only other countries is not about an objective at home, however well the topic fits.
ELSEWHERE = 0.02
# TAGS are hints: they help what the text says by itself, a little, and never name anything alone.
HINT, HINT_FROM = 0.4, 0.25
# An objective beside a much surer one is not named twice over.
SECONDARY_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Judged:
    """The probabilities of one paragraph, in the order of the objectives."""

    scores: tuple[float, ...]
    before: tuple[float, ...]
    """What they would be if the text were about home."""
    named: tuple[int, ...]
    """Places of the objectives that are named, the surest first."""
    is_elsewhere: bool


def judge(measured: Measured, objectives: Objectives, hinted: Sequence[bool] = (), elsewhere: bool = False) -> Judged:
    """Return what is named. `hinted`: for each objective whether TAGS hint at it; `elsewhere`: another mission's cable."""
    if not len(measured.table):
        return Judged((), (), (), False)
    weights = np.array([WEIGHTS.get(name, 0.0) for name in SIGNALS])
    logits = WEIGHTS["bias"] + measured.table @ weights
    scores = _sigmoid(logits)
    hints = np.array(hinted or [False] * len(scores)) & (scores >= HINT_FROM)
    scores = np.where(hints, _sigmoid(logits + HINT), scores)
    places = measured.places
    # Two mentions, or one of our embassies there: one may be where a buyer or a plane comes from.
    away = elsewhere or (not places.home and (places.mentions > 1 or places.embassy is not None))
    outward = np.array([objective.is_outward and not elsewhere for objective in objectives.all])
    final = np.where(away & ~outward, scores * ELSEWHERE, scores)
    order = sorted(range(len(final)), key=lambda i: (-round(float(final[i]), 6), i))
    top = float(final[order[0]])
    named = [
        i
        for i in order
        if final[i] >= threshold(objectives.refs[i]) and (i == order[0] or final[i] >= SECONDARY_SHARE * top)
    ]
    return Judged(tuple(map(float, final)), tuple(map(float, scores)), tuple(named), bool(away))


def threshold(ref: str) -> float:
    """Return the probability from which an objective is named; one that was not fitted has the floor."""
    return THRESHOLDS.get(ref, FLOOR)


def nearest(judged: Judged, measured: Measured, objectives: Objectives) -> NearMiss | None:
    """Return the best objective of a paragraph that names none, and why it failed; None without objectives."""
    if not judged.before:
        return None
    best = max(range(len(judged.before)), key=lambda i: (judged.before[i], -i))
    ref, title = objectives.refs[best], objectives.sections[best].title
    if judged.is_elsewhere and judged.before[best] >= threshold(ref):
        return NearMiss(
            ref, judged.scores[best], "other_mission",
            f"The topic is that of {ref}, but the paragraph speaks of {_listed(measured.places.abroad)} and not of this mission's country.",
        )  # fmt: skip
    topical = measured.table[best, SIGNALS.index("strength_topical")]
    if topical < 0:
        return NearMiss(ref, judged.scores[best], "other_topic", f"It is about something that the strategy does not carry; {ref} comes nearest.")  # fmt: skip
    return NearMiss(
        ref, judged.scores[best], "weak",
        f"{ref} (“{title.rstrip('.')}”) comes nearest, with {judged.scores[best]:.0%}; from {threshold(ref):.0%} it is named.",
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(name.title() for name in names)) or "another country"


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))
