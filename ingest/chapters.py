"""Chapter headings of a strategy: the names that missions give them, with or without a number."""

import re
from dataclasses import dataclass

from ingest.headings import ORNAMENT

_NAMES = (
    r"(?:(?:U\.?S\.?\s+)?(?:Chief|Ambassador|Charg[eé])(?:\s+of\s+(?:Mission|Office|Party))?(?:['’]?s)?\s+(?:Strategic\s+)?(?:Priorit(?:ies|y)|Statement|Message|Overview|Foreword)(?:\s+Statement)?)",
    r"(?:(?:Foreword|Message|Letter)\s+(?:from|by)\s+(?:the\s+)?(?:U\.?S\.?\s+)?(?:Ambassador|Chief\s+of\s+Mission|Charg[eé]\w*))",
    r"Executive\s+(?:Summary|Statement|Overview)", r"Foreword", r"Introduction", r"Conclusions?", r"Country\s+(?:Context|Overview)",
    r"(?:(?:Mission|Country|Bureau|Office)\s+)?Strategic\s+(?:Framework|Overview|Context)",
    r"(?:(?:Mission|Strategic|Bureau|Office)\s+)?Goals\s+and\s+(?:Mission\s+)?Objectives",
    r"(?:Cross[-\s]?Cutting\s+)?Management\s+(?:Goals?|Objectives?)(?:\s+(?:and|&|or)\s+(?:Management\s+)?(?:Goals?|Objectives?))?",
    r"Cross[-\s]?Cutting\s+(?:Themes|Issues|Priorities)", r"Monitoring(?:,\s+|\s+and\s+)Evaluation(?:,?\s+and\s+Learning)?",
    r"(?:(?:List|Glossary)\s+of\s+)?(?:Acronyms|Abbreviations)(?:\s+and\s+(?:Acronyms|Abbreviations))?", r"Glossary",
    r"(?:End\s?notes|Notes|References)",
)  # fmt: skip
_NAME = "|".join(_NAMES)
_NUMBERING = r"(?:(?:(?:Section|Chapter|Part)\s+)?(?P<number>\d{1,2}|[IVX]{1,4})\s*[.):|–—-]?\s+)?"
_ANNEX = r"(?:Annex|Appendix)(?:\s+(?:[A-Z]|\d{1,2}|[IVX]{1,4}))?(?:\s*[:.–—-]\s*[^.!?]{1,60})?"
_ALONE = re.compile(rf"{ORNAMENT}{_NUMBERING}(?P<title>{_NAME}|{_ANNEX})[\s*_#|:]*$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})\.\s+(?P<title>[A-Z].*)$")
_WITHIN = re.compile(rf"(?:(?<=\s)|^)(?:(?P<number>\d{{1,2}})\.\s+)?(?P<title>{_NAME})(?=\s|$)", re.IGNORECASE)
_PRIORITIES = re.compile(
    r"chief of (?:mission|office|party)\b|\b(?:ambassador|charg[eé])\w*['’]?s?\s+(?:strategic\s+)?priorit",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_SMALL_WORDS = frozenset("of and or the from by s".split())
CHAPTER_MAX = 80
"""A chapter heading is short; a numbered sentence of a list is not."""
_TERMINAL = re.compile(r"[.!?:;,][\"”’')\]]*\d{0,2}$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter heading."""

    number: int | None
    title: str
    is_known: bool
    """Its name is one that strategies use; any other numbered line may be a list's."""
    start: int
    end: int

    @property
    def is_priorities(self) -> bool:
        """Say whether it is the Chief of Mission's own chapter."""
        return _PRIORITIES.search(self.title) is not None

    @property
    def is_management(self) -> bool:
        """Say whether goals and objectives below it are those of management."""
        return "management" in self.title.lower()


def chapter_at(text: str) -> Chapter | None:
    """Return the chapter that a whole line names, or None."""
    match = _ALONE.match(text)
    if match and match["title"][0].isupper():
        return _chapter(match, True)
    match = _NUMBERED.match(text)
    return _chapter(match, False) if match and len(text) <= CHAPTER_MAX and not _TERMINAL.search(text) else None


def chapters_within(text: str) -> list[Chapter]:
    """Return the known chapter names in running text that are written like headings, every word with a capital."""
    return [_chapter(match, True) for match in _WITHIN.finditer(text) if _is_title(match["title"])]


def _is_title(title: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", title) if word.lower() not in _SMALL_WORDS]
    return all(word[0].isupper() for word in words)


def _chapter(match: re.Match[str], is_known: bool) -> Chapter:
    number = match["number"]
    value = None if not number else int(number) if number.isdigit() else _ROMAN.get(number.lower())
    return Chapter(value, match["title"].strip(), is_known, match.start(), match.end("title"))
