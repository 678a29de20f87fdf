"""Vectors that were computed before, by (model, precision, text): a build embeds only what is new.

Nothing here is needed: what is damaged or cannot be written is left out and computed again.
"""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors"
    " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, tokens BLOB NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID"
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
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _open(path)
        except sqlite3.Error:
            path.unlink(missing_ok=True)
            self._database = _open_or_none(path) or _open(":memory:")

    def get(self, text: str) -> Embedded | None:
        """Return what was embedded for a text, None if it was not or is damaged."""
        try:
            query = "SELECT vector, tokens, sha256 FROM vectors WHERE key = ?"
            row = self._database.execute(query, (self._key(text),)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or _digest(row[0], row[1]) != row[2]:
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

    def keep_only(self, texts: Iterable[str]) -> None:
        """Delete what was embedded for any other text, by any model, so that not a byte of it stays in the file."""
        keys = [(self._key(text),) for text in texts]
        try:
            with self._database:
                self._database.execute("PRAGMA secure_delete = ON")
                self._database.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
                self._database.executemany("INSERT OR IGNORE INTO kept VALUES (?)", keys)
                self._database.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)")
            self._database.execute("VACUUM")
        except sqlite3.Error as error:
            raise OSError(f"the cache could not be cleaned: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256((self._prefix + text).encode()).digest()


def _open_or_none(path: Path) -> sqlite3.Connection | None:
    try:
        return _open(path)
    except sqlite3.Error:
        return None


def _open(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        # A text lost in a power cut is embedded again.
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_TABLE)
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _digest(*blobs: bytes) -> bytes:
    return hashlib.sha256(b"".join(blobs)).digest()
