"""What a page carries beside its text: running heads and feet, page numbers, approval and release marks.

Such lines may stand in the middle of a sentence. They are no passage's reading text; those that say
something about the document itself become its `About` section.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.chapters import chapter_at
from ingest.cutting import goes_on
from ingest.headings import heading_at
from ingest.inline_furniture import find_inline
from ingest.labels import label_at

BREAK = r"\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
"""The characters that end a line, for a set in a pattern."""
LINE = re.compile(rf"[^{BREAK}]+")
_DATE = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},?\s+\d{4}|"
    r"\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{4}|"
    r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_PAGE = r"(?:p\s?a\s?g\s?e\s*\|?\s*)?(?<![\d.,])\d{1,4}(?![\d,]|\.\d)(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*\|?\s*p\s?a\s?g\s?e\b)?|[-–—]\s*\d{1,4}\s*[-–—]"
_RELEASE = (
    r"(?:approved\s+)?for\s+(?:public|official)\s+(?:release|use(?:\s+only)?)|unclassified(?:\s*//?\s*for\s+\w+\s+\w+(?:\s+only)?)?|"
    r"sensitive but unclassified"
)
_DATED = (
    rf"(?:(?:originally|reviewed\s+and|last)\s+)?(?:approved|updated|revised|reviewed|published|released|issued)"
    rf"(?:\s+on)?\s*:?\s+{_DATE}"
)
_PIECE = re.compile(rf"(?P<said>{_RELEASE}|{_DATED})|(?P<page>{_PAGE})", re.IGNORECASE)
_PIECES = re.compile(rf"(?:(?:{_RELEASE}|{_DATED}|{_PAGE})[\s|•·–—-]*)+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_TERMINAL = re.compile(r"[.!?:;,]$")
# What counts something else than pages: "Pillar 2" may stand alone on its line too.
_COUNTED = re.compile(
    r"\b(?:section|chapter|part|pillar|phase|tier|article|annex|appendix|figure|table|step|priority)\s+\d",
    re.IGNORECASE,
)
# A line of any wording that recurs this often, alone between blank lines or at a page's edge, is a running head.
REPEATS = 3
HEAD_MAX = 100
# A text of which more lines than this stand between blank ones is set with wide spaces.
SPACED = 0.7
# A page holds at least this many characters.
PAGE_MIN = 300


@dataclass(frozen=True, slots=True)
class Furniture:
    """One piece of page furniture, as a half-open interval of the source text without its outer white space."""

    start: int
    end: int
    is_page_number: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    is_apart: bool
    """Alone between blank lines."""
    is_below_blank: bool
    is_beside: bool
    """With a blank line on one side at least."""
    is_edge: bool
    """Among the first or last lines of a page."""


def find_furniture(source: str, pages: Sequence[int] = ()) -> tuple[Furniture, ...]:
    """Return the pieces of `source` that are page furniture, in order.

    `pages`: the offsets at which pages start, where the format tells.
    """
    lines = _lines(source, pages)
    heads = _running_heads(lines)
    numbers = _page_numbers(lines)
    found = []
    for index, line in enumerate(lines):
        pieces = (
            len(line.text) < 2 * HEAD_MAX
            and _PIECES.fullmatch(line.text)
            and list(_PIECE.finditer(source, line.start, line.end))
        )
        only_number = line.text.isdigit()
        if pieces and (any(piece["said"] for piece in pieces) or (len(pieces) == 1 and not only_number)):
            found += [Furniture(*piece.span(), piece["page"] is not None) for piece in pieces]
        elif only_number and index in numbers:
            found.append(Furniture(line.start, line.end, True))
        elif index in heads:
            found.append(Furniture(line.start, line.end, False))
    inline = find_inline(source, [(line.start, line.end) for line in lines])
    return tuple(sorted([*found, *(Furniture(*piece) for piece in inline)], key=lambda piece: piece.start))


def _lines(source: str, pages: Sequence[int]) -> list[_Line]:
    matches = [match for match in LINE.finditer(source) if match.group().strip()]
    borders = sorted({*pages, *(match.end() for match in re.finditer("\f", source))})
    page_of = [bisect_left(borders, match.start() + 1) for match in matches]
    lines = []
    for index, match in enumerate(matches):
        near = [page_of[other] for other in (index - 2, index + 2) if 0 <= other < len(matches)]
        is_edge = bool(borders) and (len(near) < 2 or any(page != page_of[index] for page in near))
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        text = " ".join(match.group().split())
        above, below = _blanks(source, match)
        lines.append(
            _Line(start, start + len(match.group().strip()), text, above and below, above, above or below, is_edge)
        )
    return lines


def _blanks(source: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Say whether a blank line, a page's edge or nothing stands above a line, and below it."""
    before = source[max(0, match.start() - 40) : match.start()].replace("\r", "")
    after = source[match.end() : match.end() + 40].replace("\r", "")
    is_first, is_last = match.start() < 40 and not before.strip(), match.end() + 40 > len(source) and not after.strip()
    above = is_first or re.search(r"(?:\n[^\S\n]*\n|\f)[^\S\n]*$", before) is not None
    return above, is_last or re.match(r"[^\S\n]*(?:\n[^\S\n]*\n|\n?\f)", after) is not None


