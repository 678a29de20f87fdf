"""A paragraph measured against every objective: cheap signals of several kinds, none of which decides alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from assistant import lexicon
from assistant.aligning.expanding import expand
from assistant.aligning.objectives import Objective, Objectives
from assistant.aligning.placing import Places
from assistant.folding import fold
from assistant.lexical import stems
from assistant.reading import split_sentences

if TYPE_CHECKING:
    import re

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

SIGNALS = (
    "phrase",  # cosine of the paragraph and the nearest ways of speaking of the objective's themes
    "sentence",  # the same for its best sentence
    "mean",  # the same, mean over its sentences
    "ahead",  # how far these are ahead of those of the best other objective
    "topical",  # how far they are ahead of what no strategy carries
    "strength",  # how strongly the paragraph and its sentences take after the objective's themes (kernel ridge regression)
    "strength_ahead",
    "strength_topical",
    "dense",  # cosine of the paragraph, or its best sentence, and the nearest sentence of the objective
    "dense_ahead",  # how far this is ahead of the best other objective's
    "words",  # share of the content words, by weight, that the objective's text holds
    "words_ahead",
    "cues",  # words that name a theme, log(1 + different ones)
    "cues_ahead",
    "named",  # names a program or an institution of the objective
    "other_cues",  # words that name what no strategy carries
    "elsewhere",  # names another country and not ours
    "elsewhere_outward",  # the same, for an objective that looks abroad
    "abroad",  # names several countries and not ours, or reports as another embassy
)
# The nearest phrase can be near by accident; the three nearest together are less so.
NEAREST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A paragraph and what was measured of it."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    """Half-open intervals in `text`."""
    vectors: "Floats"
    """(sentences, dimension)"""
    vector: "Floats"
    places: Places
    table: "npt.NDArray[np.float64]"
    """(objectives, signals)"""
    elements: tuple[tuple[float, ...], ...]
    """For each objective and each of its elements the best cosine of a sentence with the element's phrases, or more
    where one of its cues or names stands there."""


def measure(text: str, objectives: Objectives, elsewhere: bool = False) -> Measured:
    """Return a paragraph's reading text measured. `elsewhere`: it stands in a cable of another mission."""
    spans = tuple(split_sentences(text)) or ((0, len(text)),)
    read = objectives.resources.index.encode
    vectors = np.stack([read(expand(text[start:end])) for start, end in spans])
    vector = read(expand(text)) if len(spans) > 1 else vectors[0]
    folded = fold(expand(text))
    places = objectives.gazetteer.places(text)
    cosines = np.vstack([vector, vectors]) @ objectives.phrases.vectors.T
    columns = {
        **_phrase_columns(cosines, objectives),
        **_strength_columns(cosines, objectives),
        **_dense_columns(vector, vectors, objectives),
        **_word_columns(folded, objectives),
        **_place_columns(places, objectives, elsewhere),
    }
    table = np.stack([columns[name] for name in SIGNALS], axis=1).astype(np.float64)
    return Measured(text, spans, vectors, vector, places, table, _elements(folded, cosines.max(axis=0), objectives))


def ahead(values: "npt.NDArray[np.float64]") -> "npt.NDArray[np.float64]":
    """Return how far each value is ahead of the best of the others; shape as given."""
    if len(values) < 2:
        return np.zeros_like(values)
    first, second = np.sort(values)[::-1][:2]
    return np.asarray(values - np.where(values == first, second, first))


def _phrase_columns(cosines: "Floats", objectives: Objectives) -> Mapping[str, np.ndarray]:
    """`cosines`: of the paragraph, then of each sentence, with each phrase."""
    whole, parts = cosines[0], cosines[1:]

    def near(rows: np.ndarray) -> tuple[float, float, float]:
        if not len(rows):
            return 0.0, 0.0, 0.0
        top = np.sort(whole[rows])[::-1][:NEAREST]
        best = parts[:, rows].max(axis=1)
        return float((top[0] + top.mean()) / 2), float(best.max()), float(best.mean())

    found = np.array([near(objective.phrases) for objective in objectives.all])
    blend = found.mean(axis=1)
    other = float(np.mean(near(objectives.other_rows)))
    return {
        "phrase": found[:, 0],
        "sentence": found[:, 1],
        "mean": found[:, 2],
        "ahead": ahead(blend),
        "topical": blend - other,
    }


