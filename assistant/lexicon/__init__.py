"""What words mean for one another: Spanish to English, everyday to policy words, acronyms, countries, function words.

Data files with one entry a line: a key, a tab, its meanings separated by `|`; `#` starts a comment line. Every
entry must be true in general, for any mission's strategy, not by accident for one.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from assistant.folding import fold

Entries = dict[str, tuple[str, ...]]


def read_entries(text: str) -> Entries:
    """Return folded key to meanings of a lexicon file's text, in the file's order."""
    return {fold(key): meanings for key, meanings in _read_pairs(text)}


def _read_pairs(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _lines(text):
        key, _, meanings = line.partition("\t")
        yield key.strip(), tuple(meaning.strip() for meaning in meanings.split("|") if meaning.strip())


@cache
def spanish() -> Entries:
    """Return Spanish words and phrases to English, the likeliest first; an empty tuple for words without content."""
    return read_entries(_file("spanish.tsv"))


def spanish_terms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the Spanish lexicon as it is spelled, accents and all."""
    return tuple(_read_pairs(_file("spanish.tsv")))


@cache
def everyday() -> Entries:
    """Return everyday English words and phrases to the words of policy texts."""
    return read_entries(_file("everyday.tsv"))


@cache
def acronyms() -> Entries:
    """Return acronyms to their long forms."""
    return read_entries(_file("acronyms.tsv"))


@cache
def countries() -> Entries:
    """Return foreign countries, and each of their other names, to all their names."""
    entries = read_entries(_file("countries.tsv"))
    named = {name: (country, *others) for country, others in entries.items() for name in (country, *map(fold, others))}
    return {name: tuple(other for other in names if other != name) for name, names in named.items()}


@cache
def stopwords() -> frozenset[str]:
    """Return English words without a topic of their own."""
    return _words("stopwords.txt")


@cache
def framing() -> frozenset[str]:
    """Return words by which a question talks about the asking and the document, not about its topic."""
    return _words("framing.txt")


@cache
def structure() -> frozenset[str]:
    """Return words that a question about the strategy's own structure uses beside the places that it names."""
    return _words("structure.txt")


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for line in _lines(_file(name)) for word in line.split())


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _file(name: str) -> str:
    return (files("assistant") / "lexicon" / name).read_text(encoding="utf-8")
