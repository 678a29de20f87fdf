"""Private copies of a generation's engine parts: opening Chroma or tantivy writes into their folders, even to read."""

import os
import shutil
import tempfile
from pathlib import Path
from threading import Lock

from assistant.generations import Generation, check_file
from assistant.locking import claimed, mark_in_use, remove_unused


class PrivateCopy:
    """A folder of this process with the parts that it has opened; made on first use, gone when closed."""

    def __init__(self, index: Path, generation: Generation) -> None:
        self._index = index
        self._generation = generation
        self._lock = Lock()
        self._folder: Path | None = None
        self._elsewhere: Path | None = None
        self._mark: int | None = None

    def part(self, name: str) -> Path:
        """Return a fresh copy of a part of the generation, checked against the seal after copying.

        Raises IndexDamagedError, or OSError where nothing can be written.
        """
        with self._lock:
            try:
                return self._copied(name, self._made())
            except OSError:
                # The disk of the index is full.
                if self._elsewhere is not None:
                    raise
                self._elsewhere = Path(tempfile.mkdtemp(prefix="strategy-"))
                return self._copied(name, self._elsewhere)

    def _copied(self, name: str, folder: Path) -> Path:
        for path, expected in self._generation.part(name).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            # Not the mode: what is sealed is read-only.
            if (self._generation.folder / path).is_file():
                shutil.copyfile(self._generation.folder / path, target)
            check_file(target, expected)
        return folder / name

    def close(self) -> None:
        """Remove the folder."""
        with self._lock:
            for folder in (self._folder, self._elsewhere):
                if folder is not None:
                    shutil.rmtree(folder, ignore_errors=True)
            if self._mark is not None:
                os.close(self._mark)
            self._folder = self._elsewhere = self._mark = None

    def _made(self) -> Path:
        """Return the folder for copies: beside the index or, where that is not ours to write, elsewhere."""
        if self._elsewhere is not None:
            return self._elsewhere
        if self._folder is None:
            try:
                self._folder, self._mark = _new_folder(self._index / "copies")
            except OSError:
                self._elsewhere = Path(tempfile.mkdtemp(prefix="strategy-"))
                return self._elsewhere
        return self._folder


def sweep_copies(index: Path) -> None:
    """Remove the copies of processes that are gone, and only those."""
    copies = index / "copies"
    with claimed(copies) as alone:
        # Somebody who is just making a copy has not marked it yet, but has marked the folder of all.
        if alone:
            remove_unused(copies.iterdir())


def _new_folder(copies: Path) -> tuple[Path, int]:
    copies.mkdir(parents=True, exist_ok=True)
    sweep_copies(copies.parent)
    making = mark_in_use(copies)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=copies))
        return folder, mark_in_use(folder)
    finally:
        os.close(making)
