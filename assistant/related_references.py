"""What people type to name a text beside the strategy, or a place in it: "NSS pillar two", "JSP objective 1.3", "DO3".

Reads names only; whether a text is at hand, and has that place, is for the index to say.
"""

import re
from dataclasses import dataclass

from assistant.folding import fold
from assistant.references import NUMBERS, ORDINALS, Mention

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI")
_WORD = r"\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_NUMBER = rf"(?P<number>{_WORD})(?:\s?\.\s?(?P<second>\d{{1,2}}))?"
_PLACED = {
    "NSS": r"(?:pillars?|pilar(?:es)?)",
    "JSP": r"(?:(?:strategic\s+)?(?:goals?|objectives?)|objetivos?|metas?)",
    "EO 13773": r"(?:sections?|sec\.?|§|articulos?|seccion)",
    "CDCS": r"(?:development\s+objectives?|dos?|objectives?|objetivos?(?:\s+de\s+desarrollo)?)",
}
"""For each text with numbered places, the words for one, folded."""
_NAMES = {
    "NSS": r"nss|(?:u\.?s\.?\s+)?national\s+security\s+strateg(?:y|ies)|estrategia\s+(?:nacional\s+de\s+seguridad|de\s+seguridad\s+nacional)",
    "JSP": r"jsp|(?:state[-\s]usaid\s+)?joint\s+strategic\s+plan|plan\s+estrategico\s+conjunto",
    "EO 13773": r"(?:executive\s+order|e\.?o\.?|orden\s+ejecutiva)(?:\s+(?:no\.?|number|numero))?\s*13773|13773|"
    r"(?:executive\s+order|e\.?o\.?|orden\s+ejecutiva)\s+(?:on|about|against|sobre|contra)\s+(?:the\s+|el\s+)?"
    r"(?:transnational\s+(?:organi[sz]ed\s+crime|criminal\s+organi[sz]ations?)|tocs?|tcos?|crimen\s+organizado(?:\s+transnacional)?)",
    "CDCS": r"cdcs|country\s+development\s+(?:and\s+)?cooperation\s+strateg(?:y|ies)",
    "Lima Commitment": r"lima\s+commitment|compromiso\s+de\s+lima",
    "JRS": r"jrs|joint\s+regional\s+strateg(?:y|ies)|estrategia\s+regional\s+conjunta",
    "Opioid Initiative": r"(?:comprehensive\s+)?opioids?\s+(?:response\s+)?initiative|iniciativa\s+\w*\s*(?:de\s+respuesta\s+)?(?:a|contra)\s+los\s+opioides",
    "Primer": r"(?:an|any|every|each|un|una)\s+(?:ics|integrated\s+country\s+strategy)|icss|integrated\s+country\s+strategies|"
    r"managing\s+for\s+results|mfr|planning\s+documents|documentos\s+de\s+planificacion",
    "Glossary": r"mrr|mission\s+resource\s+requests?|fbs|functional\s+bureau\s+strateg(?:y|ies)",
}
"""Base ref to what it is called, folded."""
_DASH = r"[\s,:]*(?:['’]s\s+)?"
_OF = r"\s+(?:of|in|under|from|de|del|en)\s+(?:the\s+|la\s+|el\s+|usaid['’]?s?\s+|our\s+)?(?:2017\s+|2018\s+|peru\s+|usaid\s+)*"
# Named by the place alone: only one of the texts has such places.
_ALONE = {"NSS": r"pillars?|pilar", "CDCS": r"development\s+objectives?"}
_DO = re.compile(r"\b(?:DO\s?-?|do)(\d)\b")


@dataclass(frozen=True, slots=True)
class RelatedMention:
    """A named text, or a place in one: half-open interval, and its ref ("NSS", "NSS II")."""

    start: int
    end: int
    base: str
    ref: str


