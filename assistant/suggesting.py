"""What of a question the strategy does speak about, as the strategy words it: for a better question to ask."""

import re
from collections.abc import Mapping, Sequence

from assistant.folding import fold
from assistant.matching import weight_of
from assistant.references import ORDINALS
from assistant.understanding import GENERIC, Query, Term

LEAST_WEIGHT = 0.45
"""A word of less weight (see `matching.weight_of`) is in so many sentences that asking about it would be asking about all."""

# What is counted in, and who asks: in a question about anything.
_MEASURES = frozenset(
    (
        "year years month months day days people person time times number percent total amount rate embassy post staff "
        "run runs function functions work first world country countries"
    ).split()
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_BETWEEN = re.compile(r"\s+(?:(?:of|the|and)\s+)*")


def shared_topic(query: Query, sentences: Sequence[str], frequencies: Mapping[str, int], count: int) -> str:
    """Return the weightiest words that a question and one of the sentences share, in the sentence's spelling; '' for none.

    Words that stand together in the sentence are taken together. `frequencies` and `count` are those of `weight_of`.
    """
    terms = {form: term for term in query.terms if _can_be_asked_about(term) for form in _forms(term.word)}
    best, most = "", 0.0
    for sentence in sentences:
        for start, end, run in _runs(sentence, terms):
            weights = [weight_of(term, frequencies, count) for term in run]
            # "FY" alone is no topic; "El" beside "Niño" belongs to one.
            if max(weights) >= LEAST_WEIGHT and sum(weights) > most and any(len(term.word) > 2 for term in run):
                best, most = sentence[start:end], sum(weights)
    return _POSSESSIVE.sub("", best)


def _can_be_asked_about(term: Term) -> bool:
    """Say whether a word can be a topic: no number, no "seized", nothing that any question may hold."""
    word = term.word
    is_general = word in GENERIC or word in ORDINALS or word in _MEASURES
    return not (is_general or word[0].isdigit() or word.endswith("ed"))


def _forms(word: str) -> tuple[str, ...]:
    """Return a word in the singular and the plural; other forms may be another kind of word ("apply", "applying")."""
    return (word, word.removesuffix("s"), f"{word}s")


def _runs(sentence: str, terms: Mapping[str, Term]) -> list[tuple[int, int, list[Term]]]:
    """Return the words of a sentence that are terms, with their interval, those that follow each other as one."""
    runs: list[tuple[int, int, list[Term]]] = []
    for match in _WORD.finditer(sentence):
        term = terms.get(fold(match.group()).removesuffix("'s").removesuffix("’s"))
        if term is None:
            continue
        if runs and _BETWEEN.fullmatch(sentence[runs[-1][1] : match.start()]):
            start, _, run = runs[-1]
            runs[-1] = (start, match.end(), [*run, term])
        else:
            runs.append((match.start(), match.end(), [term]))
    return runs
