"""Private copies of a generation's engine parts: opening Chroma or tantivy writes into their folders, even to read."""

import os
import shutil
import tempfile
from pathlib import Path
from threading import Lock

from assistant.generations import Generation, check_file
from assistant.locking import claimed, mark_in_use


class PrivateCopy:
    """A folder of this process with the parts that it has opened; made on first use, gone when closed."""

    def __init__(self, index: Path, generation: Generation) -> None:
        self._index = index
        self._generation = generation
        self._lock = Lock()
        self._folder: Path | None = None
        self._mark: int | None = None

    def part(self, name: str) -> Path:
        """Return a fresh copy of a part of the generation, checked against the seal after copying.

        Raises IndexDamagedError, or OSError where nothing can be written.
        """
        with self._lock:
            folder = self._made() / name
            for path, expected in self._generation.part(name).items():
                target = self._made() / path
                target.parent.mkdir(parents=True, exist_ok=True)
                # Not the mode: what is sealed is read-only.
                if (self._generation.folder / path).is_file():
                    shutil.copyfile(self._generation.folder / path, target)
                check_file(target, expected)
            return folder

    def close(self) -> None:
        """Remove the folder."""
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
            if self._mark is not None:
                os.close(self._mark)
            self._folder = self._mark = None

    def _made(self) -> Path:
        if self._folder is None:
            try:
                self._folder, self._mark = _new_folder(self._index / "copies")
            except OSError:
                # The index may lie on a disk that is full or not ours to write.
                self._folder = Path(tempfile.mkdtemp(prefix="strategy-"))
        return self._folder


def sweep_copies(index: Path) -> None:
    """Remove the copies of processes that are gone, and only those."""
    copies = index / "copies"
    with claimed(copies) as alone:
        # Somebody who is just making a copy has not marked it yet, but has marked the folder of all.
        if alone:
            for folder in copies.iterdir():
                with claimed(folder) as unused:
                    if unused:
                        shutil.rmtree(folder, ignore_errors=True)


def _new_folder(copies: Path) -> tuple[Path, int]:
    copies.mkdir(parents=True, exist_ok=True)
    sweep_copies(copies.parent)
    making = mark_in_use(copies)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=copies))
        return folder, mark_in_use(folder)
    finally:
        os.close(making)
