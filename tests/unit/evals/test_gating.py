from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from evals.gating import Gate, check, is_down, read_gates, value_at

SUMMARY: dict[str, Any] = {
    "measures": {
        "item_score": {"value": 0.78, "low": 0.74, "high": 0.82},
        "must_not": {"value": 0.05, "low": 0.0, "high": 0.1},
    },
    "abstention": {"unsupported_rate": 0.3, "needless_rate": None},
    "latency_ms": {"total": {"p95": 40.0}},
    "halves": {"report": {"item_score": {"value": 0.7, "n": 10}}},
}


def baseline(**values: float) -> dict[str, Any]:
    return {"values": values}


def passed(gate: Gate, **others: Any) -> bool:
    (result,) = check([gate], SUMMARY, **others)
    return result.has_passed


def test_bounds_hold_on_their_own_side() -> None:
    assert passed(Gate("item_score", minimum=0.78))
    assert not passed(Gate("item_score", minimum=0.79))
    assert passed(Gate("abstention.unsupported_rate", maximum=0.3))
    assert not passed(Gate("latency_ms.total.p95", maximum=39))
    assert not passed(Gate("halves.report.item_score", minimum=0.71))


def test_a_drop_is_whatever_is_worse() -> None:
    assert passed(Gate("item_score", allowed_drop=0.02), baseline=baseline(item_score=0.80))
    assert not passed(Gate("item_score", allowed_drop=0.02), baseline=baseline(item_score=0.81))
    assert passed(Gate("item_score", allowed_drop=0.0), baseline=baseline(item_score=0.1))
    assert not passed(Gate("must_not", allowed_drop=0.02), baseline=baseline(must_not=0.0))
    assert passed(Gate("must_not", allowed_drop=0.0), baseline=baseline(must_not=0.2))
    assert not passed(Gate("latency_ms.total.p95", allowed_drop=5), baseline=baseline(**{"latency_ms.total.p95": 30.0}))


def test_a_drop_that_could_be_chance_passes_where_the_gate_says_so() -> None:
    gate = Gate("item_score", allowed_drop=0.0, only_if_significant=True)

    assert passed(gate, baseline=baseline(item_score=0.81))
    assert not passed(gate, baseline=baseline(item_score=0.9))


def test_a_comparison_goes_before_a_baseline() -> None:
    gate = Gate("item_score", allowed_drop=0.0, only_if_significant=True)
    worse = {"measures": {"item_score": {"a": 0.79, "b": 0.78, "verdict": "worse"}}}
    unclear = {"measures": {"item_score": {"a": 0.9, "b": 0.78, "verdict": "no clear difference"}}}

    assert not passed(gate, comparison=worse, baseline=baseline(item_score=0.1))
    assert passed(gate, comparison=unclear, baseline=baseline(item_score=0.9))


def test_what_was_not_measured_or_has_nothing_to_be_seen_against_does_not_pass() -> None:
    assert not passed(Gate("fact_recall", minimum=0.0))
    assert not passed(Gate("abstention.needless_rate", maximum=1.0))
    assert not passed(Gate("item_score", allowed_drop=1.0))
    assert not passed(Gate("fact_recall", allowed_drop=1.0), baseline=baseline(fact_recall=0.5))


def test_each_condition_has_a_result_with_value_limit_and_message() -> None:
    results = check(
        [Gate("item_score", minimum=0.8, allowed_drop=0.05, name="quality")], SUMMARY, baseline(item_score=0.8)
    )

    assert [(r.name, r.has_passed, r.value, r.limit) for r in results] == [
        ("quality minimum", False, 0.78, 0.8),
        ("quality allowed_drop", True, 0.78, 0.05),
    ]
    assert results[0].message == "quality is 0.78, below the minimum 0.8."


def test_values_are_found_by_name_and_by_path() -> None:
    assert value_at(SUMMARY, "item_score") == 0.78
    assert value_at(SUMMARY, "latency_ms.total.p95") == 40
    assert value_at(SUMMARY, "latency_ms.total") is None
    assert value_at(SUMMARY, "nothing.at.all") is None


def test_the_direction_is_known_for_paths_too() -> None:
    down = (
        "must_not",
        "abstention.needless_rate",
        "latency_ms.total.p50",
        "robustness.typo_drop",
        "confidence.ece",
        "causes.crashed",
    )
    up = ("item_score", "halves.report.item_score", "reliability.phi_1", "abstention.f1", "confidence.auroc_right")

    assert [path for path in down if not is_down(path)] == []
    assert [path for path in up if is_down(path)] == []


def test_gates_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[[gates]]\nmeasure = "item_score"\nminimum = 0.6\n[[gates]]\nmeasure = "must_not"\nmaximum = 0\n')

    assert read_gates(path) == (Gate("item_score", minimum=0.6), Gate("must_not", maximum=0))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no [[gates]]"),
        ("[[gates]", "not valid TOML"),
        ("[[gates]]\nminimum = 1", "gate 1: `measure` is missing"),
        ('[[gates]]\nmeasure = "a"', "gate 1: needs a number"),
        ('[[gates]]\nmeasure = "a"\nminimum = "high"', "needs a number"),
        ('[[gates]]\nmeasure = "a"\nminimun = 1', "'minimun'"),
        ('[[gates]]\nmeasure = "a"\nallowed_drop = -1', "cannot be negative"),
        ('[[gates]]\nmeasure = "a"\nallowed_drop = 1\nonly_if_significant = "yes"', "true or false"),
    ],
)
def test_a_gate_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text)

    with pytest.raises(DatasetError) as caught:
        read_gates(path)

    assert told in caught.value.message
    assert str(path) in caught.value.message


def test_a_file_of_gates_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_gates(tmp_path / "none.toml")
