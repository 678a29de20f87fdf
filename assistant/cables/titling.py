"""How alike words of a draft and titles of a strategy are: content words by their beginnings, rare ones counting more."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant import lexicon
from assistant.folding import fold
from assistant.schema import Section

NEARLY = 0.8
"""The share of a title's content words, in its order, that makes words of a draft the title."""
_IN_ORDER = 0.7
_FEWEST = 3
_STEM = 6
_SLACK = 6
_WORD = re.compile(r"u\.s\.|[a-z0-9]+(?:'[a-z]+)?")
_OWN = {"gop": ("govern", "peru"), "usg": ("u.s.",), "us": ("u.s.",), "tcos": ("tco",)}


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """Words of a text that are a title or nearly one: half-open interval, and the ref."""

    start: int
    end: int
    ref: str
    share: float


@dataclass(frozen=True, slots=True)
class _Title:
    ref: str
    stems: tuple[str, ...]
    length: int
    """In words, small ones too."""


class Titles:
    """The titles of some sections, ready to be compared with."""

    def __init__(self, titled: Iterable[tuple[str, str]]) -> None:
        self._titles = tuple(_Title(ref, stems_of(title), len(_WORD.findall(fold(title)))) for ref, title in titled)

    @classmethod
    def of(cls, sections: Iterable[Section]) -> "Titles":
        """Return the titles of sections, other wordings included."""
        return cls((s.ref, title) for s in sections for title in (s.title, *s.other_titles) if title)

    @cached_property
    def _weights(self) -> dict[str, float]:
        counts = Counter(stem for title in self._titles for stem in set(title.stems))
        return {stem: math.log(1 + len(self._titles) / count) for stem, count in counts.items()}

    def likeness(self, words: str) -> dict[str, float]:
        """Return for each ref the weighted share of the content words of `words` that its title has, 0 to 1."""
        stems = set(stems_of(words))
        most = max(self._weights.values(), default=1.0)
        total = sum(self._weights.get(stem, most) for stem in stems)
        found: dict[str, float] = {}
        for title in self._titles:
            shared = sum(self._weights[stem] for stem in stems & set(title.stems))
            found[title.ref] = max(found.get(title.ref, 0.0), shared / total if total else 0.0)
        return found

    def find(self, text: str) -> tuple[FoundTitle, ...]:
        """Return where `text` has a title or nearly, the best where two overlap, in reading order."""
        words = [(match.start(), match.end(), _stem(match.group())) for match in _WORD.finditer(fold(text))]
        small = lexicon.stopwords()
        words = [word for word in words if word[2] and word[2] not in small]
        found = [hit for title in self._titles if len(title.stems) >= _FEWEST for hit in _find(title, words)]
        chosen: list[FoundTitle] = []
        for hit in sorted(found, key=lambda each: (-each.share, each.start - each.end, each.ref)):
            if not any(hit.start < other.end and other.start < hit.end for other in chosen):
                chosen.append(hit)
        return tuple(sorted(chosen, key=lambda hit: hit.start))


def stems_of(words: str) -> tuple[str, ...]:
    """Return the beginnings of the content words of a text, in order."""
    small = lexicon.stopwords()
    found: list[str] = []
    for word in _WORD.findall(fold(words)):
        if word not in small:
            found += _OWN.get(word, (_stem(word),))
    return tuple(found)


def _stem(word: str) -> str:
    return word.removesuffix("'s")[:_STEM]


def _find(title: _Title, words: Sequence[tuple[int, int, str]]) -> Iterable[FoundTitle]:
    """Yield the windows of `words` that hold a title's stems, nearly all and nearly in order."""
    wanted = set(title.stems)
    places = [number for number, word in enumerate(words) if word[2] in wanted]
    span, position = title.length + _SLACK, 0
    while position < len(places):
        first = places[position]
        window = [n for n in places[position : position + len(title.stems) + _SLACK] if n - first < span]
        distinct = {words[n][2] for n in window}
        if len(distinct) >= NEARLY * len(wanted):
            longest = _in_order([words[n][2] for n in window], title.stems)
            if longest >= _IN_ORDER * len(title.stems):
                yield FoundTitle(words[window[0]][0], words[window[-1]][1], title.ref, len(distinct) / len(wanted))
                position += len(window)
                continue
        position += 1


def _in_order(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for a in left:
        previous = 0
        for column, b in enumerate(right, start=1):
            previous, row[column] = row[column], previous + 1 if a == b else max(row[column], row[column - 1])
    return row[-1]
