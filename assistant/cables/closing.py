"""The end of a draft: the signature and the block that says who drafted, cleared, approved and released it."""

import re

from assistant.cables.cable import Clearance, Drafting
from assistant.cables.lines import Line
from assistant.cables.roles import label_at

_LABEL = re.compile(
    r"[ \t]*(?:(?P<drafted>draft(?:ed|er|ing)(?:[ \t]+(?:by|officer))?)|(?P<cleared>clear(?:ed|ances?|ance[ \t]+page)(?:[ \t]+by)?)|"
    r"(?P<approved>approv(?:ed|er|ing)(?:[ \t]+(?:by|officer))?)|(?P<released>releas(?:ed|er|ing)(?:[ \t]+(?:by|officer))?)|"
    r"(?P<signature>signature|signed)|(?P<other>dissemination[ \t]+rule|xmt|attachments?|info(?:rmation)?|uuid|message[ \t]+attributes))[ \t]*(?::|$)",
    re.IGNORECASE,
)
_INLINE = re.compile(r"\b(drafted|cleared|approved|released)(?:[ \t]+by)?[ \t]*:[ \t]*", re.IGNORECASE)
_ENTRY = re.compile(
    r"(?:(?P<office>[A-Z][A-Za-z0-9]*(?:[/&-][A-Za-z0-9]+)*)[ \t]*(?::|[-–][ \t]|/(?=[A-Z][a-z]))[ \t]*)?(?P<name>[^\W\d_][\w.'’ -]{0,40}?)[ \t]*(?:\((?P<state>[^()\n]{1,20})\)|(?=[,;\n]|$))"
)
_NAME = re.compile(r"[A-Z][A-Z'’.-]+(?:[ ][A-Z][A-Z'’.-]*){0,2}")
_ATTRIBUTES = re.compile(r"[ \t]*message[ \t]+attributes[ \t]*$", re.IGNORECASE)
_NO_NAME = frozenset(
    {
        "BT",
        "NNNN",
        "TEXT",
        "END TEXT",
        "SUMMARY",
        "COMMENT",
        "END COMMENT",
        "END SUMMARY",
        "NOTE",
        "END",
        "UNQUOTE",
        "END NOTE",
        "DRAFT",
        "SIPDIS",
    }
)
_NAMES_WORDS = 3


def find_block(lines: tuple[Line, ...], first: int) -> int:
    """Return the number of the line where the drafting block begins, `len(lines)` where there is none.

    From there to the end only labelled lines and lines without a sentence of their own may stand.
    """
    begin = len(lines)
    for number in range(len(lines) - 1, first - 1, -1):
        line = lines[number]
        if _ATTRIBUTES.match(line.plain) or _LABEL.match(line.plain):
            begin = number
        elif not line.is_blank and _is_prose(line):
            break
    return begin


def _is_prose(line: Line) -> bool:
    stripped = line.text.strip()
    return len(stripped.split()) > 7 and stripped[-1] in '.?!"”' and "(" not in stripped[-8:]


def find_signature(lines: tuple[Line, ...], first: int, last: int, furniture: frozenset[int]) -> int | None:
    """Return the number of the signature line before line `last`: a surname in capitals, alone at the end."""
    for number in range(last - 1, first, -1):
        line = lines[number]
        if line.is_blank or number in furniture:
            continue
        name = line.plain.strip(" \t\x00/")
        fits = _alone_in_print(name, lines[number - 1]) or (
            _NAME.fullmatch(name) and len(name.split()) <= _NAMES_WORDS and name.rstrip(".") not in _NO_NAME
        )
        above = lines[number - 1]
        apart = above.is_blank or number - 1 in furniture or above.text.rstrip().endswith((".", ")", '"', "”"))
        return number if fits and apart and label_at(line.plain, 0, len(line.plain)) is None else None
    return None


def _alone_in_print(name: str, above: Line) -> bool:
    """Documentary editions print the surname in small letters, on a line of its own."""
    return above.is_blank and name.isalpha() and name.istitle() and len(name) > 2


def read_block(
    text: str, lines: tuple[Line, ...], begin: int, furniture: frozenset[int]
) -> tuple[Drafting | None, str | None]:
    """Return the drafting block that begins at line `begin`, and the signature that stands in it."""
    if begin >= len(lines):
        return None, None
    names: dict[str, list[Clearance]] = {}
    signature: str | None = None
    current = ""
    for line in (lines[number] for number in range(begin, len(lines)) if number not in furniture):
        if _ATTRIBUTES.match(line.plain):
            break
        label = _LABEL.match(line.plain)
        if label and label.lastgroup:
            current = label.lastgroup
            value = line.text[label.end() :]
        else:
            value = line.text
        if current == "signature":
            signature = signature or value.strip() or None
        elif current in ("drafted", "cleared", "approved", "released"):
            for name, entries in _split(value, current):
                names.setdefault(name, []).extend(entries)
    words = (n for n in range(begin, len(lines)) if n not in furniture and not lines[n].is_blank)
    end = max((lines[number].end for number in words), default=len(text))
    block = Drafting(lines[begin].start, end, **{name: tuple(entries) for name, entries in names.items()})
    return (block if names else None), signature


def _split(value: str, current: str) -> list[tuple[str, list[Clearance]]]:
    """Read "POL: jsmith Cleared by: ECON: aroe (ok)": several labels may share a line."""
    pieces = _INLINE.split(value)
    found = [(current, _entries(pieces[0]))]
    found += [(label.lower(), _entries(words)) for label, words in zip(pieces[1::2], pieces[2::2], strict=True)]
    return found


def _entries(value: str) -> list[Clearance]:
    found = []
    for piece in re.split(r"[;,\n]|(?<=\))\s+", value):
        match = _ENTRY.match(piece.strip())
        if match and match.group("name").strip():
            found.append(Clearance(match.group("office"), match.group("name").strip(), match.group("state")))
    return found
