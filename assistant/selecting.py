"""The fewest sentences that hold the answer, from matches ordered by score."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.folding import fold
from assistant.matching import Match, is_leaning
from assistant.schema import Passage
from assistant.understanding import Query

MOST = 4
"""A reader wants the answer, not the chapter; a sentence that another leans on may come on top."""

# A further sentence is worth its place when its score is this near to the best one's. In units of the matching
# score, where the best wrong sentence lies about 2 below the right one on the tuning questions.
NEAR_IN_PASSAGE = 4.0
NEAR_ELSEWHERE = 3.5

GATHERED_MOST = 10
"""A word in more sentences than this is a theme; all of them would be a chapter, not an answer."""

_WORD = re.compile(r"[^\W_]+")
_ABOUT = re.compile(r"\b(?:about|on|of|regarding|concerning|to|mentions?|mentioned|touching)\b", re.IGNORECASE)


def select(matches: Sequence[Match], most: int = MOST) -> tuple[Match, ...]:
    """Return the chosen matches: the best one's section first, each section in reading order.

    `matches` is ordered by score. A sentence told twice in the document is chosen once.
    """
    distinct = _distinct(matches)
    if not distinct:
        return ()
    best = distinct[0]
    chosen = [best]
    for match in distinct[1:]:
        if len(chosen) == most:
            break
        limit = NEAR_IN_PASSAGE if match.passage.id == best.passage.id else NEAR_ELSEWHERE
        if best.score - match.score <= limit and not (match.feature("title") and not best.feature("title")):
            chosen.append(match)
    chosen += _leaned_on(chosen, matches)
    return in_reading_order(chosen)


def gather(matches: Sequence[Match], query: Query) -> tuple[Match, ...]:
    """Return every sentence, in document order, that holds the question's topic: for "everything about …".

    The topic is the rarest word behind "about" that any sentence holds. Empty where none stands in at most
    GATHERED_MOST sentences.
    """
    best: list[Match] = []
    about = _ABOUT.search(query.text)
    for term in query.terms:
        if about and term.start < about.end():
            continue
        holding = [match for match in _distinct(matches) if term.stem in match.stems or term.others & match.stems]
        if 0 < len(holding) <= GATHERED_MOST and (not best or len(holding) < len(best)):
            best = holding
    return tuple(sorted(best, key=lambda match: match.row))


def in_reading_order(chosen: Sequence[Match]) -> tuple[Match, ...]:
    """Return matches grouped by section, the section of the best match first, each group in document order."""
    best_of: dict[tuple[str, str], float] = {}
    for match in chosen:
        place = _place(match)
        best_of[place] = max(match.score, best_of.get(place, match.score))
    return tuple(sorted(chosen, key=lambda match: (-best_of[_place(match)], *_place(match), match.row)))


def _place(match: Match) -> tuple[str, str]:
    return match.section.ref, match.section.document


def _distinct(matches: Sequence[Match]) -> list[Match]:
    """Return each sentence once, where it ranks first, with its twins in other sections."""
    same: dict[str, list[Match]] = {}
    for match in matches:
        same.setdefault(_told(match), []).append(match)
    distinct = []
    for first, *others in same.values():
        elsewhere = {other.section.ref: other for other in reversed(others) if other.section.ref != first.section.ref}
        distinct.append(replace(first, twins=tuple(sorted(elsewhere.values(), key=lambda match: match.row))))
    return distinct


def _told(match: Match) -> str:
    """Return what a sentence says, whatever its commas."""
    return " ".join(_WORD.findall(fold(match.sentence.text)))


def _leaned_on(chosen: Sequence[Match], matches: Sequence[Match]) -> list[Match]:
    """Return the sentence before the best one if the best one cannot be understood without it."""
    best = chosen[0]
    if not is_leaning(best.sentence) or _is_first(best.passage, best):
        return []
    rows = {match.row for match in chosen}
    return [match for match in matches if match.row == best.row - 1 and match.row not in rows]


def _is_first(passage: Passage, match: Match) -> bool:
    return passage.sentences[0] == match.sentence