def _strength_columns(cosines: "Floats", objectives: Objectives) -> Mapping[str, np.ndarray]:
    strengths = objectives.phrases.strengths(cosines)
    whole, parts = strengths[0], strengths[1:]
    blend = whole / 2 + parts.mean(axis=0) / 4 + parts.max(axis=0) / 4
    strength = np.array([blend[list(o.themes)].max() if o.themes else 0.0 for o in objectives.all])
    other = float(blend[objectives.other_themes].max())
    return {"strength": strength, "strength_ahead": ahead(strength), "strength_topical": strength - other}


def _dense_columns(vector: "Floats", vectors: "Floats", objectives: Objectives) -> Mapping[str, np.ndarray]:
    values = []
    for objective in objectives.all:
        own = objectives.vectors(objective)
        values.append((float((own @ vector).max()) + float((own @ vectors.T).max())) / 2)
    dense = np.array(values)
    return {"dense": dense, "dense_ahead": ahead(dense)}


def _word_columns(folded: str, objectives: Objectives) -> Mapping[str, np.ndarray]:
    own, everyday = _content(folded)
    frequencies, count = objectives.resources.index.frequencies, objectives.resources.index.sentence_count
    weights = {stem: float(np.log1p(count / (1 + frequencies.get(stem, 0)))) for stem in own}
    total = sum(weights.values()) or 1.0
    words = np.array(
        [
            sum(w for stem, w in weights.items() if stem in o.stems or everyday.get(stem, frozenset()) & o.stems)
            / total
            for o in objectives.all
        ]
    )
    cues = np.array([_hits(objective.cues, folded) for objective in objectives.all])
    named = np.array([float(_hits(objective.names, folded) > 0) for objective in objectives.all])
    other = _hits(objectives.other_cues, folded)
    return {
        "words": words,
        "words_ahead": ahead(words),
        "cues": cues,
        "cues_ahead": ahead(cues),
        "named": named,
        "other_cues": np.full(len(cues), other),
    }


def _place_columns(places: Places, objectives: Objectives, elsewhere: bool) -> Mapping[str, np.ndarray]:
    away = float(places.is_elsewhere or elsewhere)
    outward = np.array([float(objective.is_outward) for objective in objectives.all])
    strongly = float(elsewhere or places.embassy is not None or (places.is_elsewhere and places.mentions > 1))
    return {
        "elsewhere": np.full(len(outward), away),
        "elsewhere_outward": away * outward,
        "abroad": np.full(len(outward), strongly),
    }


def _elements(folded: str, nearest: "Floats", objectives: Objectives) -> tuple[tuple[float, ...], ...]:
    """`nearest`: for each phrase the best cosine of the paragraph and its sentences."""
    return tuple(tuple(_element(folded, nearest, objective)) for objective in objectives.all)


def _element(folded: str, nearest: "Floats", objective: Objective) -> Sequence[float]:
    values = []
    for rows, cues in zip(objective.element_phrases, objective.element_cues, strict=True):
        near = float(nearest[rows].max()) if len(rows) else 0.0
        values.append(near + CUE * (_hits(cues, folded) > 0))
    return values


CUE = 0.25
"""What a cue adds to a cosine when an element is looked for."""


def _hits(pattern: "re.Pattern[str] | None", folded: str) -> float:
    return float(np.log1p(len(set(pattern.findall(folded))))) if pattern else 0.0


def _content(folded: str) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    """Return the stems of the content words of a text, and for each the stems of what policy texts say for it."""
    skip = lexicon.stopwords()
    own, others = set(), {}
    for word in folded.split():
        word = word.strip(".,;:!?()\"'")
        if len(word) > 2 and word not in skip and not word.isdigit():
            for stem in stems(word):
                own.add(stem)
                if word in _everyday():
                    others[stem] = _everyday()[word]
    return frozenset(own), others


@cache
def _everyday() -> Mapping[str, frozenset[str]]:
    return {key: frozenset(stem for m in meanings for stem in stems(m)) for key, meanings in lexicon.everyday().items()}
