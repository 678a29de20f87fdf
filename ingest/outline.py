"""Text to sections: which goal, objective, chapter or plain heading each text stands under.

A strategy states its goals and objectives twice, in a framework and in detail. Both statements share one
ref; the statement that a labelled text follows is the detailed one and comes first. A text without goals and
objectives is read by its headings, and one without headings by its paragraphs.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.reading import subtract
from assistant.schema import Document, Ranges, Section, collapse, reading_of
from ingest import doubting, sectioning
from ingest.accounting import unclaimed
from ingest.blocks import Block, Blocks, read_blocks
from ingest.contents import find_contents
from ingest.doubting import LeftOut
from ingest.furniture import Furniture, find_furniture
from ingest.notes import marks_in
from ingest.passages import Part, cut_passages
from ingest.statements import Stated, Statement, has_goals, statements_of

ABOUT = "About"
STRATEGY = "strategy"
"""Only a document of this kind is read by its goals; those of any other are another plan's."""
COVER_MAX = 400
"""What stands before the first heading is a title page up to this many characters, else a text of its own."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a document, and how they were found."""

    sections: tuple[Section, ...]
    reader: str
    """`strategy` (goals and objectives), `headings`, `numbered` or `paragraphs`."""
    remarks: tuple[str, ...]
    """What the reader is unsure of or left out, for a person to check."""
    unclaimed: Ranges
    """The words of the text that are in no passage, and neither furniture, contents nor a heading without a text."""
    expected: tuple[str, ...]
    """The refs of the goals and objectives that the document states, and of the priorities: each must have a text."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document read as far as its statements."""

    document: Document
    furniture: tuple[Furniture, ...]
    contents: Ranges
    blocks: Blocks
    stated: Stated
    reader: str


def read_outline(document: Document, count: Callable[[str], int]) -> Outline:
    """Return the outline of a document: its sections in the order in which it first names them, `About` last.

    `count` gives the word pieces of a text; passages are sized by it.
    """
    read = _read(document)
    # A strategy's chapters are no places unless they say something; in other texts headings are all there is.
    is_strategy = read.reader == STRATEGY
    statements = [s for s in read.stated.statements if s.kind != "section" or s.is_detailed or not is_strategy]
    notes = _notes(read, statements)
    stated = {statement.ref for statement in statements}
    sections = []
    for ref in dict.fromkeys(statement.ref for statement in statements):
        same = [statement for statement in statements if statement.ref == ref]
        sections.append(_section(document, same, notes, stated, count))
    cover, opening = _opening(read)
    if opening:
        sections.insert(0, _section(document, [opening], {}, stated, count))
    about = _about(read, cover, notes.get("", []), count)
    if about:
        sections.append(about)
    expected = tuple(dict.fromkeys(s.ref for s in statements if s.kind != "section"))
    left_out = LeftOut(read.contents, read.furniture, _empty(read.stated) if is_strategy else (), bool(opening))
    lost = unclaimed(document.text, sections, [*left_out.intervals(), *document.markup])
    remarks = doubting.remarks(read.reader, statements, sections, document.text, read.blocks.is_flat, left_out)
    remarks += doubting.of_lost(document.text, lost)
    return Outline(tuple(sections), read.reader, remarks, lost, expected)


def _empty(stated: Stated) -> Ranges:
    """Return the headings of chapters that have no text of their own, and of places stated again without a title."""
    empty = [
        s.heading for s in stated.statements if not (s.is_detailed and s.title) and (s.kind == "section" or not s.title)
    ]
    return tuple(span for heading in empty for span in heading)


def read_sections(document: Document, count: Callable[[str], int]) -> tuple[Section, ...]:
    """Return the sections of a document: those of its outline."""
    return read_outline(document, count).sections


def expected_refs(document: Document) -> tuple[str, ...]:
    """Return the refs that a strategy states anywhere, in order: each must come with a text of its own."""
    return read_outline(document, len).expected


def has_detail(section: Section) -> bool:
    """Say whether the document gives more of a section than its title."""
    return any(passage.part not in ("Title", "Framework") for passage in section.passages)


def _read(document: Document) -> _Read:
    source = document.text
    furniture = find_furniture(source, document.pages)
    contents = find_contents(source, furniture)
    left_out = [*((piece.start, piece.end) for piece in furniture), *contents, *document.markup]
    marked = sectioning.starts_of(source, document.headings)
    blocks = read_blocks(source, left_out, sectioning.chapters_among(source, marked), frozenset(marked))
    if document.kind != STRATEGY or not has_goals(blocks.blocks):
        blocks, stated, reader = sectioning.read(source, left_out, marked)
    else:
        stated, reader = statements_of(blocks.blocks, _numbers(blocks.blocks)), STRATEGY
    return _Read(document, furniture, contents, blocks, stated, reader)


