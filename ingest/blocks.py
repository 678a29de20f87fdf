"""Source text to blocks: headings, labelled paragraphs, bullets and footnotes, each with its ranges.

Lines that a page break or a line wrap tore apart come together again, and what a lost line end ran together is cut
apart; page furniture and line-end breaks after a hyphen are left out by the ranges, so the source text itself is
never changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading import collapse_with_offsets, ranges_within, split_sentences
from assistant.schema import Ranges, reading_of
from ingest.chapters import Chapter
from ingest.columns import in_order
from ingest.cutting import Cut, cuts_of
from ingest.grouping import BULLET, LONG, Group, groups_of, typed_lines
from ingest.headings import Form, Heading
from ingest.labels import Label
from ingest.lines import Holes, Line, holes_of, kept, lines_of
from ingest.notes import marks_in, note_at, number_of

_LEADING = re.compile(r"^[\s|*_#>•●▪◦■]+")
_TRAILING = re.compile(r"[\s|*_#]+$")
# A title of more than one sentence is shorter than this.
TITLE_MAX = 250


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, bullet or footnote."""

    kind: str
    """`chapter`, `named` (a goal or an objective), `label`, `bullet`, `footnote` or `paragraph`."""
    ranges: Ranges
    text: str
    """Its reading text, without label or bullet."""
    label: str = ""
    """The label of a labelled paragraph, the number of a footnote."""
    what: Heading | Chapter | None = None
    """What a heading announces."""

    @property
    def title(self) -> str:
        """The text of a goal's or an objective's heading after its number; of a chapter's, after its."""
        if isinstance(self.what, Heading):
            return self.text[self.what.end - self.what.start :].strip()
        return self.what.title if self.what else self.text

    @property
    def start(self) -> int:
        """Where it starts in the source text; 0 for a label without a text."""
        return self.ranges[0][0] if self.ranges else 0


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a text in reading order, and what was seen on the way."""

    blocks: tuple[Block, ...]
    is_flat: bool
    """The text had lost its line ends: headings were found in running text."""


def read_blocks(
    source: str,
    left_out: Sequence[tuple[int, int]],
    chapters: frozenset[int] = frozenset(),
    marked: frozenset[int] = frozenset(),
) -> Blocks:
    """Return the blocks of `source` in reading order; the intervals `left_out` are furniture and contents.

    `chapters`: the starts of lines that are chapters' headings. `marked`: those of lines that stand alone because the
    file itself calls them headings.
    """
    holes = holes_of(source, left_out)
    lines = lines_of(source, holes)
    marks = frozenset(number for _, _, number in marks_in(source))
    lines = in_order(source, lines, marks)
    is_flat = _is_flat(lines)
    surest = _surest(lines) if is_flat else None
    groups = groups_of(typed_lines(lines, marks, chapters), chapters | marked)
    blocks = [block for group in groups for block in _blocks(source, group, holes, surest, marks)]
    return Blocks(tuple(block for block in blocks if block.text or block.kind == "label"), is_flat)


def _is_flat(lines: Sequence[Line]) -> bool:
    """Say whether a text has lost its line ends: more headings stand inside its long lines than at a line's start."""
    within = at_start = 0
    for line in lines:
        starts = [cut.start for cut in cuts_of(line.text, True, ()) if isinstance(cut.what, Heading)]
        at_start += starts.count(0)
        within += sum(start > 0 for start in starts) if len(line.text) > LONG else 0
    return within > at_start


def _surest(lines: Sequence[Line]) -> dict[bool, Form]:
    """Return the surest form of heading in running text, for goals (True) and for objectives."""
    surest: dict[bool, Form] = {}
    for line in lines:
        for cut in cuts_of(line.text, True, ()):
            if isinstance(cut.what, Heading):
                surest[cut.what.is_goal] = min(cut.what.form, surest.get(cut.what.is_goal, Form.DOTTED))
    return surest


