"""Which country a text speaks of: ours, or only another one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.aligning.themes import data_file, pattern_of
from assistant.folding import fold

# Where the world meets: to name them says nothing of the country.
VENUES = frozenset(("geneva", "vienna", "paris", "brussels", "rome", "davos", "da nang", "swiss", "miami"))


@dataclass(frozen=True, slots=True)
class Places:
    """What a text names."""

    home: int
    """How often our country, or a place or a leader of it."""
    abroad: tuple[str, ...]
    """Other countries, as named there, in reading order, each mention."""
    embassy: str | None
    """Another embassy of ours, which then is the one that reports."""

    @property
    def is_elsewhere(self) -> bool:
        return bool(self.abroad) and not self.home

    @property
    def mentions(self) -> int:
        return len(self.abroad)


class Gazetteer:
    """Finds places for one home country."""

    def __init__(self, home: Iterable[str]) -> None:
        self._home = pattern_of(home)
        names = _abroad() - {fold(name) for name in home} - VENUES
        abroad = "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))
        self._abroad = re.compile(rf"\b({abroad})\b")
        self._embassy = re.compile(
            rf"\b(?:am)?embassy (?:in )?({abroad})\b|\bembassy there\b|\bour embassy in ({abroad})\b|\bcolleagues there\b"
        )

    def places(self, text: str) -> Places:
        """Return what a text names."""
        folded = fold(text)
        home = len(self._home.findall(folded)) if self._home else 0
        embassy = self._embassy.search(folded)
        return Places(home, tuple(self._abroad.findall(folded)), embassy.group() if embassy else None)


@cache
def _abroad() -> frozenset[str]:
    names = set(lexicon.countries())
    for line in data_file("elsewhere.txt").splitlines():
        if line and not line.startswith("#"):
            names.update(fold(name.strip()) for name in line.split("|"))
    return frozenset(names)
