"""Is the evidence good enough to speak? Signals of doubt, one calibrated probability, and the reason for a no.

A wrong answer costs more than silence; the threshold is set for that and documented with its curve.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import lexicon
from assistant.fitted import Fit
from assistant.folding import fold
from assistant.matching import Match, Matcher, holds, weight_of
from assistant.presuming import presumes, unsupported_turns
from assistant.schema import Reason
from assistant.understanding import Query, Term, Wanted

# The reader learnt from questions; of a greeting or the weather it may be as sure as it is wrong. So far from the question,
# by vector and by words together, lie 1 in 100 right answers of the tuning questions.
FARTHEST = 0.32
SUPPORT_SHARE = 0.25
FAR = 0.1
"""The most that such evidence can be worth."""

# Below these the question has nothing to do with the strategy; between them and an answer lies "it does not say".
OUT_OF_SCOPE_DENSE = 0.25
OUT_OF_SCOPE_SUPPORT = 0.45

ON_TOPIC = 0.5
"""The least mean support of a question's stated topic."""
COUNTED = 0.6
"""The least support of what is counted by the sentence that has the number."""
_RELATIVE_TIME = re.compile(
    r"\b(?:last|this|next|current) (?:fiscal |calendar )?(?:year|month|week|quarter)\b|\byesterday\b|\btomorrow\b"
)

DOUBT = -3.0
"""Log-odds of the reader below which it is all but sure that a sentence does not answer."""

UNREAD = -5.0
"""The log-odds of what the reader did not look at: less than of nearly all that it read."""
SUPPORTED = 0.6
"""A word of the question with less support than this is not in the evidence."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer; each between 0 and 1, but for `elsewhere`, a count, and the readings."""

    dense: float
    support: float
    """Mean support of the question's words by the evidence's passages, by weight."""
    reading: float
    """The reader's log-odds that the best chosen sentence holds the answer."""
    passage: float
    """Its highest log-odds, over the passages that it read, that one answers the question."""
    lacking: float
    """1 if the kind of thing asked for is not in the chosen sentences."""
    elsewhere: float
    """The question's years, numbers, countries and unknown names that the evidence does not have."""
    astray: float
    """1 if what the question says it is about, or asks a quantity of, is hardly in the chosen sentences."""
    turned: float
    """1 if the question takes for granted an end or a change that the evidence has no word for."""
    following: float
    """1 for a follow-up, whose own words say little."""
    doubted: float
    """How far `reading` lies below DOUBT: then a near question is not the same one."""
    asked: float
    """Cosine of the nearest anticipated question that a chosen sentence answers."""
    unanswered: float
    """Cosine of the nearest anticipated question that the text does not answer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Answer or not, and how sure."""

    confidence: float
    reason: Reason | None
    """None to answer."""


def read_signals(query: Query, matches: Sequence[Match], chosen: Sequence[Match], matcher: Matcher) -> Signals:
    """Return the signals for the sentences chosen among matches that were read."""
    best = max(chosen, key=lambda match: match.score)
    rows = matcher.rows_of(frozenset(match.passage.id for match in chosen))
    support = matcher.support(query, rows)
    weights = [weight_of(term, matcher.index.frequencies, matcher.count) for term in query.terms]
    total = sum(weights)
    around = [matcher.around(row) for row in rows]
    foreign = [
        term for term in query.terms
        if term.is_particular and not any(term.stem in held or term.others & held for held in around)
    ]  # fmt: skip
    turns = unsupported_turns(query.terms, matcher.support(query, [match.row for match in chosen]), SUPPORTED)
    return Signals(
        dense=best.feature("dense"),
        support=sum(s * w for s, w in zip(support, weights, strict=True)) / total if total else 1.0,
        elsewhere=float(sum(_is_elsewhere(term, matcher) for term in foreign) + _is_relative(query)),
        lacking=float(_is_lacking(query, chosen, matcher)),
        astray=float(_is_astray(query, chosen, matcher)),
        turned=float(bool(turns) and presumes(query.text)),
        following=float(bool(query.carried or query.focus)),
        doubted=max(0.0, DOUBT - _reading(chosen)),
        asked=max(match.feature("asked") for match in chosen),
        unanswered=matcher.index.nearness(query.variants).unanswered,
        reading=_reading(chosen),
        passage=max((match.passage_reading for match in matches if match.passage_reading is not None), default=UNREAD),
    )


