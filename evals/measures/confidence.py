"""Whether confidence tells right from wrong, and whether it is the probability that it claims to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from evals.statistics import wilson


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure the engine was of an answer, given or held back, and whether it is right."""

    confidence: float
    is_right: bool


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the probability that a positive is above a negative, ties counting half (Mann and Whitney 1947).

    Undefined without both.
    """
    if not positive or not negative:
        return None
    above, rank = 0.0, 0
    marked = sorted([(value, True) for value in positive] + [(value, False) for value in negative])
    for _, same in groupby(marked, key=lambda item: item[0]):
        marks = [mark for _, mark in same]
        ups = sum(marks)
        downs = len(marks) - ups
        above += ups * (rank + downs / 2)
        rank += downs
    return above / (len(positive) * len(negative))


def risk_coverage(sures: Sequence[Sure], total: int) -> list[tuple[float, float]]:
    """Return (coverage, risk) for each distinct confidence, the surest first (El-Yaniv and Wiener 2010).

    Coverage is the share of `total` questions answered when all from this confidence up are, risk the share of wrong
    ones among them. Questions with no answer at all are in `total` and never covered.
    """
    points, answered, wrong = [], 0, 0
    for _, same in groupby(_by_confidence(sures), key=lambda sure: sure.confidence):
        step = list(same)
        answered += len(step)
        wrong += sum(not sure.is_right for sure in step)
        points.append((answered / total, wrong / answered))
    return points


def aurc(sures: Sequence[Sure]) -> float | None:
    """Return the area under the risk-coverage curve: the mean of risk(k) over k = 1 … n (Geifman and El-Yaniv 2017).

    Equal confidences form one step: their wrong answers are spread evenly over it.
    """
    if not sures:
        return None
    total, answered, wrong = 0.0, 0, 0.0
    for _, same in groupby(_by_confidence(sures), key=lambda sure: sure.confidence):
        step = list(same)
        share = sum(not sure.is_right for sure in step) / len(step)
        for _ in step:
            answered += 1
            wrong += share
            total += wrong / answered
    return total / len(sures)


def excess_aurc(sures: Sequence[Sure]) -> float | None:
    """Return the area under the curve minus that of the perfect order of the same answers."""
    area = aurc(sures)
    if area is None:
        return None
    # The perfect order has all right answers first; the wrong ones follow one by one.
    right = sum(sure.is_right for sure in sures)
    return area - sum((k - right) / k for k in range(right + 1, len(sures) + 1)) / len(sures)


def coverage_at(points: Sequence[tuple[float, float]], risk: float) -> float:
    """Return the largest coverage whose risk is at most `risk`, 0 if none."""
    return max((coverage for coverage, value in points if value <= risk), default=0.0)


def brier(sures: Sequence[Sure]) -> float | None:
    """Return the mean of (confidence − right)² (Brier 1950)."""
    if not sures:
        return None
    return sum((sure.confidence - sure.is_right) ** 2 for sure in sures) / len(sures)


def reliability_bins(sures: Sequence[Sure], bins: int = 10) -> list[dict[str, float | int]]:
    """Return up to `bins` bins of about equal count: mean confidence, share right with its Wilson interval, and n.

    Equal confidences share a bin, that of their middle rank, so that the order of the questions changes nothing.
    """
    parts: dict[int, list[Sure]] = {}
    before = 0
    for _, same in groupby(sorted(sures, key=lambda sure: sure.confidence), key=lambda sure: sure.confidence):
        step = list(same)
        parts.setdefault(int((before + len(step) / 2) * bins / len(sures)), []).extend(step)
        before += len(step)
    table: list[dict[str, float | int]] = []
    for part in parts.values():
        right = sum(sure.is_right for sure in part)
        low, high = wilson(right, len(part))
        mean = sum(sure.confidence for sure in part) / len(part)
        table.append({"confidence": mean, "right": right / len(part), "low": low, "high": high, "n": len(part)})
    return table


def ece(sures: Sequence[Sure], bins: int = 10) -> float | None:
    """Return Σ n_bin / n · |share right − mean confidence| over bins of equal count (Naeini and others 2015)."""
    if not sures:
        return None
    table = reliability_bins(sures, bins)
    return sum(row["n"] * abs(row["right"] - row["confidence"]) for row in table) / len(sures)


def _by_confidence(sures: Sequence[Sure]) -> list[Sure]:
    return sorted(sures, key=lambda sure: -sure.confidence)
