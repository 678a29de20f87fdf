"""The numbers that were fitted on tuning questions: how much each feature says, and from what probability on to speak.

Printed by `python -m evals.fitting evals/suites/peru-core.tuning.jsonl`; `matching`, `reranking` and `deciding` say what the
features are. There are two fits, because questions that were anticipated for a text change what the rest is worth.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by feature."""

    matching: Mapping[str, float]
    """Multinomial logistic regression over the sentences of a question, L2 penalty 1, for one standard unit of each."""
    reading: Mapping[str, float]
    """The same over the sentences that the reader read."""
    deciding: Mapping[str, float]
    """Logistic regression, L2 penalty 1; the label is "the first citation is right and a wanted fact is there"."""
    threshold: float
    """On the curve that the fit prints; see DECISIONS.md."""


ANTICIPATED = Fit(
    matching={
        "dense": -4.259,
        "late": 15.956,
        "passage": 2.531,
        "before": 2.323,
        "coverage": -3.193,
        "around": 6.026,
        "wanted": 1.448,
        "title": -3.181,
        "furniture": 0.262,
        "focus": -3.909,
        "place": 8.308,
        "said": -6.714,
        "asked": 17.456,
        "closely": 10.008,
    },
    reading={"match": 0.640, "sentence": 0.224, "passage": 0.012, "title": -0.941, "furniture": 0.085},
    deciding={
        "bias": 0.327,
        "reading": 0.232,
        "passage": 0.042,
        "support": 1.135,
        "lacking": -1.511,
        "elsewhere": -1.246,
        "astray": -0.456,
        "turned": -3.730,
        "following": -1.522,
        "doubted": -0.203,
        "asked": 10.808,
        "unanswered": -10.199,
    },
    threshold=0.40,
)
"""For texts with anticipated questions."""

PLAIN = Fit(
    matching={
        "dense": 3.54,
        "late": 17.79,
        "passage": 7.90,
        "before": 1.74,
        "coverage": -0.85,
        "around": 5.47,
        "wanted": 2.01,
        "title": -4.03,
        "furniture": 0.17,
        "focus": -2.55,
        "place": 5.09,
        "said": -5.39,
        "asked": 0.0,
        "closely": 0.0,
    },
    reading={"match": 0.670, "sentence": 0.381, "passage": 0.120, "title": -3.801, "furniture": 0.471},
    deciding={
        "bias": 0.798,
        "reading": 0.278,
        "passage": 0.029,
        "support": 0.255,
        "lacking": -1.430,
        "elsewhere": -1.437,
        "astray": -0.915,
        "turned": -3.184,
        "following": -0.527,
        "doubted": 0.0,
        "asked": 0.0,
        "unanswered": 0.0,
    },
    threshold=0.40,
)
"""For texts that nobody has written questions for."""
