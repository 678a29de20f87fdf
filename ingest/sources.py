"""Manifest rows to documents: the files as received, their checksums verified."""

import hashlib
from pathlib import Path

from assistant.errors import SourceError
from assistant.manifest import Row
from assistant.reading import decode
from assistant.schema import Document


def read_document(folder: Path, row: Row) -> Document:
    """Return the document of a manifest row, its text decoded without newline translation.

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
    return Document(
        id=row.id,
        title=row.title,
        short=row.short,
        kind=row.kind,
        post=row.post,
        approved=row.approved,
        updated=row.updated,
        period=row.period,
        sha256=found,
        text=text,
    )
