"""Lines and texts that a command reads: from a file or from standard input, UTF-8 whatever the locale says."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from assistant.errors import RecordError

STDIN = "-"


@contextmanager
def lines_of(path: str) -> Iterator[Iterable[str]]:
    """Yield the lines of a file, or of standard input for `-`. Raises RecordError when it cannot be read."""
    if path == STDIN:
        read_utf8()
        yield sys.stdin
        return
    try:
        # Opened before the index, so that a wrong name is told at once; newline="\n" keeps U+2028 and a lone CR inside.
        file = open(path, encoding="utf-8-sig", errors="replace", newline="\n")  # noqa: SIM115, PTH123
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a file name"
        raise RecordError(
            f"{path} cannot be read: {why}.", "Name a file of JSON lines, or - for standard input."
        ) from error
    with file:
        yield file


def read_utf8() -> None:
    """Have standard input read as UTF-8."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")


def whole_stdin() -> str:
    """Return all of standard input, its line ends as they are: offsets count in exactly this."""
    buffer = getattr(sys.stdin, "buffer", None)
    return buffer.read().decode("utf-8", "replace") if buffer else sys.stdin.read()
