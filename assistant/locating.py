"""Which objective deals with a topic: places ranked by their best sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.citing import Source
from assistant.fitted import PLAIN
from assistant.folding import fold
from assistant.matching import FEATURES, Match, coverage_of
from assistant.schema import Section
from assistant.understanding import Query, Term

_KIND_WORDS = [
    (re.compile(r"\b(?:management|mgmt)\s+(?:objectives?|goals?)"), ("management_goal", "management_objective")),
    (re.compile(r"\bmission objectives?\b"), ("objective",)),
    (re.compile(r"\b(?:objectives?|objs?)\b"), ("objective", "management_objective")),
    (re.compile(r"\bgoals?\b"), ("goal",)),
    (re.compile(r"\b(?:parts?|sections?|chapters?|places?|where)\b"), ()),
]
_WHICH = re.compile(
    r"\b(?:which|what|under which|under what|in which|name the|list the|any|all)\s+(?:of\s+(?:the|our|these)\s+)?(?:\w+\s+){0,2}?"
    r"(?:goals?|objectives?|objs?|parts?|sections?|chapters?|places?)\b|"
    r"\bwhere\s+(?:in|does|do|is|are|can)\b.{0,40}\b(?:strategy|ics|document|mention\w*|cover\w*|address\w*|discuss\w*|talk\w*|find|appear\w*|come up)\b|"
    r"\b(?:objectives?|goals?)\b.{0,30}\b(?:covers?|addresse?s|deals? with|mentions?|about|concerns?|carry|carries|handles?|applies|apply|fits?|relates?)\b"
)
_MANY = re.compile(r"\b(?:objectives|goals|sections|parts|chapters|places|all|every|everywhere|list)\b|^where\b")
# Verbs by which a question ties a place to its topic; they are no topic.
_ASKING = frozenset(
    (
        "carry carries concern concerns handle handles apply applies fit fits relate relates deal deals "
        "incorporate incorporates include includes contain contains involve involves touch touches support "
        "supports focus focuses tie ties tied link links linked connect connects connected map maps mapped "
        "correspond corresponds point points bring brings come comes arise arises appear appears objective objectives goal goals place places"
    ).split()
)
AS_FULLY = 0.75
"""A synonym (0.8) still counts; one of two words missing (0.5) does not."""
# What more places hold is everywhere, and tells none from the others.
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Located:
    """A place and the sentence that shows why."""

    section: Section
    match: Match

    @property
    def source(self) -> Source:
        """What a citation of the sentence needs."""
        return self.match.source


def asks_where(query: Query) -> bool:
    """Say whether a question asks for a place of the strategy."""
    return _WHICH.search(fold(query.text)) is not None and bool(query.terms)


def locate(query: Query, matches: Sequence[Match]) -> tuple[Located, ...]:
    """Return the places that deal with the topic, best first: one, or all that hold it if many are asked."""
    folded = fold(query.text)
    kinds = next((kinds for pattern, kinds in _KIND_WORDS if pattern.search(folded)), ())
    eligible = [match for match in matches if not kinds or match.section.kind in kinds]
    ranked = _best_of_each(eligible)
    if not _MANY.search(folded):
        return ranked[:1]
    holding = _holding(query, eligible)
    return tuple(place for place in ranked if _place(place.match) in holding) or ranked[:1]


def _best_of_each(matches: Sequence[Match]) -> tuple[Located, ...]:
    best: dict[tuple[str, str], Match] = {}
    for match in sorted(matches, key=lambda match: (-_score(match), match.row)):
        best.setdefault(_place(match), match)
    return tuple(Located(match.section, match) for match in best.values())


def _place(match: Match) -> tuple[str, str]:
    return match.section.document, match.section.ref


def _score(match: Match) -> float:
    """Return the matching score without its handicap for titles: to name a place is what is wanted here."""
    return match.score - match.features[FEATURES.index("title")] * PLAIN.matching["title"]


def _is_name(term: Term, text: str) -> bool:
    """Is it a particular or an acronym? Those tell places apart better than verbs do."""
    token = text[term.start : term.start + len(term.word)]
    return term.is_particular or (len(token) > 1 and token.isupper())


def _holding(query: Query, matches: Sequence[Match]) -> set[tuple[str, str]]:
    """Return the places of which a sentence holds the question's topic as fully as any place's does.

    A name or an acronym alone tells places apart: "which objectives mention USAID?".
    """
    topic = [term for term in query.terms if term.word not in _ASKING]
    names = [replace(term, others=frozenset()) for term in topic if _is_name(term, query.text)]
    held: dict[tuple[str, str], float] = {}
    for match in matches:
        share = sum(coverage_of(term, match.stems) for term in names or topic)
        held[_place(match)] = max(share, held.get(_place(match), 0.0))
    most = max(held.values(), default=0.0)
    full = {place for place, share in held.items() if share and share >= AS_FULLY * most}
    return full if len(full) <= MOST_PLACES else set()
