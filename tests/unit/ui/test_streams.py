"""Real processes, because only a shell closes a stream."""

import os
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "ui.cli"]


def closed(redirection: str, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run a command with streams closed as a shell does it."""
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", *COMMAND, *argv]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("argv", [["doctor"], ["ask", "--json", "MO2.2"], ["--version"]])
def test_a_closed_stdout_is_one_line_and_no_traceback(argv: list[str]) -> None:
    done = closed(">&-", *argv)

    assert done.returncode == 1
    assert done.stderr == "strategy: Standard output is closed; there is nowhere to print to.\n"


def test_a_stdout_that_cannot_be_written_is_one_line() -> None:
    done = closed("1</dev/null", "--version")

    assert done.returncode == 1
    assert done.stderr == "strategy: The output could not be written: it is not open for writing.\n"


def test_with_everything_closed_it_ends_with_one() -> None:
    assert closed("<&- >&- 2>&-", "doctor").returncode == 1


def test_a_closed_stderr_puts_no_remark_among_the_output() -> None:
    done = closed("2>&-", "ask", "--batch", "-", "question")

    assert (done.returncode, done.stdout) == (2, "")


def test_a_library_that_prints_writes_into_no_file_that_we_opened(tmp_path: object) -> None:
    code = (
        "import os, sys; from ui import streams; streams.prepare();"
        f"file = open({str(tmp_path)!r} + '/x', 'w'); os.write(2, b'remark'); sys.exit(file.fileno() < 3)"
    )
    command = ["sh", "-c", 'exec "$@" 2>&-', "sh", sys.executable, "-c", code]

    assert subprocess.run(command, timeout=60, check=False).returncode == 0
