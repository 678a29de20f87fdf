"""A file that a browser sent, for as long as a child process reads it: in a folder of its own, under a harmless name."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

# Of the longest that file systems take, with room for an ending.
_LONGEST = 80


@contextmanager
def kept(name: str, data: bytes) -> Iterator[Path]:
    """Write `data` into a file whose name says what `name` did, yield its path, and delete it afterwards."""
    with tempfile.TemporaryDirectory(prefix="strategy-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(data)
        yield path


def safe_name(name: str) -> str:
    """Return a file's own name without folders, controls or a leading dash, its ending kept."""
    own = PureWindowsPath(PurePosixPath(name).name).name
    shown = "".join(character for character in own if character.isprintable() and character not in "/\\:")
    path = PurePosixPath(shown)
    stem = path.stem.strip(" .-")[:_LONGEST] or "document"
    return f"{stem}{path.suffix[:10]}"
