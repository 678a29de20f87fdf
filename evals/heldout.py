"""How well scores tell, on lessons that were not taught, which sentence answers and whether any does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assistant.reader import Reader
from evals.baselines import Bm25
from evals.lessons import Lesson

Floats = npt.NDArray[np.float64]
Row = dict[str, str | float]

SOURCES = ("squad", "clapnq")
LONG = "clapnq"
"""The set with several right sentences to a question: F1 is measured on it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What someone gives to lessons: each sentence's score, and (lessons,) each passage's."""

    sentences: list[Floats]
    passages: Floats


@dataclass(frozen=True, slots=True)
class Exam:
    """The lessons that numbers are given for, and those that a threshold is fixed on; none has its title."""

    held: tuple[Lesson, ...]
    taught: tuple[Lesson, ...]

    def texts(self) -> list[str]:
        """Return every question and sentence once, sorted."""
        return sorted({text for each in (*self.held, *self.taught) for text in (each.question, *each.sentences)})


def make_exam(held: Sequence[Lesson], taught: Sequence[Lesson]) -> Exam:
    """Return the lessons of the sets that are measured."""
    return Exam(_untitled(held, SOURCES), _untitled(taught, (LONG,)))


def _untitled(lessons: Sequence[Lesson], sources: Sequence[str]) -> tuple[Lesson, ...]:
    return tuple(replace(lesson, title="") for lesson in lessons if lesson.source in sources)


def bm25_scores(lessons: Sequence[Lesson], bm25: Bm25) -> Scores:
    """Return the scores of plain BM25: the best sentence's is the passage's."""
    return _by_best([np.array(bm25.scores(lesson.question, lesson.sentences)) for lesson in lessons])


def cosine_scores(lessons: Sequence[Lesson], vectors: Mapping[str, npt.NDArray[np.float32]]) -> Scores:
    """Return the cosines of question and sentences: the best sentence's is the passage's."""
    return _by_best(
        [np.array([float(vectors[each.question] @ vectors[s]) for s in each.sentences]) for each in lessons]
    )


def reader_scores(lessons: Sequence[Lesson], reader: Reader) -> Scores:
    """Return what the product's reader gives, its graph opened as it is when it serves."""
    read = [reader.logits(lesson.question, lesson.sentences) for lesson in lessons]
    return Scores([np.array(sentences) for sentences, _ in read], np.array([passage for _, passage in read]))


def _by_best(sentences: list[Floats]) -> Scores:
    return Scores(sentences, np.array([each.max() for each in sentences]))


def auroc(scores: Floats, labels: npt.NDArray[np.bool_]) -> float:
    """Return the chance that an answerable lesson scores above another one."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    right = int(labels.sum())
    return float((ranks[labels].sum() - right * (right + 1) / 2) / (right * (len(labels) - right)))


def overlap(chosen: set[int], gold: set[int]) -> float:
    """Return F1 of two sets of sentences."""
    return 2 * len(chosen & gold) / (len(chosen) + len(gold)) if chosen or gold else 1.0


def pick(scores: Floats, threshold: float) -> set[int]:
    """Return the best sentence and those whose score is above the threshold."""
    return {int(scores.argmax())} | {i for i, score in enumerate(scores) if score >= threshold}


def sentence_f1(scores: Sequence[Floats], lessons: Sequence[Lesson], threshold: float) -> float:
    """Return the mean F1 over answerable lessons, against all sentences that anyone chose."""
    marks = [
        overlap(pick(each, threshold), {i for i, holds in enumerate(lesson.holds) if holds})
        for each, lesson in zip(scores, lessons, strict=True)
        if lesson.answerable and any(lesson.holds)
    ]
    return float(np.mean(marks))


def best_threshold(scores: Sequence[Floats], lessons: Sequence[Lesson]) -> float:
    """Return the threshold of the best F1."""
    grid = np.quantile(np.concatenate(list(scores)), np.linspace(0.2, 0.95, 76))
    return float(max(grid, key=lambda t: sentence_f1(scores, lessons, float(t))))


def measure(name: str, score: Callable[[Sequence[Lesson]], Scores], exam: Exam) -> Row:
    """Return the held-out numbers of one way to score; the threshold of F1 is fixed on the taught lessons."""
    held = score(exam.held)
    row: Row = {"name": name}
    for source in SOURCES:
        rows = [i for i, lesson in enumerate(exam.held) if lesson.source == source]
        lessons, sentences = [exam.held[i] for i in rows], [held.sentences[i] for i in rows]
        labels = np.array([lesson.answerable for lesson in lessons])
        row[f"{source} answerability AUROC"] = round(auroc(held.passages[rows], labels), 3)
        hits = [x.holds[int(s.argmax())] > 0 for x, s in zip(lessons, sentences, strict=True) if x.answerable]
        row[f"{source} best sentence right"] = round(float(np.mean(hits)), 3)
        if source == LONG:
            threshold = best_threshold(score(exam.taught).sentences, exam.taught)
            row[f"{source} sentence F1"] = round(sentence_f1(sentences, lessons, threshold), 3)
    return row


def table(rows: Sequence[Row]) -> list[str]:
    """Return rows as the lines of a Markdown table."""
    names = list(rows[0])
    lines = [f"| {' | '.join(' ' if name == 'name' else name for name in names)} |", "|---" * len(names) + "|"]
    return lines + [f"| {' | '.join(str(row[name]) for name in names)} |" for row in rows]
