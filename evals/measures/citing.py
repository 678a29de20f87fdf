"""Which places an answer cites, against the gold ones. Sets, so the order within an answer does not count."""

from collections.abc import Collection, Sequence


def precision(cited: Collection[str], allowed: Collection[str]) -> float | None:
    """Return |C ∩ A| / |C|, A being gold and what may be cited beside it; undefined when nothing is cited."""
    return len(set(cited) & set(allowed)) / len(set(cited)) if cited else None


def recall(cited: Collection[str], gold: Collection[str]) -> float | None:
    """Return |C ∩ G| / |G|; undefined without gold."""
    return len(set(cited) & set(gold)) / len(set(gold)) if gold else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean: 0 when nothing is cited though there is gold, undefined without gold."""
    if recall is None:
        return None
    total = (precision or 0.0) + recall
    return 2 * (precision or 0.0) * recall / total if total else 0.0


def exact(cited: Collection[str], gold: Collection[str], allowed: Collection[str]) -> float | None:
    """Return [G ⊆ C ⊆ A]; undefined without gold."""
    return float(set(gold) <= set(cited) <= set(allowed)) if gold else None


def first(cited: Sequence[str], gold: Collection[str], allowed: Collection[str]) -> float | None:
    """Return 1 when the first citation is allowed, 0 when it is not or there is none; undefined without gold."""
    return float(bool(cited) and cited[0] in allowed) if gold else None
