"""A file that is to be added, looked at: its text, its outline, and the manifest row that it would get. Changes nothing."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.embedding import open_tokenizer
from assistant.errors import SourceError
from assistant.loading import Loaded, limits_of, load_bytes, read_bytes
from assistant.manifest import Placed, Row, checked, read_corpus
from assistant.schema import Document, Section
from assistant.settings import Settings
from assistant.standing import STRATEGY, Standing, standings
from ingest import guessing
from ingest.plain import KINDS as PLAIN
from ingest.shelving import TEXTS
from ingest.sources import document_of, outline_of

_DEFAULT = "policy"
KINDS = (STRATEGY, _DEFAULT, *PLAIN)
_STATED = ("goal", "objective", "management_goal", "management_objective")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a document; None is guessed, and an empty text says that there is none."""

    id: str | None = None
    title: str | None = None
    short: str | None = None
    kind: str | None = None
    post: str | None = None
    approved: str | None = None
    updated: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would stand in the library."""

    name: str
    """Of the file, as received."""
    data: bytes
    row: Row
    guessed: tuple[str, ...]
    """The fields of the row that nobody gave."""
    state: str
    """`new`; `same` where it is there already as it is; `changed` where only the row differs; `taken` where another text has the id."""
    standing: Standing
    document: Document
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]


def preview(path: Path, given: Given, settings: Settings) -> Preview:
    """Return what adding a file would make of it. Raises SourceError where it cannot be added, with the reason."""
    limits = limits_of(settings)
    data = read_bytes(path, limits)
    loaded = load_bytes(data, path.name, limits)
    text = loaded.text
    sha256 = hashlib.sha256(data).hexdigest()
    corpus = read_corpus(settings)
    known = _known(corpus, sha256, given)
    row, guessed = _row(path, text, sha256, given, known)
    state = _state(corpus, row)
    count = open_tokenizer(settings).count
    document = document_of(row, loaded)
    outline = outline_of(document, count)
    if given.kind is None and known is None and not any(section.kind in _STATED for section in outline.sections):
        row = replace(row, kind=_DEFAULT)
        row = row if given.short else replace(row, short=guessing.name_from(path.name))
        row = row if given.title else replace(row, title=guessing.title_from(path.name, text))
        document = document_of(row, loaded)
        outline = outline_of(document, count)
    if not any(section.passages for section in outline.sections):
        raise SourceError(f"{path.name} has no text to quote.", "Choose another file, or another --kind.")
    others = [document_of(each.row, Loaded("", "")) for each in corpus if each.row.id != row.id]
    standing = standings([*others, document], settings.post)[row.id]
    remarks = (*loaded.remarks, *_remarks(row, standing), *outline.remarks)
    return Preview(path.name, data, row, guessed, state, standing, document, outline.sections, remarks)


def _known(corpus: tuple[Placed, ...], sha256: str, given: Given) -> Row | None:
    """Return the row of the same bytes; the one named first, if any."""
    same = [each.row for each in corpus if each.row.sha256 == sha256]
    return next((row for row in same if given.id in (None, row.id)), None)


def _row(path: Path, text: str, sha256: str, given: Given, known: Row | None) -> tuple[Row, tuple[str, ...]]:
    """Return the row, and the names of the fields that were guessed. What was known of the same bytes is kept."""
    said: dict[str, str] = {name: value for name in Given.__slots__ if (value := getattr(given, name)) is not None}
    named: dict[str, Any] = {name: value.strip() or None for name, value in said.items()}
    if known:
        return checked(replace(known, **named), path.name), ()
    found = _guess(path, text, given, sha256)
    guessed = tuple(name for name, value in found.items() if value is not None and name not in named)
    fields = {**found, **named}
    row = Row(path=f"{TEXTS}/{fields['id']}{path.suffix.lower()}", sha256=sha256, authority="added", **fields)
    return checked(row, path.name), guessed


def _guess(path: Path, text: str, given: Given, sha256: str) -> dict[str, Any]:
    approved, updated = guessing.dates_in(text)
    period = guessing.period_in(text)
    is_plan = given.kind in (None, STRATEGY)
    post = guessing.post_in(text) if is_plan else None
    year = (given.updated or updated or given.approved or approved or given.period or period or "")[:4]
    name = guessing.name_from(path.name)
    return {
        "id": guessing.id_from(path.name) or f"document-{sha256[:8]}",
        "title": f"Integrated Country Strategy, U.S. Mission to {post}"
        if post
        else guessing.title_from(path.name, text),
        "short": f"ICS {post} {year}".strip() if post else name,
        "kind": given.kind or STRATEGY,
        "post": guessing.post_id(post) if post else None,
        "approved": approved,
        "updated": updated,
        "period": period,
    }


def _state(corpus: tuple[Placed, ...], row: Row) -> str:
    other = next((each.row for each in corpus if each.row.id == row.id), None)
    if other is None:
        return "new"
    if other.sha256 != row.sha256:
        return "taken"
    return "same" if other == row else "changed"


def _remarks(row: Row, standing: Standing) -> tuple[str, ...]:
    said = []
    if row.kind == STRATEGY and row.post is None:
        said.append("Which post it belongs to was not found; say so with --post.")
    if row.kind == STRATEGY and not (row.updated or row.approved or row.period):
        said.append(
            "No date was found, so every dated version of the same post counts as newer; say so with --updated."
        )
    if standing.newer:
        said.append(f"{standing.newer} is newer: this one answers only when it is chosen as the scope.")
    elif standing.status == "other_post":
        said.append("It is of another post: it answers only when it is chosen as the scope.")
    return tuple(said)
