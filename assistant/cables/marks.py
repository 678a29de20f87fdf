"""What a mark says: the words between brackets or in a banner, read by grammar, never by likeness.

A part that is none of ours is no reason to look away: where it stands like a mark, the level is `UNKNOWN`.
"""

import re
from dataclasses import dataclass
from functools import cache

from assistant.cables.cable import Level
from assistant.cables.lines import INVISIBLE
from assistant.cables.tables import read_table

_GAP = re.compile(r"[\s/,;&-]*")
_REL = re.compile(r"REL(?:\s+TO\b|\b)[A-Z,\s]*")
_CUI = re.compile(r"(?:CUI|CONTROLLED)\s*(?://?\s*[A-Z][A-Z0-9 ,/&-]*)?")
_CUI_RANK = re.compile(r"\b(?:TS|SECRET|CONFIDENTIAL|COSMIC|ATOMAL)\b")
# "U/S" is an office and "S/N" a number: these open a mark and stand nowhere else in it.
_FIRST_ONLY = frozenset({"TS", "S", "C", "U"})
_TAIL = re.compile(r"[A-Z][A-Z-]*")


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the table of marks."""

    phrase: str
    kind: str
    """`level`, `control`, `caption` or `high`."""
    level: Level
    short: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that was read: `mark` in short, how many characters it took, and whether all its parts are known."""

    mark: str
    level: Level
    length: int
    known: bool


@cache
def parts() -> dict[str, Part]:
    """Return the table of marks by phrase."""
    found = {}
    for phrase, kind, short in read_table("marks.tsv"):
        name, _, number = kind.partition(":")
        level = Level(int(number)) if number else Level.UNKNOWN if name == "high" else Level.UNMARKED
        found[phrase] = Part(phrase, name, level, short)
    return found


@cache
def _phrase() -> re.Pattern[str]:
    longest_first = sorted(parts(), key=len, reverse=True)
    words = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?:{words})(?![A-Z0-9])")


def part_of(text: str) -> Part | None:
    """Return the table's entry for a phrase in capitals, or None."""
    return parts().get(" ".join(text.split()))


def parse_mark(text: str) -> Mark | None:
    """Return the mark that `text` begins with, or None where it begins with none.

    `text` in any case. After a stroke, a word that the table does not know still belongs to the mark.
    """
    upper = text.upper().replace(INVISIBLE, " ") if len(text.upper()) == len(text) else text.replace(INVISIBLE, " ")
    lead = len(upper) - len(upper.lstrip(" /"))
    if cui := _CUI.match(upper, lead):
        written = re.sub(r"\s*(//?)\s*", r"\1", cui.group().strip()).replace("CONTROLLED", "CUI")
        level = Level.UNKNOWN if _CUI_RANK.search(written) else Level.CONTROLLED
        return Mark(re.sub(r"\s+", " ", written), level, cui.end(), True)
    return _parse_parts(upper, lead)


def _parse_parts(upper: str, start: int) -> Mark | None:
    found: list[str] = []
    level, end, known, position = Level.UNMARKED, start, True, start
    while position < len(upper):
        match = _phrase().match(upper, position)
        part = part_of(match.group()) if match else None
        if part and found and (part.phrase in _FIRST_ONLY or (part.phrase == "N" and found[0] != "SBU")):
            part = None
        if match and part is not None:
            level = _higher(level, part.level) if part.kind in ("level", "high") else level
            found.append(part.short)
            end = match.end()
        elif found and (released := _REL.match(upper, position)):
            found.append(" ".join(released.group().split()))
            end = position + len(released.group().rstrip())
        elif found and "/" in upper[end:position] and (tail := _TAIL.match(upper, position)):
            found.append(tail.group())
            end, known = tail.end(), False
            level = Level.UNKNOWN if tail.group() in _FIRST_ONLY and level < Level.CONFIDENTIAL else level
        else:
            break
        gap = _GAP.match(upper, end)
        position = gap.end() if gap else end
        if position == end:
            break
    if level is Level.UNMARKED:
        return None
    return Mark(_joined(found, upper[start:end]), _foreign(level, upper, start), end, known)


def _higher(level: Level, other: Level) -> Level:
    """A compartment behind TOP SECRET raises nothing; without a level that we know it is above them all."""
    known = [each for each in (level, other) if each is not Level.UNKNOWN]
    classified = max(known, default=Level.UNMARKED)
    return classified if classified >= Level.CONFIDENTIAL else max(level, other)


def _foreign(level: Level, upper: str, start: int) -> Level:
    """A mark that opens with two strokes is another government's: `//SECRET NATO`."""
    return Level.UNKNOWN if "//" in upper[:start] else level


def _joined(found: list[str], written: str) -> str:
    unique = list(dict.fromkeys(found))
    if unique[0] == "U" and unique[1:2] and unique[1] in ("SBU", "LOU", "UNCLAS EFTO"):
        # "UNCLASSIFIED SBU" says one thing twice; "U//FOUO" is one mark.
        unique = unique[1:]
    return ("//" if "//" in written else "/").join(unique)
