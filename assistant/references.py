"""What people type to name a place: "MO2.2", "objective 2.2", "mission goal two", "the second objective of goal 3".

Reads mentions only. Whether a place exists is for the outline to say.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.folding import fold

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
    "primer": 1, "primera": 1, "primero": 1, "segunda": 2, "segundo": 2, "tercer": 3, "tercera": 3, "tercero": 3,
    "cuarta": 4, "cuarto": 4, "quinta": 5, "quinto": 5,
}  # fmt: skip

_NUMBER = r"(?:\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
_ORDINAL = r"(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")"
# Digits only, or spoken: "three point two".
_DOTTED = rf"(\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?:\s?[.\-·,]\s?|\s+(?:point|dot|punto)\s+)(\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_SEP = r"\s*(?:no\.?|number|num\.?|numero|#|n°|-|:)?\s*"
_MANAGEMENT = r"(?:management|mgmt\.?|mgt\.?)"
_OBJECTIVE = r"(?:objectives?|objetivos?|obj\.?)"
_GOAL = r"(?:goals?|metas?)"
_OF = (
    r"\s+(?:mission\s+)?(?:objectives?|objetivos?|one)\s+(?:under|of|in|for|within|de|del|bajo|en)\s+(?:the\s+|la\s+)?"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A named place in a text: half-open interval, and the refs that it can mean."""

    start: int
    end: int
    refs: tuple[str, ...]
    """One ref, or several where the words leave it open ("objective 2")."""

    @property
    def is_ambiguous(self) -> bool:
        return len(self.refs) > 1


