"""`strategy ingest …` in a process of its own: what only a build or a look at a file needs is never in this one."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.errors import AssistantError, BuildError

# Longer than the longest build that was seen; what takes longer hangs.
PATIENCE_S = 1800

OnProgress = Callable[[str, int, int], None]
"""Called with the stage, and how many of how many of its steps are done."""


def ingest(arguments: Sequence[str], on_progress: OnProgress = lambda stage, done, total: None) -> Mapping[str, Any]:
    """Run `strategy ingest --json` with more arguments and return the record that it prints.

    Raises AssistantError with the message and hint of what went wrong there.
    """
    # -P keeps folders named like ours in the current directory from being imported.
    command = [sys.executable, "-P", "-m", "ui.cli", "ingest", "--json", *arguments]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as child:
            try:
                assert child.stderr is not None
                trouble = _follow(child.stderr, on_progress)
                code = child.wait(PATIENCE_S)
            except BaseException:
                child.kill()
                raise
        if trouble:
            raise trouble
        said.seek(0)
        record = _object(said.read())
    if code or record is None:
        raise BuildError("The work was not finished.", "Run `strategy ingest` by hand to see why.")
    return record


def _follow(lines: Iterable[str], on_progress: OnProgress) -> AssistantError | None:
    """Pass progress on until the child says no more; return the known error that it told, if any."""
    trouble = None
    for line in lines:
        event = _object(line)
        if event and event.get("event") == "progress":
            on_progress(str(event["stage"]), int(event["done"]), int(event["total"]))
        elif event and event.get("event") == "error":
            trouble = AssistantError(str(event["message"]), str(event["hint"]))
    return trouble


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
