import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from evals import alignments
from evals.alignments import (
    AlignmentCase,
    alignment_summary,
    predicted,
    read_alignment_cases,
    read_predictions,
    table,
)


def case(id: str, *refs: str, also_ok: tuple[str, ...] = (), **changes: Any) -> AlignmentCase:
    return AlignmentCase(id, "text", "", refs, also_ok, changes.get("relation"), changes.get("claims", {}))


def record(*alignments: tuple[str, float, str], claims: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
    """One paragraph an alignment, so that they have to be brought together."""
    return {
        "schema": "alignment/1",
        "paragraphs": [
            {"number": str(number), "alignments": [{"ref": ref, "score": score, "relation": relation}]}
            for number, (ref, score, relation) in enumerate(alignments)
        ],
        "claims": [{"text": text, "status": status} for text, status in claims],
    }


def measures(cases: list[AlignmentCase], records: dict[str, Any]) -> dict[str, float | None]:
    found: Any = alignment_summary(cases, records)["measures"]
    return {name: measure["value"] for name, measure in found.items()}


def test_the_alignments_of_all_paragraphs_come_together_the_surest_first() -> None:
    found = predicted(record(("MO 1.1", 0.4, "reports"), ("MO 2.2", 0.9, "advances"), ("MO 1.1", 0.95, "advances")))

    assert found.refs == ("MO 1.1", "MO 2.2")
    assert found.relations == {"MO 1.1": "advances", "MO 2.2": "advances"}


def test_micro_counts_every_objective_and_macro_every_text() -> None:
    cases = [case("a", "MO 1.1", "MO 1.2"), case("b", "MO 2.1")]
    records = {"a": record(("MO 1.1", 0.9, ""), ("MO 3.1", 0.2, "")), "b": record(("MO 2.1", 0.9, ""))}

    found = measures(cases, records)

    assert (found["micro_precision"], found["micro_recall"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (found["macro_precision"], found["macro_recall"], found["macro_f1"]) == (0.75, 0.75, 0.75)
    assert found["top_1"] == 1


def test_what_may_be_named_is_neither_rewarded_nor_punished() -> None:
    cases = [case("a", "MO 1.1", also_ok=("MG 1",)), case("none", also_ok=("MG 2",))]
    plainly = {"a": record(("MO 1.1", 0.9, "")), "none": record()}
    also = {"a": record(("MG 1", 0.95, ""), ("MO 1.1", 0.9, "")), "none": record(("MG 2", 0.9, ""))}

    assert measures(cases, plainly) == measures(cases, also)


def test_anything_named_in_a_text_about_nothing_is_a_false_alarm() -> None:
    cases = [case("a"), case("b")]

    found = measures(cases, {"a": record(), "b": record(("MO 1.1", 0.6, ""))})

    assert found["false_alarms"] == 0.5
    assert found["micro_precision"] == 0
    assert found["micro_recall"] is None
    assert found["top_1"] is None


def test_a_text_without_a_record_is_an_error_that_counts_zero() -> None:
    summary: Any = alignment_summary(
        [case("a", "MO 1.1"), case("b", "MO 1.1")], {"a": record(("MO 1.1", 0.9, "")), "x": {}}
    )

    assert summary["counts"] == {"cases": 2, "scored": 1, "errors": 1, "none": 0}
    assert summary["measures"]["macro_recall"]["value"] == 0.5
    assert summary["measures"]["macro_precision"] == {"value": 1, "n": 1, "undefined": 1}
    assert summary["unknown"] == ["x"]


def test_stance_is_that_of_the_surest_right_objective() -> None:
    cases = [
        case("a", "MO 1.1", relation="tension"),
        case("b", "MO 1.1", relation="tension"),
        case("c", "MO 1.1", relation="reports"),
    ]
    records = {
        "a": record(("MO 3.1", 0.9, "advances"), ("MO 1.1", 0.8, "tension")),
        "b": record(("MO 1.1", 0.8, "advances")),
        "c": record(),
    }

    summary: Any = alignment_summary(cases, records)

    assert summary["measures"]["stance_agreement"] == {"value": 0.5, "n": 2, "undefined": 1}


def test_claims_are_found_by_their_words() -> None:
    cases = [case("a", claims={"MO 2.4": "no_such_reference", "MO 2.2": "ok"})]

    found = measures(cases, {"a": record(claims=(("mo 2.4", "no_such_reference"), ("MO 2.2", "unsupported")))})

    assert found["claim_accuracy"] == 0.5


def test_each_objective_is_told_with_its_support() -> None:
    summary: Any = alignment_summary(
        [case("a", "MO 1.1"), case("b", "MO 1.1")], {"a": record(("MO 1.1", 1.0, "")), "b": record(("MO 2.1", 1.0, ""))}
    )

    assert summary["refs"] == {
        "MO 1.1": {"support": 2, "named": 1, "precision": 1, "recall": 0.5},
        "MO 2.1": {"support": 0, "named": 1, "precision": 0, "recall": None},
    }


def test_cases_and_predictions_are_read_with_every_bad_line_named(tmp_path: Path) -> None:
    good = {
        "id": "a",
        "text": "x",
        "refs": ["MO 1.1"],
        "relation": "advances",
        "claims": [{"text": "t", "status": "ok"}],
    }
    path = tmp_path / "cables.jsonl"
    path.write_text(json.dumps(good) + "\n")

    (read,) = read_alignment_cases(path)
    assert (read.refs, read.claims) == (("MO 1.1",), {"t": "ok"})

    bad = [
        good,
        good,
        {"id": "b"},
        {**good, "id": "c", "relation": "likes"},
        {**good, "id": "d", "x": 1},
        {"text": "x"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in bad))
    with pytest.raises(DatasetError) as caught:
        read_alignment_cases(path)
    assert [line.split(":")[0] for line in caught.value.message.splitlines()] == [
        f"cables.jsonl, line {n}" for n in range(2, 7)
    ]

    path.write_text(json.dumps({**record(), "id": "a"}) + "\n\n[1]\n")
    with pytest.raises(DatasetError, match=r"line 3"):
        read_predictions(path)
    path.write_text(json.dumps({**record(), "id": 1}) + "\n")
    assert list(read_predictions(path)) == ["1"]


def test_the_goal_table_counts_the_nearest_miss_as_a_ranking_and_not_as_a_name() -> None:
    cases = [case("a", "MO 1.1", relation="tension"), case("b", "MO 2.1", relation="advances"), case("none")]
    missed = {"paragraphs": [{"alignments": [], "nearest": {"ref": "MO 1.1", "score": 0.3}}]}
    nothing = {"paragraphs": [{"alignments": [], "nearest": {"ref": "MO 3.1", "score": 0.1}}]}

    found = table(cases, {"a": missed, "b": record(("MO 2.1", 0.9, "tension")), "none": nothing})

    assert (found["top-1 ranked"], found["top-1 named"]) == (1.0, 0.5)
    assert (found["AUROC aligned against none"], found["false alarms"]) == (1.0, 0.0)
    assert (found["tension found"], found["tension falsely raised"]) == (0.0, 0.5)
    assert found["macro F1 over objectives"] == 0.5


def test_the_alignment_suites_hold_every_objective_in_both_halves_and_a_quarter_of_nothing() -> None:
    folder = Path(alignments.__file__).with_name("suites")
    halves = [read_alignment_cases(folder / f"alignment.{half}.jsonl") for half in ("tuning", "report")]

    ids = [case.id for cases in halves for case in cases]
    assert len(ids) == len(set(ids))
    assert sum("cable" not in case.tags for cases in halves for case in cases) >= 160
    assert sum("cable" in case.tags for cases in halves for case in cases) >= 24
    for cases in halves:
        assert len({ref for case in cases for ref in case.refs}) == 11
        assert 0.2 <= sum(not case.refs for case in cases) / len(cases) <= 0.3
        assert {case.relation for case in cases if case.refs} == {"advances", "reports", "tension"}
