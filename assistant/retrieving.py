"""Query to ranking: ask every channel, fuse by rank.

Four channels: `reference` (the places that the question names), `lexical` (BM25), `dense` (embeddings) and `asked` (the
nearest questions that were anticipated).
"""

from collections.abc import Iterable

import numpy as np

from assistant.anticipating import CLOSELY
from assistant.fusion import reciprocal_rank_fusion
from assistant.index import Index
from assistant.schema import Hit, Ranking
from assistant.understanding import Query

# How far each channel looks. A mission's library has some tens of passages a document.
CHANNEL_DEPTH = 40
CANDIDATES = 60
"""Passages that an answer is made from; the whole of a mission's strategy has about seventy."""


def retrieve(index: Index, query: Query, k: int, depth: int = CHANNEL_DEPTH) -> Ranking:
    """Return the best `k` passages for a query, ordered by (score down, id up), each with its rank in each channel.

    `depth`: how many passages each channel is asked for.
    """
    channels = {
        "reference": named_passages(index, query),
        "lexical": [passage for passage, _ in index.lexical(_lexical_terms(query), depth)],
        "dense": _dense(index, query, depth),
        "asked": _asked(index, query, depth),
    }
    fused = reciprocal_rank_fusion(channels)[:k]
    ranks = {name: {passage: rank for rank, passage in enumerate(ids, 1)} for name, ids in channels.items()}
    by_id = {passage.id: passage for passage in index.passages}
    return tuple(
        Hit(
            by_id[passage],
            score,
            rank,
            tuple((name, ranks[name][passage]) for name in channels if passage in ranks[name]),
        )
        for rank, (passage, score) in enumerate(fused, start=1)
    )


def named_passages(index: Index, query: Query) -> list[str]:
    """Return the ids of the passages of the places that a query names, in the order of the names."""
    refs = [ref for mention in query.mentions for ref in mention.refs]
    return [
        p.id
        for ref in dict.fromkeys(refs)
        for section in index.sections
        if section.ref == ref
        for p in section.passages
    ]


def _lexical_terms(query: Query) -> list[str]:
    stems: Iterable[str] = (
        stem for term in (*query.terms, *query.carried) for stem in (term.stem, *sorted(term.others))
    )
    return list(dict.fromkeys(stems))


def _dense(index: Index, query: Query, depth: int) -> list[str]:
    """Return passage ids by the best cosine of any variant of the question."""
    best: dict[str, float] = {}
    for text in query.variants:
        for passage, score in index.dense(index.read(text).vector, depth):
            best[passage] = max(score, best.get(passage, -1.0))
    ordered = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    return [passage for passage, _ in ordered[:depth]]


def _asked(index: Index, query: Query, depth: int) -> list[str]:
    """Return passage ids by the nearest anticipated question that a sentence of theirs answers.

    Farther ones are on another matter, and a document without questions should not lose by them.
    """
    near = np.nan_to_num(index.nearness(query.variants).by_row)
    held = [len(passage.sentences) for passage in index.passages]
    best = np.maximum.reduceat(near, np.cumsum([0, *held[:-1]])) if held else near
    close = [(float(best[row]), index.passages[row].id) for row in np.flatnonzero(best > CLOSELY)]
    return [name for _, name in sorted(close, key=lambda pair: (-pair[0], pair[1]))[:depth]]
