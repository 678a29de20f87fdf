"""Countries and their posts: names that a draft may use for the place that it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.cables.tables import read_table
from assistant.folding import fold

_ADDRESSES = ("STATE", "SECSTATE")
# These are common words or names of people too, or American cities, and say nothing about the place of a draft.
_UNSURE = frozenset(
    {"santiago", "alexandria", "georgetown", "kingston", "wellington", "santa cruz", "san jose", "mali"}
)


@dataclass(frozen=True, slots=True)
class Country:
    """One row of the table of places."""

    code: str
    """As a geographic TAG: "PE"."""
    name: str
    towns: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A country as a draft names it: half-open interval of the text that was searched."""

    country: str
    start: int
    end: int


@cache
def countries() -> tuple[Country, ...]:
    """Return the table of places in its order."""
    return tuple(
        Country(code, name, tuple(filter(None, towns.split("|"))), tuple(filter(None, people.split("|"))))
        for code, name, towns, people in read_table("places.tsv")
    )


@cache
def post_names() -> frozenset[str]:
    """Return the towns of the table, and the Department's own address, in capitals without spaces."""
    towns = {re.sub(r"[^A-Z]", "", fold(town).upper()) for country in countries() for town in country.towns}
    return frozenset(towns | set(_ADDRESSES))


def country_named(name: str) -> str | None:
    """Return the country that `name` is, or whose post, people or TAGS code it is; None for any other word."""
    folded = fold(name).strip()
    return _names().get(folded) or _codes().get(name.strip().upper())


def country_of_code(code: str) -> str | None:
    """Return the country of a geographic TAG."""
    return _codes().get(code.upper())


def find_places(text: str) -> Iterator[Place]:
    """Yield the countries that `text` names, by their own name, a post or their people, in reading order."""
    for match in _pattern().finditer(fold(text)):
        name = match.group()
        if name not in _UNSURE:
            yield Place(_names()[name], match.start(), match.end())


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in countries():
        for name in (row.name, *row.people, *row.towns):
            found.setdefault(fold(name), row.name)
    return found


@cache
def _codes() -> dict[str, str]:
    return {row.code: row.name for row in countries()}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
