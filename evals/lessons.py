"""The public sets that the reader is trained on: questions with passages cut into sentences, as found.

The SQuAD articles of one residue (mod 4) and every fifth row of
ClapNQ and MTRAG-UN are held out: `making` never sees them.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.reading import split_sentences

SQUAD = "squad2-articles-1-8.jsonl.gz"
CLAPNQ = "clapnq-even.jsonl.gz"
MTRAG = "mtrag-un-nongovt.jsonl.gz"
FEVER = "fever-symmetric-dev.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, a passage, and what is known of them."""

    question: str
    sentences: tuple[str, ...]
    answerable: bool
    holds: tuple[float, ...] = ()
    """For each sentence the share of people who chose it; empty: not known."""
    spans: tuple[tuple[int, int, int], ...] = ()
    """Answers as (sentence, start, end), offsets within the sentence."""
    title: str = ""
    source: str = ""
    group: str = ""
    """What belongs together: one article, one conversation."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is taught and what is kept for reporting."""

    taught: tuple[Lesson, ...]
    held: tuple[Lesson, ...]


def read_lessons(folder: Path, residue: int = 3) -> Lessons:
    """Return all lessons of the tuning sets; `residue` (mod 4) names the SQuAD articles that are held out."""
    taught: list[Lesson] = []
    held: list[Lesson] = []
    articles: dict[str, int] = {}
    for record in _records(folder / SQUAD):
        index = articles.setdefault(record["article"], len(articles))
        (held if index % 4 == residue else taught).append(_from_squad(record))
    for index, record in enumerate(_records(folder / CLAPNQ)):
        (held if index % 5 == 4 else taught).append(_from_clapnq(record))
    for index, record in enumerate(_records(folder / MTRAG)):
        (held if index % 5 == 4 else taught).extend(_from_mtrag(record))
    taught += [_from_fever(record) for record in _records(folder / FEVER)]
    return Lessons(tuple(taught), tuple(held))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _from_squad(record: dict[str, Any]) -> Lesson:
    text = record["paragraph"]
    cuts = split_sentences(text)
    spans = set()
    for answer in record["answers"]:
        start = answer["start"]
        place = max(i for i, (begin, _) in enumerate(cuts) if begin <= start or i == 0)
        begin, end = cuts[place]
        spans.add((place, start - begin, min(start + len(answer["text"]), end) - begin))
    holding = {place for place, _, _ in spans}
    return Lesson(
        record["question"].strip(),
        tuple(text[start:end] for start, end in cuts),
        record["answerable"],
        tuple(float(i in holding) for i in range(len(cuts))),
        tuple(sorted(spans)),
        record["article"].replace("_", " "),
        "squad",
        record["article"],
    )


def _from_clapnq(record: dict[str, Any]) -> Lesson:
    golds = record["gold_sentences"]
    sentences = tuple(record["sentences"])
    holds = tuple(sum(sentence in gold for gold in golds) / max(1, len(golds)) for sentence in sentences)
    title = record["title"]
    return Lesson(record["question"], sentences, record["answerable"], holds, (), title, "clapnq", record["id"])


def _from_mtrag(record: dict[str, Any]) -> Iterator[Lesson]:
    """Yield one lesson for each context that a given answer leans on, or for each of an unanswerable task."""
    state = record["answerability"]
    state = state if isinstance(state, str) else state[0]
    if state not in {"ANSWERABLE", "UNANSWERABLE"}:
        return
    asked = [text for speaker, text in record["turns"] if speaker == "user"]
    question = " ".join(asked[-2:]) if len(asked[-1].split()) < 6 else asked[-1]
    wanted = set(words_of(str(record["target"])))
    for _, title, text in record["contexts"]:
        cuts = [text[start:end] for start, end in split_sentences(text)]
        sentences = tuple(" ".join(cut.split()) for cut in cuts if cut.strip())
        if not sentences:
            continue
        if state == "UNANSWERABLE":
            holds = (0.0,) * len(sentences)
        else:
            holds = tuple(float(_share(sentence, wanted) >= 0.6) for sentence in sentences)
            if not any(holds):
                continue
        yield Lesson(question, sentences, state == "ANSWERABLE", holds, (), title or "", "mtrag", record["domain"])


def _share(sentence: str, wanted: set[str]) -> float:
    words = set(words_of(sentence)) - COMMON
    return len(words & wanted) / len(words) if len(words) >= 4 else 0.0


def _from_fever(record: dict[str, Any]) -> Lesson:
    holds = record["label"] == "entailment"
    return Lesson(record["hypothesis"], (record["premise"],), holds, (float(holds),), (), "", "fever")


COMMON = frozenset(
    """a an and are as at be been by did do does for from had has have how in into is it its of on or that the their
    there these they this those to was were what when where which who whom whose why will with would""".split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"[a-z0-9]+", text.lower())
