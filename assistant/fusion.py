"""Rank fusion: several rankings of the same things into one."""

from collections.abc import Mapping, Sequence

RRF_K = 60
"""The constant of the paper below: a higher one gives low ranks more say. Not tuned."""


def reciprocal_rank_fusion(rankings: Mapping[str, Sequence[str]], k: int = RRF_K) -> list[tuple[str, float]]:
    """Return (id, score) merged from named rankings of ids, ordered by (score down, id up).

    The score is the sum, over the rankings that hold the id, of 1 / (k + rank), rank from 1.
    Only ranks matter, so channels need no common scale.

    Cormack, Clarke and Büttcher, SIGIR 2009.
    """
    scores: dict[str, float] = {}
    for ranking in rankings.values():
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (k + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
