import random
from itertools import product

import pytest

from evals.measures.confidence import (
    Sure,
    aurc,
    auroc,
    brier,
    coverage_at,
    ece,
    excess_aurc,
    reliability_bins,
    risk_coverage,
)


def drawn(seed: int, n: int = 40) -> list[Sure]:
    rng = random.Random(seed)
    return [Sure(rng.randrange(8) / 8, rng.random() < 0.6) for _ in range(n)]


@pytest.mark.parametrize("seed", range(20))
def test_the_area_under_the_roc_curve_is_the_share_of_pairs_in_order(seed: int) -> None:
    right = [sure.confidence for sure in drawn(seed) if sure.is_right]
    wrong = [sure.confidence for sure in drawn(seed) if not sure.is_right]
    pairs = list(product(right, wrong))

    expected = sum((a > b) + 0.5 * (a == b) for a, b in pairs) / len(pairs)

    assert auroc(right, wrong) == pytest.approx(expected)


def test_the_area_is_undefined_without_both_kinds() -> None:
    assert auroc([], [0.5]) is None
    assert auroc([0.5], []) is None


@pytest.mark.parametrize("seed", range(10))
def test_equal_confidences_are_one_step_whatever_their_order(seed: int) -> None:
    sures = drawn(seed)
    mixed = random.Random(seed).sample(sures, len(sures))

    assert aurc(sures) == pytest.approx(aurc(mixed))
    assert ece(sures) == pytest.approx(ece(mixed))
    assert risk_coverage(sures, 50) == risk_coverage(mixed, 50)


def test_risk_is_the_share_of_wrong_ones_among_the_surest() -> None:
    sures = [Sure(0.9, True), Sure(0.8, False), Sure(0.7, True)]

    assert risk_coverage(sures, 4) == [(0.25, 0), (0.5, 0.5), (0.75, pytest.approx(1 / 3))]
    assert aurc(sures) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)


def test_a_perfect_order_has_no_excess() -> None:
    assert excess_aurc([Sure(0.9, True), Sure(0.8, True), Sure(0.1, False)]) == pytest.approx(0)
    reversed_order = excess_aurc([Sure(0.9, False), Sure(0.8, True), Sure(0.1, True)])
    assert reversed_order is not None
    assert reversed_order > 0.3
    assert excess_aurc([]) is None


def test_coverage_is_the_largest_that_keeps_the_risk() -> None:
    points = [(0.1, 0.2), (0.5, 0.04), (0.8, 0.09)]

    assert (coverage_at(points, 0.05), coverage_at(points, 0.1), coverage_at([(1.0, 0.5)], 0.1)) == (0.5, 0.8, 0)


def test_brier_and_calibration_error_are_zero_for_certain_truth() -> None:
    sure = [Sure(1.0, True), Sure(0.0, False)] * 5

    assert brier(sure) == 0
    assert ece(sure) == 0
    assert brier([Sure(0.5, True)]) == 0.25
    assert brier([]) is None
    assert ece([]) is None


@pytest.mark.parametrize("seed", range(5))
def test_bins_hold_every_answer_once(seed: int) -> None:
    bins = reliability_bins(drawn(seed))

    assert sum(row["n"] for row in bins) == 40
    assert all(row["low"] <= row["right"] <= row["high"] for row in bins)
    assert [row["confidence"] for row in bins] == sorted(row["confidence"] for row in bins)
