"""The manifests: what is known of each text, and the hash that says whether an index is of this corpus.

The corpus has one `manifest.toml`, and the library of documents that people added another. Only they are read
here; the texts themselves are read when an index is built.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from assistant.errors import SourceError
from assistant.hashing import sha256_of_text
from assistant.settings import Settings

OUTLINE_VERSION = 2
"""Raised when the outline reader finds other sections or passages in the same text: indexes become stale."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REQUIRED = ("id", "path", "title", "short", "kind", "sha256")
AUTHORITIES = ("strategy", "official", "digest", "primer", "added")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
OFFICIAL = "official.toml"
"""The manifest of the official texts that were fetched, in the library's folder."""
_LATER = ("authority", "replaces", "publisher", "url")
_COMPARE = "Compare the row with those of the bundled corpus."


@dataclass(frozen=True, slots=True)
class Row:
    """One text of the corpus as its manifest describes it; dates are ISO text."""

    id: str
    path: str
    title: str
    short: str
    kind: str
    sha256: str
    post: str | None
    approved: str | None
    updated: str | None
    period: str | None
    questions: str | None = None
    """The file of the questions that were anticipated for it, relative to the corpus folder."""
    questions_sha256: str | None = None
    authority: str | None = None
    """One of AUTHORITIES; None for what follows from the kind."""
    replaces: str | None = None
    """The id of the document that this one supersedes or, of an official text, takes the place of."""
    publisher: str | None = None
    url: str | None = None
    """The official text, to be fetched from there and from nowhere else."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and the folder that its path starts from."""

    folder: Path
    row: Row


def corpus_folder(settings: Settings) -> Path:
    """Return the folder of the corpus in use: the operator's or the bundled one."""
    return settings.corpus or Path(str(files("corpus")))


def library_folder(settings: Settings) -> Path:
    """Return the folder of the documents that people added, with a manifest of their own."""
    return settings.data / "library"


def read_library(settings: Settings) -> tuple[Row, ...]:
    """Return the rows of the added documents in order, none where nothing was added. Raises SourceError."""
    folder = library_folder(settings)
    return read_manifest(folder) if (folder / "manifest.toml").exists() else ()


def read_corpus(settings: Settings) -> tuple[Placed, ...]:
    """Return the texts that an index is built from: those of the corpus, then those added.

    A digest is replaced by the official text that was fetched for it. Raises SourceError, also where an added document
    carries an id of the corpus.
    """
    corpus, library = corpus_folder(settings), library_folder(settings)
    official = {row.replaces: row for row in read_official(settings)}
    placed = []
    for row in read_manifest(corpus):
        fetched = official.get(row.id)
        # A text from another address than the one that the manifest names now is not the one that is meant.
        is_meant = fetched is not None and fetched.url == row.url
        placed.append(Placed(library, fetched) if fetched and is_meant else Placed(corpus, row))
    known = {each.row.id for each in placed}
    for row in read_library(settings):
        if row.id in known:
            hint = f"Take the added one away with `strategy ingest --remove {row.id}`, and add it under another id."
            raise SourceError(f"The added document {row.id!r} has the id of one in the corpus.", hint)
        placed.append(Placed(library, row))
    return tuple(placed)


def read_official(settings: Settings) -> tuple[Row, ...]:
    """Return the rows of the official texts that were fetched, none where none were. Raises SourceError."""
    folder = library_folder(settings)
    return read_manifest(folder, OFFICIAL) if (folder / OFFICIAL).exists() else ()


def read_manifest(folder: Path, name: str = "manifest.toml") -> tuple[Row, ...]:
    """Return the rows of a manifest in order. Raises SourceError naming what is wrong and where."""
    path = folder / name
    try:
        entries = tomllib.loads(path.read_bytes().decode()).get("documents", [])
    except OSError as error:
        hint = "Put the manifest.toml back, or let STRATEGY_CORPUS name a folder that has one, or unset it."
        raise SourceError(f"{path} cannot be read: {error.strerror}.", hint) from error
    except ValueError as error:  # of TOML or of UTF-8
        raise SourceError(f"{path} is not valid TOML: {error}.", "Correct that line.") from error
    if not isinstance(entries, list) or not entries:
        raise SourceError(f"{path} lists no documents.", "Add a [[documents]] row for each text.")
    rows = tuple(_row(f"{path}, document {number}", entry) for number, entry in enumerate(entries, start=1))
    counts = Counter(row.id for row in rows)
    twice = next((identifier for identifier, count in counts.items() if count > 1), None)
    if twice:
        raise SourceError(f"{path} has more than one document with the id {twice!r}.", "Give each its own id.")
    return rows


