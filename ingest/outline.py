"""Blocks to sections: which goal, objective or chapter each text stands under.

A strategy states its goals and objectives twice, in a framework and in detail. Both statements share one
ref; the statement that a labelled text follows is the detailed one and comes first.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.schema import Document, Passage, Ranges, Section, collapse
from ingest.blocks import Block, read_blocks
from ingest.furniture import Furniture, find_furniture
from ingest.passages import Part, cut_passages

_NAMED = re.compile(r"(Mission|Management)\s+(Goal|Objective)\s+(\d(?:\.\d)?):\s*")
_MARK = re.compile(r"(?<=[.a-z”\"])(\d{1,2})$")
_PREFIX = {
    ("Mission", "Goal"): ("MG", "goal"),
    ("Mission", "Objective"): ("MO", "objective"),
    ("Management", "Goal"): ("MgG", "management_goal"),
    ("Management", "Objective"): ("MgO", "management_objective"),
}
_PRIORITIES = re.compile(r"chief of mission priorit", re.IGNORECASE)
ABOUT = "About"


@dataclass(slots=True)
class _Statement:
    """One place where a section is stated: its heading and the texts below it."""

    ref: str
    kind: str
    title: str
    heading: Block
    footnote: int | None
    body: list[Block] = field(default_factory=list)

    @property
    def is_detailed(self) -> bool:
        return bool(self.body)


def read_sections(document: Document, count: Callable[[str], int]) -> tuple[Section, ...]:
    """Return the sections of a strategy in the order in which it first names them, `About` last.

    `count` gives the word pieces of a text; passages are sized by it.
    """
    furniture = find_furniture(document.text)
    blocks = read_blocks(document.text, furniture, document.markup)
    statements = _statements(blocks)
    notes = {int(block.label): block for block in blocks if block.kind == "footnote"}
    sections = []
    for ref in dict.fromkeys(statement.ref for statement in statements):
        same = [statement for statement in statements if statement.ref == ref]
        sections.append(_section(document, same, notes, count))
    about = _about(document, furniture, count)
    return (*sections, about) if about else tuple(sections)


def expected_refs(document: Document) -> tuple[str, ...]:
    """Return the refs that the document states anywhere, in order: each must come with a text of its own."""
    blocks = read_blocks(document.text, find_furniture(document.text), document.markup)
    return tuple(dict.fromkeys(statement.ref for statement in _statements(blocks)))


def has_detail(section: Section) -> bool:
    """Say whether the document gives more of a section than its title."""
    return any(passage.part not in ("Title", "Framework") for passage in section.passages)


def _statements(blocks: Iterable[Block]) -> list[_Statement]:
    statements: list[_Statement] = []
    current: _Statement | None = None
    for block in blocks:
        if block.kind == "named":
            current = _named_statement(block)
            statements.append(current)
        elif block.kind == "chapter":
            current = _priorities_statement(block) if _PRIORITIES.search(block.text) else None
            if current:
                statements.append(current)
        elif block.kind != "footnote" and current is not None:
            current.body.append(block)
    return statements


def _named_statement(block: Block) -> _Statement:
    match = _NAMED.match(block.text)
    assert match is not None
    prefix, kind = _PREFIX[match.group(1), match.group(2)]
    title = block.text[match.end() :]
    mark = _MARK.search(title)
    return _Statement(
        ref=f"{prefix} {match.group(3)}",
        kind=kind,
        title=title[: mark.start()] if mark else title,
        heading=block,
        footnote=int(mark.group(1)) if mark else None,
    )


def _priorities_statement(block: Block) -> _Statement:
    return _Statement("CoM", "priorities", re.sub(r"^\d+\.\s*", "", block.text), block, None)


def _section(
    document: Document, statements: list[_Statement], notes: dict[int, Block], count: Callable[[str], int]
) -> Section:
    statements = sorted(statements, key=lambda statement: not statement.is_detailed)
    first = statements[0]
    numbers = tuple(s.footnote for s in statements if s.footnote is not None and s.footnote in notes)
    parts: list[Part] = []
    for index, statement in enumerate(statements):
        parts.append(Part("Title" if index == 0 else "Framework", _heading_ranges(statement, numbers), True))
        parts += [Part(block.label or "Text", block.ranges, False) for block in statement.body]
    parts += [Part(f"Footnote {number}", notes[number].ranges, True) for number in numbers]
    titles = tuple(dict.fromkeys(statement.title for statement in statements))
    return Section(
        document=document.id,
        ref=first.ref,
        kind=first.kind,
        title=first.title,
        other_titles=titles[1:],
        parent=_parent(first.ref),
        footnotes=numbers,
        passages=cut_passages(document.text, document.id, first.ref, tuple(parts), count),
    )


def _heading_ranges(statement: _Statement, numbers: tuple[int, ...]) -> Ranges:
    """Leave the footnote's number out of the heading: it is no part of the title."""
    ranges = statement.heading.ranges
    if statement.footnote is None or statement.footnote not in numbers:
        return ranges
    start, end = ranges[-1]
    return (*ranges[:-1], (start, end - len(str(statement.footnote))))


def _parent(ref: str) -> str | None:
    prefix, _, number = ref.partition(" ")
    if "." not in number:
        return None
    return f"{'MG' if prefix == 'MO' else 'MgG'} {number.partition('.')[0]}"


def _about(document: Document, furniture: tuple[Furniture, ...], count: Callable[[str], int]) -> Section | None:
    lines: dict[str, Ranges] = {}
    for piece in furniture:
        if not piece.is_page_number:
            lines.setdefault(collapse(document.text[piece.start : piece.end]), ((piece.start, piece.end),))
    parts = tuple(Part("Release and dates", ranges, True) for ranges in lines.values())
    passages: tuple[Passage, ...] = cut_passages(document.text, document.id, ABOUT, parts, count)
    if not passages:
        return None
    return Section(document.id, ABOUT, "about", "About this document", (), None, (), passages)
