"""Questions that were anticipated: written for a text beforehand, each with the sentences that answer it, or with none.

A text is found by what it says; a question in quite other words is found better by another question that means the
same (document expansion by queries: Nogueira and others 2019, arXiv:1904.08375). They find and weigh sentences; they
are never quoted, and what they know of is said with the text's own words or not at all.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.schema import Anticipated

QUESTIONS = "questions.json"
VECTORS = "questions.npy"

# Half precision on the disk, widened a piece at a time: all at once would be twice as much memory as the index.
PIECE = 1024

CLOSELY = 0.6
"""Questions on one topic have such a cosine; those that mean the same have more."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near anticipated questions come to one that is asked; cosines, 0 where there is none."""

    by_row: Floats
    """(sentences,): of the nearest question that each sentence answers; not a number for a document without questions."""
    unanswered: float
    """Of the nearest question that has no answer."""


class Anticipations:
    """The anticipated questions of some documents, against the sentences of an index. May be shared by threads."""

    def __init__(
        self,
        questions: Sequence[Anticipated],
        vectors: npt.NDArray[np.float16],
        sentences: Sequence[tuple[str, str]],
    ) -> None:
        """`vectors`: (questions, dimension), rows of length one. `sentences`: (document, text) in row order."""
        self._questions = tuple(questions)
        self._vectors = vectors
        known = {asked.document for asked in self._questions}
        self._is_known = np.array([document in known for document, _ in sentences], dtype=bool)
        rows: dict[tuple[str, str], list[int]] = {}
        for row, sentence in enumerate(sentences):
            rows.setdefault(sentence, []).append(row)
        pairs = [
            (number, row)
            for number, asked in enumerate(self._questions)
            for answer in asked.answers
            for row in rows.get((asked.document, answer), ())
        ]
        self._pairs = np.array(pairs, dtype=np.int64).reshape(-1, 2)

    def __len__(self) -> int:
        """Return the number of questions."""
        return len(self._questions)

    @cached_property
    def _unanswered(self) -> npt.NDArray[np.int64]:
        return np.array([number for number, asked in enumerate(self._questions) if not asked.answers], dtype=np.int64)

    def nearness(self, vectors: Sequence[Floats]) -> Nearness:
        """Return how near they come to a question in any of its wordings, given as vectors of length one."""
        by_row = np.where(self._is_known, np.float32(0), np.float32(np.nan))
        if not self._questions:
            return Nearness(by_row, 0.0)
        cosines = self._cosines(np.stack(vectors))
        np.maximum.at(by_row, self._pairs[:, 1], cosines[self._pairs[:, 0]])
        return Nearness(by_row, float(cosines[self._unanswered].max(initial=0.0)))

    def _cosines(self, wordings: Floats) -> Floats:
        pieces = range(0, len(self._questions), PIECE)
        return np.concatenate(
            [(self._vectors[at : at + PIECE].astype(np.float32) @ wordings.T).max(axis=1) for at in pieces]
        )

    def within(self, documents: frozenset[str], sentences: Sequence[tuple[str, str]]) -> "Anticipations":
        """Return those of some documents, against the sentences of these."""
        kept = [number for number, asked in enumerate(self._questions) if asked.document in documents]
        # All of them are usual, and a copy would be as large as the file.
        vectors = self._vectors if len(kept) == len(self._questions) else self._vectors[kept]
        return Anticipations([self._questions[number] for number in kept], vectors, sentences)


def write_anticipated(folder: Path, questions: Sequence[Anticipated], vectors: npt.NDArray[np.float16]) -> None:
    """Write questions and their vectors into a generation's folder. Raises OSError."""
    records = [[asked.document, asked.question, list(asked.answers)] for asked in questions]
    text = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    np.save(folder / VECTORS, vectors, allow_pickle=False)


def read_questions(folder: Path) -> list[Anticipated]:
    """Return the anticipated questions of a generation, without their vectors. Its file must be checked."""
    records = json.loads((folder / QUESTIONS).read_bytes())
    # One sentence answers many questions: it is held once.
    held: dict[str, str] = {}
    return [
        Anticipated(document, question, tuple(held.setdefault(answer, answer) for answer in answers))
        for document, question, answers in records
    ]


def read_anticipated(folder: Path, sentences: Sequence[tuple[str, str]]) -> Anticipations:
    """Return the anticipated questions of a generation; `sentences`: (document, text) in row order. Files must be checked."""
    return Anticipations(
        read_questions(folder), np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False), sentences
    )
