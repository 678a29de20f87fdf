"""Source text to lines, with what a wrap, a page or an invisible character tore apart marked as holes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.reading import subtract
from assistant.schema import Ranges, reading_of
from ingest.furniture import BREAK, LINE

Holes = list[tuple[int, int]]

_END = rf"(?:\r\n|[{BREAK}])"
_HYPHEN_BREAK = re.compile(rf"(?<=[\w.])[-‐][ \t]*{_END}[ \t]*(?=\w)")
# Soft hyphens with the break after them, and characters without a width, are no one's text.
_INVISIBLE = re.compile(rf"\u00ad(?:[ \t]*{_END}[ \t]*)?|[\u200b\u2060\ufeff]")
_BREAKS = re.compile(_END)
# Longer than any word: as far as is looked back for the word that a line end divides.
_WORD_MAX = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds text: a half-open interval of the source text, without the white space at its end."""

    number: int
    """Which of the lines that hold text it is, from 0."""
    start: int
    end: int
    text: str
    """Its reading text."""
    after_blank: bool


def holes_of(source: str, left_out: Iterable[tuple[int, int]]) -> Holes:
    """Return what is no reading text: the intervals `left_out`, line ends inside words, invisible characters.

    Ordered, none touching another.
    """
    runs: Holes = []
    for start, end in sorted(left_out):
        # Whole lines with nothing but white space between them are one; marks inside a line are not.
        if runs and not source[runs[-1][1] : start].strip() and _opens_line(source, runs[-1][0]):
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return union(runs + _hyphen_breaks(source) + [match.span() for match in _INVISIBLE.finditer(source)])


def _opens_line(source: str, start: int) -> bool:
    before = source[max(0, start - 200) : start]
    return not (_BREAKS.split(before)[-1]).strip()


def union(intervals: Iterable[tuple[int, int]]) -> Holes:
    """Return intervals as ordered ones that do not touch."""
    joined: Holes = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def kept(start: int, end: int, holes: Holes) -> Ranges:
    """Return [start, end) without `holes`, which are ordered and do not touch."""
    first = bisect_right(holes, start, key=lambda hole: hole[1])
    last = bisect_left(holes, end, key=lambda hole: hole[0])
    return subtract(start, end, holes[first:last])


def _hyphen_breaks(source: str) -> Holes:
    """Return what to leave out at line ends: the break after a real hyphen, hyphen and break after a soft one.

    A hyphen is soft where the document has the joined word elsewhere and never the hyphenated one.
    """
    words = {word.lower() for word in re.findall(r"[\w.]+(?:-[\w.]+)*", source)}
    holes = []
    for match in _HYPHEN_BREAK.finditer(source):
        left = re.search(r"[\w.-]*$", source[max(0, match.start() - _WORD_MAX) : match.start()])
        right = re.match(r"[\w.]+", source[match.end() : match.end() + _WORD_MAX])
        first, second = (left.group() if left else ""), (right.group() if right else "")
        is_soft = f"{first}{second}".lower() in words and f"{first}-{second}".lower() not in words
        holes.append((match.start() + (0 if is_soft else 1), match.end()))
    return holes


def lines_of(source: str, holes: Holes) -> list[Line]:
    """Return the lines of `source` that hold text outside `holes`, in order."""
    lines: list[Line] = []
    after_blank = True
    for match in LINE.finditer(source):
        text = reading_of(source, kept(match.start(), match.end(), holes))
        between = source[lines[-1].end : match.start()] if lines else ""
        after_blank = after_blank or "\f" in between or len(_BREAKS.findall(between)) > 1
        if not text:
            # Furniture in the middle of a paragraph is no blank line, but the blank lines about it are.
            after_blank = after_blank or kept(match.start(), match.end(), holes) == ((match.start(), match.end()),)
            continue
        end = match.start() + len(match.group().rstrip())
        lines.append(Line(len(lines), match.start(), end, text, after_blank))
        after_blank = False
    return lines
