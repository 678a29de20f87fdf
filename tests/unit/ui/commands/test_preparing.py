import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import opening
from assistant.errors import AssistantError, BuildError, IndexDamagedError, IndexMissingError
from assistant.settings import Settings
from ui.commands import preparing

SETTINGS = Settings(_env_file=None)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace builds; return one entry for each."""
    builds: list[str] = []
    monkeypatch.setattr(preparing, "build_in_child", lambda: builds.append("built"))
    return builds


def opens(monkeypatch: pytest.MonkeyPatch, *results: Any) -> None:
    """Let each opening give the next result, or raise it."""
    following = iter(results)

    def open_assistant(settings: Settings) -> Any:
        result = next(following)
        if isinstance(result, AssistantError):
            raise result
        return result

    monkeypatch.setattr(opening, "open_assistant", open_assistant)


def assistant(*notes: str) -> Any:
    return SimpleNamespace(index=SimpleNamespace(notes=notes))


def test_an_index_that_is_there_is_not_built(monkeypatch: pytest.MonkeyPatch, built: list[str], capsys: Any) -> None:
    opens(monkeypatch, there := assistant())

    assert preparing.ready_assistant(SETTINGS) is there
    assert built == []
    assert capsys.readouterr() == ("", "")


def test_a_missing_index_is_built_once_and_opened(
    monkeypatch: pytest.MonkeyPatch, built: list[str], capsys: Any
) -> None:
    opens(monkeypatch, IndexMissingError("None."), there := assistant())

    assert preparing.ready_assistant(SETTINGS) is there
    assert built == ["built"]
    assert "building it" in capsys.readouterr().err


def test_an_index_that_cannot_answer_is_built_again(
    monkeypatch: pytest.MonkeyPatch, built: list[str], capsys: Any
) -> None:
    opens(monkeypatch, IndexDamagedError("The index is damaged."), there := assistant())

    assert preparing.ready_assistant(SETTINGS) is there
    assert built == ["built"]
    assert capsys.readouterr().err.startswith("The index is damaged. No other can answer: building it again.")


def test_a_stale_index_answers_and_says_so(monkeypatch: pytest.MonkeyPatch, built: list[str], capsys: Any) -> None:
    opens(monkeypatch, assistant("The index is stale."))

    preparing.ready_assistant(SETTINGS)

    assert built == []
    assert capsys.readouterr().err == "Note: The index is stale.\n"


@pytest.mark.parametrize("state", [assistant("Stale."), IndexDamagedError("Damaged."), IndexMissingError("None.")])
def test_what_is_not_current_is_renewed(monkeypatch: pytest.MonkeyPatch, built: list[str], state: Any) -> None:
    opens(monkeypatch, state)

    preparing.renew_index(SETTINGS)

    assert built == ["built"]


def test_what_is_current_is_left_alone(monkeypatch: pytest.MonkeyPatch, built: list[str]) -> None:
    opens(monkeypatch, assistant())

    preparing.renew_index(SETTINGS)

    assert built == []


def test_a_build_that_fails_is_a_known_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))

    with pytest.raises(BuildError) as caught:
        preparing.build_in_child()

    assert "strategy doctor" in caught.value.hint


def test_a_build_says_nothing_on_stdout(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    preparing.build_in_child()

    assert seen["stdin"] == subprocess.DEVNULL
    assert "stdout" in seen
    assert seen["command"][-1] == "ingest"
