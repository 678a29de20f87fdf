import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from assistant.schema import Outcome, Turn
from evals.cases import Span, case_record, half_of, parse_cases, read_cases

LINE: dict[str, Any] = {"id": "q1", "question": "How much?", "answerable": True}


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "suite.report.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


def test_a_line_needs_only_an_id_a_question_and_whether_there_is_an_answer(tmp_path: Path) -> None:
    (case,) = read_cases(written(tmp_path, LINE))

    assert (case.id, case.question, case.expect, case.group, case.half) == (
        "q1",
        "How much?",
        "answered",
        "q1",
        "report",
    )
    assert not (case.refs or case.facts or case.spans or case.scope or case.grades or case.history)


def test_what_is_expected_follows_from_whether_there_is_an_answer_and_the_other_way_round(tmp_path: Path) -> None:
    first, second = read_cases(
        written(
            tmp_path,
            {"id": "a", "question": "?", "answerable": False},
            {"id": "b", "question": "?", "expect": "partial"},
        )
    )

    assert first.expect is Outcome.ABSTAINED
    assert second.answerable


def test_a_case_is_read_back_from_its_record_as_it_was(tmp_path: Path) -> None:
    full = {
        **LINE,
        "history": [{"role": "user", "content": "Hi"}],
        "expect": "partial",
        "refs": ["MO 1.1"],
        "also_ok": ["MG 1"],
        "facts": [["a", "b"], ["c"]],
        "must_not": ["d"],
        "spans": [{"document": "d", "ref": "MO 1.1", "quote": "a b"}],
        "group": "g",
        "tags": ["x"],
        "standalone": "How much money?",
        "scope": ["d"],
        "grades": {"p": 2},
        "half": "tuning",
        "corpus_sha256": "ff",
    }

    (case,) = read_cases(written(tmp_path, full))

    assert case.history == (Turn("user", "Hi"),)
    assert case.spans == (Span("d", "MO 1.1", "a b"),)
    assert parse_cases(json.dumps(case_record(case)), "x")[0] == (case,)


@pytest.mark.parametrize("name", ["peru-core.tuning", "peru-core.report"])
def test_the_bundled_questions_are_read_without_loss(root_suites: Path, name: str) -> None:
    path = root_suites / f"{name}.jsonl"

    for line, case in zip(path.read_text("utf-8").splitlines(), read_cases(path), strict=True):
        assert {**json.loads(line), "half": case.half} == case_record(case)


@pytest.fixture
def root_suites() -> Path:
    return Path(__file__).parents[3] / "evals" / "suites"


def test_every_bad_line_is_named_with_its_number_and_what_is_wrong(tmp_path: Path) -> None:
    path = written(
        tmp_path, LINE, "{", {**LINE, "id": "q2", "reffs": []}, "", {**LINE, "question": "Again?"}, {"id": "q3"}
    )

    with pytest.raises(DatasetError) as caught:
        read_cases(path)

    lines = caught.value.message.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{path.name}, line {n}" for n in (2, 3, 5, 6)]
    assert "not JSON" in lines[0]
    assert "'reffs'" in lines[1]
    assert "line 1" in lines[2]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": None}, "`id` is missing"),
        ({"question": "  "}, "`question` is empty"),
        ({"answerable": "yes"}, "`answerable` must be"),
        ({"answerable": None}, "`answerable` (true or false) is missing"),
        ({"expect": "abstained"}, "`expect` is 'abstained'"),
        ({"expect": "answer"}, "it can be answered, partial"),
        ({"reason": "tired"}, "`reason` is 'tired'"),
        ({"refs": "MO 1.1"}, "`refs` must be a list of strings"),
        ({"tags": [1]}, "`tags` must be a list of strings"),
        ({"facts": ["a"]}, "`facts` must be a list of lists"),
        ({"facts": [[""]]}, "`facts[0]`"),
        ({"spans": [{"document": "d", "ref": "r"}]}, "`spans[0]` must have"),
        ({"spans": [{"document": "d", "ref": "r", "quote": " "}]}, "empty `quote`"),
        ({"spans": {}}, None),
        ({"grades": {"p": 1.5}}, "whole numbers"),
        ({"group": 3}, "`group` must be a string"),
        ({"history": [{"role": "bot", "content": "x"}]}, "`history[0]`"),
    ],
)  # fmt: skip
def test_a_field_of_the_wrong_kind_is_named(change: dict[str, object], told: str | None) -> None:
    cases, findings = parse_cases(json.dumps({**LINE, **change}), "suite.jsonl")

    if told is None:
        assert cases
    else:
        assert not cases
        assert findings[0].line == 1
        assert told in findings[0].message


def test_a_file_that_is_not_there_not_text_or_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "empty.jsonl").write_text("\n\n", "utf-8")
    for name, told in (("none.jsonl", "cannot be read"), ("latin.jsonl", "UTF-8"), ("empty.jsonl", "no question")):
        with pytest.raises(DatasetError, match=told):
            read_cases(tmp_path / name)


def test_a_long_list_of_faults_is_cut_and_counted(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        read_cases(written(tmp_path, *["{"] * 50))

    assert caught.value.message.endswith("and 30 more")


def test_the_half_is_read_from_the_end_of_a_file_name() -> None:
    names = ("a.tuning.jsonl", "a-report.jsonl", "reporting.jsonl", "a.report.b.jsonl")

    assert [half_of(Path(name)) for name in names] == ["tuning", "report", None, None]
