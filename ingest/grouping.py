"""Lines to groups: the lines of one heading, paragraph, bullet or footnote, torn ones together again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.admitting import Candidate, admitted, is_mention
from ingest.chapters import Chapter, chapter_at
from ingest.cutting import TERMINAL, goes_on
from ingest.headings import Heading, heading_at
from ingest.labels import Label, is_label_alone, label_at
from ingest.lines import Line
from ingest.notes import note_at, number_of

BULLET = re.compile(r"(?:[●•▪◦■·\uf0b7➢✓]|[-–*o](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)(?=\s))\s*")
# These open a bullet or stand in a sentence; above them a sentence must have ended.
_WEAK_BULLET = re.compile(r"[-–*o(\da-z]")
LONG = 160
"""Lines longer than this are no lines of a page."""
What = Heading | Label | Chapter | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A line and what it starts."""

    line: Line
    kind: str
    """`named`, `label`, `chapter`, `bullet`, `footnote` or `paragraph`."""
    what: What = None


@dataclass(slots=True)
class Group:
    """The lines of one block."""

    kind: str
    what: What
    lines: list[Line]


def typed_lines(lines: Sequence[Line], marks: frozenset[int], marked: frozenset[int]) -> list[Typed]:
    """Return each line with what it starts.

    `marks`: the numbers of footnote marks in the text. `marked`: the starts of lines that are chapters' headings.
    """
    width = sorted(len(line.text) for line in lines)[len(lines) * 4 // 5] if lines else 0
    headings = _headings(lines, width)
    typed: list[Typed] = []
    chapter = 0
    for index, line in enumerate(lines):
        above = typed[-1] if typed else None
        if index in headings:
            found = Typed(line, "named", headings[index])
        else:
            found = _typed(line, above, marks, line.start in marked, chapter, _stands_alone(lines, index))
        if isinstance(found.what, Chapter):
            chapter = found.what.number or chapter + 1
        typed.append(found)
    return typed


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    return lines[index].after_blank and (index + 1 == len(lines) or lines[index + 1].after_blank)


def _headings(lines: Sequence[Line], width: int) -> dict[int, Heading]:
    """Return the headings of goals and objectives by the index of their line."""
    places: list[int] = []
    candidates: list[Candidate] = []
    chapter: Chapter | None = None
    for index, line in enumerate(lines):
        named = chapter_at(line.text)
        chapter = named if named and named.is_known else chapter
        heading = heading_at(line.text)
        if heading is None:
            continue
        above = lines[index - 1].text if index else ""
        # A heading, a label or a chapter above it is no sentence that it could go on with.
        text = "" if heading_at(above) or is_label_alone(above) or chapter_at(above) else above
        if not is_mention(heading, text, not line.after_blank, len(above) > 0.7 * width):
            places.append(index)
            candidates.append(Candidate(heading, _title(lines, index, heading), chapter))
    own = admitted(candidates)
    return {index: each.heading for index, each, is_own in zip(places, candidates, own, strict=True) if is_own}


def _title(lines: Sequence[Line], index: int, heading: Heading) -> str:
    """Return the rest of a heading's line, or the next one where there is none."""
    title = lines[index].text[heading.end :]
    return title or (lines[index + 1].text if index + 1 < len(lines) else "")


def _typed(line: Line, above: Typed | None, marks: frozenset[int], is_marked: bool, chapter: int, alone: bool) -> Typed:
    before, kind = (above.line.text, above.kind) if above else ("", "chapter")
    is_free = line.after_blank or kind == "chapter" or TERMINAL.search(before) is not None
    label = label_at(line.text)
    if label and not is_marked and (is_free or kind in ("named", "label") or not goes_on(before)):
        return Typed(line, "label", label)
    named = chapter_at(line.text) or (Chapter(None, line.text, False, 0, len(line.text)) if is_marked else None)
    # Words that make a chapter's name fill no line of a sentence by chance, if there are some of them.
    is_named = (
        named is not None and named.is_known and (is_free or (len(named.title.split()) > 1 and not goes_on(before)))
    )
    if named and (is_marked or is_named or (alone and named.number == chapter + 1)):
        return Typed(line, "chapter", named)
    note = note_at(line.text)
    if note and number_of(note) in marks and (is_free or kind == "footnote"):
        return Typed(line, "footnote")
    bullet = BULLET.match(line.text)
    is_sure = bullet and _WEAK_BULLET.match(line.text) is None
    if bullet and bullet.end() < len(line.text) and (is_sure or is_free or kind == "bullet"):
        return Typed(line, "bullet")
    return Typed(line, "paragraph")


def groups_of(typed: Sequence[Typed], marked: frozenset[int]) -> list[Group]:
    """Return the lines of each block together, in reading order. `marked`: the starts of lines that stand alone.

    A footnote at the bottom of a page does not end the paragraph that the page tears apart.
    """
    groups: list[Group] = []
    for each in typed:
        group = _open_group(groups, each, marked) if each.line.start not in marked else None
        if group is None:
            groups.append(Group(each.kind, each.what, [each.line]))
        else:
            group.lines.append(each.line)
    return groups


def _open_group(groups: Sequence[Group], each: Typed, marked: frozenset[int]) -> Group | None:
    """Return the group that a line goes on with, or None."""
    if not groups or each.kind != "paragraph":
        return None
    last = groups[-1]
    if last.kind == "paragraph" and last.lines[-1].start in marked:
        return None
    if _continues(last, each.line):
        return last
    before = next((group for group in reversed(groups) if group.kind != "footnote"), None)
    if last.kind == "footnote" and before and before.kind not in ("named", "chapter"):
        text = before.lines[-1].text
        if TERMINAL.search(text) is None and (each.line.text[0].islower() or goes_on(text)):
            return before
    return None


def _continues(group: Group, line: Line) -> bool:
    """Say whether `line` goes on with the block of `group`."""
    if group.kind == "chapter":
        return False
    last = group.lines[-1].text
    if isinstance(group.what, Heading):
        return _continues_title(group, group.what, line)
    if isinstance(group.what, Label) and len(group.lines) == 1 and is_label_alone(last):
        return True
    # A blank line ends a block only where a sentence ends: page breaks tear sentences apart.
    return not line.after_blank or TERMINAL.search(last) is None


def _continues_title(group: Group, heading: Heading, line: Line) -> bool:
    last = group.lines[-1].text
    if len(group.lines) == 1 and not last[heading.end :].strip():
        return True
    if len(last) > LONG:
        # A whole page on one line: what it ends with is no title.
        return not line.after_blank or TERMINAL.search(last) is None
    if TERMINAL.search(last):
        # "… goals of the U.S." goes on with the next line; a title that has ended is cut from its text later.
        return not line.after_blank
    goes_low = line.text[0].islower() or line.text[0] in "&(" or goes_on(last) or last.endswith(("-", ","))
    if goes_low or line.after_blank:
        return goes_low
    # Where the first word below would have fitted, the line was ended there on purpose.
    room = max(len(each.text) for each in group.lines) if len(group.lines) > 1 else len(line.text)
    return len(last) + len(line.text.split()[0]) + 1 >= 0.8 * room