def _numbers(blocks: Sequence[Block]) -> frozenset[int]:
    return frozenset(int(block.label) for block in blocks if block.kind == "footnote" and block.label)


def _notes(read: _Read, statements: Sequence[Statement]) -> dict[str, list[Block]]:
    """Return the footnotes of each ref: those that its titles and texts carry the marks of, in order.

    The marks are taken out of the texts. A footnote without a mark stays where it stands.
    """
    source = read.document.text
    blocks = [block for _, block in read.stated.notes]
    found: dict[str, list[Block]] = defaultdict(list)
    marks = [mark for mark in marks_in(source) if mark[2] in _numbers(blocks)]
    carried: set[int] = set()

    def carry(ref: str, number: int, place: int) -> None:
        # Where every page counts its notes anew, the mark's note is the next one below it.
        same = [block for block in blocks if block.label == str(number)]
        note = next((block for block in same if block.start > place), same[0])
        carried.add(id(note))
        if note not in found[ref]:
            found[ref].append(note)

    for statement in statements:
        if statement.footnote is not None:
            carry(statement.ref, statement.footnote, statement.heading[0][0])
        for index, block in enumerate(statement.body):
            own = [mark for mark in marks if any(start <= mark[0] and mark[1] <= end for start, end in block.ranges)]
            for start, _, number in own:
                carry(statement.ref, number, start)
            if own:
                statement.body[index] = _without(source, block, own)
    for current, block in read.stated.notes:
        if id(block) not in carried:
            found[current.ref if current and current in statements else ""].append(block)
    return found


def _without(source: str, block: Block, marks: Sequence[tuple[int, int, int]]) -> Block:
    holes = [(start, end) for start, end, _ in marks]
    ranges = tuple(piece for start, end in block.ranges for piece in subtract(start, end, holes))
    return replace(block, ranges=ranges, text=reading_of(source, ranges))


def _section(
    document: Document,
    statements: Sequence[Statement],
    notes: dict[str, list[Block]],
    stated: set[str],
    count: Callable[[str], int],
) -> Section:
    statements = sorted(statements, key=lambda statement: (not statement.is_detailed, not statement.is_labelled))
    first = next((statement for statement in statements if statement.title), statements[0])
    own = notes.get(first.ref, [])
    parts = [Part("Title", first.heading, True)] if first.heading else []
    for statement in statements:
        if statement is not first and statement.title:
            parts.append(Part("Framework", statement.heading, True))
        parts += [Part(block.label or "Text", block.ranges, False) for block in statement.body]
    parts += [Part(f"Footnote {block.label}", block.ranges, True) for block in own]
    titles = tuple(dict.fromkeys(statement.title for statement in (first, *statements) if statement.title))
    return Section(
        document=document.id,
        ref=first.ref,
        kind=first.kind,
        title=first.title,
        other_titles=titles[1:],
        parent=next((s.parent for s in statements if s.parent in stated), None),
        footnotes=tuple(dict.fromkeys(int(block.label) for block in own)),
        passages=cut_passages(document.text, document.id, first.ref, tuple(parts), count),
    )


def _opening(read: _Read) -> tuple[tuple[Block, ...], Statement | None]:
    """Return what stands before the first heading: a title page's lines, or else a statement of its own."""
    blocks = tuple(block for block in read.stated.opening if block.ranges)
    if sum(len(block.text) for block in blocks) <= COVER_MAX and read.stated.statements:
        return blocks, None
    return (), Statement("§ 0", "section", "", (), body=list(blocks)) if blocks else None


def _about(read: _Read, cover: Sequence[Block], notes: Sequence[Block], count: Callable[[str], int]) -> Section | None:
    document = read.document
    lines: dict[str, Ranges] = {}
    for piece in read.furniture:
        if not piece.is_page_number:
            lines.setdefault(collapse(document.text[piece.start : piece.end]), ((piece.start, piece.end),))
    parts = [Part("Release and dates", ranges, True) for ranges in lines.values()]
    parts += [Part("Title page", block.ranges, True) for block in cover]
    parts += [Part(f"Footnote {block.label}", block.ranges, True) for block in notes]
    passages = cut_passages(document.text, document.id, ABOUT, tuple(parts), count)
    if not passages:
        return None
    return Section(document.id, ABOUT, "about", "About this document", (), None, (), passages)
