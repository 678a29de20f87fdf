"""Footnotes and their marks: what starts a note, and where its number stands in titles and texts."""

import re

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBER = r"(?:\[(\d{1,2})\]|(\d{1,2})|([⁰¹²³⁴-⁹]{1,2}))"
_NOTE = re.compile(rf"{_NUMBER}(?:(?<=\d)\s+|(?<!\d)\s*)(?=[A-Z“\"‘])")
_MARK = re.compile(
    r"(?<=[a-z”\"’)\]])(?:[.,;:!?][”\"’)]?)?(?:(\d{1,2})|\[(\d{1,2})\])(?=\s|$|[.,;:])|(?<=(?:19|20)\d\d[.,;])(\d{1,2})(?=\s)|(?<=\S)([⁰¹²³⁴-⁹]{1,2})"
)
_TITLE_MARK = re.compile(r"(?<=[.a-z”\"’)])(?:(\d{1,2})|\[(\d{1,2})\]|([⁰¹²³⁴-⁹]{1,2}))$")


def number_of(match: re.Match[str]) -> int:
    """Return the number that a match of a note or of a mark holds."""
    return int(next(group for group in match.groups() if group).translate(_SUPERSCRIPT))


def note_at(text: str) -> re.Match[str] | None:
    """Return the match of a footnote's number at the start of a line, or None."""
    return _NOTE.match(text)


def title_mark(title: str) -> re.Match[str] | None:
    """Return the footnote mark at the end of a title, or None."""
    return _TITLE_MARK.search(title)


def marks_in(source: str) -> list[tuple[int, int, int]]:
    """Return what may be footnote marks, in order: start, end and number. A number after a word may be just that."""
    found = []
    for match in _MARK.finditer(source):
        group = match.lastindex or 0
        bracket = group == 2
        found.append((match.start(group) - bracket, match.end(group) + bracket, number_of(match)))
    return found
