"""Spanish questions in English words, by a lexicon of the domain. A gloss for searching, never shown as a translation."""

import re
from collections.abc import Collection
from functools import cache

from assistant import lexicon
from assistant.folding import fold

# Words that are frequent in Spanish questions and are no English words.
_MARKERS = frozenset(
    (
        "que cual cuales cuanto cuanta cuantos cuantas quien quienes donde cuando como por para del los las una "
        "unos unas el la y en con segun sobre entre hasta desde esta este estan hay son fue ser peru mision "
        "objetivo objetivos meta metas dice busca estrategia embajada pais gobierno porque si se su sus lo al es "
        "de"
    ).split()
)
_ENGLISH = frozenset(
    ("the of and is are what which how does do who when where why for with in to on a an this that").split()
)
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]\b)*|[^\w\s]|\s+")
LONGEST_PHRASE = 6
SHORTEST_COGNATE = 5
# Spanish endings to the English ones of the same Latin words, the longest first.
_ENDINGS = (
    ("izacion", ("ization",)), ("aciones", ("ations",)), ("acion", ("ation",)), ("cion", ("tion", "ction")), ("sion", ("sion",)),
    ("idad", ("ity",)), ("dad", ("ty",)), ("encia", ("ence", "ency")), ("ancia", ("ance", "ancy")), ("mente", ("ly", "ally")),
    ("izar", ("ize",)), ("ificar", ("ify",)), ("ico", ("ic", "ical")), ("ica", ("ic", "ical", "ics")), ("oso", ("ous",)), ("osa", ("ous",)),
    ("ismo", ("ism",)), ("ista", ("ist",)), ("ario", ("ary",)), ("aria", ("ary",)), ("ivo", ("ive",)), ("iva", ("ive",)), ("ura", ("ure",)),
    ("ado", ("ate", "ated", "")), ("ada", ("ate", "ated", "")), ("ido", ("", "ed")), ("ida", ("", "ed")), ("ar", ("ate", "e", "")),
    ("ir", ("e", "")), ("er", ("e", "")), ("ia", ("y", "ia")), ("io", ("y", "e", "")), ("ente", ("ent",)), ("ante", ("ant",)), ("to", ("t",)),
    ("ma", ("m",)), ("o", ("", "e")), ("a", ("", "e")), ("e", ("", "e")), ("", ("",)),
)  # fmt: skip


def is_spanish(text: str) -> bool:
    """Say whether a question is Spanish: inverted marks, or more Spanish than English function words."""
    if "¿" in text or "¡" in text:
        return True
    words = re.findall(r"[^\W\d_]+", fold(text))
    spanish = sum(word in _MARKERS for word in words)
    english = sum(word in _ENGLISH for word in words)
    return spanish >= 2 and spanish > english


def translate(text: str, words: Collection[str] = ()) -> str:
    """Return the question word by word in English, longest known phrase first.

    An unknown word becomes the word of `words` (the documents' own, lower case) that is its cognate, or stays.
    """
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
            out.append(cognate(tokens[index], words))
            index += 1
    english = " ".join(word for word in out if word and word not in "¿¡")
    return re.sub(r"\s+([?.!,;:])", r"\1", english).strip()


def cognate(word: str, words: Collection[str]) -> str:
    """Return the English cognate of a Spanish word if `words` has it, else the word itself; names stay."""
    folded = fold(word)
    if len(folded) < SHORTEST_COGNATE or not folded.isalpha() or folded in words or word[0].isupper():
        return word
    singular = re.sub(r"(?<=[^aeiou])es$|s$", "", folded)
    for ending, english in _ENDINGS:
        if singular.endswith(ending):
            stem = singular.removesuffix(ending)
            for tail in english:
                for candidate in (stem + tail, stem + tail + "s"):
                    if candidate in words:
                        return candidate
    return word


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
