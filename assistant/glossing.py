"""Key terms of English quotes in Spanish, by the lexicon of the domain read backwards. A help for reading, no translation."""

import re
from collections.abc import Iterable
from functools import cache

from assistant import lexicon
from assistant.folding import fold

MOST = 6
SHORTEST = 5
"""Shorter English words are mostly general ones ("help", "work")."""


def gloss_of(quotes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return up to MOST (English term, Spanish term) of what the quotes say, phrases before words, in reading order."""
    text = fold(" ".join(quotes))
    found: list[tuple[int, str, str]] = []
    covered: list[tuple[int, int]] = []
    for english, spanish in _backwards():
        match = re.search(rf"\b{re.escape(english)}\b", text)
        if match and not any(start < match.end() and match.start() < end for start, end in covered):
            covered.append(match.span())
            found.append((match.start(), english, spanish))
    weighty = sorted(found, key=lambda item: (-item[1].count(" "), item[0]))[:MOST]
    return tuple((english, spanish) for _, english, spanish in sorted(weighty))


@cache
def _backwards() -> tuple[tuple[str, str], ...]:
    """Return (English, Spanish) of the lexicon's likeliest meanings, the longest English first, each once."""
    skip = lexicon.stopwords() | lexicon.framing() | lexicon.structure()
    terms: dict[str, str] = {}
    for spanish, meanings in lexicon.spanish_terms():
        english = fold(meanings[0]) if meanings else ""
        if len(english) >= SHORTEST and english not in skip:
            terms.setdefault(english, spanish)
    return tuple(sorted(terms.items(), key=lambda pair: (-len(pair[0]), pair[0])))
