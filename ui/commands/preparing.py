"""An assistant to ask: opened, and built first where no index can answer.

Builds run in a child process, so that the libraries that only a build needs are never in this one.
"""

import subprocess
import sys
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from assistant.errors import BuildError, IndexDamagedError, IndexMissingError
from assistant.settings import Settings
from ui import printing

if TYPE_CHECKING:
    from assistant.opening import Assistant


def ready_assistant(settings: Settings) -> "Assistant":
    """Return the opened assistant, after a build if there was no index that could answer; remarks go to stderr."""
    from assistant.opening import open_assistant

    try:
        assistant = open_assistant(settings)
    except IndexMissingError:
        _build_once()
        assistant = open_assistant(settings)
    except IndexDamagedError as error:
        printing.remark(f"{error.message} No other can answer: building it again.")
        build_in_child()
        assistant = open_assistant(settings)
    remark_on(assistant.index.notes)
    return assistant


def remark_on(notes: Iterable[str], told: Container[str] = ()) -> None:
    """Write the notes that were not told before to stderr, after what stands on stdout."""
    sys.stdout.flush()
    for note in notes:
        if note not in told:
            printing.remark(f"Note: {note}")


def has_index(settings: Settings) -> bool:
    """Say whether anything has been built, sound or not."""
    from assistant.generations import live_generation

    try:
        return live_generation(settings) is not None
    except IndexDamagedError:
        return True


def first_build(settings: Settings) -> None:
    """Build the index if there is none. Raises BuildError."""
    if not has_index(settings):
        _build_once()


def renew_index(settings: Settings) -> None:
    """Build the index if it is missing, damaged or stale. Raises BuildError."""
    from assistant.opening import open_assistant

    try:
        notes = open_assistant(settings).index.notes
    except IndexMissingError:
        _build_once()
        return
    except IndexDamagedError as error:
        notes = (error.message,)
    remark_on(notes)
    if notes:
        build_in_child()


def _build_once() -> None:
    printing.remark("There is no index yet: building it, once.")
    build_in_child()


def build_in_child(variables: Mapping[str, str] | None = None) -> None:
    """Run `strategy ingest` in a process of its own, all that it says on stderr. Raises BuildError when it fails.

    `variables`: more of its environment, for another corpus and another place.
    """
    # -P keeps folders named like ours in the current directory from being imported.
    command = [sys.executable, "-P", "-m", "ui.cli", "ingest"]
    if variables:
        from evals.processes import with_variables

        command = with_variables(command, variables)
    sys.stderr.flush()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=_stderr(), check=False)
    if done.returncode:
        raise BuildError("The index could not be built.", "The lines above say why; `strategy doctor` says more.")


def _stderr() -> int | None:
    try:
        return sys.stderr.fileno()
    except (OSError, ValueError):
        return None
