"""Which JSP objective, NSS pillar and CDCS objective each goal and objective serves, and on whose word.

A link is either stated in the strategy, then with the sentence that states it, or our reading of both texts.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SourceError

CROSSWALK = "related/crosswalk.toml"
"""Its place in a corpus folder, which need not have one."""
BASES = ("stated", "ours")


@dataclass(frozen=True, slots=True)
class Link:
    """One step up from a place of the strategy."""

    document: str
    ref: str
    """`MO 2.2`."""
    serves: str
    """`JSP 1.3`, or only `JSP` where no place of it is meant."""
    basis: str
    """`stated` in the strategy, or `ours`: a reading that the strategy does not print."""
    quote: str
    """The strategy's sentence that states it; empty for a reading of ours."""
    note: str
    """What the sentence leaves open; may be empty."""

    @property
    def is_stated(self) -> bool:
        return self.basis == "stated"


def read_crosswalk(path: Path) -> tuple[Link, ...]:
    """Return the links of a crosswalk file in its order, none where there is no file. Raises SourceError."""
    try:
        value = tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.", "Check the file and its permissions.") from error
    except ValueError as error:  # of TOML or of UTF-8
        raise SourceError(f"{path} is not valid TOML: {error}.", "Correct that line.") from error
    document, links = value.get("document"), value.get("links", [])
    if not isinstance(document, str) or not isinstance(links, list):
        raise SourceError(f"{path} names no document or no links.", "Compare it with the bundled crosswalk.")
    return tuple(_link(f"{path}, link {number}", document, entry) for number, entry in enumerate(links, start=1))


def links_of(links: Sequence[Link], ref: str) -> tuple[Link, ...]:
    """Return the links from a place of the strategy, or to a place of a text above it and to the places in that one."""
    inside = tuple(f"{ref}{mark}" for mark in (" ", "."))
    return tuple(link for link in links if ref in (link.ref, link.serves) or link.serves.startswith(inside))


def _link(where: str, document: str, entry: object) -> Link:
    fields = entry if isinstance(entry, Mapping) else {}
    ref, serves, basis, quote, note = (fields.get(name, "") for name in ("ref", "serves", "basis", "quote", "note"))
    if not all(isinstance(value, str) for value in (ref, serves, basis, quote, note)) or not (ref and serves):
        raise SourceError(f"{where} names no `ref` or no `serves`.", "Compare it with the other links.")
    if basis not in BASES or (basis == "stated") != bool(quote):
        hint = "A link is `stated`, with the `quote` that states it, or `ours`, without one."
        raise SourceError(f"{where}: the basis {basis!r} and its quote do not go together.", hint)
    return Link(document, ref, serves, basis, quote, note)
