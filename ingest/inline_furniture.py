"""Page furniture in running text, where a file has lost its line ends: marks, dates, heads and feet between sentences."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.labels import label_at

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SAID = re.compile(
    r"(?<![\w/])(?:(?:UNCLASSIFIED\s*//?\s*)?(?:APPROVED )?FOR (?:PUBLIC|OFFICIAL) (?:RELEASE|USE ONLY)|SENSITIVE BUT UNCLASSIFIED|UNCLASSIFIED|"
    r"(?:(?:Originally |Reviewed and |Last )?(?:Approved|Updated|Revised|Reviewed|Published|Released|Issued)):?\s+"
    rf"(?:on\s+)?(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}))(?![\w/])"
)
_PAGE_OF = re.compile(
    r"(?<![\w.])(?:Page\s+\d{1,3}\s+of\s+\d{1,3}|\d{1,3}\s*\|\s*P\s?a\s?g\s?e|P\s?a\s?g\s?e\s*\|?\s*\d{1,3})(?![\w.]\w)"
)
_NUMBER_AFTER = re.compile(r"\s+(\d{1,3})(?=\s|$)(?!\s*(?:percent|million|billion|%))")
_NUMBER_BEFORE = re.compile(r"(?:(?<=[.!?”\")])|^)\s+(\d{1,3})\s+$")
_TOKEN = re.compile(r"\S+")
# Words before a number that counts something else than pages.
_COUNTED = frozenset(
    "goal objective section chapter part pillar phase tier article annex figure table footnote note step title".split()
)
LONG = 400
"""Lines longer than this have lost their line ends."""
PAGE = 1000
"""A line as long as this may be a page."""
REPEATS = 3
# The words beside a number that must be the same on every page, and how many more may belong to them.
CONTEXT = 3
REACH = 14
# Between two pages' feet stands at least this much.
APART = 200

Span = tuple[int, int]


def find_inline(source: str, lines: Sequence[Span]) -> list[tuple[int, int, bool]]:
    """Return the furniture inside the long ones of `lines`, as (start, end, is a page's number), in order."""
    spans = [(start, end) for start, end in lines if end - start > LONG]
    found: list[tuple[int, int, bool]] = []
    for start, end in spans:
        said = [match.span() for match in _SAID.finditer(source, start, end)]
        pages = [match.span() for match in _PAGE_OF.finditer(source, start, end)]
        found += [(*span, False) for span in said] + [(*span, True) for span in pages]
    counted = _feet(source, spans)
    taken = [(start, end) for start, end, _ in found]
    found += [(*span, False) for span in counted if not any(start < span[1] and span[0] < end for start, end in taken)]
    return sorted(found + _numbers(source, sorted(found)))


def _numbers(source: str, pieces: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Return the page numbers that stand beside other furniture and go up."""
    found: list[tuple[int, int, bool]] = []
    last = -1
    starts = {start for start, _, _ in pieces}
    for start, end, _ in pieces:
        before = _NUMBER_BEFORE.search(source, max(0, start - 12), start)
        after = _NUMBER_AFTER.match(source, end)
        match = after or before
        # Between two pieces only one number stands.
        if match is None or match.start(1) in starts or any(match.start(1) == other for other, _, _ in found):
            continue
        if last < int(match[1]) <= last + 6 or last < 0:
            found.append((*match.span(1), True))
            last = int(match[1])
    return found


def _feet(source: str, spans: Sequence[Span]) -> list[Span]:
    """Return what recurs with the pages: words before or after a number that goes up, and how all lines start or end."""
    texts = [[Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(source, *span)] for span in spans]
    tokens = [token for text in texts for token in text]
    found = []
    whole = [text for text in texts if text[-1].end - text[0].start > PAGE]
    for step in (-1, 1):
        found += _counting(tokens, step)
        found += [span for span in _common(whole, step) if not label_at(source[span[0] : span[1]] + ":")]
    return found


class Token(NamedTuple):
    """A word of the source text, with what stands around it up to white space."""

    start: int
    end: int
    text: str


def _counting(tokens: Sequence[Token], step: int) -> list[Span]:
    """Return the numbers that go up from page to page together with the same words beside them, at one side."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, token in enumerate(tokens):
        if token.text.isdigit() and len(token.text) < 4:
            beside = _beside(tokens, index, step, CONTEXT)
            if sum(any(map(str.isalpha, word)) for word in beside) > 1 and beside[0].lower() not in _COUNTED:
                alike[beside].append(index)
    found = []
    for beside, indexes in alike.items():
        values = [int(tokens[index].text) for index in indexes]
        goes_up = all(0 < b - a <= 3 for a, b in pairwise(values))
        is_apart = all(tokens[b].start - tokens[a].start > APART for a, b in pairwise(indexes))
        if len(indexes) < REPEATS or not goes_up or not is_apart:
            continue
        reach = len(beside)
        while reach < REACH and len({_beside(tokens, index, step, reach + 1) for index in indexes}) == 1:
            reach += 1
        for index in indexes:
            other = index + step * len(_beside(tokens, index, step, reach))
            found.append((tokens[min(index, other)].start, tokens[max(index, other)].end))
    return found


def _beside(tokens: Sequence[Token], index: int, step: int, count: int) -> tuple[str, ...]:
    places = range(index + step, index + step * (count + 1), step)
    return tuple(tokens[place].text for place in places if 0 <= place < len(tokens))


def _common(texts: Sequence[Sequence[Token]], step: int) -> list[Span]:
    """Return the words that most lines start with (`step` 1) or end with (-1), where each line is a page."""
    ordered = [text[::step] for text in texts if text]
    if len(ordered) < REPEATS:
        return []
    alike = Counter(tuple(_shape(token.text) for token in text[:CONTEXT]) for text in ordered)
    words, count = alike.most_common(1)[0]
    # Two words that open most of the pages are no accident; of one it may be.
    if (
        count < REPEATS
        or 3 * count < 2 * len(ordered) - 2
        or len(words) < 2
        or not any(word.isalpha() for word in words)
    ):
        return []
    pages = [text for text in ordered if tuple(_shape(token.text) for token in text[:CONTEXT]) == words]
    reach = len(words)
    while reach < REACH and len({_shape(text[reach].text) if reach < len(text) else "" for text in pages}) == 1:
        reach += 1
    edges = [(text[0], text[min(reach, len(text)) - 1]) for text in pages]
    return [(min(a.start, b.start), max(a.end, b.end)) for a, b in edges]


def _shape(word: str) -> str:
    return "#" if word.isdigit() else word
