"""One spelling for comparison: lower case, no accents, straight quotes. Keeps every offset.

Folding never touches what is shown: quotes come from the source text.
"""

import unicodedata

_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " "}
)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, character for character: offsets stay valid."""
    return "".join(_fold_character(character) for character in text.translate(_STRAIGHT))


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character