def _blocks(
    source: str, group: Group, holes: Holes, surest: dict[bool, Form] | None, marks: frozenset[int]
) -> list[Block]:
    """Return the blocks of a group: more than one where its text runs on past a heading's or a label's start.

    `surest`: the forms of heading to look for in a text that has lost its line ends; None for one that has not.
    """
    ranges = _ranges(group, holes)
    text, offsets = collapse_with_offsets(source, ranges)
    cuts: list[Cut] = []
    if surest is not None or group.kind == "named":
        starts = {start for start, _ in ranges}
        gaps = {index for index, offset in enumerate(offsets) if offset in starts}
        own_end = group.what.end if group.what else 0
        cuts = [
            cut
            for cut in cuts_of(text, surest is not None, gaps, marks)
            if cut.start >= own_end and _is_own(cut, surest)
        ]
    blocks: list[Block] = []
    for piece in _pieces(text, group, cuts):
        for part in _parts(text, piece):
            found = (
                ranges_within(ranges, offsets[part.start], offsets[part.end - 1] + 1) if part.end > part.start else ()
            )
            blocks.append(Block(part.kind, found, reading_of(source, found), part.label, part.what))
    return blocks


def _is_own(cut: Cut, surest: dict[bool, Form] | None) -> bool:
    return surest is None or not isinstance(cut.what, Heading) or cut.what.form is surest[cut.what.is_goal]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a group's text: before its marker is taken off, and after."""

    start: int
    end: int
    kind: str
    what: Heading | Label | Chapter | None
    follows: str = ""
    """The kind of the next piece."""


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    kind: str
    label: str = ""
    what: Heading | Chapter | None = None


def _pieces(text: str, group: Group, cuts: Sequence[Cut]) -> list[_Piece]:
    opened = [(cut.start, cut.kind, cut.what) for cut in cuts]
    if group.what or not opened or opened[0][0] > 0:
        opened.insert(0, (0, group.kind, group.what))
    ends = [start for start, _, _ in opened[1:]] + [len(text)]
    kinds = [kind for _, kind, _ in opened[1:]] + [""]
    return [
        _Piece(start, start + len(text[start:end].rstrip()), kind, what, follows)
        for (start, kind, what), end, follows in zip(opened, ends, kinds, strict=True)
    ]


def _parts(text: str, piece: _Piece) -> list[_Part]:
    """Return a piece without its marker; a heading's as its title and the text after it."""
    start, end, what = piece.start, piece.end, piece.what
    if isinstance(what, Label):
        return [_Part(min(what.end, end), end, "label", what.name)]
    if isinstance(what, Heading | Chapter):
        title_end = min(what.end, end) if isinstance(what, Chapter) else _title_end(text, what, piece)
        begin = (
            start + len(text[start:title_end]) - len(_LEADING.sub("", text[start:title_end]))
            if isinstance(what, Chapter)
            else what.start
        )
        stop = begin + len(_TRAILING.sub("", text[begin:title_end]))
        rest = title_end + len(text[title_end:end]) - len(text[title_end:end].lstrip())
        named = _Part(begin, stop, "named" if isinstance(what, Heading) else "chapter", "", what)
        return [named, *([_Part(rest, end, "paragraph")] if rest < end else [])]
    note = note_at(text[start:end]) if piece.kind == "footnote" else None
    marker = BULLET.match(text[start:end]) if piece.kind == "bullet" else note
    label = str(number_of(note)) if note else ""
    return [_Part(start + marker.end() if marker else start, end, piece.kind, label)]


def _title_end(text: str, heading: Heading, piece: _Piece) -> int:
    """Return where the title ends and its text begins: after its first sentence, unless a label comes next."""
    title = text[heading.end : piece.end]
    sentences = split_sentences(title)
    if len(sentences) < 2 or (piece.follows == "label" and len(title) <= TITLE_MAX):
        return piece.end
    return heading.end + sentences[0][1]


def _ranges(group: Group, holes: Holes) -> Ranges:
    """Return the ranges of a group; lines of others may stand between its own."""
    spans: list[tuple[int, int]] = []
    number = -1
    for line in group.lines:
        if spans and line.number == number + 1:
            spans[-1] = (spans[-1][0], line.end)
        else:
            # The break before the line is the white space between its words and those above.
            spans.append((line.start - 1 if spans else line.start, line.end))
        number = line.number
    return tuple(piece for start, end in spans for piece in kept(start, end, holes))
