"""Which lines that read like a goal's or an objective's heading are headings of this document.

Sentences wrap before "Mission Goal 2", other plans have goals too ("JSP Goal 1: …"), and "1.1" numbers many things.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chapters import Chapter
from ingest.cutting import TERMINAL, goes_on
from ingest.headings import STRONG, Form, Heading

_WORD = re.compile(r"[^\W_]{3,}")
_SENTENCE = re.compile(r"[.!?]\s")
# Of the words of two titles, this share makes them the same place's.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """What reads like a heading, with what is known of its place."""

    heading: Heading
    title: str
    """The text after it, as far as its line goes."""
    chapter: Chapter | None
    """The chapter that it stands in."""


def is_mention(heading: Heading, before: str, is_torn: bool, is_full: bool) -> bool:
    """Say whether a line goes on with a sentence that names a place.

    `before`: the line above it, if that is text. `is_torn`: no blank line is between. `is_full`: it fills its line.
    """
    if not before or TERMINAL.search(before):
        return False
    if goes_on(before):
        return True
    is_sure = heading.form is Form.NAMED and heading.mark in STRONG
    return is_torn and is_full and not is_sure


def families(candidates: Sequence[Candidate]) -> list[bool]:
    """Return for each candidate whether it is management's: by its words, else by the goal or the chapter above it."""
    found: list[bool] = []
    is_goal_managements: bool | None = None
    chapter: Chapter | None = None
    for candidate in candidates:
        heading = candidate.heading
        if candidate.chapter is not chapter:
            chapter, is_goal_managements = candidate.chapter, None
        if heading.is_management is not None:
            is_managements = heading.is_management
        elif is_goal_managements is not None and not heading.is_goal:
            is_managements = is_goal_managements
        else:
            is_managements = chapter is not None and chapter.is_management
        if heading.is_goal:
            is_goal_managements = is_managements
        found.append(is_managements)
    return found


def admitted(candidates: Sequence[Candidate]) -> list[bool]:
    """Return for each candidate whether it is a heading.

    The surest form that the document uses for a kind is its own; a less sure one must repeat a title.
    """
    whose = families(candidates)
    kinds = [(family, candidate.heading.is_goal) for family, candidate in zip(whose, candidates, strict=True)]
    best: dict[tuple[bool, bool], Form] = {}
    for kind, candidate in zip(kinds, candidates, strict=True):
        best[kind] = min(candidate.heading.form, best.get(kind, Form.DOTTED))
    sure = [
        (kind, candidate)
        for kind, candidate in zip(kinds, candidates, strict=True)
        if candidate.heading.form is best[kind]
    ]
    goal: tuple[int, ...] = ()
    found = []
    for kind, candidate in zip(kinds, candidates, strict=True):
        heading = candidate.heading
        is_own = heading.form is best[kind] or any(
            other == kind and same.heading.number == heading.number and _alike(same.title, candidate.title)
            for other, same in sure
        )
        if heading.form is Form.DOTTED and goal != heading.number[:1]:
            is_own = False
        if is_own and heading.is_goal:
            goal = heading.number
        found.append(is_own)
    return found


def _alike(one: str, other: str) -> bool:
    """Say whether two titles, as far as their first sentence goes, are wordings of one."""
    first, second = (set(_WORD.findall(_SENTENCE.split(title.lower())[0])) for title in (one, other))
    shared = len(first & second)
    return shared >= min(2, len(first | second)) and shared >= ALIKE * min(len(first), len(second))
