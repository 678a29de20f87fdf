"""How well gold is ranked. Definitions are those of trec_eval, so that anyone can compute them again.

A ranking is a sequence of names, best first, each once. Relevant is what `gains` gives more than 0. A ranking that
holds nothing counts 0; without anything relevant every measure is undefined.
"""

from collections.abc import Hashable, Mapping, Sequence
from math import log2
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def recall_at(ranking: Sequence[Name], gains: Mapping[Name, float], k: int) -> float | None:
    """Return |relevant in the first k| / |relevant|."""
    relevant = _relevant(gains)
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else None


def success_at(ranking: Sequence[Name], gains: Mapping[Name, float], k: int) -> float | None:
    """Return 1 when one of the first k is relevant, else 0."""
    relevant = _relevant(gains)
    return float(not relevant.isdisjoint(ranking[:k])) if relevant else None


def rr_at(ranking: Sequence[Name], gains: Mapping[Name, float], k: int) -> float | None:
    """Return 1 / rank of the first relevant among the first k, else 0 (Voorhees 1999)."""
    relevant = _relevant(gains)
    if not relevant:
        return None
    return next((1 / rank for rank, name in enumerate(ranking[:k], start=1) if name in relevant), 0.0)


def ndcg_at(ranking: Sequence[Name], gains: Mapping[Name, float], k: int) -> float | None:
    """Return DCG / ideal DCG, DCG = Σ gain(i) / log2(i + 1) over ranks 1 to k.

    Järvelin and Kekäläinen 2002 with linear gains, as trec_eval and ir-measures have it, not 2^gain − 1.
    """
    ideal = _dcg(sorted((gain for gain in gains.values() if gain > 0), reverse=True)[:k])
    return _dcg([max(gains.get(name, 0), 0) for name in ranking[:k]]) / ideal if ideal else None


def ranked(
    ranking: Sequence[Name], gains: Mapping[Name, float], relevant: Mapping[Name, float]
) -> dict[str, float | None]:
    """Return all measures of a ranking by the catalogue's names: nDCG by `gains`, the others by what is `relevant`.

    The two differ where what stands beside gold has a gain but is not itself wanted.
    """
    return {
        "recall_at_5": recall_at(ranking, relevant, 5),
        "recall_at_10": recall_at(ranking, relevant, 10),
        "success_at_1": success_at(ranking, relevant, 1),
        "success_at_5": success_at(ranking, relevant, 5),
        "rr_at_10": rr_at(ranking, relevant, 10),
        "ndcg_at_10": ndcg_at(ranking, gains, 10),
    }


def _relevant(gains: Mapping[Name, float]) -> set[Name]:
    return {name for name, gain in gains.items() if gain > 0}


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
