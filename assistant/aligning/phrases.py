"""The vectors of the themes' phrases, computed once for a model and kept in the cache, and how strongly a text takes after each theme."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.aligning.themes import themes
from assistant.index import Index

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

# Kernel ridge regression from phrases to themes: exp(SHARPNESS * (cosine - 1)), so that near phrases count more than a
# plain cosine lets them. Chosen on the tuning half; between 2 and 6 and a tenfold penalty little changes.
SHARPNESS = 2.0
PENALTY = 0.1


class Phrases:
    """The phrases of all themes as vectors. Immutable; may be shared by threads."""

    def __init__(self, vectors: "Floats", owners: "npt.NDArray[np.int64]", texts: Sequence[str]) -> None:
        self.vectors = vectors
        """(phrases, dimension), rows of length one."""
        self.texts = tuple(texts)
        self._owners = owners
        self._numbers = {theme.name: number for number, theme in enumerate(themes())}

    def rows(self, names: Iterable[str]) -> "npt.NDArray[np.int64]":
        """Return the rows of some themes' phrases, in ascending order."""
        return np.flatnonzero(np.isin(self._owners, [self._numbers[name] for name in names]))

    def numbers(self, names: Iterable[str]) -> list[int]:
        """Return the columns of some themes in `strengths`."""
        return sorted({self._numbers[name] for name in names})

    def without(self, rows: Iterable[int]) -> "Phrases":
        """Return the phrases but for some rows: what a text is measured with that those were taken from."""
        kept = np.setdiff1d(np.arange(len(self.texts)), list(rows))
        return Phrases(self.vectors[kept], self._owners[kept], [self.texts[row] for row in kept])

    def strengths(self, cosines: "Floats") -> "Floats":
        """Return how strongly texts take after each theme, about 0 to 1: (texts, themes).

        `cosines`: of each text with each phrase: (texts, phrases).
        """
        coefficients, middle = self._ridge
        return _kernel(cosines) @ coefficients + middle

    @cached_property
    def _ridge(self) -> "tuple[Floats, Floats]":
        targets = np.eye(len(self._numbers), dtype=np.float64)[self._owners]
        middle = targets.mean(axis=0)
        kernel = _kernel((self.vectors @ self.vectors.T).astype(np.float64))
        solved = np.linalg.solve(kernel + PENALTY * np.eye(len(kernel)), targets - middle)
        return solved.astype(np.float32), middle.astype(np.float32)


def read_phrases(index: Index) -> Phrases:
    """Return the phrases as the model of an index reads them. Raises ModelError."""
    texts, owners = [], []
    for number, theme in enumerate(themes()):
        own = [theme.name.rpartition("/")[2], *theme.phrases]
        texts += own
        owners += [number] * len(own)
    return Phrases(_kept(index, texts), np.array(owners, dtype=np.int64), texts)


def _kernel(cosines: "Floats") -> "Floats":
    return np.asarray(np.exp(SHARPNESS * (cosines - 1)))


def _kept(index: Index, texts: Sequence[str]) -> "Floats":
    digest = hashlib.sha256("\n".join([index.card.model_key, *texts]).encode()).hexdigest()
    path = index.cache_folder / "phrases" / f"{digest[:32]}.npy"
    vectors = _read(path, len(texts))
    if vectors is None:
        vectors = np.stack([index.encode(text) for text in texts]).astype(np.float32)
        _write(path, vectors)
    return vectors


def _read(path: Path, count: int) -> "Floats | None":
    """Return kept vectors, None where there are none or they are damaged: they are computed again."""
    try:
        vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    whole = vectors.dtype == np.float32 and vectors.ndim == 2 and len(vectors) == count
    return vectors if whole and np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3) else None


def _write(path: Path, vectors: "Floats") -> None:
    """Keep vectors for the next process; a folder that cannot be written costs only time."""
    aside = path.with_name(f"{path.stem}.{id(vectors)}.tmp.npy")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(aside, vectors)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
