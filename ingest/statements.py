"""Blocks to statements: each place where a goal, an objective or a chapter is stated, with the texts below it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.schema import Ranges
from ingest.blocks import Block
from ingest.chapters import Chapter
from ingest.headings import Heading
from ingest.notes import number_of, title_mark
from ingest.numbering import Place, places_of

PRIORITIES = "CoM"


@dataclass(slots=True)
class Statement:
    """One place where a section is stated: its heading and the texts below it."""

    ref: str
    kind: str
    title: str
    heading: Ranges
    """Without a footnote's mark: it is no part of the title."""
    footnote: int | None = None
    """The number of the footnote that the title carries."""
    parent: str | None = None
    is_counted: bool = False
    body: list[Block] = field(default_factory=list)

    @property
    def is_detailed(self) -> bool:
        """Say whether the document says more here than the title."""
        return bool(self.body)

    @property
    def is_labelled(self) -> bool:
        """Say whether it has parts with labels, as the place that the strategy gives to it has."""
        return any(block.label for block in self.body)


@dataclass(frozen=True, slots=True)
class Stated:
    """All statements of a text, and what stands under none."""

    statements: tuple[Statement, ...]
    opening: tuple[Block, ...]
    """What comes before the first heading."""
    notes: tuple[tuple[Statement | None, Block], ...]
    """The footnotes, each with the statement that it stands in."""


def has_goals(blocks: Sequence[Block]) -> bool:
    """Say whether a text has goals or objectives of a mission, as its headings name them."""
    headings = [block.what for block in blocks if isinstance(block.what, Heading)]
    return any(heading.form == 0 for heading in headings) or sum(heading.is_goal for heading in headings) > 1


def statements_of(blocks: Sequence[Block], numbers: frozenset[int]) -> Stated:
    """Return the statements of a strategy's blocks, in reading order. `numbers`: the footnotes that there are."""
    places = iter(_places(blocks))
    statements: list[Statement] = []
    opening: list[Block] = []
    notes: list[tuple[Statement | None, Block]] = []
    chapters = Chapters()
    current: Statement | None = None
    label = ""
    for block in blocks:
        if block.kind == "footnote":
            notes.append((current, block))
            continue
        if isinstance(block.what, Heading):
            found = _named(block, next(places), numbers)
            if not (current and current.ref == found.ref and not found.title):
                current = found
                statements.append(current)
            label = ""
        elif isinstance(block.what, Chapter):
            # A chapter's name at the head of each of its pages opens it once.
            if not chapters.is_current(block.what):
                current, label = chapters.open(block, block.what), ""
                statements.append(current)
        elif current is None:
            opening.append(block)
        else:
            label = block.label if block.kind == "label" else label
            current.body += [labelled(block, label)] if block.ranges else []
    return Stated(tuple(statements), tuple(opening), tuple(notes))


def labelled(block: Block, label: str) -> Block:
    """Return a block with the label that stands over it: one label covers all paragraphs up to the next."""
    return block if block.label == label else Block(block.kind, block.ranges, block.text, label)


class Chapters:
    """The chapters met so far, and their numbers: printed, or else counted."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._current = ""

    def is_current(self, chapter: Chapter) -> bool:
        """Say whether a chapter is the one that is open."""
        return chapter.title.lower() == self._current

    def open(self, block: Block, chapter: Chapter) -> Statement:
        """Return the statement of a chapter."""
        key = self._current = chapter.title.lower()
        taken = set(self._numbers.values()) - {self._numbers.get(key)}
        number = self._numbers.get(key) or chapter.number
        if number is None or number in taken:
            number = max(taken, default=0) + 1
        self._numbers[key] = number
        if chapter.is_priorities:
            return Statement(PRIORITIES, "priorities", chapter.title, block.ranges)
        return Statement(f"§ {number}", "section", chapter.title, block.ranges)


def _places(blocks: Sequence[Block]) -> list[Place]:
    headings: list[tuple[Heading, str, Chapter | None]] = []
    chapter: Chapter | None = None
    for block in blocks:
        if isinstance(block.what, Chapter) and (chapter is None or block.what.title.lower() != chapter.title.lower()):
            chapter = block.what
        elif isinstance(block.what, Heading):
            headings.append((block.what, block.title, chapter))
    return places_of(headings)


def _named(block: Block, place: Place, numbers: frozenset[int]) -> Statement:
    title, ranges, footnote = block.title, block.ranges, None
    mark = title_mark(title)
    if mark and number_of(mark) in numbers:
        footnote = number_of(mark)
        start, end = ranges[-1]
        ranges = (*ranges[:-1], (start, end - len(mark.group())))
    if mark:
        title = title[: mark.start()]
    return Statement(place.ref, place.kind, title, ranges, footnote, place.goal, place.is_counted)
