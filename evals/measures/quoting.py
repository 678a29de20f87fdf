"""Whether quotes stand where the answer says they do.

An answer that is put together from quotes gets 1 for nothing, which is why length and the rate of answers are
shown beside it; and only words that stand there count as support, never what sounds alike.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted sentence as compared, and the texts of the places that it cites, none of them joined."""

    text: str
    places: tuple[str, ...]


def verbatim(quotes: Sequence[Quoted]) -> float | None:
    """Return the share of quotes that stand in a place they cite; undefined without quotes."""
    return sum(map(_stands, quotes)) / len(quotes) if quotes else None


def misattributed(quotes: Sequence[Quoted], everything: str) -> float | None:
    """Return the share of quotes that stand in the documents but not in a place they cite; undefined without quotes."""
    if not quotes:
        return None
    return sum(not _stands(quote) and quote.text in everything for quote in quotes) / len(quotes)


def number_fidelity(numbers: Sequence[str], known: Collection[str]) -> float | None:
    """Return the share of the answer's numbers that stand in a cited place; undefined without numbers."""
    return sum(number in known for number in numbers) / len(numbers) if numbers else None


def _stands(quote: Quoted) -> bool:
    return bool(quote.text) and any(quote.text in place for place in quote.places)
