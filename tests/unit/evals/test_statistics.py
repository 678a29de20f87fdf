import random
import time
from itertools import product
from math import comb, sqrt

import numpy as np
import pytest

from evals.statistics import (
    bootstrap_interval,
    bootstrap_intervals,
    holm,
    mcnemar_exact,
    sign_flip_p,
    sign_flip_ps,
    smallest_difference,
    wilson,
)


@pytest.mark.parametrize("seed", range(10))
def test_few_differences_are_flipped_in_every_way(seed: int) -> None:
    rng = random.Random(seed)
    differences = [rng.choice((-1.0, -0.5, 0.0, 0.25, 1.0)) for _ in range(12)]
    observed = abs(sum(differences))
    ways = [abs(sum(d * s for d, s in zip(differences, signs, strict=True))) for signs in product((1, -1), repeat=12)]

    assert sign_flip_p(differences) == pytest.approx(sum(way >= observed - 1e-9 for way in ways) / len(ways))


def test_many_differences_are_flipped_at_random_close_to_the_exact_p() -> None:
    # 14 of 20 ups is a binomial with p = 2 · P(X ≥ 14).
    exact = 2 * sum(comb(20, k) for k in range(14, 21)) / 2**20

    assert sign_flip_p([1.0] * 14 + [-1.0] * 6) == pytest.approx(exact, abs=0.01)


def test_a_p_is_never_zero_and_no_difference_has_p_one() -> None:
    assert 0 < sign_flip_p([1.0] * 200) < 0.001
    assert sign_flip_p([0.0] * 50) == 1
    assert sign_flip_p([]) == 1


def test_a_group_is_flipped_as_one() -> None:
    # Ten paraphrases that all improve are one observation, not ten.
    assert sign_flip_p([1.0] * 10, groups=["g"] * 10) == 1
    assert sign_flip_p([1.0] * 10) < 0.01


def test_undefined_differences_count_as_none() -> None:
    table = np.array([[1.0, np.nan], [1.0, np.nan], [np.nan, np.nan]])

    assert sign_flip_ps(table, range(3)) == [0.5, 1.0]


@pytest.mark.parametrize(("only_a", "only_b"), [(0, 0), (3, 3), (1, 9), (10, 2), (0, 6), (400, 300)])
def test_mcnemar_is_the_two_sided_binomial(only_a: int, only_b: int) -> None:
    n = only_a + only_b
    likely = comb(n, only_a)
    expected = sum(comb(n, k) for k in range(n + 1) if comb(n, k) <= likely) / 2**n

    assert mcnemar_exact(only_a, only_b) == pytest.approx(expected)


def test_mcnemar_and_exact_flips_agree_on_yes_and_no() -> None:
    assert sign_flip_p([1.0] * 8 + [-1.0] * 3) == pytest.approx(mcnemar_exact(8, 3))


def test_wilson_has_its_known_values() -> None:
    assert wilson(8, 10) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert wilson(0, 10) == (0, pytest.approx(0.2775, abs=1e-4))
    assert wilson(10, 10) == (pytest.approx(0.7225, abs=1e-4), 1)
    assert wilson(0, 0) == (0, 1)


def test_wilson_solves_its_equation() -> None:
    for hits, total in ((1, 7), (30, 100), (499, 500)):
        for bound in wilson(hits, total):
            assert abs(hits / total - bound) == pytest.approx(1.959964 * sqrt(bound * (1 - bound) / total), rel=1e-5)


def test_the_bootstrap_of_many_values_is_close_to_the_normal_interval() -> None:
    values = np.random.default_rng(1).normal(3, 2, 400).tolist()
    interval = bootstrap_interval(values, range(400))
    half = 1.96 * np.std(values) / sqrt(400)

    assert interval == (
        pytest.approx(np.mean(values) - half, abs=0.03),
        pytest.approx(np.mean(values) + half, abs=0.03),
    )


def test_the_bootstrap_draws_whole_groups() -> None:
    values = [0.0] * 50 + [1.0] * 50
    loose, tied = bootstrap_interval(values, range(100)), bootstrap_interval(values, [0] * 50 + [1] * 50)

    assert tied == (0, 1)
    assert loose is not None
    assert loose[0] > 0.35


def test_the_bootstrap_gives_the_same_interval_twice_and_none_for_nothing() -> None:
    values = [0.1, 0.9, 0.4]

    assert bootstrap_interval(values, range(3)) == bootstrap_interval(values, range(3))
    assert bootstrap_interval([], []) is None
    assert bootstrap_interval([0.5], ["a"]) == (0.5, 0.5)


def test_undefined_values_are_in_no_mean() -> None:
    table = np.array([[1.0, np.nan], [1.0, np.nan], [np.nan, np.nan]])

    assert bootstrap_intervals(table, range(3)) == [(1, 1), None]


def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    intervals = [bootstrap_interval(rng.random(60).tolist(), range(60), 1000) for _ in range(200)]

    assert 0.88 <= np.mean([i is not None and i[0] <= 0.5 <= i[1] for i in intervals]) <= 0.99


def test_holm_has_its_textbook_values_in_the_order_given() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1, 1]
    assert holm([]) == []


@pytest.mark.parametrize(("sd", "n", "value"), [(0.2, 100, 0.06), (0.35, 60, 0.13), (0.5, 1000, 0.04)])
def test_the_smallest_difference_is_that_of_the_table(sd: float, n: int, value: float) -> None:
    found = smallest_difference(sd, n)

    assert found is not None
    assert round(found, 2) == value
    assert smallest_difference(sd, 0) is None


def test_three_hundred_items_and_forty_measures_take_little_time() -> None:
    table = np.random.default_rng(0).random((300, 40))
    start = time.process_time()

    bootstrap_intervals(table, range(300))
    sign_flip_ps(table - 0.5, range(300))

    assert time.process_time() - start < 3
