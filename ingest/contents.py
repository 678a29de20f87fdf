"""Tables of contents: found so that they become neither sections nor text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.furniture import LINE, Furniture

_TITLE = re.compile(r"[\s#*_|]*(?:Table\s+of\s+)?Contents[\s:*_|]*", re.IGNORECASE)
_LEADER = re.compile(
    r"\S.*?(?:\.{3,}|(?:\s\.){3,}|…{2,}|_{4,}|(?:\.\s*…|…\s*\.)[.…\s]*)[.…\s_]*(?:\d{1,3}|[ivxl]{1,5})\s*\|?\s*"
)
_NUMBERED = re.compile(r"[\s|]*(?P<title>\S.*?\S)(?:\s+|\s*\|\s*)(?P<page>\d{1,3})[\s|]*")
_NO_ENTRY = re.compile(r"[.!?;]$")
_INLINE_TITLE = re.compile(r"(?:Table\s+of\s+Contents|TABLE\s+OF\s+CONTENTS)\s*:?\s+")
_INLINE_ENTRY = re.compile(
    r"(?P<title>(?:(?:\d{1,2}\.|[IVX]{1,4}\.|(?:(?:Mission|Management)\s+)?(?:Goal|Objective|GOAL|OBJECTIVE)\s+\d[\d.]*\s*[:|–—.-]?|Annex|Appendix)\s*)?"
    r"[A-Z][^\d.!?]{2,150}?)[\s.…_]*\s(?P<page>\d{1,3})(?=\s|$)\s*"
)
# A wrapped entry has its page number on the second or third line.
WRAP = 2
ROW_MAX = 300


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    end: int
    text: str


def find_contents(source: str, furniture: Sequence[Furniture]) -> tuple[tuple[int, int], ...]:
    """Return the intervals of `source` that are tables of contents, in order."""
    taken = {piece.start for piece in furniture}
    lines = [_entry(match) for match in LINE.finditer(source) if match.group().strip()]
    lines = [line for line in lines if line.start not in taken]
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        end = _end_of_table(lines, index)
        if end > index:
            found.append((lines[index].start, lines[end - 1].end))
        index = max(end, index + 1)
    return tuple(sorted(found + _inline(source, furniture, found)))


def _entry(match: re.Match[str]) -> _Entry:
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return _Entry(start, start + len(match.group().strip()), match.group().strip())


def _end_of_table(lines: Sequence[_Entry], first: int) -> int:
    """Return the index after the table that starts at `first`; `first` where none does."""
    titled = len(lines[first].text) < ROW_MAX and _TITLE.fullmatch(lines[first].text) is not None
    end, page, rows = first + titled, 0, 0
    names: set[str] = set()
    while end < len(lines):
        row = _next_row(lines, end, page, titled)
        # Where a chapter's name comes again, the chapter itself starts.
        if row is None or (rows and any(_name(line.text) in names for line in lines[end : row[0] + 1])):
            break
        names.add(_name(lines[end].text))
        end, page, rows = row[0] + 1, row[1], rows + 1
    # One line with dots may be a form's; a title alone is still no text.
    return end if rows >= 2 or titled else first


def _name(text: str) -> str:
    """Return what an entry or a heading is called: its letters, without numbers and dots."""
    return "".join(character for character in text.lower() if character.isalpha())


def _next_row(lines: Sequence[_Entry], start: int, page: int, titled: bool) -> tuple[int, int] | None:
    """Return the line that ends the entry that starts at `start`, and its page."""
    for index in range(start, min(start + WRAP + 1, len(lines))):
        text = lines[index].text
        if len(text) > ROW_MAX:
            return None
        if _LEADER.fullmatch(text):
            number = re.findall(r"\d+", text)
            return index, int(number[-1]) if number else page
        match = _NUMBERED.fullmatch(text)
        if titled and match and page <= int(match["page"]) <= page + 60 and len(match["title"]) < 160:
            return index, int(match["page"])
        if not titled or _NO_ENTRY.search(text) or len(text) > 140:
            return None
    return None


def _inline(source: str, furniture: Sequence[Furniture], found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the tables of contents that stand in running text, where a file has lost its line ends."""
    tables = []
    borders = [piece.start for piece in furniture]
    for match in _INLINE_TITLE.finditer(source):
        if any(start <= match.start() < end for start, end in found):
            continue
        limit = min((border for border in borders if border >= match.end()), default=len(source))
        end, page, first = match.end(), 0, ""
        while entry := _INLINE_ENTRY.match(source, end, limit):
            title = " ".join(entry["title"].split())
            # The chapter itself starts as its entry did.
            if not page <= int(entry["page"]) <= page + 60 or (first and title.startswith(first[:24])):
                break
            end, page, first = entry.end(), int(entry["page"]), first or title
        if first:
            tables.append((match.start(), end))
    return tables
