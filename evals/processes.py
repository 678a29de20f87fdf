"""Fresh processes, timed: seconds from start to end, peak memory, and what they said."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError

# A child's peak includes that of the process it was forked from: a small one stands between.
_MARK = "\n#peak "
_MEASURE = f"""
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
sys.stdout.write({_MARK!r} + str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


class ChildError(AssistantError):
    """A measured process failed, so there is nothing to report about it."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that ended well."""

    seconds: float
    peak_mb: float
    """Largest resident set, in units of 1,000,000 bytes."""
    output: str


def run(command: Sequence[str], variables: Mapping[str, str], typed: str = "") -> Finished:
    """Run a command to its end with more environment variables and `typed` on its standard input.

    Raises ChildError with the last line of its stderr when it fails.
    """
    with (
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryFile("w+") as remarks,
        tempfile.TemporaryFile("w+") as fed,
    ):
        fed.write(typed)
        fed.seek(0)
        start = time.perf_counter()
        command = with_variables([sys.executable, "-c", _MEASURE, *command], variables)
        child = subprocess.run(command, stdin=fed, stdout=said, stderr=remarks, check=False)
        seconds = time.perf_counter() - start
        if child.returncode:
            remarks.seek(0)
            last = (remarks.read().strip().splitlines() or ["no message"])[-1]
            raise ChildError(
                f"{' '.join(command[:5])} … ended with {child.returncode}: {last}", "Run it by hand to see why."
            )
        said.seek(0)
        output, _, peak = said.read().rpartition(_MARK)
        # ru_maxrss is in KiB on Linux.
        return Finished(seconds, int(peak) * 1024 / 1e6, output)


def with_variables(command: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    """Return the command with environment variables set by `env`, which leaves this process's own as they are."""
    return ["env", *(f"{name}={value}" for name, value in variables.items()), *command]


def round_trips(command: Sequence[str], variables: Mapping[str, str], questions: Sequence[str]) -> list[float]:
    """Return the milliseconds from each question written to a batch to its answer read, in one process."""
    took = []
    with subprocess.Popen(
        with_variables(command, variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        for question in questions:
            start = time.perf_counter()
            child.stdin.write(json.dumps({"question": question}) + "\n")
            child.stdin.flush()
            if not child.stdout.readline():
                raise ChildError("The batch ended before its last question.", "Run it by hand to see why.")
            took.append((time.perf_counter() - start) * 1000)
        child.stdin.close()
    return took
