"""The labelled parts below a goal or an objective: "Justification & Linkages:", "RISKS |", "Description" on a line."""

import re
from dataclasses import dataclass

from ingest.headings import ORNAMENT

_AND = r"\s*(?:\band\b|&|/|\+|,)\s*"
_TAIL = r"(?:Strategic\s+|Key\s+)?(?:Linkages?|Risks?|Assumptions|Opportunities|Mitigation|Challenges|Alignment)"
_NAME = (
    rf"(?:Description|Justi(?:fi|ﬁ)cation|Rationale|(?:Strategic\s+)?Linkages?|Background)(?:{_AND}{_TAIL}){{0,2}}|"
    rf"(?:Key\s+)?(?:Risks?|Assumptions)(?:\s+(?:Considerations?|Assessment|Analysis|Factors?|Management|Mitigation))?(?:{_AND}{_TAIL}){{0,2}}|"
    rf"Expected\s+(?:Results|Outcomes|Impact)|Performance\s+Indicators|Key\s+(?:Indicators|Activities|Partners)"
)
_OWNER = r"(?:(?:Mission\s+|Management\s+)?(?:Goal|Objective)\s+)?"
_AT = re.compile(rf"{ORNAMENT}{_OWNER}(?P<name>{_NAME})[*_]*\s*(?P<mark>[:|–—]|[.\-](?=\s))[*_]*\s*", re.IGNORECASE)
_ALONE = re.compile(rf"{ORNAMENT}{_OWNER}(?P<name>{_NAME})[\s|*_:#–—]*$", re.IGNORECASE)
_WITHIN = re.compile(rf"(?<![\w-])(?P<name>{_NAME})\s*[:|–—]\s*", re.IGNORECASE)
_SMALL = frozenset(("and",))


@dataclass(frozen=True, slots=True)
class Label:
    """A label and where it ends in the text that it was read in."""

    name: str
    """As printed, in one case: "Justification & Linkages"."""
    start: int
    end: int
    """Where the text that it announces starts."""


def label_at(text: str) -> Label | None:
    """Return the label that a line starts with, or is; None where the words are a sentence's own."""
    match = _AT.match(text) or _ALONE.match(text)
    return _label(match) if match else None


def is_label_alone(text: str) -> bool:
    """Say whether a line is a label and nothing else."""
    return _ALONE.match(text) is not None


def labels_within(text: str) -> list[Label]:
    """Return the labels in running text, where a capital and a mark tell them from words."""
    return [label for label in map(_label, _WITHIN.finditer(text)) if label]


def _label(match: re.Match[str]) -> Label | None:
    name = match["name"]
    if not name[0].isupper():
        return None
    words = name.replace("ﬁ", "fi").split()
    shown = " ".join(word.lower() if word.lower() in _SMALL else word.capitalize() for word in words)
    return Label(shown, match.start(), match.end())
