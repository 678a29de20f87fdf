"""Two columns on shared lines, as a table's or footnotes' are extracted: each column's lines together again.

Columns are told by what opens them: a wide gap, and after it the number of a footnote or a goal's or an objective's
heading, with the same at the line's start. They go on to the next blank line.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.headings import heading_at
from ingest.lines import Line
from ingest.notes import note_at, number_of

_GAP = re.compile(r"[^\S\n]{3,}(?=\S)")


def in_order(source: str, lines: Sequence[Line], marks: frozenset[int]) -> list[Line]:
    """Return `lines` with the halves of those in columns as lines of their own, the left column's first.

    `marks`: the numbers of footnote marks in the text.
    """
    ordered: list[Line] = []
    index = 0
    while index < len(lines):
        gap = _opening_gap(source, lines[index], marks)
        end = index + 1
        if gap is not None:
            column = gap - lines[index].start
            while end < len(lines) and not lines[end].after_blank:
                end += 1
            halves = [_halves(source, line, column) for line in lines[index:end]]
            left, right = [half for half, _ in halves if half], [half for _, half in halves if half]
            ordered += [*left, replace(right[0], after_blank=True), *right[1:]]
        else:
            ordered.append(lines[index])
        index = end
    return _numbered(ordered, {line.start: line.end for line in lines})


def _numbered(lines: Sequence[Line], whole: dict[int, int]) -> list[Line]:
    """Return lines numbered so that only whole ones that follow one another have numbers that do."""
    numbered: list[Line] = []
    number = -1
    for line in lines:
        is_whole = whole.get(line.start) == line.end
        number += 1 if is_whole and (not numbered or numbered[-1].start < line.start) else 2
        numbered.append(replace(line, number=number))
        number += 0 if is_whole else 1
    return numbered


def _opening_gap(source: str, line: Line, marks: frozenset[int]) -> int | None:
    """Return where the right column starts on the line that opens two columns."""
    for gap in _GAP.finditer(source, line.start, line.end):
        left, right = source[line.start : gap.start()].strip(), source[gap.end() : line.end]
        if not left:
            continue
        one, other = note_at(left), note_at(right)
        if one and other and {number_of(one), number_of(other)} <= marks:
            return gap.end()
        if heading_at(left) and heading_at(right):
            return gap.end()
    return None


def _halves(source: str, line: Line, column: int) -> tuple[Line | None, Line | None]:
    """Return what of a line stands in the left and in the right column."""
    text = source[line.start : line.end]
    indent = len(text) - len(text.lstrip())
    gaps = [gap for gap in _GAP.finditer(text) if gap.start() >= indent]
    if gaps:
        # Columns waver by some characters.
        gap = min(gaps, key=lambda gap: abs(gap.end() - column))
        return _part(source, line, 0, gap.start()), _part(source, line, gap.end(), len(text))
    return (None, line) if 2 * indent > column else (line, None)


def _part(source: str, line: Line, start: int, end: int) -> Line:
    text = " ".join(source[line.start + start : line.start + end].split())
    return replace(line, start=line.start + start, end=line.start + end, text=text)
