"""The cache of vectors: whatever happens to its file, a build goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.caching import Embedded, VectorCache


def embedded(value: float = 1.0) -> Embedded:
    return Embedded(np.array([value, 0], dtype=np.float32), np.array([[0, value]], dtype=np.float16))


def cache_of(path: Path) -> VectorCache:
    return VectorCache(path, "model", "fp32")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A cache that knows one text."""
    file = tmp_path / "cache" / "vectors.sqlite"
    cache = cache_of(file)
    cache.put("known", embedded())
    cache.close()
    return file


def test_what_was_kept_comes_back_bit_for_bit(path: Path) -> None:
    with closing(cache_of(path)) as cache:
        found = cache.get("known")
        assert found is not None
        assert found.vector.tobytes() == embedded().vector.tobytes()
        assert found.tokens.tobytes() == embedded().tokens.tobytes()
        assert cache.get("unknown") is None


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_half_a_cache_is_made_anew(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    with closing(cache_of(path)) as cache:
        cache.put("known", embedded(2.0))
        found = cache.get("known")
        assert found is not None
        assert found.vector[0] == 2.0


@pytest.mark.parametrize("value", [None, 7, "text", b"", b"\0" * 8])
def test_a_damaged_row_is_no_row(path: Path, value: object) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE vectors")
        database.execute("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector, tokens, sha256)")
        cache = cache_of(Path(":memory:"))
        database.execute("INSERT INTO vectors VALUES (?, ?, ?, ?)", (cache._key("known"), value, value, value))
        cache.close()
    with closing(cache_of(path)) as cache:
        assert cache.get("known") is None


def test_a_cache_that_another_build_writes_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.caching.WAIT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with closing(cache_of(path)) as cache:
            cache.put("new", embedded())
            assert cache.get("new") is not None
    with closing(cache_of(path)) as cache:
        assert cache.get("known") is not None


def test_where_no_cache_can_be_made_there_is_one_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with closing(cache_of(tmp_path / "file" / "vectors.sqlite")) as cache:
        cache.hold([("document", "text")])
        cache.put("text", embedded())
        assert cache.get("text") is not None
