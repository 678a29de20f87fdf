"""What a page carries beside its text: running heads and feet, page numbers, approval and release marks.

Such lines may stand in the middle of a sentence. They are no passage's reading text; those that say
something about the document itself become its `About` section.
"""

import re
from collections import Counter
from dataclasses import dataclass

_DATE = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},?\s+\d{4}"
_PAGE = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]", re.IGNORECASE)
_RELEASE = re.compile(
    r"(?:approved\s+)?for\s+(?:public|official)\s+(?:release|use(?:\s+only)?)|unclassified|sensitive but unclassified",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"(?:originally\s+)?(?:approved|updated|revised|published|released)(?:\s+on)?:?\s+{_DATE}", re.IGNORECASE
)
# A line of any wording that recurs this often, alone between blank lines, is a running head.
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Furniture:
    """One line of page furniture, as a half-open interval of the source text without its outer white space."""

    start: int
    end: int
    is_page_number: bool


def find_furniture(source: str) -> tuple[Furniture, ...]:
    """Return the lines of `source` that are page furniture, in order."""
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", source)]
    counts = Counter(" ".join(line.split()) for _, line in lines)
    found = []
    for offset, line in lines:
        text = " ".join(line.split())
        if not text:
            continue
        is_page = _PAGE.fullmatch(text) is not None
        stands_apart = _is_apart(source, offset, offset + len(line))
        repeated = counts[text] >= REPEATS and stands_apart and len(text) < 100
        if is_page or _RELEASE.fullmatch(text) or _DATED.fullmatch(text) or repeated:
            start = offset + len(line) - len(line.lstrip())
            found.append(Furniture(start, start + len(line.strip()), is_page))
    return tuple(found)


def _is_apart(source: str, start: int, end: int) -> bool:
    before = source[:start].rstrip(" \t")
    after = source[end:].lstrip(" \t")
    return (not before or before.endswith("\n\n") or before.endswith("\n \n")) and (
        not after or after.startswith("\n\n")
    )
