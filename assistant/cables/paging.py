"""What pages and transmission put between the words: banners, page and section lines, BT, routing lines, repeated headers.

Says which lines of a draft are no part of its text. Never decides on a line by its words alone where prose could
have them.
"""

import re
from collections.abc import Collection

from assistant.cables.fields import REPEATED, field_of
from assistant.cables.lines import Line

_PAGE = re.compile(
    r"(?:page|pg\.?)\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|-{1,3}\s*\d{1,3}\s*-{1,3}|\d{1,3}\s+of\s+\d{1,3}|"
    r"[a-z ]{3,30}\s+\d{5,8}\s+\d{3}\s+of\s+\d{3}|page\s+\d{1,3}\s{1,}[a-z ]{3,30}\s+\d{3,7}(?:\s.*)?",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:(?:C\s?O\s?N|U\s?N\s?C|S\s?E\s?C)[A-Z ]{0,40})?(?:FINAL\s+)?SECTION\s+(?:\d{1,2}|ONE|TWO|THREE)\s+OF\s+(?:\d{1,2}|TWO|THREE|FOUR)\b.{0,40}",
    re.IGNORECASE,
)
_ROUTING = re.compile(
    r"(?:BT|NNNN|ZCZC\w*|VZCZC\w*|[A-Z]{2,8}\d{3,5}\s+[A-Z]{2,7}|#\s?\d{3,5}|ZNR\s+\w+\s+ZZH|ZNY\s+\w+\s+ZZH|DE\s+RU\w+\s+#?.*|"
    r"(?:[ROPZ]{2}\s+)?RU[A-Z]{3,6}(?:\s+RU[A-Z]{3,6})*\s*(?:#\d+.*)?|(?:[ROPZY]\s+){1,3}\d{6}Z\b.*|EO\s?\d{0,2}|<<+|>>+)"
)
_RULE = re.compile(r"[-_=*~#.\s]{4,}\d{0,7}")
_RELEASE = re.compile(
    r"(?:.{0,40}\s)?declassified/released\b.*|released by .{0,60}|(?:margaret p\. grafeld|sheryl p\. walter)\b.*|for public release|"
    r"(?:draft|message) text|(?:view|edited|original) cable:?.{0,40}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}")
_LETTERS = re.compile(r"[^\W\d_]")
# "EE1 PQ7 ..." and the like: groups of two or three characters that spell nothing.
_JUNK = re.compile(r"(?:[A-Z0-9]{1,3}[ ]+){5,}[A-Z0-9]{1,3}")
_WORDLIKE = re.compile(r"\b(?:THE|AND|FOR|OF|TO|IN|IS|HAS|WAS|A|I|BE|ON|AT|BY|WE|IT|NO|AN|AS|OR|IF|SO|US|MO|GOP)\b")
_NEAR = 14
_LONGEST = 200


def is_furniture(line: Line) -> bool:
    """Is a line, by itself, what pages and transmission put in?"""
    stripped = line.plain.strip(" \t\x00")
    if not stripped or len(stripped) > _LONGEST:
        return False
    if _PAGE.fullmatch(stripped) or _ROUTING.fullmatch(stripped) or _RELEASE.fullmatch(stripped):
        return True
    if _SECTION.fullmatch(stripped) or (_RULE.fullmatch(stripped) and not _LETTERS.search(stripped)):
        return True
    return bool(_JUNK.fullmatch(stripped)) and not _WORDLIKE.search(stripped)


def find_furniture(lines: tuple[Line, ...], banners: Collection[int], first: int) -> frozenset[int]:
    """Return the numbers of the lines from `first` on that are no part of the text; `banners` are known ones."""
    found = {n for n in range(first, len(lines)) if n in banners or is_furniture(lines[n])}
    found |= {n for n in range(first, len(lines)) if _is_page_number(lines, n, found)}
    found |= _repeated_headers(lines, found)
    return frozenset(found)


def _is_page_number(lines: tuple[Line, ...], number: int, furniture: set[int]) -> bool:
    """A number alone on its line counts where a page break is beside it."""
    if not _NUMBER.fullmatch(lines[number].text.strip()):
        return False
    near = [n for n in range(number - 3, number + 4) if n != number and n in furniture]
    return bool(near) or (
        number + 1 < len(lines) and lines[number].after - lines[number].end == 1 and _breaks(lines, number)
    )


def _breaks(lines: tuple[Line, ...], number: int) -> bool:
    return lines[number + 1].is_blank and number > 0 and lines[number - 1].is_blank


def _repeated_headers(lines: tuple[Line, ...], furniture: set[int]) -> set[int]:
    """Headers come again behind "SECTION 02 OF 02": from there to the first line that is none of them."""
    found: set[int] = set()
    for number in sorted(furniture):
        if not _SECTION.search(lines[number].plain):
            continue
        inside = False
        for following in range(number + 1, min(number + _NEAR, len(lines))):
            line = lines[following]
            if line.is_blank or following in furniture:
                inside = inside and not line.is_blank
                continue
            field = field_of(line)
            if field and field.name in REPEATED:
                inside = True
            elif not inside:
                break
            found.add(following)
    return found
