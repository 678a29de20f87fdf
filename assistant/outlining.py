"""Questions about the strategy's own structure: lookups by reference, lists, footnotes, parents.

Answered from the outline, exactly and completely: no ranking, no model. A question that also has a topic
("what does 4.2 say about radios?") is not structural; its named places narrow the search instead.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import lexicon
from assistant.folding import fold
from assistant.references import Mention, find_footnotes, find_mentions, find_sections
from assistant.schema import Section
from assistant.understanding import Query, Wanted


class Ask(StrEnum):
    """What is asked of the outline."""

    SECTIONS = "sections"  # the whole text of named places
    TITLES = "titles"  # what named places are called
    CHILDREN = "children"  # the objectives of named goals
    LIST = "list"  # all of a kind
    PARENT = "parent"  # the goal of named objectives
    FOOTNOTES = "footnotes"
    ABOUT = "about"  # dates, marking and period of the document itself
    UNKNOWN = "unknown"  # a named place does not exist
    AMBIGUOUS = "ambiguous"  # a name fits several places


@dataclass(frozen=True, slots=True)
class OutlineAsk:
    """A structural question, resolved."""

    ask: Ask
    refs: tuple[str, ...] = ()
    """The places to show, in order; for UNKNOWN the names that do not exist; for AMBIGUOUS what they may mean."""
    kinds: tuple[str, ...] = ()
    """For LIST: the kinds of section."""
    footnotes: tuple[int, ...] = ()
    part: str | None = None
    """Only this part of the sections: "Justification"."""
    about: frozenset[str] = frozenset()
    """For ABOUT: `approved`, `updated`, `marking`, `period`."""


_GOALS = re.compile(r"\bgoals?\b|\bmetas?\b")
_OBJECTIVES = re.compile(r"\bobjectives?\b|\bobjetivos?\b|\bobjs?\b")
_MANAGEMENT = re.compile(r"\b(?:management|mgmt)\s+(?:objectives?|goals?|objs?)|objetivos? de gestion")
_MISSION = re.compile(r"\bmission objectives?\b|objetivos? de (?:la )?mision")
_PARENT = re.compile(
    r"\b(?:which|what|whose)\s+(?:mission\s+)?goal\b|\bgoal\b.*\b(?:belongs? to|falls? under|sits? under|part of)\b|\bparent\b"
)
_TITLE = re.compile(
    r"\b(?:titles?|titled|entitled|headings?|headed|headlines?|called|names?|named|wording of the title)\b"
)
_FOOTNOTE = re.compile(r"\bfoot\s?notes?\b|\bnotas? al pie\b")
_WITHOUT = re.compile(r"\b(?:no|without|lack\w*|missing)\b")
# "Summarize the strategy", "what is in it?": its goals and objectives are what it says of itself.
_OVERVIEW = re.compile(
    r"\b(?:summar\w+|overview|gist|resum\w+|panorama)\b|\bwhat(?:'s| is| does)\b.{0,12}\b(?:strategy|ics|document)\b"
    r"(?: (?:about|for|cover\w*|contain\w*|include\w*|say|all about))?\W*$|\bwhat(?:'s| is) in (?:the|this) (?:strategy|ics|document)\b|"
    r"\bde que trata la estrategia\b"
)
_FRAMEWORK = re.compile(r"\bframework\b|\b(?:whole|full|entire)\s+(?:outline|structure)\b|\boutline\b|\bstructure\b")
_JUSTIFICATION = re.compile(r"\bjustifi\w+")
_DESCRIPTION = re.compile(r"\bdescri(?:be|ption|ptions)\b|\blinkages?\b")
_WORD = re.compile(r"[a-z0-9]+")
_SECTIONS = re.compile(r"\b(?:sections?|chapters?|headings?|secciones|capitulos)\b")
_SECTION = "section"
_STRATEGY_KINDS = ("goal", "objective", "management_goal", "management_objective")


def read_outline_ask(query: Query, sections: tuple[Section, ...], topic: frozenset[str]) -> OutlineAsk | None:
    """Return the structural question that a query asks, or None where it has a topic of its own.

    A text without goals and objectives has no structure to ask for. `topic` holds the question's content words
    beside named places, folded.
    """
    if not any(section.kind in (*_STRATEGY_KINDS, _SECTION) for section in sections):
        return None
    folded = fold(query.text)
    existing = {section.ref for section in sections}
    unknown = _unknown(query, existing)
    if unknown:
        return OutlineAsk(Ask.UNKNOWN, unknown)
    about = about_of(folded)
    if about and not query.mentions and query.wanted is not Wanted.PERSON:
        return OutlineAsk(Ask.ABOUT, about=about)
    if query.footnotes:
        # A footnote is one sentence: whatever is asked of it, it is the answer.
        return _footnotes(query.footnotes, sections)
    if topic - lexicon.structure():
        return None
    if query.mentions:
        return _named(folded, query.mentions, sections, existing)
    if _FOOTNOTE.search(folded):
        if _WITHOUT.search(folded):
            bare = tuple(s.ref for s in sections if s.kind in ("objective", "management_objective") and not s.footnotes)
            return OutlineAsk(Ask.TITLES, bare)
        return OutlineAsk(Ask.FOOTNOTES, footnotes=tuple(sorted({n for s in sections for n in s.footnotes})))
    if _FRAMEWORK.search(folded) or _OVERVIEW.search(folded):
        kinds = _listed_kinds(sections)
    else:
        kinds = _kinds(folded, sections)
    return OutlineAsk(Ask.LIST, tuple(s.ref for s in sections if s.kind in kinds), kinds) if kinds else None


def placed(query: Query, sections: tuple[Section, ...]) -> Query:
    """Return `query` with the numbers of sections as places ("section 3.2"), in a text that has such sections.

    Where a strategy is in sight, its own: readers of one mean its objectives by such words, unless it has the section.
    """
    strategies = {section.document for section in sections if section.kind in _STRATEGY_KINDS}
    refs = {section.ref for section in sections if not strategies or section.document in strategies}
    if not any(ref.startswith("§ ") for ref in refs):
        return query
    spoken = find_sections(query.text)
    mentions = []
    for mention in query.mentions:
        same = [other for other in spoken if mention.start < other.end and other.start < mention.end]
        spoken = tuple(other for other in spoken if other not in same)
        wide = (
            [f"§ {mention.refs[0].partition(' ')[2]}"] if not strategies and mention.refs[0].startswith("MO ") else []
        )
        names = dict.fromkeys([*mention.refs, *(ref for other in same for ref in other.refs), *wide])
        if same or wide:
            # What two kinds of place can be called is the one that there is.
            existing = tuple(ref for ref in names if ref in refs)
            mention = replace(mention, refs=existing or (list(names)[-1],))
        mentions.append(mention)
    mentions += spoken
    return replace(query, mentions=tuple(sorted(mentions, key=lambda mention: mention.start)))


# Questions about the document as a thing: it needs a word for the document, or one that can mean nothing else.
_DOCUMENT = (
    r"\b(?:strategy|ics|document|paper|publication|(?:the|this) (?:text|plan|version)|"
    r"this(?= (?:first |originally |last )?(?:approved|signed|published|issued|adopted|written|updated|revised)))\b"
)
_ABOUT = [
    ("approved", rf"(?=.*{_DOCUMENT}).*\b(?:approv\w+|sign(?:ed|ing)?[ -]?off|signed|adopted|issued|published|publication date|first (?:written|drafted|released))\b"),
    ("updated", rf"(?=.*{_DOCUMENT}).*\b(?:updat\w+|revis(?:ed|ion)|amended|last (?:changed|edited|modified)|latest version|how (?:old|recent|current)|up to date|date of (?:the|this))\b"),
    ("marking", r"\b(?:classified|classification|unclassified|markings?|public release|releasable|sensitive but|for official use)\b|"
                rf"\b(?:share|show|give|send|hand|release|publish)\b.{{0,15}}{_DOCUMENT}.{{0,25}}\b(?:to|with|outside|publicly|public)\b|{_DOCUMENT}.{{0,12}}\b(?:public|secret|confidential)\b"),
    ("period", rf"(?=.*{_DOCUMENT}).*\b(?:in force|still (?:valid|current|in effect)|valid until|expired?|expires?|out of date|outdated|superseded|"
               rf"time ?frame|planning horizon|what period|which years|what years|years? (?:does|covered|are covered|is covered)|period (?:does|covered|of))\b"),
]  # fmt: skip
_BEFORE_UPDATE = re.compile(r"\b(?:before|prior to|without|not) (?:any |the |its |later )*(?:updat|revis|amend)")
_ABOUT_COMPILED = [(name, re.compile(pattern)) for name, pattern in _ABOUT]


def about_of(folded: str) -> frozenset[str]:
    """Return what a folded English question asks about the document itself."""
    found = frozenset(name for name, pattern in _ABOUT_COMPILED if pattern.search(folded))
    # "The first sign-off, before any revision" names the update only to set it apart.
    return found - {"updated"} if "approved" in found and _BEFORE_UPDATE.search(folded) else found


def topic_of(query: Query) -> frozenset[str]:
    """Return the folded content words of a query that are not part of a named place."""
    return frozenset(word for term in query.terms for word in _WORD.findall(term.word))


def _unknown(query: Query, existing: set[str]) -> tuple[str, ...]:
    unknown = [mention for mention in query.mentions if not any(ref in existing for ref in mention.refs)]
    return tuple(dict.fromkeys(_called(mention) for mention in unknown))


def _called(mention: Mention) -> str:
    """Return a ref as it was named: "objective 22" is of no kind."""
    return f"Objective {mention.refs[0].partition(' ')[2]}" if mention.is_ambiguous else mention.refs[0]


def _footnotes(numbers: tuple[int, ...], sections: tuple[Section, ...]) -> OutlineAsk:
    known = {number for section in sections for number in section.footnotes}
    missing = tuple(f"Footnote {number}" for number in numbers if number not in known)
    if missing:
        return OutlineAsk(Ask.UNKNOWN, missing)
    return OutlineAsk(Ask.FOOTNOTES, footnotes=numbers)


def _named(folded: str, mentions: tuple[Mention, ...], sections: tuple[Section, ...], existing: set[str]) -> OutlineAsk:
    open_ones = [mention for mention in mentions if mention.is_ambiguous]
    if open_ones:
        return OutlineAsk(Ask.AMBIGUOUS, tuple(ref for ref in open_ones[0].refs if ref in existing))
    refs = tuple(dict.fromkeys(mention.refs[0] for mention in mentions))
    rest = _without(folded, mentions)
    goals = tuple(ref for ref in refs if ref.startswith(("MG ", "MgG ")))
    if _FOOTNOTE.search(rest):
        numbers = tuple(n for s in sections if s.ref in refs or s.parent in refs for n in s.footnotes)
        return OutlineAsk(Ask.FOOTNOTES, refs, footnotes=numbers)
    if goals and _OBJECTIVES.search(rest):
        return OutlineAsk(Ask.CHILDREN, goals)
    if not goals and _PARENT.search(rest):
        return OutlineAsk(Ask.PARENT, refs)
    if _TITLE.search(rest) or len(refs) > 2:
        return OutlineAsk(Ask.TITLES, refs)
    part = "Justification" if _JUSTIFICATION.search(rest) else "Description" if _DESCRIPTION.search(rest) else None
    return OutlineAsk(Ask.SECTIONS, refs, part=part)


def _without(folded: str, mentions: tuple[Mention, ...]) -> str:
    own = (*find_mentions(folded), *find_sections(folded)) or mentions
    for mention in sorted(own, key=lambda m: -m.start):
        folded = folded[: mention.start] + " " + folded[mention.end :]
    return folded


def _listed_kinds(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the kinds that make up an outline: goals and objectives, or of a text without them, its sections."""
    has_goals = any(section.kind in _STRATEGY_KINDS for section in sections)
    return _STRATEGY_KINDS if has_goals else (_SECTION,)


def _kinds(folded: str, sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the kinds of section that a question lists: "goals", "mission objectives", "goals and objectives"."""
    if find_footnotes(folded):
        return ()
    goals, objectives = bool(_GOALS.search(folded)), bool(_OBJECTIVES.search(folded))
    if _listed_kinds(sections) == (_SECTION,):
        return (_SECTION,) if _SECTIONS.search(folded) else ()
    if _MANAGEMENT.search(folded) and not _MISSION.search(folded) and not (goals and objectives):
        # Where management has no goals, its objectives go by either name.
        has_goals = any(section.kind == "management_goal" for section in sections)
        both = ("management_goal", "management_objective")
        return both[:1] if goals and has_goals else both[1:] if has_goals else both
    if goals and objectives:
        return _STRATEGY_KINDS
    if goals:
        return ("goal",)
    if objectives:
        return ("objective",) if _MISSION.search(folded) else ("objective", "management_objective")
    return ()
