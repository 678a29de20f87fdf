import io
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import AssistantError
from ui import cli


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a function in the place of every command."""

    def put(run: Any) -> None:
        monkeypatch.setattr(cli, "import_module", lambda name: SimpleNamespace(run=run))

    return put


def raising(error: BaseException) -> Any:
    def run(*_: object) -> int:
        raise error

    return run


def test_the_code_of_a_command_is_returned(command: Any) -> None:
    command(lambda args, settings: 0)

    assert cli.main(["doctor"]) == 0


def test_a_known_error_is_message_and_hint_without_a_traceback(command: Any, capsys: Any) -> None:
    command(raising(AssistantError("It broke.\x1b[2J", "Mend it.")))

    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().err == "strategy: It broke.\n  Mend it.\n"


def test_a_bug_keeps_its_traceback(command: Any) -> None:
    command(raising(KeyError("bug")))

    with pytest.raises(KeyError):
        cli.main(["doctor"])


def test_an_interrupt_is_quiet(command: Any, capsys: Any) -> None:
    command(raising(KeyboardInterrupt()))

    assert cli.main(["doctor"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, command: Any, capsys: Any) -> None:
    monkeypatch.setenv("STRATEGY_PORT", "many")
    command(lambda args, settings: 0)

    assert cli.main(["doctor"]) == 1
    assert "STRATEGY_PORT" in capsys.readouterr().err


def test_a_misspelt_setting_is_remarked_on_once(monkeypatch: pytest.MonkeyPatch, command: Any, capsys: Any) -> None:
    monkeypatch.setenv("STRATEGY_PROT", "9000")
    command(lambda args, settings: 0)

    cli.main(["ask", "coca?"])
    assert capsys.readouterr().err.startswith("Note: STRATEGY_PROT is not a setting")
    cli.main(["ask", "--json", "coca?"])
    cli.main(["doctor"])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["search"], ["ui", "--port", "0"], ["ask", "--nonsense"]])
def test_misuse_is_two(argv: list[str], capsys: Any) -> None:
    assert cli.main(argv) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("argv", [["ask", "--nonsense"], ["show", "MO 2.2", "--nonsense"]])
def test_a_wrong_flag_is_told_with_the_usage_of_its_own_command(argv: list[str], capsys: Any) -> None:
    assert cli.main(argv) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"usage: strategy {argv[0]} ")
    assert "--nonsense" in err


def test_help_and_version_are_done(capsys: Any) -> None:
    assert cli.main(["--help"]) == 0
    assert "ingest" in capsys.readouterr().out
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("strategy ")


def test_output_is_utf8_whatever_the_stream_was(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))

    def run(*_: object) -> int:
        print("ñ \ud800")
        return 0

    command(run)
    cli.main(["doctor"])

    assert raw.getvalue().decode("utf-8") == "ñ ?\n"


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "pydantic", "chromadb", "torch", "streamlit", "onnxruntime", "langchain", "tiktoken")
    code = f"import sys, ui.cli; ui.cli.main(['--help']); sys.exit(any(name in sys.modules for name in {heavy}))"

    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0
