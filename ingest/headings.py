"""How strategies word the headings of their goals and objectives: "Mission Goal 1:", "OBJECTIVE 1.1", "Goal One –".

Reads one heading at a time. Whether a place is a heading at all, and to which goal it belongs, is for others to say.
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
}  # fmt: skip
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_STEP = rf"(?:\d{{1,2}}|{_SPELLED})"
# Bullets, table bars and numbering may stand before a heading: "• Goal 1", "| Goal 1", "3.1 Mission Goal 1".
ORNAMENT = r"[\s|#*_>●•▪◦■·\uf0b7➢✓–—-]*"
_NUMBERING = r"(?:(?:\d{1,2}(?:\.\d{1,2}){0,2}|[A-Z]|[IVX]{1,4})[.)]?\s+)?"
_WHO = (
    r"(?:U\.?S\.?\s+)?(?:(?P<management>(?:Cross[-\s]?Cutting\s+)?(?:Management|Mgmt\.?|Mgt\.?))|(?P<mission>Mission)|"
    r"(?P<other>Strategic|Embassy|Post|Country|Office|Bureau|Program))\s+"
)
_WHAT = r"(?P<what>Goal|Objective|Obj\.)"
_NUMBER = rf"\s*(?:[#№]|No\.|Number)?\s*(?P<number>{_STEP}(?:\s?[.\-·]\s?{_STEP})?)(?![\w%]|[.,]\d)"
_ASIDE = r"(?:\s*\([^()]{1,40}\))?"
_MARK = r"\s*(?P<mark>[:|–—]|[.)\-](?=\s|$))?\s*"
_NUMBERED = re.compile(rf"(?:{_WHO})?{_WHAT}{_NUMBER}{_ASIDE}{_MARK}", re.IGNORECASE)
_UNNUMBERED = re.compile(rf"{_WHO}{_WHAT}(?P<number>)\s*(?P<mark>[:|–—])\s*", re.IGNORECASE)
_DOTTED = re.compile(r"(?P<number>\d{1,2}\.\d{1,2})(?![\w%]|[.,]\d)\s*(?P<mark>[:|–—]|[.)\-](?=\s))?\s*(?=[A-Z“\"‘'(])")
_BEFORE = re.compile(rf"{ORNAMENT}{_NUMBERING}{ORNAMENT}")
_ORNAMENT = re.compile(ORNAMENT)
_TITLE = re.compile(r"[A-Z0-9ÁÉÍÓÚÑÇ“\"‘'(]")
_WITHIN = re.compile(rf"(?:{_WHO})?{_WHAT}{_NUMBER}", re.IGNORECASE)
_DOTTED_WITHIN = re.compile(r"(?<![\w.,$%])\d{1,2}\.\d{1,2}\s*[:|–—]\s*(?=[A-Z“\"])")

STRONG = frozenset(":|–—")
"""Marks after a heading's number that hardly stand after a mention in a sentence."""


class Form(IntEnum):
    """How sure the words alone make it that a heading is of this mission's own goals: the lower, the surer."""

    NAMED = 0  # "Mission Goal 1"
    PLAIN = 1  # "Goal 1", which may be another plan's
    DOTTED = 2  # "1.1"


@dataclass(frozen=True, slots=True)
class Heading:
    """The words and number by which a goal or an objective is announced."""

    is_goal: bool
    is_management: bool | None
    """None where the words leave it open."""
    number: tuple[int, ...]
    """(1,), (1, 1), or nothing where it has none."""
    mark: str
    """What stands between the number and the title: ":", "|", "." or nothing."""
    form: Form
    start: int
    """Where its first word or its numbering stands; bullets and bars before it are no part of it."""
    end: int
    """Where its title starts."""


def heading_at(text: str, start: int = 0) -> Heading | None:
    """Return the heading that a line starts with at `start`, or None."""
    ornament = _ORNAMENT.match(text, start)
    begin = ornament.end() if ornament else start
    before = _BEFORE.match(text, start)
    for place in dict.fromkeys((begin, before.end() if before else begin)):
        found = _read(_NUMBERED.match(text, place), text) or _read(_UNNUMBERED.match(text, place), text)
        if found:
            return replace(found, start=begin)
    match = _DOTTED.match(text, begin)
    if match is None:
        return None
    number = tuple(int(step) for step in match["number"].split("."))
    return Heading(False, None, number, match["mark"] or "", Form.DOTTED, begin, match.end())


def headings_within(text: str) -> list[Heading]:
    """Return what reads as a heading anywhere in running text, mentions in sentences among it."""
    starts = [match.start() for match in _WITHIN.finditer(text)] + [m.start() for m in _DOTTED_WITHIN.finditer(text)]
    found = [_read(_NUMBERED.match(text, start), text) or heading_at(text, start) for start in sorted(starts)]
    return [heading for heading in found if heading]


def _read(match: re.Match[str] | None, text: str) -> Heading | None:
    if match is None or not (text[match.start()].isupper() and match["what"][0].isupper()):
        return None
    is_goal = match["what"].lower() == "goal"
    number = tuple(_value(step) for step in re.split(r"\s?[.\-·]\s?", match["number"])) if match["number"] else ()
    mark = match["mark"] or ""
    title = text[match.end() :]
    # "Mission Goal 1 supports …" is a sentence; "MISSION GOAL 1 A SAFER KENYA" is not.
    if (is_goal and len(number) > 1) or (mark not in STRONG and title and not _TITLE.match(title)):
        return None
    is_named = bool(match["management"] or match["mission"])
    return Heading(
        is_goal=is_goal,
        is_management=bool(match["management"]) if is_named else None,
        number=number,
        mark=mark,
        form=Form.NAMED if is_named else Form.PLAIN,
        start=match.start(),
        end=match.end(),
    )


def _value(step: str) -> int:
    return int(step) if step.isdigit() else _WORDS[step.lower()]
