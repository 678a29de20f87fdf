"""Marks where they stand: banners, portions, marks of the entire text, and the block that says who classified it.

Read before anything else in a draft. "Confidential talks", "secretariat" and "Secret Service" are no marks: a
mark has a place of its own. What looks like one there and is not known counts as the highest.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.cables.banners import Banner, read_banner
from assistant.cables.cable import Level, Marking, Place
from assistant.cables.lines import Line
from assistant.cables.marks import Mark, parse_mark, part_of

BLOCK = "classified"
_BRACKETS = re.compile(r"\(([^()\n]{1,60})\)|\[([^\[\]\n]{1,60})\]")
_NUMBERED = re.compile(r"[\s\x00]*+(?:¶|para(?:graph)?s?\b)?[\s\x00]*+\d{1,3}[\s\x00]*+[.):-]*[\s\x00]*", re.IGNORECASE)
_LEAD = re.compile(
    r"[\s\x00>]*(?:(?:¶|[A-Za-z][.)]|[ivx]{1,4}[.)]|--?|[•●▪*·◦])[\s\x00]*)*|"
    r"[\s\x00]*(?:subj(?:ect)?|refs?|references?|title|begin|end)?[ ]*(?:[A-Za-z][A-Za-z’' -]{2,40})?[ ]*[:.][ ]*(?:[A-Z][.)][ ]*)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?:;][\"”’')\]]*\s+$")
_HEADING = re.compile(r"[\s\d.¶]*[A-Z][^.!?\n]{1,90}$")
_ROLE_BEFORE = re.compile(
    r"[\s\d.¶]*(?:begin\s+)?(?:executive\s+)?(?:summary|comment|action\s+request(?:ed)?|background|introduction|note)(?:\s+and\s+\w+)?\s+$",
    re.IGNORECASE,
)
_HEADING_END = re.compile(r"\s*[:.]?\s*$")
_STROKES = re.compile(r"[A-Z]{1,5}//[A-Z].*")
_MORE = re.compile(r"\s*[/,-]+\s*[A-Za-z]")
_COPYRIGHT = re.compile(r"\s*(?:19|20)\d\d\b")
_OPENS = re.compile(r"[\s\x00]+(?=[\"“‘'(\[]?[A-Z0-9])|\s*$")
_BEFORE = {"c": "b", "s": "r", "u": "t"}
_LIST_BACK = 3_000
_SHORT_HIGH = 3
_LONG = 250

_ENTIRE = re.compile(r"\b(?:entire|whole|full)\s+(?:text|cable|message|telegram|document)\b", re.IGNORECASE)
_ENTIRE_AFTER = re.compile(r"[\s(:,-]*(?:is|are)?\s*(?:classified|marked)?\s*(?:as\s+)?[\s(:-]*")
_ENTIRE_BEFORE = re.compile(r"[(\n.:]\s*([^().\n]{1,60}?)[\s)(:,-]*$|^([^().\n]{1,60}?)[\s)(:,-]*$")
_IS_CLASSIFIED = re.compile(
    r"\bthis\s+(?:cable|message|telegram|document|draft)\s+(?:is|contains)\s+(?:hereby\s+)?(?P<said>(?:classified|marked)\s+(?:as\s+)?)?|"
    r"(?P<all>)\ball\s+paragraphs\s+(?:are\s+)?(?:classified\s+|marked\s+)?",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"^[ \t]*(?:\(?\w{1,3}\)?[ \t]+)?(?:classified\s+by\b(?!\s*:?\s*n/?a\b)|derived\s+from\s*:|declassif(?:y|ication)\s*(?:on|date)?\s*:(?!\s*n/?a\b)|"
    r"reasons?\s*:\s*(?:e\.?o\.?\s*\d{5}\s*)?1\.[45]|decl(?:as)?\s*:\s*(?!n/?a\b)\S)",
    re.IGNORECASE | re.MULTILINE,
)
_EO_LINE = re.compile(
    r"\b(?:E\.?\s?O\.?|EXECUTIVE\s+ORDER)\s*(\d{5})\s*[:,-]?\s*((?:DECL|X?GDS|RDS|OADR|ADS)\b|\d{1,2}/\d{1,2}/\d{2,4})",
    re.IGNORECASE,
)
# Under these orders GDS ended by itself after ten years at the latest; XGDS, RDS and later forms did not.
_LAPSED = frozenset({("11652", "GDS"), ("12065", "GDS")})


def find_markings(text: str, lines: tuple[Line, ...]) -> tuple[tuple[Marking, ...], tuple[Marking, ...]]:
    """Return the marks of a draft and the lines of its classification block, each the highest first.

    A block says that a draft is classified, not how high: it has the level of the highest classified mark, and
    `UNKNOWN` where there is none. A caption such as NODIS in a draft without any level counts like that too.
    """
    plain = _plain(text, lines)
    banners = [banner for _, banner in banner_lines(lines)]
    marks = [_marking(banner.mark, Place.BANNER, banner.start, banner.end) for banner in banners if banner.mark]
    marks += _portions(plain, lines)
    entire = _entire(plain, marks)
    marks = [mark for mark in marks if not any(m.start < mark.end and mark.start < m.end for m in entire)] + entire
    blocks = _blocks(plain, marks)
    if not marks:
        blocks += [
            Marking("/".join(banner.captions), Level.UNKNOWN, Place.BANNER, banner.start, banner.end)
            for banner in banners
            if restricts(banner.captions)
        ]
    return _ordered(marks), _ordered(blocks)


def banner_lines(lines: tuple[Line, ...]) -> Iterator[tuple[int, Banner]]:
    """Yield the number of each line that is a banner, and what it says."""
    above: Line | None = None
    for number, line in enumerate(lines):
        if banner := read_banner(line, above):
            yield number, banner
        above = line


def restricts(captions: tuple[str, ...]) -> bool:
    """Do these captions and controls keep a draft from readers?"""
    return bool(set(captions) & {"EXDIS", "NODIS", "LIMDIS", "NF", "OC", "EYES ONLY", "NOCONTRACT"})


def portion_at(markings: tuple[Marking, ...], start: int, end: int) -> Marking | None:
    """Return the first portion mark that begins in [start, end)."""
    found = [m for m in markings if m.place is Place.PORTION and start <= m.start < end]
    return min(found, key=lambda marking: marking.start, default=None)


def entire_text_mark(markings: tuple[Marking, ...]) -> Marking | None:
    """Return the mark that a draft gives its entire text, the highest where it gives several."""
    return next((marking for marking in markings if marking.place is Place.WHOLE_TEXT), None)


def _plain(text: str, lines: tuple[Line, ...]) -> str:
    pieces = []
    for line in lines:
        pieces += [line.plain, "\n" * (line.after - line.end)]
    plain = "".join(pieces)
    return plain if len(plain) == len(text) else text


def _marking(mark: Mark, place: Place, start: int, end: int) -> Marking:
    return Marking(mark.mark, mark.level, place, start, end)


def _ordered(marks: list[Marking]) -> tuple[Marking, ...]:
    unique = {(mark.start, mark.place): mark for mark in marks}
    return tuple(sorted(unique.values(), key=lambda mark: (-mark.level, mark.start)))


def _portions(plain: str, lines: tuple[Line, ...]) -> list[Marking]:
    found = []
    position = 0
    for match in _BRACKETS.finditer(plain):
        while lines[position].after <= match.start() and position + 1 < len(lines):
            position += 1
        inner = match.group(1) or match.group(2)
        if _ENTIRE.search(inner):
            continue
        if mark := _portion(plain, match, inner.strip(" \x00"), lines, position):
            found.append(_marking(mark, Place.PORTION, match.start(), match.end()))
    return found


def _portion(plain: str, match: re.Match[str], inner: str, lines: tuple[Line, ...], position: int) -> Mark | None:
    """Return the mark between brackets where their place is that of a portion mark."""
    line = lines[position]
    before, after = plain[max(line.start, match.start() - _LONG) : match.start()], plain[match.end() : line.end][:_LONG]
    numbered = bool(_NUMBERED.fullmatch(before)) and any(map(str.isdigit, before))
    mark = parse_mark(inner)
    if mark is None or mark.length != len(inner):
        return _like_a_mark(inner, mark) if numbered or not before.strip() else None
    if numbered:
        return mark
    strict = not inner.isupper() or len(inner) == 1
    if _LEAD.fullmatch(before):
        above_blank = position == 0 or lines[position - 1].is_blank
        if len(inner) == 1 and (_is_list_letter(plain, match, inner) or (inner.islower() and not above_blank)):
            return None
        if inner.islower() and _COPYRIGHT.match(after):
            return None
        short_high = mark.level is Level.UNKNOWN and "/" not in inner and len(inner) <= _SHORT_HIGH
        if not mark.known and "//" not in inner:
            return None
        return mark if (not strict or _OPENS.match(after)) and not short_high else None
    if ("/" in inner or _ROLE_BEFORE.match(before)) and inner.isupper() and mark.known:
        return mark
    if _SENTENCE.search(before) and inner.isupper() and _OPENS.match(after) and mark.level is not Level.UNKNOWN:
        return None if len(inner) == 1 and _is_list_letter(plain, match, inner) else mark
    heading = _HEADING.match(before) and _HEADING_END.match(after) and inner.isupper()
    return mark if heading and _is_alone(lines, position, before) and mark.level is not Level.UNKNOWN else None


def _like_a_mark(inner: str, mark: Mark | None) -> Mark | None:
    """Return what stands in a mark's place and is not wholly known; None where it is something else."""
    if mark and mark.level >= Level.CONFIDENTIAL and _MORE.match(inner, mark.length):
        return mark
    part = part_of(inner.upper())
    if _STROKES.fullmatch(inner) or inner == "R" or (part and restricts((part.short,))):
        return Mark(part.short if part else "UNKNOWN", Level.UNKNOWN, len(inner), False)
    return None


