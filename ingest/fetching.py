"""The official texts, from the addresses in the manifest to files in the library; each replaces its digest at the next build.

Nothing is fetched unless an operator asks for it. What came is kept as it came, with its checksum, address and date.
"""

import hashlib
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.errors import FetchError, SourceError
from assistant.generations import sync
from assistant.loading import limits_of, load
from assistant.manifest import OFFICIAL, Row, library_folder
from assistant.settings import Settings
from ingest.downloading import LIMITS, PUBLIC, TYPES, Limits, Network, Reply, download, host_of

_FOLDER = "official"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An official text as it came."""

    id: str
    """Of the row that it replaces."""
    url: str
    """Where it came from in the end, redirects followed."""
    path: Path
    size: int
    """Bytes."""
    sha256: str
    fault: str
    """Why a build could not read it, so that the digest stays; empty where it replaces the digest."""


def fetchable(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows that name the address of an official text."""
    return tuple(row for row in rows if row.url)


def fetch(
    settings: Settings, row: Row, rows: Sequence[Row], limits: Limits = LIMITS, network: Network = PUBLIC
) -> Fetched:
    """Download the official text of a manifest row and keep it, to replace the row at the next build.

    `rows`: the manifest; only hosts that it names are asked. Raises FetchError, and changes nothing, where the text
    does not come as it should.
    """
    if not row.url:
        raise FetchError(f"{row.id} names no address of an official text.", "What is in use stays in use.")
    hosts = frozenset(host_of(each.url) for each in rows if each.url)
    reply = download(row.url, hosts, limits, network)
    try:
        return _keep(settings, row, reply)
    except OSError as error:
        where = library_folder(settings)
        hint = "Free some space, or make the folder writable."
        raise FetchError(f"The text could not be kept: {error.strerror or error} ({where}).", hint) from error


def _keep(settings: Settings, row: Row, reply: Reply) -> Fetched:
    library, sha256 = library_folder(settings), hashlib.sha256(reply.data).hexdigest()
    # Named by its content: the text that is in use stays whole until the row names the new one.
    name = f"{_FOLDER}/{row.id}-{sha256[:12]}{TYPES[reply.kind]}"
    (library / _FOLDER).mkdir(parents=True, exist_ok=True)
    _write(library / name, reply.data)
    kept = Fetched(row.id, reply.url, library / name, len(reply.data), sha256, "")
    try:
        load(library / name, limits_of(settings))
    except SourceError as error:
        # A row of a text that cannot be read would let the next build fail.
        return replace(kept, fault=error.message)
    official = replace(
        row,
        id=f"{row.id.removesuffix('-digest')}-official",
        path=name,
        title=row.title.partition(" (our digest")[0],
        sha256=sha256,
        authority="official",
        replaces=row.id,
    )
    _record(library / OFFICIAL, official, f"{reply.url}, fetched on {date.today().isoformat()}")
    for other in (library / _FOLDER).glob(f"{row.id}-{'?' * 12}.*"):
        if other != library / name:
            other.unlink(missing_ok=True)
    return kept


def _write(path: Path, data: bytes) -> None:
    """Write a file in one step: it is there whole or as it was."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".fetching-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    sync(path.parent)


def _record(manifest: Path, row: Row, origin: str) -> None:
    """Put a row into the manifest of the official texts, in place of an older one for the same text."""
    try:
        entries = tomllib.loads(manifest.read_bytes().decode()).get("documents", [])
    except (FileNotFoundError, ValueError):
        entries = []
    kept = [entry for entry in entries if isinstance(entry, dict) and entry.get("replaces") != row.replaces]
    fields = {name: getattr(row, name) for name in Row.__dataclass_fields__} | {"origin": origin}
    text = "".join(_table(entry) for entry in (*kept, {k: v for k, v in fields.items() if v is not None}))
    _write(manifest, text.encode())


def _table(entry: Mapping[str, object]) -> str:
    """Return a table of strings: JSON's escapes are TOML's too, and DEL is the one control that JSON leaves."""
    values = {name: json.dumps(str(value), ensure_ascii=False) for name, value in entry.items()}
    lines = [f"{name} = {value}" for name, value in values.items()]
    return "\n".join(["[[documents]]", *lines, "", ""]).replace("\x7f", "\\u007f")
