"""Texts without goals and objectives to sections: what a question set brings along, a paragraph or an abstract each.

A document is one section, named by the document's short name. `passages`: paragraphs between blank lines, cut
into sentences as everywhere. `lines`: one sentence a line, because whoever made the gold has cut it already.
"""

import re
from collections.abc import Callable

from assistant.reading import collapse_with_offsets, ranges_within, subtract
from assistant.schema import Document, Ranges, Section, Sentence, reading_of
from ingest.passages import Part, cut_passages

KINDS = ("passages", "lines")
_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*?\n[^\S\n]*\n|\s*\Z)", re.DOTALL)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LABEL = "Text"


def read_plain(document: Document, count: Callable[[str], int]) -> tuple[Section, ...]:
    """Return the one section of a document of a kind in KINDS; none where it has no text.

    `count` gives the word pieces of a text; passages are sized by it.
    """
    parts = _lines(document.text) if document.kind == "lines" else _paragraphs(document.text, document.markup)
    passages = cut_passages(document.text, document.id, document.short, parts, count)
    # A document without a title is named by its short name, which is no text to search for.
    title = "" if document.title == document.short else document.title
    section = Section(document.id, document.short, document.kind, title, (), None, (), passages)
    return (section,) if passages else ()


def _paragraphs(source: str, markup: Ranges) -> tuple[Part, ...]:
    pieces = [subtract(*match.span(), markup) for match in _PARAGRAPH.finditer(source)]
    return tuple(Part(_LABEL, ranges, is_whole=False) for ranges in pieces if reading_of(source, ranges))


def _lines(source: str) -> tuple[Part, ...]:
    """Return one part with a sentence for each line that is not blank."""
    sentences = []
    for match in _LINE.finditer(source):
        _, offsets = collapse_with_offsets(source, (match.span(),))
        ranges = ranges_within((match.span(),), _first_visible(source, offsets), offsets[-1] + 1)
        sentences.append(Sentence(reading_of(source, ranges), ranges))
    if not sentences:
        return ()
    whole = ((sentences[0].ranges[0][0], sentences[-1].ranges[-1][1]),)
    return (Part(_LABEL, whole, is_whole=False, sentences=tuple(sentences)),)


def _first_visible(source: str, offsets: list[int]) -> int:
    return next(offset for offset in offsets if not source[offset].isspace())
