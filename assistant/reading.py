"""Source text to reading text: decoding, offsets, and where a sentence ends.

Does not parse file formats other than plain text, and never changes the source text.
"""

import re
from collections.abc import Iterable

from assistant.errors import SourceError
from assistant.schema import Ranges

# A full stop after one of these does not end a sentence. Lower case, without the stop.
ABBREVIATIONS = frozenset(
    (
        "e.g i.e cf vs etc mr mrs ms dr prof sr jr st no nos vol pp p art sec fig approx dept gov gen sen rep amb "
        "lt col maj capt sgt adm hon rev inc co corp ltd u.s u.n u.k e.u d.c a.m p.m ph.d"
    ).split()
)
# After "U.S." a new sentence starts only with a word like these; any other capital is a name ("U.S. Embassy").
STARTERS = frozenset(
    ("the this these those we it in to however by as a an our they there while with for and but").split()
)
# As far back as the word before a full stop is looked for: longer than any.
TOKEN_MAX = 200

_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]*[A-Z0-9ÁÉÍÓÚÑ¿¡●])")
_LAST_TOKEN = re.compile(r"([^\s(“\"‘\[]+)[.!?][\"”’')\]]*$")
_FIRST_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]$")


def decode(data: bytes, name: str) -> str:
    """Return the text of a UTF-8 file without newline translation, so that offsets are code points of the file.

    Raises SourceError when the bytes are empty or not UTF-8.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty.", "Replace it with the original text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8 or replace it with the original."
        ) from error


def subtract(start: int, end: int, holes: Iterable[tuple[int, int]]) -> Ranges:
    """Return [start, end) without `holes`, as ordered half-open ranges. `holes` must be ordered."""
    kept: list[tuple[int, int]] = []
    for hole_start, hole_end in holes:
        if hole_end <= start or hole_start >= end:
            continue
        if hole_start > start:
            kept.append((start, hole_start))
        start = max(start, hole_end)
    if start < end:
        kept.append((start, end))
    return tuple(kept)


def collapse_with_offsets(source: str, ranges: Ranges) -> tuple[str, list[int]]:
    """Return the reading text of `ranges` and, for each of its characters, its offset in `source`."""
    characters: list[str] = []
    offsets: list[int] = []
    for start, end in ranges:
        for offset in range(start, end):
            character = source[offset]
            if not character.isspace():
                characters.append(character)
                offsets.append(offset)
            elif characters and characters[-1] != " ":
                characters.append(" ")
                offsets.append(offset)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return "".join(characters), offsets


def ranges_within(ranges: Ranges, start: int, end: int) -> Ranges:
    """Return the part of `ranges` that lies in the source interval [start, end)."""
    cut = ((max(a, start), min(b, end)) for a, b in ranges)
    return tuple((a, b) for a, b in cut if a < b)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the half-open intervals of the sentences of a reading text, in order, without outer white space."""
    cuts = [match.end() for match in _END.finditer(text) if _ends_sentence(text, match)]
    starts = [0, *cuts]
    ends = [*cuts, len(text)]
    spans = []
    for start, end in zip(starts, ends, strict=True):
        length = len(text[start:end].rstrip())
        if length:
            spans.append((start, start + length))
    return spans


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if text[match.start()] != ".":
        return True
    last = _LAST_TOKEN.search(text[max(0, match.end() - TOKEN_MAX) : match.end()].rstrip())
    token = last.group(1) if last else ""
    following = _FIRST_WORD.search(text, match.end())
    starts_anew = following is not None and following.group().lower() in STARTERS
    if _INITIALS.match(token) and len(token) > 1:
        return starts_anew
    if len(token) == 1 and token.isupper():
        return False
    return token.lower() not in ABBREVIATIONS