def _running_heads(lines: Sequence[_Line]) -> set[int]:
    """Return the indexes of lines of any wording that recur from page to page, the page's number among it or not."""
    # Where blank lines stand between all lines, to stand between two says nothing.
    apart = {index for index, line in enumerate(lines) if line.is_apart}
    apart = apart if len(apart) < SPACED * len(lines) else set()
    alike: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) < HEAD_MAX and not line.text.isdigit() and not line.text[0].islower():
            alike[_NUMBER.sub("#", line.text)].append(index)
    heads: set[int] = set()
    for indexes in alike.values():
        if len(indexes) < REPEATS or _is_structure(lines[indexes[0]].text):
            continue
        same = Counter(lines[index].text for index in indexes)
        exact = [index for index in indexes if same[lines[index].text] >= REPEATS]
        counts_up = len(same) == len(indexes) and _counts_pages([lines[index] for index in indexes])
        beside = sum(lines[index].is_beside or lines[index].is_edge for index in indexes)
        if counts_up and 3 * beside >= 2 * len(indexes):
            heads |= set(indexes)
        elif len(exact) >= REPEATS and _is_spread(lines, exact):
            heads |= set(exact)
        else:
            heads |= set(exact) & apart
    return heads


def _is_structure(text: str) -> bool:
    """A label, a chapter or a heading stands alone on its line as often as a running head does."""
    return bool(label_at(text) or heading_at(text) or ((chapter := chapter_at(text)) and chapter.is_known))


def _counts_pages(lines: Sequence[_Line]) -> bool:
    """Say whether one number of the lines, all else alike, goes up by small steps from page to page."""
    if _COUNTED.search(lines[0].text) or _TERMINAL.search(lines[0].text) or not _is_far_apart(lines):
        return False
    columns = zip(*([int(number) for number in _NUMBER.findall(line.text)] for line in lines), strict=False)
    return any(all(0 < b - a <= 3 for a, b in pairwise(column)) for column in columns)


def _is_spread(lines: Sequence[_Line], indexes: Sequence[int]) -> bool:
    """Say whether a line that recurs, not always between blank lines, stands at pages' edges or comes once a page."""
    found = [lines[index] for index in indexes]
    text = found[0].text
    if _TERMINAL.search(text) or not text[0].isupper() or " " not in text:
        return False
    if any(
        not line.is_below_blank and _goes_on(lines[index - 1].text)
        for index, line in zip(indexes, found, strict=True)
        if index
    ):
        return False
    at_edge = sum(line.is_edge for line in found)
    if 3 * at_edge >= 2 * len(found):
        return True
    is_placed = len(found) > REPEATS and _is_far_apart(found) and all(line.is_beside for line in found)
    return is_placed and _is_headline(found[0].text)


def _goes_on(text: str) -> bool:
    # The dash of "- 3 -" opens nothing.
    return goes_on(text) and _PIECES.fullmatch(text[: 2 * HEAD_MAX]) is None


def _is_headline(text: str) -> bool:
    """Say whether a line has a capital at every longer word, as a title has and a paragraph's first line has not."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _is_far_apart(lines: Sequence[_Line]) -> bool:
    return median(b.start - a.start for a, b in pairwise(lines)) >= PAGE_MIN


def _page_numbers(lines: Sequence[_Line]) -> set[int]:
    """Return the indexes of lines that are a page's number: those that go up from page to page."""
    numbered = [
        (index, int(line.text)) for index, line in enumerate(lines) if line.text.isdigit() and len(line.text) < 5
    ]
    # The longest run that never goes down: `ends[n]` is the line that ends the best run of n + 1 lines so far.
    ends: list[int] = []
    before: list[int | None] = []
    for place, (_, value) in enumerate(numbered):
        length = bisect_right(ends, value, key=lambda other: numbered[other][1])
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    run: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        run.add(numbered[last][0])
        last = before[last]
    return run
