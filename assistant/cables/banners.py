"""Banner lines: a line that holds a mark and nothing else but what pages and headers put beside it.

Prose never is one: after "CONFIDENTIAL" only another mark, a page, a section or a message number may follow.
Reads through odd spacing: "C O N F I D E N T I A L", "CONFI DENTIAL".
"""

import re
from dataclasses import dataclass
from functools import cache

from assistant.cables.cable import Level
from assistant.cables.lines import INVISIBLE, Line
from assistant.cables.marks import Mark, parse_mark, parts
from assistant.cables.places import post_names

LONGEST = 160
SHORTEST_WORD = 3
# These words in small letters stand in prose alone on a line too seldom to be taken for anything but a mark.
_SMALL_LETTERS = frozenset(
    "TOPSECRET SECRET CONFIDENTIAL SENSITIVEBUTUNCLASSIFIED LAWENFORCEMENTSENSITIVE SBU LIMITEDOFFICIALUSE LIMITEDOFFICIALUSEONLY "
    "FOROFFICIALUSEONLY UNCLASSIFIED UNCLAS CUI CONTROLLEDUNCLASSIFIEDINFORMATION COSMICTOPSECRET NATOSECRET".split()
)
_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*"
_BESIDE = (
    rf"SECTION\d{{1,2}}(?:OF\d{{1,2}})?|PAGE\d{{1,3}}(?:OF\d{{1,3}})?|\d{{6}}Z(?:{_MONTH}\d{{2,4}})?|P?\d{{1,4}}(?:OF\d{{1,3}})?|"
    r"DRAFT|FINALSECTIONOF\d+|DELIBERATIVE|PREDECISIONAL"
)
_BEHIND = (
    r"(?:E\.?O\.?|EXECUTIVEORDER)\d{5}.*|(?:TAGS|SUBJ(?:ECT)?|FROM|TO|FM|REFS?)[:].*|"
    rf"PLEASE.*|PROTECT.*|HANDLE.*|NOTFOR.*|\d{{1,2}}{_MONTH}\d{{2,4}}|{_MONTH}\d{{1,2}},?\d{{4}}"
)
_MESSAGE = (
    r"(?:(?:AMEMBASSY|EMBASSY|USMISSION|AMCONSUL|SECSTATE)?[A-Z]{3,24}\d{3,7}(?:/\d+)?|(?:AM)?EMBASSY[A-Z]{3,20}|SECSTATEWASHDC|"
    r"(?:US)?DEPARTMENTOFSTATE|CABLE|TELEGRAM|OUTGOINGTELEGRAM|INCOMINGTELEGRAM|MEMORANDUM)"
)
_ROUND_SMALL = re.compile(rf"(?:{_BESIDE}|[\W_])*")
_ROUND = re.compile(rf"(?:{_BESIDE}|{_MESSAGE}|[\W_])*")
_AFTER = re.compile(rf"(?:{_BESIDE}|{_MESSAGE}|{_BEHIND}|[\W_])*")
_CONTROLS = re.compile(r"/[/A-Z, -]+")
_YEAR = re.compile(r"([A-Z]{3,24})((?:19|20)\d\d)(?!\d)")
_LABELLED = re.compile(
    r"\s*(?:overall|document|security|cable|message)?\s*(classification|classified\s+as|markings?|sensitivity|handling)\s*[:=]\s*(\S.*)",
    re.IGNORECASE,
)
_NO_MARK = re.compile(r"(?:none|n/?a|not classified|public|open|tbd|-+|_+|\W+)\b", re.IGNORECASE)
_ROOM = re.compile(r"[^\S]|\x00")


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner line's mark, and the controls and captions that stand in the line."""

    mark: Mark | None
    captions: tuple[str, ...]
    start: int
    end: int


@cache
def _keys() -> re.Pattern[str]:
    long = sorted({re.sub(r"[ -]", "", p) for p in parts() if len(p) >= SHORTEST_WORD}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long)))


@cache
def _by_key() -> dict[str, str]:
    return {re.sub(r"[ -]", "", phrase): phrase for phrase in parts()}


def read_banner(line: Line, before: Line | None) -> Banner | None:
    """Return the banner that a line is, or None for any other line. `before` is the line above."""
    if line.is_blank or len(line.text) > LONGEST:
        return None
    if labelled := _LABELLED.match(line.plain):
        return _labelled(line, labelled)
    if whole := _whole_line(line):
        return whole
    squeezed, offsets = _squeeze(line.plain)
    upper = squeezed.upper()
    if len(upper) != len(squeezed):
        return None
    found = [match for match in _keys().finditer(upper) if _stands_alone(match, line.plain, offsets)]
    if not found:
        return None
    phrases = [_by_key()[match.group()] for match in found]
    capitals = all(squeezed[match.start() : match.end()].isupper() for match in found)
    if not capitals and not all(match.group() in _SMALL_LETTERS or _is_aside(match.group()) for match in found):
        return None
    if not capitals and _ends_prose(line):
        return None
    if capitals and _ends_prose(line) and before and len(before.text) > len(line.text) and before.text.strip():
        return None
    if not _nothing_else(upper, found, capitals):
        return None
    start, end = line.start + offsets[found[0].start()], line.start + offsets[found[-1].end() - 1] + 1
    return _banner(phrases, upper[found[0].start() : found[-1].end()], start, end)


