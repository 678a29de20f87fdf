"""Manifest rows to documents, and documents to sections."""

from collections.abc import Callable
from pathlib import Path

from assistant.loading import LIMITS, Limits, Loaded
from assistant.manifest import Row
from assistant.schema import Document, is_beside
from assistant.texts import read_text
from ingest import plain
from ingest.digests import read_digest
from ingest.outline import Outline, read_outline


def read_document(folder: Path, row: Row, limits: Limits = LIMITS) -> Document:
    """Return the document of a manifest row.

    Raises SourceError when its file is not what the manifest says, or cannot be read within `limits`.
    """
    return document_of(row, read_text(folder, row, limits))


def document_of(row: Row, loaded: Loaded) -> Document:
    """Return the document that a row and what was read from its file make."""
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
        text=loaded.text,
        pages=loaded.pages,
        headings=loaded.headings,
        markup=loaded.markup,
        remarks=loaded.remarks,
        authority=row.authority or ("strategy" if row.kind == "strategy" else "official"),
        replaces=row.replaces,
        publisher=row.publisher,
        url=row.url,
    )


def outline_of(document: Document, count: Callable[[str], int]) -> Outline:
    """Return the outline of a document by the reader for its kind; `count` gives the word pieces of a text."""
    if document.kind in plain.KINDS:
        return Outline(plain.read_plain(document, count), "plain", (), (), ())
    if is_beside(document):
        return Outline(read_digest(document, count), "digest", (), (), ())
    return read_outline(document, count)
