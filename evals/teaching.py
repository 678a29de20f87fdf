"""The project's own lessons: questions over the bundled strategy and over invented passages, as groups of passages.

A group is one question with the passages that hold its answer and some that only look like it: those that the
author named, those that BM25 ranks first, and now and then any other. The questions over the strategy are those that
were anticipated for it (`corpus/questions`); none of them comes near one of the report half.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.manifest import read_manifest
from assistant.schema import Section
from evals.baselines import Bm25
from evals.lessons import Lesson
from ingest.outline import read_sections
from ingest.questions import read_records
from ingest.sources import read_document

HARD = 8
"""How many passages BM25 proposes."""

Group = tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A passage cut into sentences, and the title of its section."""

    sentences: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over the strategy and where its answer stands; numbers are those of passages."""

    id: str
    wordings: tuple[str, ...]
    """One is drawn each time: a follow-up has what it leans on before it, or is put so that it stands alone."""
    answerable: bool
    golds: frozenset[str]
    """The sentences that answer."""
    holding: tuple[int, ...]
    """Passages with one of them."""
    near: tuple[int, ...]
    """Passages that the author took for tempting."""
    hard: tuple[int, ...]
    """Passages that BM25 ranks first, without those that hold an answer."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How many passages of each kind stand in a group."""

    holding: int
    hard: int
    hard_unanswerable: int
    other: float
    """The chance of one more passage that has nothing to do with the question."""
    titled: float


@dataclass(frozen=True, slots=True)
class Own:
    """All own lessons."""

    texts: tuple[Text, ...]
    asked: tuple[Asked, ...]
    missions: tuple[tuple[Text, tuple[Lesson, ...]], ...]
    """Invented passages, each with its questions."""

    def count(self) -> int:
        """Return the number of questions."""
        return len(self.asked) + sum(len(lessons) for _, lessons in self.missions)

    def groups(self, mix: Mix, chance: random.Random) -> list[Group]:
        """Return one group for each question, its wording and passages drawn."""
        return [*(self._group(asked, mix, chance) for asked in self.asked), *self._invented(mix, chance)]

    def _group(self, asked: Asked, mix: Mix, chance: random.Random) -> Group:
        question = chance.choice(asked.wordings)
        if chance.random() < 0.15:
            question = question.lower().rstrip("?")
        titled = chance.random() < mix.titled
        wrong = _some(asked.near, 2, chance)
        pool = [i for i in dict.fromkeys((*asked.near, *asked.hard)) if i not in wrong]
        wrong += _some(pool, mix.hard if asked.answerable else mix.hard_unanswerable, chance)
        if chance.random() < mix.other:
            rest = [i for i in range(len(self.texts)) if i not in asked.holding and i not in wrong]
            wrong += _some(rest, 1, chance)
        passages = [(i, asked.golds) for i in _some(asked.holding, mix.holding, chance)]
        passages += [(i, frozenset[str]()) for i in wrong]
        return tuple(_lesson(question, self.texts[i], golds, titled) for i, golds in passages)

    def _invented(self, mix: Mix, chance: random.Random) -> list[Group]:
        groups = []
        for place, (text, lessons) in enumerate(self.missions):
            for lesson in lessons:
                golds = frozenset(s for s, holds in zip(lesson.sentences, lesson.holds, strict=True) if holds)
                group = [_lesson(lesson.question, text, golds, chance.random() < 0.6)]
                if chance.random() < mix.other and len(self.missions) > 1:
                    other = chance.choice([i for i in range(len(self.missions)) if i != place])
                    group.append(_lesson(lesson.question, self.missions[other][0], frozenset(), False))
                groups.append(tuple(group))
        return groups


def _some(places: Sequence[int], count: int, chance: random.Random) -> list[int]:
    return list(places) if len(places) <= count else chance.sample(list(places), count)


def _lesson(question: str, text: Text, golds: frozenset[str], titled: bool) -> Lesson:
    holds = tuple(float(sentence in golds) for sentence in text.sentences)
    return Lesson(question, text.sentences, any(holds), holds, (), text.title if titled else "", "own")


def anticipated() -> Path:
    """Return the file of the questions over the bundled strategy."""
    return Path(str(files("corpus"))) / "questions" / "ics-peru-2020.jsonl"


def invented() -> Path:
    """Return the file of the invented passages with their questions."""
    return Path(str(files("evals"))) / "teaching" / "missions.jsonl"


def read_own(count: Callable[[str], int], questions: Path | None = None, missions: Path | None = None) -> Own:
    """Return the own lessons; `count` gives the word pieces of a text, passages are cut by it as for an index.

    Raises DatasetError if a lesson names a sentence that the strategy does not have.
    """
    texts = read_texts(count)
    places: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for sentence in text.sentences:
            places.setdefault(sentence, []).append(number)
    bm25 = Bm25(places)
    path = questions or anticipated()
    records = read_records(path.read_text(encoding="utf-8"), path.name)
    asked = tuple(_asked(record, texts, places, bm25) for _, record in records)
    return Own(texts, asked, tuple(_mission(record) for record in _records(missions or invented())))


def read_texts(count: Callable[[str], int]) -> tuple[Text, ...]:
    """Return the passages of the bundled corpus in order."""
    folder = Path(str(files("corpus")))
    sections: list[Section] = []
    for row in read_manifest(folder):
        sections += read_sections(read_document(folder, row), count)
    return tuple(
        Text(tuple(sentence.text for sentence in passage.sentences), section.title)
        for section in sections
        for passage in section.passages
    )


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _asked(record: dict[str, Any], texts: Sequence[Text], places: dict[str, list[int]], bm25: Bm25) -> Asked:
    golds = frozenset((*record["gold"], *record.get("also", ())))
    near = record.get("near", ())
    unknown = [sentence for sentence in (*golds, *near) if sentence not in places]
    if unknown:
        raise DatasetError(f"Lesson {record['id']} names a sentence that no document has: {unknown[0]!r}.")
    wordings = _wordings(record)
    holding = sorted({place for sentence in golds for place in places[sentence]})
    tempting = sorted({place for sentence in near for place in places[sentence]} - {*holding})
    best = [max(bm25.scores(wordings[-1], text.sentences), default=0.0) for text in texts]
    others = [place for place in range(len(texts)) if place not in holding]
    hard = tuple(sorted(others, key=lambda place: (-best[place], place))[:HARD])
    return Asked(record["id"], wordings, bool(golds), golds, tuple(holding), tuple(tempting), hard)


def _wordings(record: dict[str, Any]) -> tuple[str, ...]:
    question = record["question"]
    if record.get("history"):
        said = [turn["content"] for turn in record["history"] if turn["role"] == "user"]
        alone = record["standalone"]
        return f"{said[0]} {question}", f"{said[-1]} {question}", alone, alone
    return (record.get("english") or question,)


def _mission(record: dict[str, Any]) -> tuple[Text, tuple[Lesson, ...]]:
    text = Text(tuple(record["sentences"]), record["title"])
    return text, tuple(
        _lesson(asked["question"], text, frozenset(text.sentences[i] for i in asked["gold"]), True)
        for asked in record["questions"]
    )