def _banner(phrases: list[str], written: str, start: int, end: int) -> Banner | None:
    stroke = "//" if "//" in written else "/"
    table = [parts()[phrase] for phrase in dict.fromkeys(phrases)]
    captions = tuple(part.short for part in table if part.kind in ("control", "caption"))
    # The dissemination controls belong to the mark; captions say who gets it and stand for themselves.
    marked = [part.phrase for part in table if part.kind != "caption"]
    mark = parse_mark(stroke.join(marked)) or parse_mark(stroke.join(p.phrase for p in table if p.kind != "control"))
    levels = [part for part in table if part.kind in ("level", "high")]
    if not levels:
        return Banner(None, captions, start, end) if captions else None
    if mark is None or mark.level < max(part.level for part in levels):
        highest = max(levels, key=lambda part: part.level)
        controls = [part.short for part in table if part.kind == "control"]
        mark = Mark(stroke.join([highest.short, *controls]), highest.level, 0, True)
    return Banner(mark, captions, start, end)


def _labelled(line: Line, match: re.Match[str]) -> Banner | None:
    value, start = match.group(2), line.start + match.start(2)
    if _NO_MARK.match(value) and not parse_mark(value):
        return None
    squeezed = _squeeze(value)[0]
    mark = parse_mark(value) or parse_mark(_by_key().get(squeezed.upper().rstrip("."), ""))
    if mark:
        return Banner(mark, (), start, start + max(mark.length, 1) if mark.length <= len(value) else line.end)
    if match.group(1).lower().startswith("classif") and len(value) <= LONGEST // 3:
        return Banner(Mark("UNKNOWN", Level.UNKNOWN, 0, False), (), start, line.end)
    return None


def _whole_line(line: Line) -> Banner | None:
    """`TS//SI//NF`, `CUI//SP-PRVCY`, `SENSITIVE`: a line that is a mark by its own grammar."""
    stripped = line.plain.strip(" \t*#=_-.[]<>{}|" + INVISIBLE)
    start = line.start + max(line.plain.find(stripped), 0)
    if ("/" not in stripped and stripped not in ("TS", "CUI")) or not stripped.isupper():
        return None
    mark = parse_mark(stripped)
    if mark and mark.length == len(stripped) and (mark.known or "//" in stripped):
        return Banner(mark, _captions_of(mark), start, start + len(stripped))
    return None


def _captions_of(mark: Mark) -> tuple[str, ...]:
    shorts = {part.short for part in parts().values() if part.kind in ("control", "caption")}
    return tuple(short for short in re.split("/+", mark.mark) if short in shorts)


def _squeeze(text: str) -> tuple[str, list[int]]:
    kept = [(character, offset) for offset, character in enumerate(text) if not _ROOM.match(character)]
    return "".join(character for character, _ in kept), [offset for _, offset in kept]


def _stands_alone(match: re.Match[str], plain: str, offsets: list[int]) -> bool:
    """Is the word no part of a longer one? In spaced letters every gap is alike, so only touching letters count."""
    first, last = offsets[match.start()], offsets[match.end() - 1]
    return not (first and plain[first - 1].isalnum()) and not (last + 1 < len(plain) and plain[last + 1].isalpha())


def _is_aside(key: str) -> bool:
    part = parts()[_by_key()[key]]
    return part.kind in ("control", "caption")


def _ends_prose(line: Line) -> bool:
    return line.text.rstrip().endswith((".", ",", ";", "?"))


def _nothing_else(upper: str, found: list[re.Match[str]], capitals: bool) -> bool:
    """Is the rest of the line only what stands beside marks? A year counts as a message number behind a post only."""
    pieces, position = [], 0
    for match in found:
        pieces.append(upper[position : match.start()])
        position = match.end()
    pieces.append(upper[position:])
    if any(year.group(1) not in post_names() for piece in pieces for year in _YEAR.finditer(piece)):
        return False
    # Strokes and capitals beside a mark: a control that we do not know.
    pieces = [pieces[0], *("" if _CONTROLS.fullmatch(piece) else piece for piece in pieces[1:])]
    if not capitals:
        return all(_ROUND_SMALL.fullmatch(piece) for piece in pieces)
    return bool(_ROUND.fullmatch(pieces[0])) and all(_AFTER.fullmatch(piece) for piece in pieces[1:])
