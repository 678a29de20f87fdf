"""What alignment is decided with: printed by `python -m evals.fitting_alignment evals/suites/alignment.tuning.jsonl`."""

from collections.abc import Mapping, Sequence

WEIGHTS: Mapping[str, float] = {
    "bias": -4.021,
    "phrase": 4.169,
    "sentence": -3.939,
    "mean": 6.366,
    "ahead": 10.538,
    "topical": 2.386,
    "strength": 6.158,
    "strength_ahead": 4.730,
    "strength_topical": 4.558,
    "dense": -1.226,
    "dense_ahead": 5.326,
    "words": -2.715,
    "words_ahead": -0.083,
    "cues": 1.300,
    "cues_ahead": 1.825,
    "named": 5.187,
    "other_cues": -0.613,
    "elsewhere": -1.772,
    "elsewhere_outward": 1.680,
    "abroad": -4.569,
}
"""Of the signals in measuring.py: a logistic regression, one for all objectives of any strategy."""

LOWEST_NAMED = 0.45
"""Chosen: the curve of false alarms that the fit prints falls steeply up to there."""

FLOOR = 0.450
"""The least probability from which an objective that was not fitted is named."""

THRESHOLDS: Mapping[str, float] = {
    "MO 1.1": 0.450,
    "MO 1.2": 0.529,
    "MO 2.1": 0.477,
    "MO 2.2": 0.457,
    "MO 3.1": 0.450,
    "MO 3.2": 0.450,
    "MO 4.1": 0.450,
    "MO 4.2": 0.450,
    "MO 4.3": 0.450,
    "MgO 1": 0.477,
    "MgO 2": 0.450,
}
"""The same for the objectives that were; a needless silence costs less than a wrong name, so none is below LOWEST_NAMED."""

RELATION_WEIGHTS: Mapping[str, Sequence[float]] = {
    "advances": (1.223, 5.137, 5.789, -4.426, -4.161, -0.987, -5.562, -1.052, -2.194, 1.153, -1.156, -0.038),
    "reports": (-0.482, 0.717, 0.806, 8.505, 11.710, -5.273, -0.701, -0.610, -1.225, -1.159, 0.891, -0.874),
    "tension": (-0.740, -5.854, -6.595, -4.079, -7.549, 6.260, 6.263, 1.662, 3.418, 0.006, 0.265, 0.912),
}
"""Bias and weights of the signs in relating.py: a multinomial logistic regression."""

TENSION_AT = 0.40
"""The probability from which a paragraph is said to work against an objective; the fit prints the curve."""