def checked(row: Row, where: str) -> Row:
    """Return a row that was made, not read. Raises SourceError as reading it would, naming it by `where`."""
    return _row(where, {name: value for name, value in asdict(row).items() if value is not None})


def corpus_sha256(rows: tuple[Row, ...]) -> str:
    """Return the hash of all that an index takes from the corpus: rows, hashes of the texts, the outline reader."""
    return sha256_of_text(json.dumps([OUTLINE_VERSION, *(_hashed(row) for row in rows)], sort_keys=True))


def _hashed(row: Row) -> dict[str, object]:
    """Return a row without what it leaves out of the fields that came later: their coming changed no index."""
    return {name: value for name, value in asdict(row).items() if value is not None or name not in _LATER}


def _row(where: str, entry: object) -> Row:
    if not isinstance(entry, Mapping):
        raise SourceError(f"{where} is not a table.", _COMPARE)
    for name in _REQUIRED:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise SourceError(f"{where} has no {name!r}.", _COMPARE)
    if not _ID.fullmatch(entry["id"]):
        hint = "Use lower-case letters, digits, '-', '.' and '_'."
        raise SourceError(f"{where}: the id {entry['id']!r} cannot be used.", hint)
    if not _SHA256.fullmatch(entry["sha256"]):
        raise SourceError(f"{where}: sha256 is not 64 hexadecimal digits.", "Copy what `sha256sum` prints for it.")
    _check_inside(where, entry["path"])
    required: dict[str, str] = {name: entry[name] for name in _REQUIRED}
    return Row(
        **required,
        post=_post(where, entry.get("post")),
        approved=_date(where, "approved", entry.get("approved")),
        updated=_date(where, "updated", entry.get("updated")),
        period=_period(where, entry.get("period")),
        authority=_authority(where, entry.get("authority")),
        replaces=_replaces(where, entry.get("replaces")),
        publisher=_name(where, "publisher", entry.get("publisher")),
        url=_url(where, entry.get("url")),
        **_questions(where, entry),
    )


def _check_inside(where: str, name: str) -> None:
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        hint = "Keep the texts beside the manifest."
        raise SourceError(f"{where}: the path {name!r} leaves the corpus folder.", hint)


def _questions(where: str, entry: Mapping[str, object]) -> dict[str, str]:
    names = ("questions", "questions_sha256")
    found = {name: value for name in names if isinstance(value := entry.get(name), str)}
    if not any(name in entry for name in names):
        return {}
    if len(found) < len(names) or not _SHA256.fullmatch(found["questions_sha256"]):
        raise SourceError(f"{where}: `questions` needs a file name, and `questions_sha256` its hash.", _COMPARE)
    _check_inside(where, found["questions"])
    return found


def _authority(where: str, value: object) -> str | None:
    if value is not None and value not in AUTHORITIES:
        raise SourceError(
            f"{where}: authority is {value!r}.", f"Write one of {', '.join(AUTHORITIES)}, or leave it out."
        )
    return value if isinstance(value, str) else None


def _replaces(where: str, value: object) -> str | None:
    if value is not None and not (isinstance(value, str) and _ID.fullmatch(value)):
        raise SourceError(f"{where}: replaces is no id: {value!r}.", "Write the id of the document that it supersedes.")
    return value if isinstance(value, str) else None


def _post(where: str, value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise SourceError(f"{where}: post is no name: {value!r}.", 'Write a name, as in "peru", or leave it out.')
    return value


def _name(where: str, field: str, value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise SourceError(f"{where}: {field} is no name: {value!r}.", "Write a name, or leave it out.")
    return value


def _url(where: str, value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or not value.startswith("https://")):
        hint = "Write the whole address, as in https://www.state.gov/…, or leave it out."
        raise SourceError(f"{where}: url is no https address: {value!r}.", hint)
    return value


def _date(where: str, name: str, value: object) -> str | None:
    """Return a date as ISO text; TOML knows dates, and ISO text in quotation marks is one too."""
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        hint = "Write year, month and day, as in 2020-02-07, or leave it out."
        raise SourceError(f"{where}: {name} is no date: {value!r}.", hint) from error


def _period(where: str, value: object) -> str | None:
    years = _YEARS.fullmatch(value) if isinstance(value, str) else None
    if value is None or (years and years[1] <= years[2]):
        return value if isinstance(value, str) else None
    hint = 'Write the first and the last year, as in "2018-2022", or leave it out.'
    raise SourceError(f"{where}: period is no span of years: {value!r}.", hint)
