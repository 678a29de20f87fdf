"""Whether a paragraph tells of something that advances an objective, works against it, or only reports.

Topic is not support: a text on eradication may say that it stopped. Cues of doing and undoing, with what is undone,
stand beside how near each sentence comes to ways of saying so; none decides alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.aligning.expanding import expand
from assistant.aligning.themes import data_file, pattern_of
from assistant.aligning.weights import RELATION_WEIGHTS, TENSION_AT
from assistant.folding import fold
from assistant.index import Index

if TYPE_CHECKING:
    import numpy.typing as npt

    from assistant.aligning.measuring import Measured

    Floats = npt.NDArray[np.float32]

RELATIONS = ("advances", "reports", "tension")
SIGNS = (
    *(f"{kind} {relation}" for relation in RELATIONS for kind in ("whole", "best")),
    "undoing",  # "dissolved the team": log(1 + times)
    "against",
    "for",
    "told",
    "negated",  # "will not", "has no", "nobody"
)
SHARPNESS, PENALTY = 4.0, 0.3
# "Dissolved the special team": what serves stands within so many characters after the word, or before it in the passive.
REACH = 60

_NEGATED = re.compile(r"\b(?:not|no|nobody|never|none|without|nor|neither)\b")
_HEAD = re.compile(r"\[(.+?)\]\s*(.*)")


@dataclass(frozen=True, slots=True, eq=False)
class Stances:
    """Ways of saying that something advances, reports or works against, ready for one model."""

    vectors: "Floats"
    coefficients: "Floats"

    def strengths(self, vectors: "Floats") -> "Floats":
        """Return how strongly texts take after each relation: (texts, relations)."""
        return np.asarray(np.exp(SHARPNESS * (vectors @ self.vectors.T - 1)) @ self.coefficients)


def read_stances(index: Index) -> Stances:
    """Return the stances as the model of an index reads them. Raises ModelError."""
    phrases = [(relation, line) for relation in RELATIONS for line in _lines()[relation]]
    vectors = np.stack([index.encode(line) for _, line in phrases])
    targets = np.array([[float(relation == of) for of in RELATIONS] for relation, _ in phrases])
    kernel = np.exp(SHARPNESS * (vectors @ vectors.T - 1)).astype(np.float64)
    solved = np.linalg.solve(kernel + PENALTY * np.eye(len(kernel)), targets - targets.mean(axis=0))
    return Stances(vectors, solved.astype(np.float32))


def signs(measured: "Measured", stances: Stances) -> tuple[float, ...]:
    """Return the signs of a paragraph's stance, in the order of SIGNS."""
    parts = stances.strengths(measured.vectors)
    whole = stances.strengths(measured.vector[None])[0]
    near = [value for r in range(len(RELATIONS)) for value in (whole[r], parts[:, r].max())]
    folded = fold(expand(measured.text))
    counts = [undoings(folded), *(len(_cues(kind).findall(folded)) for kind in ("against", "for", "told"))]
    return (*map(float, near), *map(float, np.log1p([*counts, len(_NEGATED.findall(folded))])))


def undoings(folded: str) -> int:
    """Return how often a folded text says that something which serves was undone."""
    serving = _cues("serving")
    return sum(
        serving.search(folded[max(0, match.start() - REACH) : match.end() + REACH]) is not None
        for match in _cues("undoing").finditer(folded)
    )


def relation_of(values: Sequence[float]) -> tuple[str, float]:
    """Return the likeliest relation for some signs and its probability; tension only when it is likely enough."""
    logits = np.array([row[0] + np.dot(row[1:], values) for row in (RELATION_WEIGHTS[name] for name in RELATIONS)])
    p = np.exp(logits - logits.max())
    p /= p.sum()
    if p[2] >= TENSION_AT:
        return RELATIONS[2], float(p[2])
    best = int(np.argmax(p[:2]))
    return RELATIONS[best], float(p[best])


@cache
def _lines() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in data_file("stances.txt").splitlines():
        head = _HEAD.match(line)
        if head:
            name = head.group(1)
            found[name] = [cue.strip() for cue in head.group(2).split(",") if cue.strip()]
        elif line.strip() and not line.startswith("#"):
            found[name].append(line.strip())
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def _cues(kind: str) -> re.Pattern[str]:
    pattern = pattern_of(_lines()[f"cues {kind}"])
    assert pattern is not None
    return pattern
