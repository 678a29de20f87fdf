"""Telegraphic English in full words, for measuring only: quotes are made from the draft as given."""

import re
from functools import cache

from assistant.aligning.themes import data_file
from assistant.lexicon import read_entries

_WORD = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ'’-]*")


def expand(text: str) -> str:
    """Return `text` with the abbreviations of telegrams spelled out: "FONMIN TOLD EMB" names a foreign minister."""
    known = _abbreviations()

    def spelled(match: re.Match[str]) -> str:
        word = match.group()
        # "Aid" and "tip" are words; "AID" and "TIP" are not, unless everything is in capitals.
        if word.isupper() or word.lower() not in _WORDS_TOO:
            return known.get(word.lower(), word)
        return word

    return _WORD.sub(spelled, text)


_WORDS_TOO = frozenset(("aid", "tip", "att", "quote", "les", "mod", "bp", "sar"))


@cache
def _abbreviations() -> dict[str, str]:
    return {
        key: meanings[0] if meanings else "" for key, meanings in read_entries(data_file("telegraphic.tsv")).items()
    }
