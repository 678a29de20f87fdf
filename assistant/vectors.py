"""The vectors of a generation, as .npy files that are mapped into memory and read where they are touched."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

PASSAGES = "passages.npy"
SENTENCES = "sentences.npy"
TOKENS = "tokens.npy"
STARTS = "token_starts.npy"

# Up to this many numbers (40 MB) the token vectors are widened once, when opened, and not at every question.
WIDENED_MAX = 10_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """All rows have length one."""

    passages: npt.NDArray[np.float32]
    """(passages, dimension)"""
    sentences: npt.NDArray[np.float32]
    """(sentences, dimension): the sentences of all passages, one passage after the other."""
    tokens: npt.NDArray[np.float16 | np.float32]
    """(tokens, dimension): the word pieces of all sentences. Stored in half precision: they are most of an index."""
    starts: npt.NDArray[np.int64]
    """(sentences + 1,): sentence i has tokens[starts[i] : starts[i + 1]], at least one."""

    def tokens_of(self, rows: list[int]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """Return the token vectors of some sentences, one after the other, and where each sentence begins there."""
        spans = [(int(self.starts[row]), int(self.starts[row + 1])) for row in rows]
        lengths = [end - start for start, end in spans]
        found = np.empty((sum(lengths), self.tokens.shape[1]), dtype=np.float32)
        begins = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        for begin, (start, end) in zip(begins, spans, strict=True):
            found[begin : begin + end - start] = self.tokens[start:end]
        return found, begins


def write_vectors(folder: Path, vectors: Vectors) -> None:
    """Write the four files into an existing folder. Raises OSError."""
    np.save(folder / PASSAGES, vectors.passages, allow_pickle=False)
    np.save(folder / SENTENCES, vectors.sentences, allow_pickle=False)
    np.save(folder / TOKENS, vectors.tokens, allow_pickle=False)
    np.save(folder / STARTS, vectors.starts, allow_pickle=False)


def read_vectors(folder: Path) -> Vectors:
    """Return the vectors of a generation, mapped read-only. Its files must be checked."""
    passages, sentences, tokens, starts = (
        np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (PASSAGES, SENTENCES, TOKENS, STARTS)
    )
    if tokens.size <= WIDENED_MAX:
        tokens = tokens.astype(np.float32)
    return Vectors(passages, sentences, tokens, starts)
