"""Marks on folders that say "in use". The operating system keeps them and takes them away with the process.

Advisory locks (flock) on the folder itself: nothing is written, so they also work on folders that are not
ours to write, and nothing is left behind by a process that is killed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def mark_in_use(folder: Path) -> int:
    """Mark a folder as in use until the returned descriptor is closed. Raises OSError: gone, or being removed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def claimed(folder: Path) -> Iterator[bool]:
    """Hold a folder alone for the time of the block if nobody uses it; yield whether that was so."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield False
        return
    try:
        yield _locks_alone(descriptor)
    finally:
        os.close(descriptor)


def remove_unused(folders: Iterable[Path]) -> None:
    """Remove those of the folders that nobody has marked; what cannot be removed stays."""
    for folder in folders:
        with claimed(folder) as unused:
            if unused:
                shutil.rmtree(folder, ignore_errors=True)


def _locks_alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
