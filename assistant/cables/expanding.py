"""Abbreviations of cables written out, for matching only: what is shown and quoted is the draft's own text.

"GOP" is the Government of Peru, never a party.
"""

import re
from functools import cache

from assistant.cables.cable import Paragraph
from assistant.cables.tables import read_table

# In a text all in capitals these are words, names or initials as often as abbreviations.
_NOT_IN_CAPITALS = frozenset(
    {"COM", "PA", "EC", "GC", "SL", "TIP", "NAS", "LES", "pres", "assy", "milt", "MOD", "MOE", "FAS", "GOV"}
)


def expanded(paragraph: Paragraph) -> str:
    """Return the reading text of a paragraph with its abbreviations written out."""
    return expand(paragraph.text)


def expand(text: str) -> str:
    """Return `text` with the abbreviations of cables written out, plural and genitive endings kept."""
    capitals = text.isupper()

    def written_out(match: re.Match[str]) -> str:
        word, ending = match.group("word"), match.group("ending") or ""
        exact, folded = _entries()
        name, found = (word, exact.get(word)) if word in exact else (folded.get(word.lower(), ("", ""))[0], None)
        long = found or folded.get(word.lower(), ("", ""))[1]
        if not long or (capitals and name in _NOT_IN_CAPITALS):
            return match.group()
        return long + ending

    return _pattern().sub(written_out, text)


@cache
def _entries() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the entries that are written in capitals only, and by folded word those in any case."""
    rows = read_table("abbreviations.tsv")
    exact = {short: long for short, long in rows if short.isupper() or short.rstrip("s").isupper()}
    return exact, {short.lower(): (short, long) for short, long in rows if short not in exact}


@cache
def _pattern() -> re.Pattern[str]:
    exact, folded = _entries()
    capitals = "|".join(re.escape(short) for short in sorted(exact, key=len, reverse=True))
    either = "|".join(re.escape(short) for short in sorted(folded, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.@/])(?P<word>{capitals}|(?i:{either}))(?:(?P<ending>['’]s?)|(?<=/)|\.(?=[ ]\w)|(?![\w/'’]))"
    )
