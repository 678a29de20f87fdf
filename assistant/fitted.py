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
        "dense": -4.456,
        "late": 15.506,
        "passage": 1.811,
        "before": 2.173,
        "coverage": -2.563,
        "around": 5.445,
        "wanted": 1.695,
        "title": -2.428,
        "furniture": 0.473,
        "focus": -2.764,
        "place": 7.151,
        "said": -7.065,
        "asked": 17.289,
        "closely": 6.583,
    },
    reading={"match": 0.684, "sentence": 0.267, "passage": 0.004, "title": -3.367, "furniture": 0.644},
    deciding={
        "bias": 0.343,
        "reading": 0.250,
        "passage": 0.049,
        "support": 0.235,
        "lacking": -1.440,
        "elsewhere": -1.139,
        "astray": -0.919,
        "turned": -3.671,
        "following": -0.596,
        "doubted": 0.0,
        "asked": 7.996,
        "unanswered": -7.199,
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
