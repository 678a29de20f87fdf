"""Who might clear a draft, by its TAGS and those that its text suggests: advice from common practice, never a rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# A subject or a program has four letters; two are a country.
_SUBJECT = 4


@dataclass(frozen=True, slots=True)
class Office:
    """One who might clear."""

    section: str
    bureau: str
    codes: tuple[str, ...]
    """The TAGS that speak for it."""


def offices_of(codes: Iterable[str]) -> tuple[Office, ...]:
    """Return who might clear for these TAGS, each once, in their order."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for code in dict.fromkeys(code.upper() for code in codes):
        row = _rows().get(code) or (_rows().get(code[:1]) if len(code) == _SUBJECT else None)
        if row:
            found[row] = (*found.get(row, ()), code)
    return tuple(Office(section, bureau, named) for (section, bureau), named in found.items())


@cache
def _rows() -> dict[str, tuple[str, str]]:
    text = (files("assistant") / "clearing" / "offices.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {code: (section, bureau) for code, section, bureau in rows}
