"""Spanish questions in English words, by a lexicon of the domain. A gloss for searching, never shown as a translation."""

import re
from functools import cache

from assistant import lexicon
from assistant.folding import fold

# Words that are frequent in Spanish questions and are no English words.
_MARKERS = frozenset(
    "que cual cuales cuanto cuanta cuantos cuantas quien quienes donde cuando como por para del los las una unos unas "
    "el la y en con segun sobre entre hasta desde esta este estan hay son fue ser peru mision objetivo objetivos meta "
    "metas dice busca estrategia embajada pais gobierno porque si se su sus lo al es de".split()
)
_ENGLISH = frozenset("the of and is are what which how does do who when where why for with in to on a an this that".split())
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]\b)*|[^\w\s]|\s+")
LONGEST_PHRASE = 6


def is_spanish(text: str) -> bool:
    """Say whether a question is Spanish: inverted marks, or more Spanish than English function words."""
    if "¿" in text or "¡" in text:
        return True
    words = re.findall(r"[^\W\d_]+", fold(text))
    spanish = sum(word in _MARKERS for word in words)
    english = sum(word in _ENGLISH for word in words)
    return spanish >= 2 and spanish > english


def translate(text: str) -> str:
    """Return the question word by word in English, longest known phrase first; unknown words stay as they are."""
    tokens = [token for token in _WORD.findall(text) if not token.isspace()]
    out: list[str] = []
    index = 0
    while index < len(tokens):
        for size in range(min(LONGEST_PHRASE, len(tokens) - index), 0, -1):
            key = fold(" ".join(tokens[index : index + size]))
            if key in _entries():
                out.append(_entries()[key])
                index += size
                break
        else:
            out.append(tokens[index])
            index += 1
    words = " ".join(word for word in out if word and word not in "¿¡")
    return re.sub(r"\s+([?.!,;:])", r"\1", words).strip()


@cache
def _entries() -> dict[str, str]:
    """Return folded Spanish to the first English equivalent, plurals of listed nouns and adjectives included."""
    entries: dict[str, str] = {}
    for key, meanings in lexicon.spanish().items():
        english = meanings[0] if meanings else ""
        entries[key] = english
        if english and " " not in key and key.isalpha():
            plural = key + ("s" if key[-1] in "aeiou" else "es")
            entries.setdefault(plural, english)
    entries.update({key: meanings[0] if meanings else "" for key, meanings in lexicon.spanish().items()})
    return entries
