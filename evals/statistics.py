"""How far a number can be trusted: intervals, paired tests, and the smallest difference that can be seen.

Values that belong together, paraphrases or the turns of one conversation, are resampled and flipped together.
Every draw comes from a fixed seed. Undefined values are NaN here and None elsewhere.
"""

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from math import comb, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Interval = tuple[float, float]

SEED = 20200
RESAMPLES = 10_000
# Up to here all 2^n ways to flip are counted.
EXACT = 15
_Z = 1.959963984540054
# Sums of the same numbers in another order differ by this much at most.
_SLACK = 1e-9
# Numbers in memory at a time: 32 MB.
_BLOCK = 4_000_000


def group_numbers(groups: Sequence[Hashable]) -> npt.NDArray[np.intp]:
    """Return a number from 0 for each value's group, in order of first appearance: (values,)."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], dtype=np.intp)


def sums_by_group(values: Floats, groups: npt.NDArray[np.intp]) -> Floats:
    """Return the sum of each group's values: (values, columns) to (groups, columns)."""
    sums = np.zeros((int(groups.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(sums, groups, values)
    return sums


def bootstrap_interval(
    values: Sequence[float], groups: Sequence[Hashable], resamples: int = RESAMPLES, seed: int = SEED
) -> Interval | None:
    """Return the 95 % percentile bootstrap interval of a mean, whole groups resampled; None without values."""
    return bootstrap_intervals(np.array(values, dtype=float).reshape(-1, 1), groups, resamples, seed)[0]


def bootstrap_intervals(
    table: Floats, groups: Sequence[Hashable], resamples: int = RESAMPLES, seed: int = SEED
) -> list[Interval | None]:
    """Return the interval of each column's mean: (values, columns). NaN is undefined and left out of its column.

    One set of resamples serves all columns (Efron and Tibshirani 1993, groups as the units that are drawn). A
    resample in which a column has no value at all says nothing of its mean and is left out of the percentiles.
    """
    if not len(table):
        return [None] * table.shape[1]
    numbers = group_numbers(groups)
    defined = ~np.isnan(table)
    totals = sums_by_group(np.where(defined, table, 0.0), numbers)
    counts = sums_by_group(defined.astype(float), numbers)
    both = np.concatenate([totals, counts], axis=1)
    sums = np.concatenate([drawn @ both for drawn in _draws(len(both), resamples, seed)])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums[:, : table.shape[1]] / sums[:, table.shape[1] :]
    return [_percentiles(means[:, column]) for column in range(table.shape[1])]


def wilson(hits: int, total: int) -> Interval:
    """Return the 95 % score interval of a rate (Wilson 1927); (0, 1) where there is nothing to count."""
    if not total:
        return 0.0, 1.0
    rate, scale = hits / total, 1 + _Z**2 / total
    middle = (rate + _Z**2 / (2 * total)) / scale
    half = _Z * sqrt(rate * (1 - rate) / total + _Z**2 / (4 * total**2)) / scale
    return max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < total else 1.0


def sign_flip_p(
    differences: Sequence[float], flips: int = RESAMPLES, seed: int = SEED, groups: Sequence[Hashable] | None = None
) -> float:
    """Return the two-sided p of paired differences if either sign had been as likely (Fisher 1935).

    p = (1 + flips at least as far from 0) / (1 + flips); exact over all 2^n where at most 15 groups differ.
    """
    table = np.array(differences, dtype=float).reshape(-1, 1)
    return sign_flip_ps(table, range(len(table)) if groups is None else groups, flips, seed)[0]


def sign_flip_ps(table: Floats, groups: Sequence[Hashable], flips: int = RESAMPLES, seed: int = SEED) -> list[float]:
    """Return the p of each column of differences: (pairs, columns). NaN is undefined and counts as no difference."""
    if not len(table):
        return [1.0] * table.shape[1]
    sums = sums_by_group(np.nan_to_num(table), group_numbers(groups))
    observed = np.abs(sums.sum(axis=0)) - _SLACK
    far = sum((np.abs(signs @ sums) >= observed).sum(axis=0) for signs in _signs(len(sums), flips, seed))
    sampled = (1 + far) / (1 + flips)
    exact = [_exact_p(column[np.abs(column) > _SLACK]) for column in sums.T]
    return [float(sampled[i]) if p is None else p for i, p in enumerate(exact)]


def mcnemar_exact(only_a: int, only_b: int) -> float:
    """Return the exact two-sided p of a yes/no measure (McNemar 1947): items that only A, and only B, gets right."""
    total = only_a + only_b
    tail: int = sum(comb(total, k) for k in range(min(only_a, only_b) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**total)))


def holm(ps: Sequence[float]) -> list[float]:
    """Return p values corrected for their number, step down (Holm 1979), in the order given."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    corrected, highest = [0.0] * len(ps), 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[index]))
        corrected[index] = highest
    return corrected


def smallest_difference(sd: float, n: int) -> float | None:
    """Return the mean difference that n pairs show with 80 % power at 5 % two-sided: (1.96 + 0.84) · sd / √n."""
    return 2.8 * sd / sqrt(n) if n else None


def _exact_p(sums: Floats) -> float | None:
    """Return the share of all ways to flip that are at least as far from 0; None where they are too many."""
    if len(sums) > EXACT:
        return None
    if not len(sums):
        return 1.0
    ways = np.array([0.0])
    for value in sums:
        ways = np.concatenate([ways + value, ways - value])
    return float((np.abs(ways) >= abs(sums.sum()) - _SLACK).mean())


def _draws(groups: int, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield how often each group is drawn in each resample: (some resamples, groups), a block at a time."""
    random = np.random.default_rng(seed)
    for rows in _blocks(resamples, groups):
        drawn = random.integers(0, groups, (rows, groups)) + np.arange(rows)[:, None] * groups
        yield np.bincount(drawn.ravel(), minlength=rows * groups).reshape(rows, groups).astype(float)


def _signs(groups: int, flips: int, seed: int) -> Iterator[Floats]:
    """Yield a sign for each group in each flip: (some flips, groups), a block at a time."""
    random = np.random.default_rng(seed)
    for rows in _blocks(flips, groups):
        yield random.integers(0, 2, (rows, groups), dtype=np.int8).astype(float) * 2 - 1


def _blocks(rows: int, columns: int) -> Iterator[int]:
    """Yield numbers of rows that add up to `rows` and keep each block of numbers small enough for any machine."""
    size = max(1, _BLOCK // max(columns, 1))
    for start in range(0, rows, size):
        yield min(size, rows - start)


def _percentiles(means: Floats) -> Interval | None:
    means = means[~np.isnan(means)]
    if not len(means):
        return None
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
