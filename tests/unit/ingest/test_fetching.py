import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import FetchError
from assistant.manifest import library_folder, read_corpus, read_official
from assistant.settings import Settings
from ingest import fetching
from ingest.downloading import LIMITS, PUBLIC, Reply
from ui import cli

URL = "https://www.plans.example/plan"
ROWS = """[[documents]]
id = "strategy"
path = "s.txt"
title = "The Strategy"
short = "S"
kind = "strategy"
sha256 = "{hash}"

[[documents]]
id = "plan-digest"
path = "plan.md"
title = "The Plan (our digest)"
short = "JSP"
kind = "related"
authority = "digest"
url = "{url}"
sha256 = "{hash}"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "manifest.toml").write_text(ROWS.format(hash="0" * 64, url=URL), encoding="utf-8")
    return Settings(data=tmp_path / "data", corpus=tmp_path / "corpus", _env_file=None)


def _came(monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str = "text/plain") -> None:
    monkeypatch.setattr(fetching, "download", lambda url, hosts, limits, network: Reply(url, kind, data))


def _fetch(settings: Settings) -> fetching.Fetched:
    rows = tuple(each.row for each in read_corpus(settings))
    return fetching.fetch(settings, fetching.fetchable(rows)[0], rows, LIMITS, PUBLIC)


def test_an_official_text_takes_the_place_of_its_digest(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _came(monkeypatch, b"Goal 1: All.")

    fetched = _fetch(settings)

    strategy, plan = read_corpus(settings)
    assert strategy.row.id == "strategy"
    assert (plan.row.id, plan.row.authority, plan.row.replaces) == ("plan-official", "official", "plan-digest")
    assert (plan.row.title, plan.row.short, plan.row.sha256) == ("The Plan", "JSP", fetched.sha256)
    assert (plan.folder / plan.row.path).read_bytes() == b"Goal 1: All."


def test_fetching_again_keeps_one_row_with_the_new_checksum(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _came(monkeypatch, b"first")
    _fetch(settings)
    _came(monkeypatch, b"second")
    rows = fetching.fetchable([each.row for each in read_corpus(settings)])
    _fetch_row = replace(rows[0], id="plan-digest", replaces=None)

    fetched = fetching.fetch(settings, _fetch_row, rows)

    assert [row.sha256 for row in read_official(settings)] == [fetched.sha256]
    assert not list(library_folder(settings).rglob(".fetching-*"))


def test_a_digest_whose_address_has_changed_since_stays(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _came(monkeypatch, b"text")
    _fetch(settings)
    assert settings.corpus
    (settings.corpus / "manifest.toml").write_text(ROWS.format(hash="0" * 64, url=URL + "2"), encoding="utf-8")

    assert [each.row.id for each in read_corpus(settings)] == ["strategy", "plan-digest"]


def test_a_text_that_no_build_could_read_is_kept_and_the_digest_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _came(monkeypatch, b"%PDF-1.7 and nothing behind it", "application/pdf")

    fetched = _fetch(settings)

    assert fetched.path.read_bytes().startswith(b"%PDF-1.7")
    assert fetched.fault
    assert [each.row.id for each in read_corpus(settings)] == ["strategy", "plan-digest"]


def test_a_web_page_takes_the_place_of_a_digest(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _came(monkeypatch, b"<html><body><h1>The Plan</h1><p>Goal 1: All.</p></body></html>", "text/html")

    assert _fetch(settings).fault == ""
    assert "plan-official" in [each.row.id for each in read_corpus(settings)]


def test_a_text_that_did_not_come_changes_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> Reply:
        raise FetchError("It did not come.", "Try again.")

    monkeypatch.setattr(fetching, "download", fails)
    with pytest.raises(FetchError):
        _fetch(settings)

    assert not library_folder(settings).exists()


@pytest.fixture
def in_use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRATEGY_DATA", str(settings.data))
    monkeypatch.setenv("STRATEGY_CORPUS", str(settings.corpus))


@pytest.mark.usefixtures("in_use")
def test_nothing_is_fetched_until_the_operator_allows_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*arguments: object) -> Reply:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(fetching, "download", never)

    assert cli.main(["fetch"]) == 1
    said = capsys.readouterr().err
    assert "--online" in said
    assert URL in said


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("allowed", ["argument", "setting"])
def test_an_allowed_fetch_is_reported_with_its_checksum(
    allowed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _came(monkeypatch, b"text")
    if allowed == "setting":
        monkeypatch.setenv("STRATEGY_ONLINE", "1")

    assert cli.main(["fetch", "plan-digest", "--json", *(["--online"] if allowed == "argument" else [])]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "fetched/1"
    assert len(said["texts"][0]["sha256"]) == 64


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("named", ["strategy", "nothing"])
def test_a_text_without_an_official_address_is_named(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fetch", named, "--online"]) == 1
    assert "plan-digest" in capsys.readouterr().err
