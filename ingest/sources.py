"""Manifest rows to documents."""

from pathlib import Path

from assistant.manifest import Row
from assistant.schema import Document
from assistant.texts import read_text


def read_document(folder: Path, row: Row) -> Document:
    """Return the document of a manifest row. Raises SourceError when its text is not what the manifest says."""
    return Document(
        id=row.id,
        title=row.title,
        short=row.short,
        kind=row.kind,
        post=row.post,
        approved=row.approved,
        updated=row.updated,
        period=row.period,
        sha256=row.sha256,
        text=read_text(folder, row),
    )
