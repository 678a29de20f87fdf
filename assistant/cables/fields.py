"""How a header line begins, in the present system and in older telegrams."""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.cables.lines import Line

_LABELS = {
    "mrn": r"MRN|Message\s+Reference(?:\s+(?:Number|No\.?))?|Cable\s+(?:Number|No\.?)|Telegram\s+(?:Number|No\.?)",
    "date": r"Date(?:\s*/\s*DTG)?|DTG|Date[- ]Time[- ]Group|Sent|Created",
    "from": r"From|FM|Originat(?:or|ing\s+Post)",
    "action": r"Action(?:\s+(?:Office|Addressee)s?)?|To",
    "info": r"Info(?:rmation)?(?:\s+Addressees?)?|CC",
    "eo": r"E\.?\s?O\.?(?:\s*\d{5})?|Executive\s+Order(?:\s*\d{5})?",
    "tags": r"TAGS?(?:\s*(?:/|AND)\s*TERMS)?",
    "captions": r"Captions?|Channels?|Special\s+Handling|Handling",
    "references": r"Ref(?:s|\(s\)|erences?|erence\(s\)|tels?)?",
    "subject": r"Subj(?:ect)?",
    "other": r"Pass(?:\s+(?:Line|to))?|Precedence|Terms|Attachments?|Classification|Sensitivity|Markings?|Bureau|Post|Distribution|For",
}
STRONG = frozenset({"mrn", "eo", "tags", "subject", "references"})
"""A draft with one of these has headers; "From:" or "Date:" alone may open a letter."""
ADDRESSED = frozenset({"from", "action", "info", "date"})
"""Two of these make headers too."""
REPEATED = frozenset({"eo", "tags", "subject", "references", "from", "action", "info", "captions"})

_NAMED = re.compile(
    r"[ \t>]*+(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()) + r")[ \t]*[:;=][ \t]*",
    re.IGNORECASE,
)
# Telegrams write these without a colon, in capitals and followed by capitals.
_BARE = re.compile(r"[ \t]*+(?:(?P<from>FM)|(?P<action>TO|ACTION)|(?P<info>INFO))[ \t]+(?=[A-Z]{2})")
_WITHIN = re.compile(r"(?<=\s)(?=(?:E\.?\s?O\.?\s*\d{5}|TAGS|SUBJ(?:ECT)?|REFS?)\s*:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value: half-open interval of the draft."""

    name: str
    label_start: int
    start: int
    end: int


def field_of(line: Line) -> Field | None:
    """Return the header field that a line begins with, or None."""
    return _field(line.plain, 0, len(line.plain), line.start)


def fields_of(line: Line) -> tuple[Field, ...]:
    """Return all fields of a line that begins with one: "E.O. 12065: N/A TAGS: SNAR, PE SUBJECT: ..."."""
    first = field_of(line)
    if first is None:
        return ()
    cuts = [0, *(match.start() for match in _WITHIN.finditer(line.plain)), len(line.plain)]
    found = [_field(line.plain, a, b, line.start) for a, b in pairwise(cuts)]
    return tuple(field for field in found if field)


def _field(plain: str, start: int, end: int, offset: int) -> Field | None:
    match = _NAMED.match(plain, start, end)
    if match is None:
        bare = _BARE.match(plain, start, end)
        match = bare if bare and plain[start:end].isupper() else None
    if match is None or match.lastgroup is None:
        return None
    return Field(match.lastgroup, offset + start, offset + match.end(), offset + end)
