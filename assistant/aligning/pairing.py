"""The pair of exact quotes behind an alignment: the draft's sentence, and the sentence of the strategy that it serves."""

from collections.abc import Sequence

import numpy as np

from assistant.aligning.alignment import DraftQuote
from assistant.aligning.measuring import Measured
from assistant.aligning.objectives import Objective, Objectives
from assistant.citing import Source, cite
from assistant.reading import ranges_within
from assistant.schema import Citation, Ranges

# The clause of the element that the paragraph speaks of is the one that it serves.
CLAUSE = 0.2
# A title names the whole objective; where a sentence of its text says the same, that one tells more.
TITLE = 0.05
# An element is spoken of from here on: a cosine, raised by a cue (see measuring).
SPOKEN_OF = 0.62


def spoken_elements(values: Sequence[float], objective: Objective) -> tuple[str, ...]:
    """Return the names of the elements that a paragraph speaks of, the surest first."""
    order = sorted(range(len(values)), key=lambda i: (-values[i], i))
    return tuple(objective.elements[i].name for i in order if values[i] >= SPOKEN_OF)


def draft_quote(measured: Measured, objective: Objective, objectives: Objectives, offsets: Sequence[int], ranges: Ranges) -> DraftQuote:  # fmt: skip
    """Return the sentence of the paragraph that comes nearest to an objective.

    `offsets`: of each character of the reading text in the draft; `ranges`: of the paragraph there.
    """
    near = measured.vectors @ objectives.vectors(objective).T
    strength = near.max(axis=1)
    if len(objective.phrases):
        strength = strength / 2 + (measured.vectors @ objectives.phrases.vectors[objective.phrases].T).max(axis=1)
    start, end = measured.sentences[int(np.argmax(np.round(strength, 5)))]
    first, last = offsets[start], offsets[end - 1] + 1
    return DraftQuote(measured.text[start:end], first, last, ranges_within(ranges, first, last))


def strategy_quote(measured: Measured, place: int, objectives: Objectives) -> Citation:
    """Return the sentence of the objective at `place` that the paragraph serves, cited."""
    objective = objectives.all[place]
    vectors = objectives.vectors(objective)
    near = (vectors @ measured.vector + (vectors @ measured.vectors.T).max(axis=1)) / 2
    values = measured.elements[place]
    clause = objective.elements[int(np.argmax(np.round(values, 5)))].clause if values else ""
    scores = [
        float(near[i]) + CLAUSE * (clause in sentence.text) - TITLE * (passage.part in ("Title", "Framework"))
        for i, (passage, sentence) in enumerate(objective.places)
    ]
    passage, sentence = objective.places[int(np.argmax(np.round(scores, 5)))]
    return cite(Source(objective.section, passage, sentence), objectives.document, 1, round(max(scores), 4))