def _is_list_letter(plain: str, match: re.Match[str], inner: str) -> bool:
    """Does "(C)" follow "(A)" and "(B)"?"""
    preceding = _BEFORE.get(inner.lower())
    if preceding is None:
        return False
    first = "a" if inner.islower() else "A"
    preceding = preceding if inner.islower() else preceding.upper()
    back = plain[max(0, match.start() - _LIST_BACK) : match.start()]
    return f"({preceding})" in back and f"({first})" in back


def _is_alone(lines: tuple[Line, ...], position: int, before: str) -> bool:
    if before.lstrip().lower().startswith("subj"):
        return True
    above = position == 0 or lines[position - 1].is_blank
    below = position + 1 >= len(lines) or lines[position + 1].is_blank
    return above and below


def _entire(plain: str, others: list[Marking]) -> list[Marking]:
    found = []
    for match in _ENTIRE.finditer(plain):
        after = _ENTIRE_AFTER.match(plain, match.end())
        start = after.end() if after else match.end()
        mark = parse_mark(_clause(plain, start))
        if mark and _says(plain, start, mark, bare=start - match.end() <= 1):
            found.append(_marking(mark, Place.WHOLE_TEXT, start, start + mark.length))
            continue
        line_start = plain.rfind("\n", 0, match.start()) + 1
        line_start = max(line_start, match.start() - _LONG)
        words = _ENTIRE_BEFORE.search(plain[line_start : match.start()])
        if words is None:
            continue
        group = 1 if words.group(1) is not None else 2
        written = re.sub(r"^[\s\d.¶(]+", "", words.group(group))
        mark = parse_mark(written)
        if mark and mark.length == len(written):
            begin = line_start + words.end(group) - len(written)
            found.append(_marking(mark, Place.WHOLE_TEXT, begin, begin + len(written)))
        else:
            found += _just_before(line_start, match.start(), others)
    for match in _IS_CLASSIFIED.finditer(plain):
        mark = parse_mark(_clause(plain, match.end()))
        written = plain[match.end() : match.end() + mark.length] if mark else ""
        said = match.group("said") is not None or match.group("all") is not None
        if mark and (said or written.isupper() or " " in written) and _says(plain, match.end(), mark, bare=False):
            found.append(_marking(mark, Place.WHOLE_TEXT, match.end(), match.end() + mark.length))
    return found