def find_related(text: str) -> tuple[RelatedMention, ...]:
    """Return the texts beside the strategy that `text` names, in reading order, without overlaps."""
    folded = fold(text)
    found: list[RelatedMention] = []

    def note(start: int, end: int, base: str, ref: str) -> None:
        if not any(start < other.end and other.start < end for other in found):
            found.append(RelatedMention(start, end, base, ref))

    for base, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            note(*match.span(), base, _numbered(base, match))
    for match in _DO.finditer(text):
        note(*match.span(), "CDCS", f"CDCS DO{match.group(1)}")
    for base, name in _BARE:
        for match in name.finditer(folded):
            note(*match.span(), base, base)
    return tuple(sorted(found, key=lambda mention: mention.start))


def outside(mentions: tuple[Mention, ...], related: tuple[RelatedMention, ...]) -> tuple[Mention, ...]:
    """Return the places of the strategy among `mentions`: "objective 1.3" of the Joint Strategic Plan is none."""
    return tuple(m for m in mentions if not any(m.start < r.end and r.start < m.end for r in related))


def place_in(base: str, heading: str) -> str | None:
    """Return the ref that a heading of the text `base` opens, None where it opens no numbered place.

    "Pillar II: Promote American prosperity" in the NSS is `NSS II`.
    """
    folded = fold(heading)
    if base == "CDCS" and (match := _DO.match(heading)):
        return f"CDCS DO{match.group(1)}"
    if base not in _PLACED:
        return None
    opened = re.match(rf"{_PLACED[base]}\s*{_NUMBER}\b(?!\s*(?:to|and|-)\s*\d)", folded)
    return _numbered(base, opened) if opened else None


def parent_of(ref: str) -> str | None:
    """Return the ref above a place of a related text: `JSP 1` of `JSP 1.3`; None where there is none."""
    return ref.partition(".")[0] if ref.startswith("JSP ") and "." in ref else None


def _numbered(base: str, match: re.Match[str]) -> str:
    groups = match.groupdict()
    spoken = groups.get("number") or groups.get("ordinal")
    if not spoken:
        return base
    number = int(spoken) if spoken.isdigit() else NUMBERS.get(spoken) or ORDINALS[spoken]
    second = groups.get("second")
    if base == "NSS":
        return f"NSS {_ROMAN[number]}" if 0 < number < len(_ROMAN) else f"NSS {number}"
    if base == "JSP":
        return f"JSP {number}.{second}" if second else f"JSP {number}"
    return f"EO 13773 §{number}" if base == "EO 13773" else f"CDCS DO{number}"


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return, longest form first, how a place in a text is named: before its text, behind it, by an ordinal, alone."""
    written = []
    for base, word in _PLACED.items():
        name = rf"(?:{_NAMES[base]})"
        if base == "EO 13773":
            # With a section, "the executive order" is the one that the strategy names.
            name = rf"(?:{_NAMES[base]}|executive\s+order|e\.o\.|\beo|orden\s+ejecutiva)"
        written += [
            (base, rf"\b{name}{_DASH}{word}\s*(?:no\.?\s*)?{_NUMBER}\b"),
            (base, rf"\b{name}{_DASH}(?P<ordinal>{_ORDINAL})\s+{word}"),
            (base, rf"(?<!\w){word}\s*(?:no\.?\s*)?{_NUMBER}{_OF}{name}(?!\w)"),
            (base, rf"\b(?P<ordinal>{_ORDINAL})\s+{word}{_OF}{name}(?!\w)"),
        ]
    written += [("NSS", rf"\bnss{_DASH}(?P<number>i{{1,3}}|iv|v|\d)\b"), ("JSP", rf"\bjsp{_DASH}{_NUMBER}\b")]
    for base, word in _ALONE.items():
        written += [
            (base, rf"\b(?:{word})\s*(?:no\.?\s*)?{_NUMBER}\b"),
            (base, rf"\b(?P<ordinal>{_ORDINAL})\s+(?:{word})\b"),
        ]
    return [(base, re.compile(pattern)) for base, pattern in written]


_PATTERNS = _patterns()
_BARE = [(base, re.compile(rf"(?<![\w.])(?:{name})(?![\w])")) for base, name in _NAMES.items()]
