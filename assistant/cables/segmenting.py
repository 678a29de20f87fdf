"""The lines of a text grouped into paragraphs: by number, by heading, and by blank line where nothing is numbered.

Points belong to the paragraph above them, a page break in mid-sentence breaks nothing, and what stands between
"Begin text" and "End text" begins no paragraph of the cable's own.
"""

import re
from dataclasses import dataclass, field

from assistant.cables.lines import Line
from assistant.cables.roles import find_ends, label_at

NUMBER = re.compile(
    r"[ \t\x00]*+(?P<pilcrow>(?:¶|para(?:graph)?\b)[ \t]*)?(?P<number>\d{1,3})[ \t]*+(?P<stop>[.):](?!\d))?[ \t]*+(?=[(\[]|\D|$)",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"[ \t]*+(?:[a-z][.)]|\([a-z\d]{1,3}\)|--?|[•●▪◦*·‣–—o]|[ivx]{1,5}[.)]|[A-Z][.)])[ \t]+|[ \t]*[-•●▪–—]\w"
)
_ENDS = re.compile(r"[.!?:;][\"”’')\]]*\s*$|[)\]][ \t]*$")
_STOPS = re.compile(r"[.!?:;,\"”)]\s*$")
_BEGIN_TEXT = re.compile(
    r"[(\[]?\bbegin\s+(?:of\s+)?(?:(?:full|unofficial|informal|verbatim|embassy|english|partial|excerpted?)\s+)*(?:text|translation|transcript|quote|quotation|excerpts?|statement|letter)\b"
    r"(?:\s+of\s+[^.:\n]{1,80})?[ \t]*[.:]?[ \t]*[)\]]?",
    re.IGNORECASE,
)
_END_TEXT = re.compile(
    r"[(\[]?\bend\s+(?:of\s+)?(?:(?:full|unofficial|informal|verbatim|embassy|english|partial|excerpted?)\s+)*(?:text|translation|transcript|quote|quotation|excerpts?|statement|letter)\b[ \t]*[.:]?[ \t]*[)\]]?",
    re.IGNORECASE,
)
_LONG_LINE = 200
_HEADING = 80
_GAP = 5
_FIRST_NUMBER = 3
_INDENT = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A text quoted as a block: half-open intervals of the whole with its labels, and of the words alone."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


@dataclass(slots=True)
class Segment:
    """The lines of one paragraph, while they are gathered."""

    number: str | None
    lines: list[int] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    """Where a heading line above the paragraph stands."""


@dataclass(slots=True)
class _Reading:
    lines: tuple[Line, ...]
    kept: list[int]
    starts: dict[int, str]
    quotations: tuple[Quotation, ...]
    flows: bool
    segments: list[Segment] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    closed: bool = False


def find_quotations(text: str, start: int, end: int) -> tuple[Quotation, ...]:
    """Return the blocks between "Begin text" and "End text" in [start, end), in order.

    A block without its end reaches to the next blank line behind its first words.
    """
    found: list[Quotation] = []
    position = start
    while begin := _BEGIN_TEXT.search(text, position, end):
        stop = _END_TEXT.search(text, begin.end(), end)
        again = _BEGIN_TEXT.search(text, begin.end(), end)
        if stop and not (again and again.start() < stop.start()):
            found.append(Quotation(begin.start(), stop.end(), begin.end(), stop.start(), True))
        else:
            first = re.compile(r"\S").search(text, begin.end(), end)
            blank = re.compile(r"\n[ \t]*\r?\n").search(text, first.start() if first else end, end)
            close = blank.start() if blank else end
            found.append(Quotation(begin.start(), close, begin.end(), close, False))
        position = max(found[-1].end, begin.end())
    return tuple(found)


def find_segments(lines: tuple[Line, ...], kept: list[int], quotations: tuple[Quotation, ...]) -> list[Segment]:
    """Return the paragraphs of the lines `kept` (blank ones among them), in order."""
    words = [number for number in kept if not lines[number].is_blank]
    flows = max((len(lines[number].text) for number in words), default=0) > _LONG_LINE
    reading = _Reading(lines, kept, _numbered(lines, kept, quotations, flows), quotations, flows)
    for position, number in enumerate(kept):
        if not lines[number].is_blank:
            _take(reading, position, number)
    return [segment for segment in reading.segments if segment.lines]


