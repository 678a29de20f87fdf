"""Markdown: the file as it stands is the source text; its marks are named, so that reading texts leave them out.

No library gives the offsets of inline marks, and offsets are what a quote is made of. Only what changes a
sentence is looked for: headings, emphasis, links, code, quotes, tables, front matter, comments and tags.
"""

import re
from dataclasses import dataclass, field

from assistant.loading.sniffing import MARKDOWN
from assistant.loading.values import Limits, Loaded
from assistant.schema import Ranges

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r?\n|\r|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:[ \t]+|^)#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_TABLE_RULE = re.compile(r"[ \t]*(?=[^\n]*\|)\|?(?:[ \t]*:?-+:?[ \t]*\|?)+$")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n^][^\]\n]{0,200}\]:[ \t]*\S.*$")
_NOTE = re.compile(r" {0,3}(\[\^)[^\]\s]{1,50}(\]:)")
_EDGE_PIPE = re.compile(r"^[ \t]*\||\|[ \t]*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = r"(?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\n]*?[\"'])?\)|\[[^\]\n]{0,200}\])"
# One alternative for each mark inside a line; what stands in a named group `kept` stays to be read.
_MARKS = (
    re.compile(r"\\(?P<kept>[!-/:-@\[-`{-~])"),
    re.compile(r"(?P<ticks>`+)(?P<kept>[^`]+)(?P=ticks)(?!`)"),
    re.compile(rf"(?P<kept>)!\[[^\]]{{0,500}}\]{_TARGET}"),
    re.compile(r"\[\^(?P<kept>[^\]\s]{1,50})\]"),
    re.compile(r"<(?P<kept>(?:https?://|mailto:)[^<>\s]{1,2000})>"),
    re.compile(r"(?P<kept>)</?[A-Za-z][^<>]{0,500}>"),
    re.compile(rf"\[(?P<kept>(?:[^\[\]\\]|\\.){{1,1000}})\]{_TARGET}"),
)
_RUN = re.compile(r"\*+|_+|~~")


@dataclass(slots=True)
class _Found:
    """What the lines hold: marks, headings, and the pieces of text in which marks inside lines are looked for."""

    holes: list[tuple[int, int]] = field(default_factory=list)
    headings: list[tuple[int, int, int]] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    goes_on: bool = False
    """The last piece is a paragraph that the next line may go on with."""


def read(data: bytes, _: Limits) -> Loaded:
    """Return the text as it stands, with its headings and marks. `data` must be UTF-8."""
    text = data.decode()
    found = _by_line(text)
    for start, end in found.pieces:
        found.holes += _inline(text, start, end)
    return Loaded(text, MARKDOWN, headings=tuple(found.headings), markup=_merged(found.holes))


def _by_line(text: str) -> _Found:
    found = _Found()
    front = _FRONT_MATTER.match(text)
    at = front.end() if front else len(text) - len(text.removeprefix("\ufeff"))
    found.holes.append((0, at))
    fence = ""
    comments = [match.span() for match in _COMMENT.finditer(text)]
    found.holes += comments
    while at < len(text):
        after = next((end for start, end in comments if start < at < end), None)
        if after is not None:
            at = after
            continue
        match = _LINE.match(text, at)
        assert match is not None
        line = match.group().rstrip("\r\n")
        mark = _FENCE.match(line)
        if mark and (not fence or (line.strip().startswith(fence) and not line.strip(f" \t{fence[0]}"))):
            fence = "" if fence else mark.group(1)
            found.holes.append((at, at + len(line)))
            found.goes_on = False
        elif not fence:
            _line(text, at, at + len(line), found)
        at = match.end()
    return found


def _line(text: str, start: int, end: int, found: _Found) -> None:
    """Take in one line outside code."""
    quote = _QUOTE.match(text, start, end)
    if quote:
        found.holes.append(quote.span())
        start = quote.end()
    line = text[start:end]
    underline, heading = _UNDERLINE.match(line), _HEADING.match(line)
    if underline and found.goes_on:
        found.holes.append((start, end))
        found.headings.append((*found.pieces[-1], 1 if "=" in line else 2))
        found.goes_on = False
    elif not line.strip() or _RULE.match(line) or _TABLE_RULE.match(line) or _DEFINITION.match(line):
        found.holes.append((start, end))
        found.goes_on = False
    elif heading:
        closing = _CLOSING.search(line, heading.end())
        last = start + (closing.start() if closing else len(line.rstrip()))
        found.holes += [(start, start + heading.end()), (last, end)]
        found.headings.append((start + heading.end(), last, len(heading.group(1))))
        found.pieces.append((start + heading.end(), last))
        found.goes_on = False
    else:
        _text_line(text, start, end, found)


def _text_line(text: str, start: int, end: int, found: _Found) -> None:
    note, item = _NOTE.match(text, start, end), _ITEM.match(text, start, end)
    if note:
        found.holes += [note.span(1), note.span(2)]
        start = note.end()
    elif item:
        task = _TASK.match(text, item.end(), end)
        found.holes += [task.span()] if task else []
        start = task.end() if task else item.end()
    elif text[start:end].lstrip().startswith("|"):
        found.holes += [(start + a, start + b) for a, b in (m.span() for m in _EDGE_PIPE.finditer(text[start:end]))]
    elif found.goes_on:
        found.pieces[-1] = (found.pieces[-1][0], end)
        return
    found.pieces.append((start, end))
    found.goes_on = note is None and item is None


def _inline(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the marks inside one paragraph, heading or list item."""
    holes = [match.span() for match in _COMMENT.finditer(text, start, end)]
    taken = list(holes)
    for pattern in _MARKS:
        for match in pattern.finditer(text, start, end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            a, b = match.span("kept")
            holes += [(match.start(), a), (b, match.end())] if b > a else [match.span()]
            # Nothing is looked for in code; in a link's text there may be emphasis.
            is_link = pattern is _MARKS[-1]
            taken += [(match.start(), a), (b, match.end())] if is_link else [match.span()]
    return holes + _emphasis(text, start, end, taken)


def _emphasis(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the runs of asterisks, underscores and tildes that open and close something."""
    holes: list[tuple[int, int]] = []
    opened: list[list[int]] = []
    for match in _RUN.finditer(text, start, end):
        a, b = match.span()
        if any(low < b and a < high for low, high in taken):
            continue
        before, after = text[a - 1 : a] if a > start else "", text[b : b + 1] if b < end else ""
        is_word_mark = text[a] == "_" and before.isalnum() and after.isalnum()
        if before.strip() and not is_word_mark:
            a = _close(text, opened, a, b, holes)
        if a < b and after.strip() and not is_word_mark:
            opened.append([a, b])
    return holes


def _close(text: str, opened: list[list[int]], a: int, b: int, holes: list[tuple[int, int]]) -> int:
    """Pair a closing run with the runs opened before it; return where what is left of it starts."""
    while a < b:
        at = next((i for i in range(len(opened) - 1, -1, -1) if text[opened[i][0]] == text[a]), None)
        if at is None:
            break
        del opened[at + 1 :]
        opening = opened[at]
        size = min(opening[1] - opening[0], b - a)
        holes += [(opening[1] - size, opening[1]), (a, a + size)]
        opening[1] -= size
        a += size
        if opening[0] == opening[1]:
            opened.pop()
    return a


def _merged(holes: list[tuple[int, int]]) -> Ranges:
    """Return the intervals in order, those that touch as one, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hole for hole in holes if hole[0] < hole[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