def _just_before(start: int, end: int, others: list[Marking]) -> list[Marking]:
    """`(SBU) Entire text.`: the portion mark in front of the words is the mark of them all."""
    near = [mark for mark in others if start <= mark.start and mark.end <= end and end - mark.end <= _SHORT_HIGH]
    return [replace(mark, place=Place.WHOLE_TEXT) for mark in near]


def _clause(plain: str, start: int) -> str:
    return re.split(r"[.;)\n]", plain[start : start + 80], maxsplit=1)[0]


def _says(plain: str, start: int, mark: Mark, bare: bool) -> bool:
    """Is it a mark and no other word: a single letter only in capitals, and nothing but a full stop behind it?"""
    written = plain[start : start + mark.length]
    rest = _clause(plain, start)[mark.length :].strip(" ,-")
    return not (len(written) == 1 and not written.isupper()) and not (bare and rest)


def _blocks(plain: str, marks: list[Marking]) -> list[Marking]:
    highest = max((mark.level for mark in marks), default=Level.UNMARKED)
    level = highest if highest >= Level.CONFIDENTIAL else Level.UNKNOWN
    spans = [match.span() for match in _BLOCK.finditer(plain)]
    for match in _EO_LINE.finditer(plain):
        lapsed = (match.group(1), match.group(2).upper()) in _LAPSED
        if not (lapsed and Level.UNCLASSIFIED <= highest <= Level.CONTROLLED):
            spans.append(match.span())
    return [Marking(BLOCK, level, Place.BLOCK, start, end) for start, end in spans]
