"""Vectors that were computed before, by (model, precision, text): a build embeds only what is new.

Nothing here is needed: what is damaged or cannot be written is left out and computed again. Which documents hold a
text stands beside it, so that a document that is removed takes along what nothing else holds.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.errors import BuildError

CACHE = "vectors.sqlite"

# How long another process that writes into the same cache is waited for.
WAIT_S = 5.0

_TABLES = (
    "CREATE TABLE IF NOT EXISTS vectors"
    " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, tokens BLOB NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS holders (document TEXT, key BLOB, PRIMARY KEY (document, key)) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A text's vectors, each of length one."""

    vector: npt.NDArray[np.float32]
    """(dimension,)"""
    tokens: npt.NDArray[np.float16]
    """(word pieces, dimension), the two special ones left out; a row of zeros where a text has no other."""


class VectorCache:
    """A SQLite file of embedded texts, used by one build at a time."""

    def __init__(self, path: Path, model_key: str, precision: str) -> None:
        self._prefix = f"{model_key}/{precision}/"
        self._database = _opened(path)

    def get(self, text: str) -> Embedded | None:
        """Return what was embedded for a text, None if it was not or is damaged."""
        try:
            query = "SELECT vector, tokens, sha256 FROM vectors WHERE key = ?"
            row = self._database.execute(query, (self._key(text),)).fetchone()
        except sqlite3.Error:
            return None
        # A damaged row may hold values of any kind.
        is_whole = row is not None and isinstance(row[0], bytes) and isinstance(row[1], bytes)
        if not is_whole or _digest(row[0], row[1]) != row[2]:
            return None
        vector = np.frombuffer(row[0], dtype=np.float32)
        return Embedded(vector, np.frombuffer(row[1], dtype=np.float16).reshape(-1, len(vector)))

    def put(self, text: str, embedded: Embedded) -> None:
        """Keep what was embedded for a text, so that a build that is killed goes on from there."""
        vector, tokens = embedded.vector.tobytes(), embedded.tokens.tobytes()
        row = (self._key(text), vector, tokens, _digest(vector, tokens))
        try:
            with self._database:
                self._database.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error:
            return

    def hold(self, texts: Iterable[tuple[str, str]]) -> None:
        """Keep which document holds which text, as (document id, text)."""
        rows = {(document, self._key(text)) for document, text in texts}
        try:
            with self._database:
                self._database.executemany("INSERT OR IGNORE INTO holders VALUES (?, ?)", sorted(rows))
        except sqlite3.Error:
            return

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256((self._prefix + text).encode()).digest()


def forget(folder: Path, documents: Collection[str]) -> int:
    """Delete from the cache in `folder` all vectors that only these documents hold, or none; return how many.

    Their bytes are gone from the file too. A cache that cannot be read is deleted whole. Raises BuildError where that
    is not possible.
    """
    path = folder / CACHE
    try:
        if not path.exists():
            return 0
        try:
            with closing(_open(path)) as database:
                return _without(database, documents)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            path.unlink()
            return 0
    except (OSError, sqlite3.Error) as error:
        raise BuildError(
            f"The vectors of {', '.join(sorted(documents))} are still in {path}: {error}.",
            "Wait until no build is running and make the file writable, or delete it: it can be made again.",
        ) from error


def _without(database: sqlite3.Connection, documents: Collection[str]) -> int:
    # What is deleted is overwritten in the file, and what is left moves together.
    database.execute("PRAGMA secure_delete = ON")
    with database:
        database.executemany("DELETE FROM holders WHERE document = ?", [(document,) for document in sorted(documents)])
        gone = database.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM holders)").rowcount
    database.execute("VACUUM")
    return gone


def _opened(path: Path) -> sqlite3.Connection:
    """Return the cache in a file, made anew where it is damaged, or one in memory where that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(path)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            path.unlink()
            return _open(path)
    except (OSError, sqlite3.Error):
        return _open(":memory:")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Say whether the file is at fault: an operational error is one of the disk, or of somebody else at work in it."""
    return not isinstance(error, sqlite3.OperationalError)


def _open(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=WAIT_S)
    try:
        # A text lost in a power cut is embedded again.
        database.execute("PRAGMA synchronous = OFF")
        for table in _TABLES:
            database.execute(table)
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _digest(*blobs: bytes) -> bytes:
    return hashlib.sha256(b"".join(blobs)).digest()
