"""Who may write the index, and how a finished generation becomes the live one in one step."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.card import read_card
from assistant.copies import sweep_copies
from assistant.errors import IndexBusyError, IndexDamagedError
from assistant.generations import (
    LIVE,
    Entry,
    generation_folder,
    open_generation,
    read_pointer,
    sync,
    write_pointer,
)
from assistant.locking import claimed

# Long enough for a build with nothing to do, short enough not to look like one that hangs.
LOCK_WAIT_S = 2.0

_REMOVED = ".removed-"


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the one writer's lock of an index folder, what dead builds left behind swept away.

    Raises IndexBusyError when another process holds it, OSError when the folder cannot be written.
    """
    index.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index / "writer.lock", timeout=LOCK_WAIT_S)
    try:
        lock.acquire()
    except Timeout as error:
        hint = f"Wait until it is done. {standing(index)}"
        raise IndexBusyError("Another process is building the index.", hint) from error
    try:
        _sweep(index)
        yield
    finally:
        lock.release()


def standing(index: Path) -> str:
    """Return the sentence that says what answers while nothing new is made live."""
    return "The index as it is keeps answering." if entries_of(index) else "Until then there is no index to answer."


def entries_of(index: Path) -> tuple[Entry, ...]:
    """Return the lines of the pointer; empty where it is missing or damaged, which the next build mends."""
    try:
        return read_pointer(index)
    except IndexDamagedError:
        return ()


def publish(index: Path, aside: Path, entry: Entry) -> None:
    """Move a sealed folder into its place and make it the live generation. Raises OSError."""
    target = generation_folder(index, entry.id)
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        # The same content from before, which did not pass its checks.
        _remove(target)
    aside.rename(target)
    sync(target.parent)
    make_live(index, entry)


def make_live(index: Path, entry: Entry) -> None:
    """Point at a generation in its place, keep the one before it, remove what is older and unused. Raises OSError."""
    before = (other for other in entries_of(index) if other.id != entry.id)
    kept = next((other for other in before if _may_stand_in(index, other, entry)), None)
    write_pointer(index, (entry, kept) if kept else (entry,))
    _collect(index)


def _may_stand_in(index: Path, older: Entry, newer: Entry) -> bool:
    """Say whether falling back to `older` works and brings back no document that `newer` has left out."""
    try:
        generation = open_generation(index, older)
        generation.check(whole=True)
        held = set(read_card(generation.folder).documents)
        return held <= set(read_card(generation_folder(index, newer.id)).documents)
    except IndexDamagedError:
        return False


def _collect(index: Path) -> None:
    kept = {entry.id for entry in entries_of(index)}
    folders = [folder for folder in (index / "generations").glob("*") if folder.name not in kept] if kept else []
    for folder in folders:
        with claimed(folder) as unused:
            if unused:
                _remove(folder)


def _remove(folder: Path) -> None:
    """Take a folder away at once, so that nobody opens half of it, and then delete it."""
    aside = folder.with_name(f"{_REMOVED}{folder.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(index: Path) -> None:
    for folder in (*index.glob("building-*"), *(index / "generations").glob(f"{_REMOVED}*")):
        shutil.rmtree(folder, ignore_errors=True)
    for file in index.glob(f"{LIVE}-*"):
        file.unlink(missing_ok=True)
    sweep_copies(index)
    _collect(index)
