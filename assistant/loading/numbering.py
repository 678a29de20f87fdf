"""The numbers that Word writes before paragraphs: they stand in no paragraph's text and must be counted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

BULLET = "bullet"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How a list writes the numbers of one level."""

    kind: str
    """Word's name of it: `decimal`, `bullet`, `lowerLetter`, …"""
    text: str
    """With %1 for the number of the first level, and so on."""
    start: int
    is_legal: bool = False
    """All numbers in it in digits."""


@dataclass(slots=True)
class Counting:
    """Lists being counted from the start of a document to its end."""

    levels: Mapping[tuple[str, int], Level]
    """By the list's number and the level, from 0."""
    families: Mapping[str, str]
    """The family of a list: lists of one family go on counting."""
    starts: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """Where a list starts again whatever its family has counted."""
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """Count one item and return what stands before it, a space at the end; nothing for an unknown list."""
        shape = self.levels.get((number, level))
        if shape is None or shape.kind == "none":
            return ""
        if shape.kind == BULLET:
            return "• "
        family = self.families.get(number, number)
        key = (family, level)
        if (number, level) in self.starts and (number, level) not in self._begun:
            self._counts[key] = self.starts[number, level]
        else:
            self._counts[key] = self._counts[key] + 1 if key in self._counts else shape.start
        self._begun.add((number, level))
        for deeper in [other for other in self._counts if other[0] == family and other[1] > level]:
            del self._counts[deeper]
        shown = _PLACE.sub(lambda place: self._place(number, family, int(place.group(1)) - 1, shape), shape.text)
        return f"{shown.strip()} " if shown.strip() else ""

    def _place(self, number: str, family: str, level: int, shape: Level) -> str:
        own = self.levels.get((number, level))
        if own is None or own.kind == BULLET:
            return ""
        count = self._counts.setdefault((family, level), own.start)
        return str(count) if shape.is_legal else _WRITTEN.get(own.kind, str)(count)


def in_letters(number: int) -> str:
    """Return a, b, … z, aa, bb, … as Word counts."""
    if number < 1:
        return str(number)
    return _LETTERS[(number - 1) % 26] * min((number - 1) // 26 + 1, 9)


def in_roman(number: int) -> str:
    """Return a number in small roman numerals; in digits where there are none."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": in_letters,
    "upperLetter": lambda number: in_letters(number).upper(),
    "lowerRoman": in_roman,
    "upperRoman": lambda number: in_roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
}
