import json
import os
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from assistant.settings import Settings
from evals.runs import (
    ANSWERS,
    PASSPORT,
    SCORES,
    SUMMARY,
    StoredAnswer,
    append_answer,
    cut_half_line,
    find_run,
    name_from,
    read_answers,
    read_lines,
    read_run,
    run_folder,
    write_answers,
    write_object,
    write_scores,
    write_whole,
)

ONE = StoredAnswer("q1", {"text": "Yes. \u2028"}, None, (("d/MO 1.1/01", "MO 1.1", 0.5),), 0.25)
TWO = StoredAnswer("q2", None, "KeyError: 'x'")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", _env_file=None)


@pytest.fixture
def folder(settings: Settings) -> Path:
    folder = run_folder("first", settings)
    folder.mkdir(parents=True)
    write_object(folder / PASSPORT, {"schema": "passport/1", "run": "first"})
    return folder


def test_answers_are_read_as_they_were_written(folder: Path) -> None:
    append_answer(folder, ONE)
    append_answer(folder, TWO)

    assert read_answers(folder) == ((ONE, TWO), ())
    assert read_run(folder).first_answers == (ONE, TWO)
    assert (folder / ANSWERS).read_bytes().count(b"\n") == 2


def test_the_latest_answer_to_a_case_counts_each_repeat_for_itself(folder: Path) -> None:
    again = StoredAnswer("q1", None, "late")
    for stored in (ONE, StoredAnswer("q1", {"text": "B"}, repeat=1), TWO, again):
        append_answer(folder, stored)

    run = read_run(folder)

    assert [(answer.id, answer.repeat) for answer in run.answers] == [("q1", 0), ("q1", 1), ("q2", 0)]
    assert run.first_answers == (again, TWO)


@pytest.mark.parametrize("lost", [1, 5, 20])
def test_a_line_that_is_only_half_written_is_left_out_and_said(folder: Path, lost: int) -> None:
    append_answer(folder, ONE)
    append_answer(folder, TWO)
    path = folder / ANSWERS
    os.truncate(path, path.stat().st_size - lost)

    answers, remarks = read_answers(folder)
    cut = cut_half_line(folder)

    assert answers == (ONE,)
    assert remarks == cut
    assert f"{path}, line 2 is only half written" in cut[0]
    assert read_answers(folder) == ((ONE,), ())
    assert cut_half_line(folder) == ()


@pytest.mark.parametrize(
    "line", ["not json", "[1]", '{"id": 1, "answer": null}', '{"id": "q", "answer": "text"}', '{"answer": null}']
)
def test_a_bad_line_in_the_middle_is_named_and_nothing_is_changed(folder: Path, line: str) -> None:
    append_answer(folder, ONE)
    with (folder / ANSWERS).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    append_answer(folder, TWO)
    before = (folder / ANSWERS).read_bytes()

    with pytest.raises(DatasetError, match=r"answers\.jsonl, line 2"):
        read_run(folder)

    assert (folder / ANSWERS).read_bytes() == before


def test_a_file_is_written_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_answers(folder, [ONE])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(folder / ANSWERS, "other")

    assert read_answers(folder)[0] == (ONE,)
    assert sorted(path.name for path in folder.iterdir()) == [ANSWERS, PASSPORT]


def test_scores_and_summary_are_part_of_a_run(folder: Path) -> None:
    assert read_run(folder).summary is None
    write_scores(folder, [{"id": "q1", "measures": {"decision": None}}])
    write_object(folder / SUMMARY, {"run": "first"})

    run = read_run(folder)

    assert run.scores == ({"id": "q1", "measures": {"decision": None}},)
    assert run.summary == {"run": "first"}
    assert read_lines(folder / SCORES)[1] == ()


def test_a_summary_that_is_not_json_is_named(folder: Path) -> None:
    (folder / SUMMARY).write_text("{\n1")

    with pytest.raises(DatasetError, match=r"summary\.json, line 2"):
        read_run(folder)


def test_a_run_is_found_by_name_or_by_path(folder: Path, settings: Settings) -> None:
    assert find_run("first", settings) == find_run(str(folder), settings) == folder
    with pytest.raises(DatasetError, match="'second'") as caught:
        find_run("second", settings)
    assert "first" in caught.value.hint


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 101, "-x"])
def test_a_name_never_leaves_the_folder_of_runs(settings: Settings, name: str) -> None:
    with pytest.raises(DatasetError):
        run_folder(name, settings)


def test_any_text_can_be_part_of_a_name(settings: Settings) -> None:
    for text in ("robust:peru-core", "../../etc", "Ä ö", ""):
        assert run_folder(f"{name_from(text)}-1", settings).parent == settings.data / "runs"


def test_lines_are_json_that_others_read(folder: Path) -> None:
    append_answer(folder, ONE)

    record = json.loads((folder / ANSWERS).read_text("utf-8"))

    assert record == {
        "id": "q1",
        "repeat": 0,
        "answer": {"text": "Yes. \u2028"},
        "error": None,
        "ranking": [["d/MO 1.1/01", "MO 1.1", 0.5]],
        "seconds": 0.25,
    }
