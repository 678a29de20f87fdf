import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant import diagnosing
from assistant.diagnosing import HIDDEN, Level, diagnose, masked
from assistant.manifest import corpus_folder
from assistant.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data=tmp_path / "data")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the bundled corpus, to be damaged."""
    return Path(shutil.copytree(corpus_folder(Settings(_env_file=None)), tmp_path / "corpus"))


def test_secrets_are_masked() -> None:
    assert masked("STRATEGY_API_KEY", "sk-123") == HIDDEN
    assert masked("STRATEGY_MODEL", SecretStr("x")) == HIDDEN
    assert masked("STRATEGY_DATABASE", "postgres://me:pass@host/db") == f"postgres://{HIDDEN}@host/db"
    assert masked("STRATEGY_PORT", 8501) == "8501"
    assert masked("STRATEGY_CORPUS", None) == "not set"
    assert masked("TIKTOKEN_CACHE_DIR", Path("/t")) == "/t"


def test_each_setting_is_shown_with_where_it_comes_from(settings: Settings) -> None:
    messages = [finding.message for finding in diagnosing._settings(settings)]

    assert f"STRATEGY_DATA = {settings.data}" in messages
    assert "STRATEGY_PORT = 8501 (default)" in messages


def test_an_unknown_variable_is_a_warning_with_the_nearest_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRATEGY_PROT", "1")

    warnings = [finding for finding in diagnosing._settings(settings) if finding.level is Level.WARN]

    assert [finding.message for finding in warnings] == ["STRATEGY_PROT is not a setting; nothing reads it."]
    assert "STRATEGY_PORT" in warnings[0].hint


def test_a_folder_that_can_be_made_is_in_order(settings: Settings) -> None:
    assert diagnosing._data_folder(settings).level is Level.OK


def test_a_folder_below_a_file_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    finding = diagnosing._data_folder(Settings(_env_file=None, data=tmp_path / "file" / "data"))

    assert finding.level is Level.WARN
    assert "STRATEGY_DATA" in finding.hint


def test_a_vocabulary_folder_without_a_vocabulary_is_a_warning(tmp_path: Path) -> None:
    finding = diagnosing._vocabulary(Settings(_env_file=None, tiktoken_cache_dir=tmp_path))

    assert finding.level is Level.WARN
    assert "over-estimate" in finding.message


def test_without_a_vocabulary_the_estimate_is_stated_and_in_order(settings: Settings) -> None:
    finding = diagnosing._vocabulary(settings)

    assert finding.level is Level.OK
    assert "over-estimate" in finding.message


@pytest.mark.parametrize(("hosts", "level"), [([], Level.OK), (["a.example"], Level.FAIL)])
def test_a_host_that_was_tried_is_a_failure(hosts: list[str], level: Level) -> None:
    finding = diagnosing._network(hosts)

    assert finding.level is level
    assert all(host in finding.message for host in hosts)


def test_a_corpus_as_received_is_in_order(settings: Settings) -> None:
    findings = list(diagnosing._corpus(settings))

    assert {finding.level for finding in findings} == {Level.OK}
    assert "ics-peru-2020.txt" in findings[0].message


@pytest.mark.parametrize(("data", "message"), [(None, "is missing"), (b"Altered.", "is not the text")])
def test_a_text_that_is_not_as_received_is_a_failure(
    settings: Settings, corpus: Path, data: bytes | None, message: str
) -> None:
    text = corpus / "sources" / "ics-peru-2020.txt"
    text.unlink() if data is None else text.write_bytes(data)

    findings = diagnosing._corpus(settings.model_copy(update={"corpus": corpus}))
    (finding,) = [finding for finding in findings if finding.level is Level.FAIL]

    assert f"{text} {message}" in finding.message
    assert "back" in finding.hint


def test_without_a_manifest_nobody_is_sent_to_a_build_that_must_fail(settings: Settings, corpus: Path) -> None:
    (corpus / "manifest.toml").unlink()

    findings = list(diagnose(settings.model_copy(update={"corpus": corpus})))

    failures = {finding.check: finding for finding in findings if finding.level is Level.FAIL}
    assert "STRATEGY_CORPUS" in failures["corpus"].hint
    assert "corpus" in failures["index"].hint
    assert not [finding for finding in findings if "strategy ingest" in finding.hint]


def test_a_home_post_that_no_document_has_is_a_warning_with_those_there_are(settings: Settings) -> None:
    findings = list(diagnosing._corpus(settings.model_copy(update={"post": "brasil"})))

    (warning,) = [finding for finding in findings if finding.level is Level.WARN]
    assert "'brasil'" in warning.message
    assert warning.hint == "The posts there are: peru."
