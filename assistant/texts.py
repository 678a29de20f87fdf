"""The corpus's texts as received: read from their files and compared with what the manifest says of them."""

import hashlib
from pathlib import Path

from assistant.errors import SourceError
from assistant.manifest import Row
from assistant.reading import decode


def read_text(folder: Path, row: Row) -> str:
    """Return the text of a manifest row, decoded without newline translation, its checksum verified.

    Raises SourceError naming the file, what is wrong with it, and what to do.
    """
    path = folder / row.path
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path} is missing.", "Put the file back, or take its row out of manifest.toml.") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.", "Check the file and its permissions.") from error
    text = decode(data, str(path))
    found = hashlib.sha256(data).hexdigest()
    if found != row.sha256:
        raise SourceError(
            f"{path} is not the text that manifest.toml names: its SHA-256 is {found[:12]}…, not {row.sha256[:12]}….",
            "Put the original back; if the change is meant, write the new SHA-256 into manifest.toml.",
        )
    return text
