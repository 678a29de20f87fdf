"""A draft as lines with offsets, and as plain letters: spelled so that a disguised word looks like the word."""

import re
import unicodedata
from dataclasses import dataclass

_LINE = re.compile(r"([^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*)(?:\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]|$)")
# Letters of other alphabets that look like Latin ones.
_LOOKALIKES = str.maketrans("АВЕІЅКМНОРСТХУасеіѕорхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEISKMHOPCTXYaceisopxyABEZHIKMNOPTYXo")
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-"})
INVISIBLE = "\x00"
"""Stands in plain letters where the draft has a character without width."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its content is [start, end) of the draft, the next line starts at `after`."""

    start: int
    end: int
    after: int
    text: str
    plain: str
    """The content as `plain_letters` writes it."""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def plain_letters(text: str) -> str:
    """Return `text` character for character with full-width and look-alike letters as Latin, dashes as hyphens."""
    if text.isascii():
        return text
    return "".join(_plain(character) for character in text.translate(_LOOKALIKES).translate(_DASHES))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf":
        return INVISIBLE
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of `text`; every character but line ends is in exactly one of them."""
    plain = plain_letters(text)
    found: list[Line] = []
    for match in _LINE.finditer(text):
        if match.start() == len(text) and found and match.start() == found[-1].after and not match.group():
            break
        start, end = match.span(1)
        found.append(Line(start, end, match.end(), match.group(1), plain[start:end]))
    return tuple(found)
