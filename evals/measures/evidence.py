"""How far what is cited covers the gold evidence, in sentences and in characters.

As in the selection task of ClapNQ (Rosenthal and others 2024): precision and recall of the selected sentences.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
Letters = Mapping[str, Collection[int]]
"""Document to offsets in its text."""


def overlap_f1(chosen: Collection[Item], gold: Collection[Item]) -> float | None:
    """Return 2 |P ∩ S| / (|P| + |S|), the harmonic mean of precision and recall; undefined without gold."""
    if not gold:
        return None
    return 2 * len(set(chosen) & set(gold)) / (len(set(chosen)) + len(set(gold)))


def span_f1(chosen: Letters, spans: Sequence[tuple[str, Sequence[Collection[int]]]]) -> float | None:
    """Return the F1 over characters; undefined without gold.

    Each span comes as its document and the places where its quote stands: a title that is stated twice may be cited
    at either place, so the one that the answer overlaps most counts.
    """
    cited = {(document, offset) for document, offsets in chosen.items() for offset in offsets}
    gold: set[tuple[str, int]] = set()
    for document, places in spans:
        sets = [{(document, offset) for offset in place} for place in places]
        gold |= max(sets, key=lambda letters: len(letters & cited), default=set())
    return overlap_f1(cited, gold)
