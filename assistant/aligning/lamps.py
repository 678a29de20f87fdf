"""The cross-cutting themes of a strategy: lamps that a paragraph lights whatever its objective."""

import re
from collections.abc import Mapping

from assistant.aligning.themes import pattern_of
from assistant.folding import fold
from assistant.schema import Document

_CUES = {
    "gender": "gender, women, woman, girl, femicide, female, mothers, widow",
    "environment": (
        "environment, forest, deforest, rainforest, glacier, mercury, wildlife, biodivers, watershed, pollut, reserve, "
        "conservation, river basin, oil spill"
    ),
}


def lamps_of(document: Document) -> Mapping[str, re.Pattern[str]]:
    """Return what lights each cross-cutting theme; only those whose name the strategy has."""
    strategy = fold(document.text)
    patterns = {name: pattern_of(cues.split(", ")) for name, cues in _CUES.items() if name in strategy}
    return {name: pattern for name, pattern in patterns.items() if pattern is not None}


def lit(text: str, lamps: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """Return the names of the lamps that a text lights."""
    folded = fold(text)
    return tuple(name for name, pattern in lamps.items() if pattern.search(folded))
