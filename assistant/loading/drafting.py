"""Blocks of a document to its source text: a blank line between them, what nobody can see taken out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.loading.values import Loaded

PAGE = "\f"
"""In a block's text: here a new page starts."""
CELL = " | "
_GAP = "\n\n"

# Controls, directions, joiners, tags: what a reader cannot see, and what hides words from a search.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Letters drawn as one; the bullets of Word's symbol fonts; other ways to end a line.
_PLAINER = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf0e0", "•")
    | dict.fromkeys("\r\u0085\u2028\u2029", "\n")
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n\f]+")
_EDGES = re.compile(r" ?\n ?")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row."""

    text: str
    level: int = 0
    """From 1 for a heading."""


def seen(text: str) -> str:
    """Return `text` in composed Unicode, without ligatures and without characters that nobody sees."""
    whole = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n")).translate(_PLAINER)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", whole))


def tidy(text: str) -> str:
    """Return a block's text as it is seen, spaces collapsed and none at the ends of its lines."""
    return _EDGES.sub("\n", _SPACES.sub(" ", seen(text))).strip(" \n")


def row(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """Return a table's row: one block where each cell has one paragraph, else the cells one after the other.

    Tables that only place things on the page, as cells with headings and lists do, read on like text.
    """
    filled = [cell for cell in ([block for block in cell if tidy(block.text)] for cell in cells) if cell]
    if len(filled) == 1 or any(len(cell) > 1 or cell[0].level for cell in filled):
        return [block for cell in filled for block in cell]
    return [Block(CELL.join(cell[0].text.replace("\n", " ") for cell in filled))] if filled else []


def compose(blocks: Iterable[Block], media: str, remarks: Sequence[str] = ()) -> Loaded:
    """Return the source text of `blocks`, with the offsets of its headings and of the pages marked in them.

    Without a mark there are no pages; with one, the first page starts at the start.
    """
    pieces: list[str] = []
    pages = [0]
    headings: list[tuple[int, int, int]] = []
    length = waiting = 0
    for block in blocks:
        text = tidy(block.text)
        shown = text.replace(PAGE, "").strip(" \n")
        if not shown:
            waiting += text.count(PAGE)
            continue
        start = length + (len(_GAP) if pieces else 0)
        pages += [start] * waiting
        waiting = 0
        pieces.append(shown)
        length = start + len(shown)
        # Marks before the first letter belong to it, whatever white space lies between.
        before, place = "", start
        for part in text.split(PAGE)[:-1]:
            before += part
            place = start + len(before.lstrip(" \n"))
            pages.append(min(place, length))
        if block.level:
            headings.append((start, length, block.level))
    return Loaded(_GAP.join(pieces), media, tuple(pages) if len(pages) > 1 else (), tuple(headings), (), tuple(remarks))
