"""What Word's styles and lists say of a paragraph: heading, hidden, table of contents, number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.loading.numbering import Counting, Level

Element = Any
"""An element of lxml, which has no types of its own."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)
# Styles are based on one another; a ring of them must end somewhere.
_DEEPEST = 20
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class Style:
    """One style as it stands in the file; what it does not say is None."""

    based_on: str | None
    level: int | None
    """Of a heading, from 1; 0 for text that is none."""
    is_contents: bool
    is_hidden: bool | None
    list_number: str | None
    list_level: int | None


def is_on(parent: Element | None, name: str) -> bool | None:
    """Return whether a switch of Word's is on below `parent`; None where it is not there."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")


def value(parent: Element | None, path: str) -> str | None:
    """Return the value of a property below `parent`, None where it is not there."""
    found = None if parent is None else parent.find("/".join(f"{W}{step}" for step in path.split("/")))
    given: str | None = None if found is None else found.get(f"{W}val")
    return given


def whole_number(text: str | None) -> int | None:
    """Return a number as Word writes it, None for anything else."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


def read_styles(root: Element | None) -> Mapping[str, Style]:
    """Return the styles of a document by their ids."""
    styles = {}
    for style in () if root is None else root.iterchildren(f"{W}style"):
        name = value(style, "name") or ""
        heading = _HEADING.fullmatch(name)
        outline = whole_number(value(style, "pPr/outlineLvl"))
        styles[style.get(f"{W}styleId", "")] = Style(
            based_on=value(style, "basedOn"),
            level=int(heading.group(1)) if heading else _level(outline),
            is_contents=_CONTENTS.fullmatch(name) is not None,
            is_hidden=is_on(style.find(f"{W}rPr"), "vanish"),
            list_number=value(style, "pPr/numPr/numId"),
            list_level=whole_number(value(style, "pPr/numPr/ilvl")),
        )
    return styles


def _level(outline: int | None) -> int | None:
    return None if outline is None else outline + 1 if outline < _BODY_TEXT else 0


def line_of(styles: Mapping[str, Style], identifier: str | None) -> tuple[Style, ...]:
    """Return a style and those that it is based on, itself first."""
    line: list[Style] = []
    while identifier is not None and identifier in styles and len(line) < _DEEPEST:
        line.append(styles[identifier])
        identifier = line[-1].based_on
    return tuple(line)


def heading_level(properties: Element | None, line: tuple[Style, ...]) -> int:
    """Return the level of a paragraph as a heading, 0 where it is none."""
    own = _level(whole_number(value(properties, "outlineLvl")))
    named = (style.level for style in line if style.level is not None)
    return own if own is not None else next(named, 0)


def list_place(properties: Element | None, line: tuple[Style, ...]) -> tuple[str, int] | None:
    """Return the number of the list that a paragraph stands in and its level there, None outside lists."""
    number = value(properties, "numPr/numId") or next((s.list_number for s in line if s.list_number), None)
    level = whole_number(value(properties, "numPr/ilvl"))
    if level is None:
        level = next((s.list_level for s in line if s.list_level is not None), 0)
    return (number, level) if number and number != "0" else None


def read_counting(root: Element | None) -> Counting:
    """Return the lists of a document, nothing counted yet."""
    abstract: dict[str, dict[int, Level]] = {}
    levels: dict[tuple[str, int], Level] = {}
    families: dict[str, str] = {}
    starts: dict[tuple[str, int], int] = {}
    if root is None:
        return Counting(levels, families)
    for shape in root.iterchildren(f"{W}abstractNum"):
        found = (_list_level(level) for level in shape.iterchildren(f"{W}lvl"))
        abstract[shape.get(f"{W}abstractNumId", "")] = dict(found)
    for number in root.iterchildren(f"{W}num"):
        identifier = number.get(f"{W}numId", "")
        families[identifier] = value(number, "abstractNumId") or ""
        own = dict(abstract.get(families[identifier], {}))
        for override in number.iterchildren(f"{W}lvlOverride"):
            level = whole_number(override.get(f"{W}ilvl")) or 0
            start = whole_number(value(override, "startOverride"))
            if start is not None:
                starts[identifier, level] = start
            if override.find(f"{W}lvl") is not None:
                own[level] = _list_level(override.find(f"{W}lvl"))[1]
        levels |= {(identifier, level): shape for level, shape in own.items()}
    return Counting(levels, families, starts)


def _list_level(level: Element) -> tuple[int, Level]:
    start = whole_number(value(level, "start"))
    return whole_number(level.get(f"{W}ilvl")) or 0, Level(
        kind=value(level, "numFmt") or "decimal",
        text=value(level, "lvlText") or "",
        start=1 if start is None else start,
        is_legal=bool(is_on(level, "isLgl")),
    )