def _reading(chosen: Sequence[Match]) -> float:
    return max((match.reading for match in chosen if match.reading is not None), default=UNREAD)


def _is_elsewhere(term: Term, matcher: Matcher) -> bool:
    """Is a foreign particular a year, a number, a country, or a name that no document has?"""
    frequencies = matcher.index.frequencies
    unseen = term.stem not in frequencies and not any(other in frequencies for other in term.others)
    return term.word[0].isdigit() or term.word in lexicon.countries() or unseen


def _is_relative(query: Query) -> bool:
    """Is a quantity asked for a time that only the asker's calendar knows: "last year"?"""
    counts = query.wanted in (Wanted.NUMBER, Wanted.MONEY, Wanted.SHARE)
    return counts and _RELATIVE_TIME.search(fold(query.text)) is not None


def _is_astray(query: Query, chosen: Sequence[Match], matcher: Matcher) -> bool:
    """Do the chosen sentences hardly carry the named topic, or those with the quantity the question's words?"""
    weights = [weight_of(term, matcher.index.frequencies, matcher.count) for term in query.terms]
    rows = [match.row for match in chosen]
    topic = [place for place, term in enumerate(query.terms) if term.stem in query.topic]
    if topic and _mean(matcher.support(query, rows), weights, topic) < ON_TOPIC:
        return True
    counts = query.wanted in (Wanted.NUMBER, Wanted.SHARE, Wanted.MONEY, Wanted.DATE) and not query.carried
    holding = [match.row for match in chosen if holds(query.wanted, match.sentence.text)]
    everything = range(len(query.terms))
    return counts and bool(holding) and _mean(matcher.support(query, holding), weights, everything) < ON_TOPIC


def _mean(values: Sequence[float], weights: Sequence[float], places: Sequence[int]) -> float:
    total = sum(weights[place] for place in places)
    return sum(values[place] * weights[place] for place in places) / total if total else 1.0


def _is_lacking(query: Query, chosen: Sequence[Match], matcher: Matcher) -> bool:
    """Is the kind of thing asked for, or what is to be counted beside the number, in no chosen sentence?"""
    if query.wanted is Wanted.ANYTHING:
        return False
    holding = [match.row for match in chosen if holds(query.wanted, match.sentence.text)]
    if not holding:
        return True
    counted = [place for place, term in enumerate(query.terms) if term.stem in query.units]
    if not counted:
        return False
    supports = [matcher.support(query, [row]) for row in holding]
    return max(support[place] for support in supports for place in counted) < COUNTED


def decide(query: Query, signals: Signals, fit: Fit) -> Decision:
    """Return whether to answer: by one probability, in which every sign of doubt has its weight."""
    confidence = probability(signals, fit)
    if is_far(signals) and not query.mentions:
        return Decision(min(confidence, FAR), _reason(query, signals))
    return Decision(confidence, None if confidence >= fit.threshold else _reason(query, signals))


def is_far(signals: Signals) -> bool:
    """Say whether the evidence lies too far from a question of its own for the reader's word to count."""
    return not signals.following and signals.dense + SUPPORT_SHARE * signals.support < FARTHEST


def probability(signals: Signals, fit: Fit) -> float:
    """Return the probability that the evidence answers the question rightly: the logistic of the weighted signals."""
    total = fit.deciding["bias"] + sum(contributions(signals, fit).values())
    return 1 / (1 + math.exp(-total))


def contributions(signals: Signals, fit: Fit) -> dict[str, float]:
    """Return what each signal adds to the log-odds of a right answer."""
    return {name: weight * float(getattr(signals, name)) for name, weight in fit.deciding.items() if name != "bias"}


def _reason(query: Query, signals: Signals) -> Reason:
    if not query.mentions and signals.dense < OUT_OF_SCOPE_DENSE and signals.support < OUT_OF_SCOPE_SUPPORT:
        return Reason.OUT_OF_SCOPE
    if signals.turned or (presumes(query.text) and not signals.following):
        return Reason.FALSE_PREMISE
    return Reason.NOT_IN_CORPUS
