from pathlib import Path

import pytest

from assistant.errors import ConfigurationError
from assistant.settings import read_settings, unknown_variables


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start where a test's own `.env` is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le"])
def test_an_env_file_that_is_not_utf8_is_named_with_what_to_do(folder: Path, encoding: str) -> None:
    (folder / ".env").write_bytes("# Peña\nSTRATEGY_PORT=9000\n".encode(encoding))

    with pytest.raises(ConfigurationError) as caught:
        read_settings()

    assert str(folder / ".env") in caught.value.message
    assert "UTF-8" in caught.value.hint


def test_a_byte_order_mark_hides_no_setting(folder: Path) -> None:
    (folder / ".env").write_bytes("STRATEGY_PORT=9000\nSTRATEGY_PROT=1\n".encode("utf-8-sig"))

    assert read_settings().port == 9000
    assert unknown_variables() == ("STRATEGY_PROT",)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("STRATEGY_PORT", "99999", "99999 is not between 1 and 65535"),
        ("STRATEGY_PORT", "0", "0 is not between 1 and 65535"),
        ("STRATEGY_PORT", "many", "“many” is not a whole number"),
        ("STRATEGY_PORT", "80.5", "“80.5” is not a whole number"),
        ("STRATEGY_MAX_QUESTION", "1", "1 is not between 100 and 100000"),
        ("STRATEGY_ALLOWED_HOSTS", "https://a.example", "“https://a.example” is not a host name alone"),
        ("STRATEGY_ALLOWED_HOSTS", "a.example, b.example/", "“b.example/” is not a host name alone"),
        ("STRATEGY_ALLOWED_HOSTS", "a.example:443", "“a.example:443” is not a host name alone"),
    ],
)
def test_a_value_that_cannot_work_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigurationError) as caught:
        read_settings()

    assert caught.value.message.startswith(f"{variable} cannot be used: {words}")


@pytest.mark.parametrize("hosts", ["", "a.example", "a.example, 10.1.2.3,::1,", "müller.example"])
def test_host_names_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    monkeypatch.setenv("STRATEGY_ALLOWED_HOSTS", hosts)

    assert read_settings().allowed_hosts == hosts


@pytest.mark.parametrize("name", ["file", "file/data"])
def test_a_data_folder_that_is_a_file_is_told_before_anything_is_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (folder / "file").write_text("")
    monkeypatch.setenv("STRATEGY_DATA", str(folder / name))

    with pytest.raises(ConfigurationError, match="is a file, not a folder") as caught:
        read_settings()

    assert "folder" in caught.value.hint
