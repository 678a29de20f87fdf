"""Vectors to passages: Chroma, and the exact scan that stands in for it. Owns chromadb.

Both give candidates; scores are always computed here, from the canonical vectors, so that which of them
answered never changes an answer. Chroma is queried by vectors only: a text query would build whatever
embedding function the store names.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.allocating import M_PERTURB, set_malloc
from assistant.errors import BuildError, IndexDamagedError

if TYPE_CHECKING:
    import numpy.typing as npt
    from chromadb import Collection
    from chromadb.api.client import Client

    Floats = npt.NDArray[np.float32]

COLLECTION = "passages"

# Up to 2,000 passages every one is looked at, so that nothing is missed: at Chroma's own settings (100, 100) 1 to 2 %
# of vectors did not find themselves; with these, recall was 1.0 at 1,500.
EF_CONSTRUCTION = 400
EF_SEARCH_MAX = 2_000

# Asked for beyond k: passages with equal vectors at the cut are then ordered by id, as everywhere.
TIE_MARGIN = 16

BEFORE_USE, NEVER = 0xFF, 0
"""New blocks are filled with the complement of this byte; with 0 they are left as they are."""

_REBUILD = "Run `strategy ingest`."

# What Chroma writes where no embedding function was given.
_NO_FUNCTION = ({"type": "legacy"}, {"type": "unknown"}, None)


class DenseStore:
    """An opened Chroma store; may be queried by several threads."""

    def __init__(self, client: "Client", collection: "Collection") -> None:
        self._client = client
        self._collection = collection
        self.count = collection.count()
        """Of the vectors that it holds."""

    def nearest(self, vector: "Floats", k: int) -> list[str]:
        """Return the ids of `k` passages near `vector` and a few more, by Chroma's own measure.

        Raises IndexDamagedError.
        """
        wanted = min(k + TIE_MARGIN, self.count)
        try:
            found = self._collection.query(query_embeddings=vector[np.newaxis], n_results=wanted, include=[])
        except BaseException as error:
            _pass_on(error)
            raise IndexDamagedError(f"The vector store does not answer: {error}.", _REBUILD) from error
        return list(found["ids"][0])

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()


def cosines(vectors: "Floats", vector: "Floats") -> "npt.NDArray[np.float64]":
    """Return the cosine of each row (n, d) with `vector` (d,), all of length one; shape (n,).

    Not a matrix product: BLAS may sum a row differently among other rows, and equal input must give equal bits.
    """
    return np.asarray(np.einsum("ij,j->i", vectors, vector, dtype=np.float64))


def ranked(ids: Sequence[str], scores: "npt.NDArray[np.float64]", k: int) -> list[tuple[str, float]]:
    """Return the best `k` of (id, score), by (score down, id up)."""
    pairs = ((ids[row], float(scores[row])) for row in range(len(ids)))
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]


def build_dense(folder: Path, ids: Sequence[str], vectors: "Floats") -> None:
    """Write a Chroma store of `vectors` (n, d) into `folder`. Raises BuildError."""
    width = max(1, min(len(ids), EF_SEARCH_MAX))
    hnsw: Any = {"space": "cosine", "ef_construction": EF_CONSTRUCTION, "ef_search": width}
    try:
        with _clean_memory(), closing(_client(folder)) as client:
            collection = client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": hnsw})
            step = client.get_max_batch_size()
            for start in range(0, len(ids), step):
                collection.add(ids=list(ids[start : start + step]), embeddings=vectors[start : start + step])
    except BaseException as error:
        _pass_on(error)
        hint = "Free some space and run `strategy ingest` again."
        raise BuildError(f"The vector store could not be written: {error}.", hint) from error


@contextmanager
def _clean_memory() -> Iterator[None]:
    """Let glibc zero what it gives out in the block; elsewhere do nothing.

    Chroma writes rows that it has made and not used as the memory was: pieces of any text that this process has read,
    of documents too that were removed.
    """
    set_malloc(M_PERTURB, BEFORE_USE)
    try:
        yield
    finally:
        set_malloc(M_PERTURB, NEVER)


def open_dense(folder: Path, count: int) -> DenseStore:
    """Return the store of `count` vectors in `folder`, which Chroma changes by opening it.

    Raises IndexDamagedError when it does not open, holds another number, or names an embedding function.
    """
    _refuse_embedding_function(folder / "chroma.sqlite3")
    try:
        with _clean_memory():
            client = _client(folder)
            store = DenseStore(client, client.get_collection(COLLECTION, embedding_function=None))
    except BaseException as error:
        _pass_on(error)
        raise IndexDamagedError(f"The vector store does not open: {error}.", _REBUILD) from error
    if store.count != count:
        store.close()
        raise IndexDamagedError(f"The vector store holds {store.count} passages, not {count}.", _REBUILD)
    return store


def _pass_on(error: BaseException) -> None:
    """Raise what is not Chroma's: its exceptions share no base, and a panic of its native code is not an Exception."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error


def _client(folder: Path) -> "Client":
    # Imported here: it takes most of a second, and outline answers do not need it.
    import chromadb
    from chromadb.config import Settings

    client: Any = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    return client  # type: ignore[no-any-return]


def _refuse_embedding_function(path: Path) -> None:
    """Read the configuration that Chroma would act on, without Chroma. Its two columns are of version 1.5.9."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT name, config_json_str, schema_str FROM collections").fetchall()
            metadata = database.execute("SELECT count(*) FROM collection_metadata").fetchone()[0]
        stored = [json.loads(text) for _, *texts in rows for text in texts if text]
    except (sqlite3.Error, ValueError) as error:
        raise IndexDamagedError(f"The vector store cannot be read: {error}.", _REBUILD) from error
    named = [function for each in stored for function in _embedding_functions(each) if function not in _NO_FUNCTION]
    if named or metadata or [name for name, *_ in rows] != [COLLECTION]:
        raise IndexDamagedError("The vector store is not one that we wrote, so it is not opened.", _REBUILD)


def _embedding_functions(stored: object) -> Iterator[object]:
    if isinstance(stored, dict):
        for name, value in stored.items():
            if name == "embedding_function":
                yield value
            else:
                yield from _embedding_functions(value)
    elif isinstance(stored, list):
        for value in stored:
            yield from _embedding_functions(value)
