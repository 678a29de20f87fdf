"""The corpus's texts: their files compared with what the manifest says of them, then read, whatever their format."""

import hashlib
from pathlib import Path

from assistant.errors import SourceError
from assistant.loading import LIMITS, Limits, Loaded, load_bytes, read_bytes
from assistant.manifest import Row


def read_text(folder: Path, row: Row, limits: Limits = LIMITS) -> Loaded:
    """Return what is read from a manifest row's file, its checksum verified.

    Raises SourceError naming the file, what is wrong with it, and what to do.
    """
    path = folder / row.path
    if not path.exists():
        raise SourceError(f"{path} is missing.", "Put the file back, or take its row out of manifest.toml.")
    data = read_bytes(path, limits)
    found = hashlib.sha256(data).hexdigest()
    if found != row.sha256:
        # What is empty or damaged says more by that than by its checksum.
        load_bytes(data, str(path), limits)
        raise SourceError(
            f"{path} is not the text that manifest.toml names: its SHA-256 is {found[:12]}…, not {row.sha256[:12]}….",
            "Put the original back; if the change is meant, write the new SHA-256 into manifest.toml.",
        )
    return load_bytes(data, str(path), limits)
