"""Headings to refs: "Objective 1" below Goal 2 is `MO 2.1`, "Management Objective 1.1" is `MgO 1.1`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.admitting import Candidate, families
from ingest.chapters import Chapter
from ingest.headings import Heading

KINDS = {
    (False, True): ("MG", "goal"),
    (False, False): ("MO", "objective"),
    (True, True): ("MgG", "management_goal"),
    (True, False): ("MgO", "management_objective"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a heading of a goal or an objective names."""

    ref: str
    kind: str
    goal: str | None
    """The ref of the goal that an objective belongs to, whether the document states that goal or not."""
    is_counted: bool
    """The document gives no number: it was counted."""


def places_of(headings: Sequence[tuple[Heading, str, Chapter | None]]) -> list[Place]:
    """Return the place that each heading names; a heading comes with its title and the chapter that it stands in."""
    whose = families([Candidate(*heading) for heading in headings])
    goals = _goals(headings, whose)
    nested = _numbered_within(headings, whose, goals)
    counts: dict[tuple[bool, int | None], int] = defaultdict(int)
    titles: dict[tuple[bool, int | None, str], int] = {}
    places: list[Place] = []
    for (heading, title, _), managements, goal in zip(headings, whose, goals, strict=True):
        prefix, kind = KINDS[managements, heading.is_goal]
        above = KINDS[managements, True][0]
        if heading.is_goal:
            places.append(Place(f"{prefix} {goal}", kind, None, not heading.number))
            continue
        number = heading.number
        if not number:
            key = (managements, goal)
            count = titles.setdefault((*key, title.lower()), counts[key] + 1)
            counts[key] = max(counts[key], count)
            number = (goal, count) if goal is not None else (count,)
        elif len(number) == 1 and goal is not None and nested[managements]:
            number = (goal, number[0])
        owner = number[0] if len(number) > 1 else goal
        ref = f"{prefix} {'.'.join(map(str, number))}"
        places.append(Place(ref, kind, f"{above} {owner}" if owner is not None else None, not heading.number))
    return places


def _goals(headings: Sequence[tuple[Heading, str, Chapter | None]], whose: Sequence[bool]) -> list[int | None]:
    """Return the number of the goal that each heading states or stands under; goals without a number are counted."""
    current: dict[bool, int | None] = {False: None, True: None}
    known: dict[tuple[bool, str], int] = {}
    chapter: Chapter | None = None
    found = []
    for (heading, title, below), managements in zip(headings, whose, strict=True):
        if below is not chapter and below is not None:
            # A new chapter ends the goal before it.
            current = {False: None, True: None}
        chapter = below
        if heading.is_goal:
            count = len([key for key in known if key[0] is managements])
            number = heading.number[0] if heading.number else known.get((managements, title.lower()), count + 1)
            known.setdefault((managements, title.lower()), number)
            current[managements] = number
        found.append(current[managements])
    return found


def _numbered_within(
    headings: Sequence[tuple[Heading, str, Chapter | None]], whose: Sequence[bool], goals: Sequence[int | None]
) -> dict[bool, bool]:
    """Say for mission and for management whether objectives with one number start anew with every goal."""
    under: dict[tuple[bool, int], set[int]] = defaultdict(set)
    stated: dict[bool, set[int]] = {False: set(), True: set()}
    for (heading, _, _), managements, goal in zip(headings, whose, goals, strict=True):
        if goal is not None:
            stated[managements].add(goal)
            if not heading.is_goal and len(heading.number) == 1:
                under[managements, heading.number[0]].add(goal)
    return {
        family: (len(stated[family]) < 2 and not family)
        or any(len(found) > 1 for (other, _), found in under.items() if other is family)
        for family in (False, True)
    }
