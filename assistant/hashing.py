"""SHA-256 of files and texts."""

import hashlib
from functools import lru_cache
from pathlib import Path

# A file above this size is hashed once for each (device, inode, size, time of change) in a process.
LARGE_FILE = 200 * 2**20


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal. Raises OSError."""
    found = path.stat()
    if found.st_size > LARGE_FILE:
        return _sha256_of_large_file(path, (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns))
    return _digest(path)


def sha256_of_text(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _sha256_of_large_file(path: Path, _state: tuple[int, int, int, int]) -> str:
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
