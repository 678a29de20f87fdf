"""The three standard streams, made fit to be used whatever the shell did to them."""

import io
import os
import sys

_NAMES = ("stdin", "stdout", "stderr")


def prepare() -> bool:
    """Open what was closed onto nothing and have UTF-8 written whatever the locale says; say if stdout was open.

    Python has None for a stream that was closed, and the next file opened would get its number: what a library
    then prints would be written into that file.
    """
    was_open = sys.stdout is not None
    for number, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            setattr(sys, name, _nothing(number))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return was_open


def forget_output() -> None:
    """Let what is still buffered for stdout go nowhere, so that it cannot fail at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _nothing(number: int) -> io.TextIOWrapper:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
    # Children inherit it like any standard stream.
    os.set_inheritable(number, True)
    return open(number, "w" if number else "r", encoding="utf-8", errors="replace", closefd=False)
