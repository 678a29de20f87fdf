"""TAGS: what the codes stand for and which objectives they hint at. A hint orders and advises; it is never evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.cables.places import country_of_code
from assistant.cables.tables import read_table

_CATEGORIES = {
    "A": "administrative", "B": "business services", "C": "consular", "E": "economic", "L": "legal",
    "M": "military and defense", "O": "outreach and operations", "P": "political", "S": "social",
    "T": "technology and science", "K": "programs",
}  # fmt: skip
_SUBJECT, _PLACE = 4, 2


@dataclass(frozen=True, slots=True)
class Tag:
    """One code of the TAGS line, explained."""

    code: str
    kind: str
    """`subject`, `program`, `place` or `unknown`."""
    title: str | None
    category: str | None
    refs: tuple[str, ...]
    """Objectives that drafts with this code usually serve."""


def tag_of(code: str) -> Tag:
    """Return what a TAGS code stands for; kind `unknown` for one that no table has."""
    code = code.upper()
    if len(code) == _PLACE:
        country = country_of_code(code)
        return Tag(code, "place" if country else "unknown", country, None, ())
    title, refs = _subjects().get(code, (None, ()))
    category = _CATEGORIES.get(code[:1]) if len(code) == _SUBJECT else None
    kind = "unknown" if title is None else "program" if code.startswith("K") else "subject"
    return Tag(code, kind, title, category, refs)


def hinted(codes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the refs that some codes hint at, each with the codes that do, in the order of the codes."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        for ref in tag_of(code).refs:
            found[ref] = (*found.get(ref, ()), code.upper())
    return found


def codes_for(ref: str) -> tuple[str, ...]:
    """Return the codes that hint at `ref`, those that hint at nothing else first."""
    fitting = [(len(refs), code) for code, (_, refs) in _subjects().items() if ref in refs]
    return tuple(code for _, code in sorted(fitting, key=lambda entry: entry[0]))


@cache
def _subjects() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = ((row[0], row[1], row[3] if len(row) > 3 else "") for row in read_table("tags.tsv"))
    return {code: (title, tuple(filter(None, refs.split("|")))) for code, title, refs in rows}
