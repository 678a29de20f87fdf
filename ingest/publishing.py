"""Who may write the index, and how a finished generation becomes the live one in one step."""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.card import read_card
from assistant.copies import sweep_copies
from assistant.errors import BuildError, IndexBusyError, IndexDamagedError
from assistant.generations import (
    LIVE,
    Entry,
    generation_folder,
    open_generation,
    read_pointer,
    replace_file,
    sync,
    write_pointer,
)
from assistant.locking import claimed

# Long enough for a build with nothing to do, short enough not to look like one that hangs.
LOCK_WAIT_S = 2.0

_REMOVED = ".removed-"
# Generations that hold a removed document, a line each: none of them stands in for a later one.
_FORGOTTEN = "forgotten"


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


@contextmanager
def disk_faults(index: Path) -> Iterator[None]:
    """Raise a BuildError, which says what answers meanwhile, for an OSError of the block."""
    try:
        yield
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else index
        raise BuildError(
            f"The index could not be written: {error.strerror or error} ({where}).",
            "Free some space or make the folder writable, or name another with STRATEGY_DATA. " + standing(index),
        ) from error


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
    # The same content from before, which did not pass its checks. Whoever has it open finds the new one in its place.
    replaced = _moved_away(target) if target.exists() else None
    aside.rename(target)
    sync(target.parent)
    make_live(index, entry)
    if replaced:
        shutil.rmtree(replaced, ignore_errors=True)


def make_live(index: Path, entry: Entry) -> None:
    """Point at a generation in its place, keep the one before it, remove what is older and unused. Raises OSError."""
    forgotten = _forgotten(index)
    before = (other for other in entries_of(index) if other.id not in {entry.id, *forgotten})
    kept = next((other for other in before if _may_stand_in(index, other, entry)), None)
    write_pointer(index, (entry, kept) if kept else (entry,))
    _collect(index)
    if forgotten:
        _write_forgotten(index, forgotten - {entry.id})


def forget(index: Path, documents: Collection[str]) -> tuple[str, ...]:
    """Let no older generation that holds one of these documents stand in, and delete those that nobody uses.

    Returns the ids of the generations that still hold one: the live one until a build without the documents, one
    that a process has open until a later build or call. May be called before that build, after it, and again.
    Raises IndexBusyError or BuildError.
    """
    if not (index / LIVE).exists():
        return ()
    with disk_faults(index), writing(index):
        holding = _holding(index, frozenset(documents))
        _write_forgotten(index, _forgotten(index) | holding)
        entries = entries_of(index)
        kept = (*entries[:1], *(entry for entry in entries[1:] if entry.id not in holding))
        if kept != entries:
            write_pointer(index, kept)
        _collect(index)
        return tuple(sorted(name for name in holding if generation_folder(index, name).exists()))


def _holding(index: Path, documents: frozenset[str]) -> frozenset[str]:
    """Return the generations that hold one of the documents, and those of which it cannot be known."""
    found = set()
    for folder in _folders(index):
        try:
            held = documents & set(read_card(folder).documents)
        except IndexDamagedError:
            held = documents
        if held:
            found.add(folder.name)
    return frozenset(found)


def _forgotten(index: Path) -> frozenset[str]:
    try:
        return frozenset((index / _FORGOTTEN).read_text(encoding="ascii", errors="replace").split())
    except FileNotFoundError:
        return frozenset()


def _write_forgotten(index: Path, generations: frozenset[str]) -> None:
    there = sorted(name for name in generations if generation_folder(index, name).exists())
    if there:
        replace_file(index / _FORGOTTEN, "".join(f"{name}\n" for name in there))
    else:
        (index / _FORGOTTEN).unlink(missing_ok=True)


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
    for folder in _folders(index) if kept else ():
        if folder.name not in kept:
            with claimed(folder) as unused:
                if unused:
                    _remove(folder)


def _folders(index: Path) -> list[Path]:
    return [folder for folder in (index / "generations").glob("*") if not folder.name.startswith(_REMOVED)]


def _remove(folder: Path) -> None:
    """Take a folder away at once, so that nobody opens half of it, and then delete it."""
    shutil.rmtree(_moved_away(folder), ignore_errors=True)


def _moved_away(folder: Path) -> Path:
    aside = folder.with_name(f"{_REMOVED}{folder.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    return folder.rename(aside)


def _sweep(index: Path) -> None:
    for folder in (*index.glob("building-*"), *(index / "generations").glob(f"{_REMOVED}*")):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (*index.glob(f"{LIVE}-*"), *index.glob(f"{_FORGOTTEN}-*")):
        file.unlink(missing_ok=True)
    sweep_copies(index)
    _collect(index)
