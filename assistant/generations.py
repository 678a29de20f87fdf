"""The index on disk: sealed folders and one pointer. Knows files, not what is in them.

index/live                   the pointer: a line "<id> <SHA-256 of its seal>" for the live generation, one for
                             the generation before it
index/generations/<id>/      the files, and SHA256SUMS over them (`sha256sum -c` reads it)
index/copies/<pid>-…/        what one process has opened of a generation; engines write when they open
index/forgotten              ids of generations that hold a removed document, while they are there
index/building-<pid>/        a build under way; left over if it was killed
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexDamagedError
from assistant.hashing import sha256_of_file
from assistant.settings import Settings

LIVE = "live"
SEAL = "SHA256SUMS"
# The parts that engines open from private copies; what is left is the canonical store.
ENGINE_PARTS = ("chroma", "lexical")

_LINE = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})")
_REBUILD = "Run `strategy ingest`."


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the pointer."""

    id: str
    seal: str


@dataclass(frozen=True, slots=True)
class Generation:
    """A folder whose seal is the one that the pointer names."""

    id: str
    folder: Path
    sums: Mapping[str, str]
    """Relative path to SHA-256."""

    def part(self, name: str) -> dict[str, str]:
        """Return the paths of an engine's part, relative to the folder, with their hashes."""
        return {path: found for path, found in self.sums.items() if path.startswith(f"{name}/")}

    def check(self, *, whole: bool = False) -> None:
        """Compare the canonical files, or all, with the seal. Raises IndexDamagedError on the first that differs."""
        for path, expected in self.sums.items():
            if whole or not path.startswith(tuple(f"{part}/" for part in ENGINE_PARTS)):
                check_file(self.folder / path, expected)


def index_folder(settings: Settings) -> Path:
    """Return where the index of these settings is."""
    return settings.data / "index"


def generation_folder(index: Path, identifier: str) -> Path:
    """Return the folder of a generation."""
    return index / "generations" / identifier


def live_generation(settings: Settings) -> str | None:
    """Return the id of the generation that the pointer names, None where nothing has been built. Reads one small file.

    Raises IndexDamagedError.
    """
    entries = read_pointer(index_folder(settings))
    return entries[0].id if entries else None


def read_pointer(index: Path) -> tuple[Entry, ...]:
    """Return the generations that may serve, the live one first; empty where nothing has been built.

    Raises IndexDamagedError if the pointer cannot be read.
    """
    try:
        lines = (index / LIVE).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"The pointer {index / LIVE} cannot be read: {error}.", _REBUILD) from error
    found = [_LINE.fullmatch(line) for line in lines]
    if not found or None in found:
        raise IndexDamagedError(f"The pointer {index / LIVE} is damaged.", _REBUILD)
    return tuple(Entry(match.group(1), match.group(2)) for match in found if match)


def write_pointer(index: Path, entries: tuple[Entry, ...]) -> None:
    """Make `entries` the pointer in one step. Raises OSError."""
    replace_file(index / LIVE, "".join(f"{entry.id} {entry.seal}\n" for entry in entries))


def replace_file(path: Path, text: str) -> None:
    """Make `text`, which is ASCII, what a file holds, in one step that survives a power cut. Raises OSError."""
    aside = path.with_name(f"{path.name}-{os.getpid()}")
    with aside.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync(path.parent)


def open_generation(index: Path, entry: Entry) -> Generation:
    """Return a generation by its pointer's line, its seal checked but not yet its files. Raises IndexDamagedError."""
    folder = generation_folder(index, entry.id)
    check_file(folder / SEAL, entry.seal)
    try:
        return read_seal(folder, entry.id)
    except OSError as error:  # a build may have taken it away between the two
        raise IndexDamagedError(f"The index {entry.id} is being removed.", _REBUILD) from error


def read_seal(folder: Path, identifier: str) -> Generation:
    """Return a sealed folder as a generation. Raises OSError."""
    lines = (folder / SEAL).read_text(encoding="utf-8").splitlines()
    return Generation(identifier, folder, {path: found for found, _, path in (line.partition("  ") for line in lines)})


def write_seal(folder: Path) -> str:
    """Write the hashes of a finished folder's files beside them, make all durable and read-only; return its seal.

    Raises OSError.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256_of_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / SEAL).write_text("".join(lines), encoding="utf-8")
    for path in (*paths, folder / SEAL):
        path.chmod(0o444)
        sync(path)
    for path in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync(path)
    return sha256_of_file(folder / SEAL)


def check_file(path: Path, expected: str) -> None:
    """Raise IndexDamagedError unless a file has this SHA-256."""
    try:
        found = sha256_of_file(path)
    except OSError as error:
        raise IndexDamagedError(f"The index is damaged: {path} cannot be read ({error.strerror}).", _REBUILD) from error
    if found != expected:
        raise IndexDamagedError(f"The index is damaged: {path} is not as it was built.", _REBUILD)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
