"""Texts beside the strategy to sections: headings that name a place of the text open one, other headings are parts.

A digest is Markdown: `#` its title, `##` its headings, paragraphs between blank lines, `- ` items. An official text
has no such marks; its lines that begin with the name of a place ("PILLAR II", "Sec. 3.") are its headings.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.reading import subtract
from assistant.related_references import parent_of, place_in
from assistant.schema import Document, Ranges, Section, reading_of
from ingest.passages import Part, cut_passages

_BLOCK = re.compile(r"\S(?:.*?\S)??(?=\s*?\n[^\S\n]*\n|\s*\Z|\s*\n(?=#|- ))", re.DOTALL)
_MARK = re.compile(r"(#{1,6}|-)\s+")
_LABEL = "Text"
# A longer block that begins with a place's name ("Sec. 3. Implementation. In furtherance of …") is its text too.
HEADING_MAX = 160


@dataclass(slots=True)
class _Open:
    """A section as it is read."""

    ref: str
    title: str
    parts: list[Part] = field(default_factory=list)


def read_digest(document: Document, count: Callable[[str], int]) -> tuple[Section, ...]:
    """Return the sections of a document beside the strategy: the whole of it under its short name, then its places.

    Their kind is the document's authority. `count` gives the word pieces of a text; passages are sized by it.
    """
    base = _Open(document.short, document.title)
    opened = {base.ref: base}
    current, label = base, _LABEL
    for level, ranges, text in _blocks(document.text, document.markup):
        ref = place_in(document.short, text) if level or document.authority == "official" else None
        if ref:
            current, label = opened.setdefault(ref, _Open(ref, _title(text))), _LABEL
        is_heading = bool(level) or (ref is not None and len(text) <= HEADING_MAX)
        if ref and is_heading:
            current.parts.append(Part(_LABEL if current.parts else "Title", ranges, is_whole=True))
        elif level == 1:
            base.title = text
            base.parts.append(Part("Title", ranges, is_whole=True))
        elif is_heading:
            current, label = base, text
        else:
            current.parts.append(Part(label, ranges, is_whole=False))
    return tuple(_section(document, each, opened, count) for each in opened.values() if each.parts)


def _title(heading: str) -> str:
    """Return a heading's words behind its number: "Pillar II: Promote American prosperity"."""
    first = heading.partition("\n")[0]
    return first.partition(": ")[2] or first[:HEADING_MAX]


def _section(document: Document, opened: _Open, every: dict[str, _Open], count: Callable[[str], int]) -> Section:
    passages = cut_passages(document.text, document.id, opened.ref, tuple(opened.parts), count)
    above = parent_of(opened.ref)
    parent = above if above in every else None
    return Section(document.id, opened.ref, document.authority, opened.title, (), parent, (), passages)


def _blocks(source: str, markup: Ranges) -> Iterator[tuple[int, Ranges, str]]:
    """Yield (level of heading, 0 for text; ranges; text) for each block of a text, marks left out."""
    for match in _BLOCK.finditer(source):
        start, end = match.span()
        mark = _MARK.match(source, start, end)
        if mark:
            start = mark.end()
        level = len(mark.group(1)) if mark and mark.group(1) != "-" else 0
        ranges = subtract(start, end, markup)
        if reading_of(source, ranges):
            yield level, ranges, source[start:end]
