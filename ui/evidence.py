"""A citation with what stands around it: its passage, its section and the goal above, as one frozen value."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.schema import Citation, Passage, Section


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the evidence panel shows. Kept with the answer, so that a later index cannot change it."""

    citation: Citation
    passage: Passage | None
    section: Section | None
    parent: Section | None


def gather(citation: Citation, find: Callable[[str], tuple[Section, ...]]) -> Evidence:
    """Return `citation` with its surroundings; `find` gives the sections that a ref names, in any document."""
    section = _of_document(find(citation.ref), citation.document)
    passages = section.passages if section else ()
    passage = next((each for each in passages if each.id == citation.passage), None)
    parent = _of_document(find(section.parent), citation.document) if section and section.parent else None
    return Evidence(citation, passage, section, parent)


def _of_document(sections: tuple[Section, ...], document: str) -> Section | None:
    return next((section for section in sections if section.document == document), None)


def marked(passage: Passage, citation: Citation) -> tuple[tuple[str, bool], ...]:
    """Return the passage's reading text in pieces, True at the quoted one; joined they are the text again."""
    start = _place(passage, citation)
    if start < 0 or not citation.quote:
        return ((passage.text, False),)
    end = start + len(citation.quote)
    pieces = ((passage.text[:start], False), (passage.text[start:end], True), (passage.text[end:], False))
    return tuple(piece for piece in pieces if piece[0])


def _place(passage: Passage, citation: Citation) -> int:
    """Where the quote begins in the reading text. The same words may stand twice: the ranges say which is meant."""
    first = citation.ranges[0][0] if citation.ranges else -1
    cursor = 0
    for sentence in passage.sentences:
        at = passage.text.find(sentence.text, cursor)
        if at < 0:
            break
        if any(start <= first < end for start, end in sentence.ranges):
            found = passage.text.find(citation.quote, at)
            if found >= 0:
                return found
        cursor = at + len(sentence.text)
    return passage.text.find(citation.quote)