def _value(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


# In order: an earlier pattern's mention hides later ones that overlap it. Each maps its groups to refs.
_PATTERNS: list[tuple[str, Callable[[Sequence[str]], tuple[str, ...]]]] = [
    (rf"\b({_ORDINAL}){_OF}(?:mission\s+)?{_GOAL}{_SEP}({_NUMBER})\b", lambda g: (f"MO {_value(g[1])}.{ORDINALS[g[0]]}",)),
    (rf"\b({_ORDINAL}){_OF}({_ORDINAL})\s+(?:mission\s+)?{_GOAL}\b", lambda g: (f"MO {ORDINALS[g[1]]}.{ORDINALS[g[0]]}",)),
    (rf"\b({_ORDINAL}){_OF}{_MANAGEMENT}\s+{_GOAL}{_SEP}({_NUMBER})\b", lambda g: (f"MgO {_value(g[1])}.{ORDINALS[g[0]]}",)),
    (rf"\b(?:{_MANAGEMENT}\s*{_OBJECTIVE}|{_OBJECTIVE}\s+de\s+gestion|m\.?g(?:m?t)?\.?o\.?){_SEP}{_DOTTED}\b", lambda g: (f"MgO {_value(g[0])}.{_value(g[1])}",)),
    (rf"\b(?:{_MANAGEMENT}\s*{_OBJECTIVE}|{_OBJECTIVE}\s+de\s+gestion|m\.?g(?:m?t)?\.?o\.?){_SEP}({_NUMBER})\b", lambda g: (f"MgO {_value(g[0])}",)),
    (rf"\b({_ORDINAL})\s+(?:{_MANAGEMENT}\s+{_OBJECTIVE}|{_OBJECTIVE}\s+de\s+gestion)", lambda g: (f"MgO {ORDINALS[g[0]]}",)),
    (rf"\b(?:{_MANAGEMENT}\s*{_GOAL}|{_GOAL}\s+de\s+gestion|mgg){_SEP}({_NUMBER})\b", lambda g: (f"MgG {_value(g[0])}",)),
    (rf"\b({_ORDINAL})\s+(?:{_MANAGEMENT}\s+{_GOAL}|{_GOAL}\s+de\s+gestion)\b", lambda g: (f"MgG {ORDINALS[g[0]]}",)),
    (r"(?<!\d)(?<!\d )§\s*(\d{1,2}(?:\.\d{1,2}){0,3})(?!\d)", lambda g: (f"§ {g[0]}",)),
    (r"^\W*about(?: this (?:document|strategy))?\W*$|\bthe about (?:section|part|page)\b", lambda g: ("About",)),
    (rf"\b(?:mission\s+)?{_OBJECTIVE}(?:\s+de\s+(?:la\s+)?mision)?{_SEP}{_DOTTED}\b", lambda g: (f"MO {_value(g[0])}.{_value(g[1])}",)),
    (rf"\b(?:mission\s+obj\.?|m\.?\s?o\.?){_SEP}{_DOTTED}\b", lambda g: (f"MO {_value(g[0])}.{_value(g[1])}",)),
    (rf"\b(?:mission\s+)?{_GOAL}(?:\s+de\s+(?:la\s+)?mision)?{_SEP}({_NUMBER})\b", lambda g: (f"MG {_value(g[0])}",)),
    (rf"\bm\.?\s?g\.?{_SEP}(\d{{1,2}})\b", lambda g: (f"MG {int(g[0])}",)),
    (rf"\b({_ORDINAL})\s+(?:mission\s+)?{_GOAL}\b", lambda g: (f"MG {ORDINALS[g[0]]}",)),
    (rf"\b(?:mission\s+)?(?:{_OBJECTIVE}|mo){_SEP}({_NUMBER})\b", lambda g: (f"MgO {_value(g[0])}", f"MG {_value(g[0])}")),
    (r"^\W*com\W*$|\bcom(?=\s+(?:priorit|section|chapter|says?\b))|\bchief\s+of\s+mission(?:['’]?s)?\s+(?:priorit\w+|section|chapter)|\b(?:chapter|section)\s+(?:1|one|i)\b(?!\.)|\b(?:first|opening)\s+chapter\b", lambda g: ("CoM",)),
    (r"\b(one|two|three|four)\s+point\s+(one|two|three|four|five)\b", lambda g: (f"MO {_value(g[0])}.{_value(g[1])}",)),
    (r"(?<![\d.$%])\b(\d)\.(\d)\b(?!\.\d|\s*(?:%|percent|million|billion|por ciento|millones|times|years?|km|kg|points?))", lambda g: (f"MO {g[0]}.{g[1]}",)),
]  # fmt: skip
_COMPILED = [(re.compile(pattern, re.IGNORECASE), make) for pattern, make in _PATTERNS]
_MORE = re.compile(rf"\s*(?:,|and|y|&|or|o|to|through|/)+\s*(?:and\s+)?{_DOTTED}\b", re.IGNORECASE)
_MORE_GOALS = re.compile(rf"\s*(?:,|and|y|&|or|o|/)+\s*(?:and\s+)?({_NUMBER})\b(?!\s*[.\-]\s*\d)", re.IGNORECASE)
_SECTION = re.compile(
    rf"\b(?:sections?|sect?\.|chapters?|secciones|seccion|capitulos?|apartados?){_SEP}"
    rf"((?:\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten)(?:\.\d{{1,2}}){{0,3}})(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(
    rf"\b(?:foot\s?notes?|fn\.?|nota(?:\s+al\s+pie)?|pie\s+de\s+pagina|"
    rf"(?:small|tiny|little|fine|raised|superscript)\s+(?:print|note|number|mark)(?:\s+number)?){_SEP}({_NUMBER})\b",
    re.IGNORECASE,
)
_FOOTNOTE_ORDINAL = re.compile(rf"\b({_ORDINAL})\s+foot\s?note\b", re.IGNORECASE)


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the places that `text` names, in reading order, without overlaps."""
    folded = fold(text)
    found: list[Mention] = []
    for pattern, make in _COMPILED:
        for match in pattern.finditer(folded):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            mention = Mention(match.start(), match.end(), make(match.groups()))
            found.append(mention)
            found += _list_after(folded, mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _list_after(text: str, mention: Mention) -> list[Mention]:
    """Read on in "objectives 2.1, 2.2 and 3.1" and "goals 1 and 3"."""
    ref = mention.refs[0]
    prefix, _, number = ref.partition(" ")
    pattern = _MORE if "." in number else _MORE_GOALS
    more: list[Mention] = []
    end = mention.end
    if mention.is_ambiguous or not number:
        return more
    while match := pattern.match(text, end):
        groups = match.groups()
        value = f"{_value(groups[0])}.{_value(groups[1])}" if "." in number else str(_value(groups[0].lower()))
        more.append(Mention(match.start(), match.end(), (f"{prefix} {value}",)))
        end = match.end()
    return more


def find_sections(text: str) -> tuple[Mention, ...]:
    """Return the numbered sections that `text` names in words ("section 3.2"), in reading order.

    A strategy's readers call its objectives so too; which of both is meant, the outline says.
    """
    found = []
    for match in _SECTION.finditer(fold(text)):
        first, *deeper = match.group(1).split(".")
        number = ".".join((str(_value(first)), *deeper))
        found.append(Mention(match.start(), match.end(), (f"§ {number}",)))
    return tuple(found)


def find_footnotes(text: str) -> tuple[int, ...]:
    """Return the footnote numbers that `text` names, in reading order."""
    folded = fold(text)
    numbers = [(match.start(), _value(match.group(1).lower())) for match in _FOOTNOTE.finditer(folded)]
    numbers += [(match.start(), ORDINALS[match.group(1).lower()]) for match in _FOOTNOTE_ORDINAL.finditer(folded)]
    return tuple(number for _, number in sorted(numbers))