def _take(reading: _Reading, position: int, number: int) -> None:
    line = reading.lines[number]
    current = reading.segments[-1] if reading.segments else None
    if any(quotation.start < line.start < quotation.end for quotation in reading.quotations):
        _open(reading, None) if current is None else None
        reading.segments[-1].lines.append(number)
        return
    if number in reading.starts:
        _open(reading, reading.starts[number])
    elif _is_heading(reading, position, number):
        reading.heading, reading.closed = (line.start, line.end), True
        return
    elif current is None or _starts_unnumbered(reading, position, number, current):
        _open(reading, None)
    reading.segments[-1].lines.append(number)
    reading.closed = any(end >= len(line.text.rstrip()) for _, _, end in find_ends(line.text.rstrip()))


def _open(reading: _Reading, number: str | None) -> None:
    reading.segments.append(Segment(number, heading=reading.heading))
    reading.heading = None


def _starts_unnumbered(reading: _Reading, position: int, number: int, current: Segment) -> bool:
    """Does a line without a number begin a paragraph?"""
    line, above = reading.lines[number], reading.lines[current.lines[-1]]
    apart = reading.flows or number - current.lines[-1] > 1
    broken = not apart or not reading.lines[reading.kept[position - 1]].is_blank
    if reading.heading is not None:
        return True
    if label_at(line.plain, 0, len(line.plain)) and (apart or _ENDS.search(above.text)):
        return True
    if not apart or find_ends(line.text[:40]):
        return False
    if broken and not reading.flows and not _ENDS.search(above.text):
        # Only a page break lies between.
        return False
    if _POINT.match(line.plain) or (not _STOPS.search(above.text) and line.text.lstrip()[:1].islower()):
        return False
    return current.number is None or reading.closed or not reading.starts


def _is_heading(reading: _Reading, position: int, number: int) -> bool:
    """A short line without a full stop, apart from the lines around it, above a paragraph."""
    line = reading.lines[number]
    stripped = line.text.strip()
    if len(stripped) > _HEADING or _POINT.match(line.plain) or not any(map(str.isalpha, stripped)):
        return False
    after = next((n for n in reading.kept[position + 1 :] if not reading.lines[n].is_blank), None)
    if after is None or stripped[-1] in ".!?;,":
        return False
    before = next((n for n in reversed(reading.kept[:position]) if not reading.lines[n].is_blank), None)
    ended = before is None or bool(_ENDS.search(reading.lines[before].text))
    label = label_at(line.plain, 0, len(line.plain))
    if label and label[2] >= len(line.plain.rstrip()):
        return ended or (before is not None and number - before > 1)
    if stripped.endswith(":") or not ended:
        return False
    if reading.starts:
        return after in reading.starts and (number - (before if before is not None else -9) > 1 or reading.flows)
    above = before is None or number - before > 1
    return (after - number > 1 and above) or (reading.flows and len(reading.lines[after].text) > _HEADING)


def _numbered(
    lines: tuple[Line, ...], kept: list[int], quotations: tuple[Quotation, ...], flows: bool
) -> dict[int, str]:
    """Return the lines that begin a numbered paragraph and their numbers, in sequence."""
    found: dict[int, str] = {}
    last, indent = 0, 0
    for position, number in enumerate(kept):
        line = lines[number]
        match = NUMBER.match(line.plain)
        if match is None or any(q.start < line.start < q.end for q in quotations):
            continue
        marked = line.plain[match.end() : match.end() + 1] in ("(", "[")
        if not match.group("stop") and not match.group("pilcrow") and not marked:
            continue
        value, depth = int(match.group("number")), match.start("number")
        if not found:
            fits = 1 <= value <= _FIRST_NUMBER
        elif depth >= indent + _INDENT and not marked:
            fits = False
        else:
            fits = value == last + 1 or (last < value <= last + _GAP and _apart(lines, kept, position, flows))
        if fits and (marked or match.group("pilcrow") or _apart(lines, kept, position, flows)):
            indent = depth if not found else min(indent, depth)
            found[number], last = match.group("number"), value
    return found


def _apart(lines: tuple[Line, ...], kept: list[int], position: int, flows: bool) -> bool:
    if position == 0 or flows:
        return True
    above = lines[kept[position - 1]]
    return (
        above.is_blank
        or kept[position] - kept[position - 1] > 1
        or bool(_ENDS.search(above.text))
        or len(above.text) < _HEADING // 2
    )
