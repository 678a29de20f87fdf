"""Questions that name a text beside the strategy: what they ask of it, and whether it is for that text to answer.

The strategy comes first. Another text leads only where the question is about that text itself: what it is, when it
was published, what its parts are, what one of them says. Otherwise it answers what the strategy does not.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from assistant.folding import fold
from assistant.related_references import RelatedMention, find_related
from assistant.understanding import Query


class Form(StrEnum):
    """What is asked of a related text."""

    LINKS = "links"  # which of its places a goal or objective serves, or the other way round
    DEFINITION = "definition"  # what it is
    PLACE = "place"  # what a numbered place of it says
    PARTS = "parts"  # what its goals, pillars, sections are
    TEXT = "text"  # something about the text itself: date, publisher, number, address, standing
    ANYTHING = "anything"  # something that the strategy may answer


@dataclass(frozen=True, slots=True)
class RelatedAsk:
    """A question about a related text, resolved."""

    form: Form
    bases: tuple[str, ...]
    """The texts named: "NSS"."""
    refs: tuple[str, ...] = ()
    """For PLACE the places to show; else those that links go from or to."""
    kinds: str = ""
    """For PARTS: `goal` or `objective` where only one of the two is asked for."""
    with_strategy: bool = False
    """What the strategy says of the text is told too."""

    @property
    def leads(self) -> bool:
        """The related text answers before the strategy is asked."""
        return self.form is not Form.ANYTHING


# The text that has its own words for the strategy's places: what it says stands in the strategy's footnotes.
IN_FOOTNOTES = "CDCS"

# What a question about planning as such is answered from; they share its words, and no strategy speaks of it.
OF_PLANNING = ("Primer", "Glossary")

_STRATEGY_SIDE = re.compile(r"\b(?:missions?|embassy|embajada|mision|our|ours|we|strategy|ics|estrategia|nuestr\w+)\b")
_OBJECTIVES = re.compile(
    r"\b(?:which|what|whose|list|name|any|que|cuales?|cual)\b.{0,30}\b(?:objectives?|goals?|objetivos?|metas?)\b"
)
_LINK = re.compile(
    r"\b(?:supports?|serves?|advances?|links?|linked|ti(?:e|es|ed)|align\w*|relat\w+|connect\w*|correspond\w*|maps?|mapped|fits?|"
    r"contribut\w+|incorporat\w+|further\w*|crosswalk|ladder|behind|belongs?|under|come from|which|apoya|corresponde\w*|vincul\w+)\b"
)
_DEFINITION = re.compile(
    r"\W*(?:(?:please|so|hi|hello|ok)\W+)*"
    r"(?:(?:what(?:'s|s)?|que|define|definition of|(?:what(?:'s| is) the )?meaning of|do you know what|can you tell me what)\b)?"
    r"(?:\W*(?:is|are|was|does|do|es|son|significa|exactly|even|a|an|the|el|la|un|una|acronym|abbreviation|letters|peru|usaid|"
    r"mean|means|stand|stands|for|document|plan|text|in|simple|plain|words|terms|english|2017|2018)\b)*\W*"
)
_EXPLAIN = re.compile(r"\b(?:explain|describe|tell me (?:about|more)|summar\w+|overview|explica\w*|describ\w+)\b")
_SPELLING = re.compile(r"\b(?:stands? for|acronym|abbreviation|siglas?)\b")
_PART_WORD = (
    r"(?:pillars?|pilares|goals?|metas|(?:development\s+)?objectives?|objetivos|dos|sections?|secciones|parts?)"
)
_PARTS = re.compile(
    r"\b(?:what are|which are|list|name|show|give me|how many|cuales son|cuantos|cuantas)\b.{0,40}?\b"
    rf"(?P<part>{_PART_WORD})\b(?! (?:on|about|for|that|deal|cover|address|concern))"
)
_ABOUT_TEXT = re.compile(
    r"\b(?:when|what (?:year|date|day)|date[ds]?|publish\w*|issued|signed|approved|adopted|released|unveiled|replaced|superseded|in force|"
    r"valid|expired?|expires|current|period|who (?:wrote|runs?|leads|approved|adopted|publish\w*)|authors?|official (?:title|address|text|name)|"
    r"full (?:title|name)|number(?: of| does)?|address|url|where (?:can|do|is|was)|how many|how long|pages?|not known|unknown|exist\w*|"
    r"cuando|fecha|publico|firmo|vigente|cuantos|cuantas|quien)\b"
)
_OWN_PLACE = re.compile(r"^\W*(?:'s\W*)?(?:strategic\s+)?(?:goals?|objectives?|pillars?|sections?)\b")
_PLACE_BEFORE = re.compile(r"\b(?:goals?|objectives?|pillars?|sections?)\s+(?:of|in|under|from)\s+(?:the|our)?\s*$")


def read_related_ask(query: Query, existing: Collection[str], context: Query | None = None) -> RelatedAsk | None:
    """Return what a query asks of the texts beside the strategy, None where it names none of them.

    `existing`: the refs of the strategy. `context`: the question that it leans on, whose texts it means if it
    names none itself.
    """
    own = find_related(query.text) or query.related
    mentions = own or (context.related if context and not query.mentions else ())
    if not mentions:
        return None
    bases = tuple(dict.fromkeys(mention.base for mention in mentions))
    folded = fold(query.text) if not own else _blanked(fold(query.text), query)
    places = tuple(dict.fromkeys(ref for mention in query.mentions for ref in mention.refs if ref in existing))
    refs = tuple(dict.fromkeys(mention.ref for mention in mentions if mention.ref != mention.base))
    if places:
        linked = _LINK.search(folded) is not None
        return RelatedAsk(Form.LINKS if linked else Form.ANYTHING, bases, places)
    if _STRATEGY_SIDE.search(folded) or (refs and own and _OBJECTIVES.search(folded)):
        is_link = bool(refs) and _OBJECTIVES.search(folded) is not None and IN_FOOTNOTES not in bases
        return RelatedAsk(Form.LINKS if is_link else Form.ANYTHING, bases, refs)
    if refs and own:
        return RelatedAsk(Form.PLACE, bases, refs)
    return _of_whole(folded, fold(query.text), mentions, bases, is_named=bool(own))


def _of_whole(
    folded: str, whole: str, mentions: tuple[RelatedMention, ...], bases: tuple[str, ...], *, is_named: bool
) -> RelatedAsk:
    """Return what is asked of texts of which no place is named."""
    if is_named and _DEFINITION.fullmatch(folded):
        with_strategy = bases[0] not in OF_PLANNING and not _SPELLING.search(folded)
        return RelatedAsk(Form.DEFINITION, bases, with_strategy=with_strategy)
    parts = _PARTS.search(folded)
    if parts and len(bases) == 1:
        word = parts.group("part")
        kind = (
            "objective"
            if word.startswith(("obj", "dev", "dos"))
            else "goal"
            if word.startswith(("goal", "meta"))
            else ""
        )
        return RelatedAsk(Form.PARTS, bases, kinds=kind)
    if _ABOUT_TEXT.search(folded) or (is_named and bases[0] in OF_PLANNING):
        return RelatedAsk(Form.TEXT, bases)
    if is_named and bases[0] != IN_FOOTNOTES and _has_own_place(whole, mentions[0]):
        return RelatedAsk(Form.TEXT, bases)
    return RelatedAsk(Form.ANYTHING, bases, with_strategy=_EXPLAIN.search(folded) is not None)


def _has_own_place(whole: str, mention: RelatedMention) -> bool:
    """Is it "the JSP objective …" or "the objective of the JSP …"?"""
    after, before = whole[mention.end :], whole[: mention.start]
    return _OWN_PLACE.match(after) is not None or _PLACE_BEFORE.search(before) is not None


def _blanked(folded: str, query: Query) -> str:
    """Return a folded question without the names of related texts: their "strategy" is not ours."""
    for mention in sorted(find_related(query.text), key=lambda mention: -mention.start):
        folded = f"{folded[: mention.start]} {folded[mention.end :]}"
    return folded
