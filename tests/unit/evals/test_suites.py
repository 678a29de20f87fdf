import json
from pathlib import Path

import pytest

from assistant.errors import DatasetError
from assistant.settings import Settings
from evals import suites
from evals.suites import find_suites, parse_suite, read_suite


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", _env_file=None)


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bundled"
    folder.mkdir()
    monkeypatch.setattr(suites, "bundled_folder", lambda: folder)
    return folder


def write(path: Path, *lines: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join(json.dumps({"question": "?", "answerable": True, **line}) + "\n" for line in lines), "utf-8"
    )


def test_two_halves_are_one_suite_and_each_is_one_by_itself(bundled: Path, settings: Settings) -> None:
    write(bundled / "core.tuning.jsonl", {"id": "a"})
    write(bundled / "core.report.jsonl", {"id": "b"})
    write(bundled / "smoke.jsonl", {"id": "c"})

    assert [found.name for found in find_suites(settings)] == ["core", "core.report", "core.tuning", "smoke"]
    assert [(case.id, case.half) for case in read_suite("core", settings).cases] == [("a", "tuning"), ("b", "report")]
    assert [case.id for case in read_suite("core.report", settings).cases] == ["b"]


def test_an_imported_suite_brings_its_corpus(bundled: Path, settings: Settings) -> None:
    folder = settings.data / "suites" / "squad"
    write(folder / "suite.jsonl", {"id": "a"})
    assert read_suite("squad", settings).corpus is None

    (folder / "corpus").mkdir()
    (folder / "corpus" / "manifest.toml").write_text("", "utf-8")

    assert read_suite("squad", settings).corpus == folder / "corpus"
    assert read_suite(folder, settings).corpus == folder / "corpus"


def test_a_file_anywhere_is_a_suite(bundled: Path, settings: Settings, tmp_path: Path) -> None:
    write(tmp_path / "mine.jsonl", {"id": "a"})

    assert read_suite(tmp_path / "mine.jsonl", settings).name == "mine"
    assert read_suite(str(tmp_path / "mine.jsonl"), settings).cases[0].file == "mine.jsonl"


def test_a_name_that_nothing_has_is_answered_with_the_names_that_there_are(bundled: Path, settings: Settings) -> None:
    write(bundled / "smoke.jsonl", {"id": "c"})

    with pytest.raises(DatasetError) as caught:
        read_suite("../smoke", settings)

    assert "smoke" in caught.value.hint


def test_the_hash_changes_with_any_byte_of_any_file(bundled: Path, settings: Settings) -> None:
    write(bundled / "core.tuning.jsonl", {"id": "a"})
    write(bundled / "core.report.jsonl", {"id": "b"})
    before = read_suite("core", settings).sha256

    write(bundled / "core.report.jsonl", {"id": "b", "tags": ["x"]})

    assert len(before) == 64
    assert read_suite("core", settings).sha256 != before


def test_an_id_in_both_halves_is_refused_by_file_and_line(bundled: Path, settings: Settings) -> None:
    write(bundled / "core.tuning.jsonl", {"id": "a"})
    write(bundled / "core.report.jsonl", {"id": "b"}, {"id": "a"})

    with pytest.raises(DatasetError, match=r"core\.report\.jsonl, line 2: the id 'a' .* core\.tuning\.jsonl, line 1"):
        read_suite("core", settings)


def test_a_group_in_both_halves_is_refused(bundled: Path, settings: Settings) -> None:
    write(bundled / "core.tuning.jsonl", {"id": "a", "group": "g"})
    write(bundled / "core.report.jsonl", {"id": "b", "group": "g"})

    with pytest.raises(DatasetError, match="what is tuned on must not be reported on"):
        read_suite("core", settings)


def test_the_faults_of_all_files_are_told_together_and_the_rest_is_read(bundled: Path, settings: Settings) -> None:
    write(bundled / "core.tuning.jsonl", {"id": "a", "odd": 1}, {"id": "b"})
    write(bundled / "core.report.jsonl", {"id": "c", "odd": 1})

    suite, findings = parse_suite("core", settings)

    assert [case.id for case in suite.cases] == ["b"]
    assert [finding.path for finding in findings] == ["core.tuning.jsonl", "core.report.jsonl"]


def test_the_bundled_suites_can_all_be_read(settings: Settings) -> None:
    for found in find_suites(settings):
        assert read_suite(found.name, settings).cases
