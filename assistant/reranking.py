"""The best passages read by the trained reader; what it says of each sentence joins what matching measured.

Matching sees words and vectors; the reader sees question and passage together, and knows a near miss when it reads one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.fitted import Fit
from assistant.matching import Match
from assistant.understanding import Query

READ = 3
"""Passages read: most of a question's time. Cross-validated on the tuning questions three, four and five are equally good (best
sentence right 0.855); two lose 2 points of the facts."""


class Reads(Protocol):
    """What is wanted of a reader."""

    def logits(self, question: str, sentences: Sequence[str], title: str = "") -> tuple[tuple[float, ...], float]:
        """Return the log-odds that each sentence holds the answer, and that the passage answers the question."""
        ...


def rerank(query: Query, matches: Sequence[Match], reader: Reads, fit: Fit) -> tuple[Match, ...]:
    """Return the matches ordered by (score down, row up): those of the READ best passages by both, behind them the rest."""
    best = list(dict.fromkeys(match.passage.id for match in matches))[:READ]
    passages = {match.passage.id: match for match in matches}
    read = {name: _logits(query, passages[name], reader) for name in best}
    told, rest = [], []
    for match in matches:
        if match.passage.id in read:
            told.append(_reread(match, *read[match.passage.id], fit))
        else:
            rest.append(match)
    told.sort(key=lambda match: (-round(match.score, 6), match.row))
    # What was not read ranks behind what was, on the same scale.
    floor = min((match.score for match in told), default=0.0)
    top = max((match.score for match in rest), default=0.0)
    return (*told, *(replace(match, score=floor + match.score - top) for match in rest))


def _logits(query: Query, match: Match, reader: Reads) -> tuple[dict[str, float], float]:
    texts = [sentence.text for sentence in match.passage.sentences]
    sentences, passage = reader.logits(query.variants[0] if query.carried else query.text, texts, match.section.title)
    return dict(zip(texts, sentences, strict=True)), passage


def _reread(match: Match, sentences: Mapping[str, float], passage: float, fit: Fit) -> Match:
    read = replace(match, reading=sentences[match.sentence.text], passage_reading=passage)
    return replace(read, score=sum(w * value for w, value in zip(fit.reading.values(), features(read), strict=True)))


def features(match: Match) -> tuple[float, ...]:
    """Return what the score of a match that was read is made from, in the order of `Fit.reading`."""
    return (
        match.score,
        match.reading or 0.0,
        match.passage_reading or 0.0,
        match.feature("title"),
        match.feature("furniture"),
    )
