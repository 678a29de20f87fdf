"""A question as typed to a query as searched: language, mended spelling, named places, content words, what is wanted.

Reads the words only; it does not know what the documents say beyond their vocabulary.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import lexicon
from assistant.folding import fold
from assistant.lexical import stems
from assistant.parting import parts_of
from assistant.references import Mention, find_footnotes, find_mentions
from assistant.related_references import RelatedMention, find_related, outside
from assistant.spelling import mend
from assistant.translating import is_spanish, translate


class Wanted(StrEnum):
    """The kind of thing that would answer."""

    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"
    PERSON = "person"
    REASON = "reason"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question."""

    word: str
    """Lower case, accents folded."""
    start: int
    """Its offset in `Query.text`."""
    stem: str
    others: frozenset[str]
    """Stems of words that mean the same or more: "graft" has "corrupt"."""
    is_particular: bool
    """A name, a year or a number: evidence about another one does not answer."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched."""

    text: str
    """English, stand-alone, spelling mended; what is embedded."""
    variants: tuple[str, ...]
    """`text` first, then the same in the words of policy texts, where a lexicon has them."""
    language: str
    wanted: Wanted
    mentions: tuple[Mention, ...]
    footnotes: tuple[int, ...]
    units: frozenset[str]
    """The stems of what is counted ("how many foreign tourists"); empty where nothing is."""
    terms: tuple[Term, ...]
    """Content words of the question itself; those carried over from a conversation stand in `carried`."""
    topic: frozenset[str] = frozenset()
    """Stems of what the question says it is about ("… say about lithium", "what is the deadline …")."""
    carried: tuple[Term, ...] = ()
    focus: tuple[str, ...] = ()
    """Passage ids that the conversation is about."""
    said: str = ""
    """What the assistant said last, folded: a follow-up wants what was not said yet."""
    parts: tuple[str, ...] = ()
    """The things that it asks, if more than one, in English."""
    wants_all: bool = False
    """Every place is asked for, not the best one."""
    related: tuple[RelatedMention, ...] = ()


_TITLE = r"(?:ambassador|president|minister|director|prosecutor|secretary|consul|dcm|officer|official|contractor|author|governor|mayor|general|person)"
_WANTED = [
    (Wanted.SHARE, r"\b(?:what|which)(?:'s| is| was| are)?(?: \w+){0,3} (?:percent\w*|share|proportion|rate|fraction|ratio)\b|\bpercent(?:age)?\b|"
                   r"\b(?:share|rate|ratio|proportion) of\b|^(?:share|rate|ratio)\b"),
    (Wanted.MONEY, r"\bhow much (?:money|funding|cash|does .* cost|did .* cost|is spent|was spent|counterfeit|fake)|\b(?:budget|allocations?|appropriations?|funding level|salary|salaries|price|dollar (?:value|amount)|cost|in dollars|dollars)\b"),
    (Wanted.NUMBER, r"\bhow (?:many|often|much|big|large|high|far|long|frequently)\b|\b(?:number|amount|quantity|count|figure|total) of\b|\bhectares\b|\btons\b|\bhow old\b"),
    (Wanted.DATE, r"(?:^|[.,;:?!]\s*|\band )when (?:was|were|is|are|did|does|do|will|would|must|should|has|have)\b|\b(?:what|which|since what|by what) (?:year|date|month|day|deadline)\b|\bby when\b|\bdeadline\b|\bsince when\b|\bdate of\b|\bwhat(?:'s| is| was) the date\b"),
    (Wanted.PERSON, rf"\bwho (?:is|was|are|were) (?:the |our |peru's |its |their )?(?:\w+ )?{_TITLE}\b|\bwho (?:signed|wrote|heads|chairs|presided|authored)\b|"
                    rf"\bnames? of (?:the|our) (?:\w+ )?{_TITLE}\b|\b(?:which|what) (?:\w+ )?{_TITLE}\b"),
    (Wanted.REASON, r"\bwhy\b|\bwhat (?:is|was|are|were) the (?:reasons?|cause|purpose|rationale)\b|\bwhat (?:made|led|caused|drove)\b|\bhow come\b|\bwhat for\b"),
]  # fmt: skip
# In capitals it is the country, not "us"; policy texts write it with stops.
_UNITED_STATES = re.compile(r"\b(?:USA|US)\b|\bU\.S\.A\.")
# "The role of X" is about X: words that say what about a topic is asked, not what the topic is.
GENERIC = frozenset(
    "role effect effects impact impacts aim aims purpose goal goals objective objectives importance status reason reasons plan plans approach "
    "position situation state extent nature significance relationship relation link connection part main key consequence consequences "
    "result results benefit benefits problem problems challenge challenges priority priorities focus point idea story case matter issue "
    "issues difference answer success strategy stance biggest largest greatest top most immediate".split()
)
_TOPIC = [
    re.compile(r"\b(?:about|mention\w*|regarding|concerning|cover\w*|address\w*|deals? with|discuss\w*)\s+(.*)$"),
    re.compile(
        r"^(?:what|which|who)(?:'s| is| are| was| were)\s+(?:the|our|peru's|their|its)\s+(.+?)"
        r"(?:\s+(?:of|in|for|at|to|with|by|on|between|from|per)\b|\?|$)"
    ),
]
_ALL = re.compile(
    r"\b(?:all|every) (?:\w+ )?(?:mentions?|references?|passages?|places?|times?|statements?)\b|\bevery(?:thing|where|time)\b|"
    r"\bpull together\b|\bcompile\b|\bcollect\b|\bwherever\b|\ball (?:that |it |the strategy )?(?:says|is said|about)\b"
)
_WANTED_COMPILED = [(wanted, re.compile(pattern)) for wanted, pattern in _WANTED]
# Words that are a unit wherever they stand.
_MEASURES = re.compile(r"\b(?:hectares?|acres?|tons?|tonnes?|kilos?|kilograms?|gallons?|barrels?|miles|kilometers)\b")
_COUNTED = re.compile(r"\bhow (?:many|much)\s+((?:[^\s?]+\s*){1,6})|\bnumber of\s+((?:[^\s?]+\s*){1,4})")
_WORD = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ'’]*(?:\.[A-Za-z]\b)*|\d[\w,.]*\w|\d")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the index knows of words."""

    frequencies: Mapping[str, int]
    """Stem to the number of sentences that hold it."""
    words: frozenset[str]
    """Lower-case words of the documents."""
    common: int
    """A stem in more sentences than this is everywhere: the home country, its embassy."""


def understand(question: str, vocabulary: Vocabulary) -> Query:
    """Return the query for a stand-alone question."""
    language = "es" if is_spanish(question) else "en"
    question = _UNITED_STATES.sub("U.S.", question)
    english = (
        translate(question, vocabulary.words)
        if language == "es"
        else mend(question, vocabulary.words, lexicon.stopwords())
    )
    related = find_related(question)
    mentions = outside(find_mentions(question), related)
    if language == "es" and not mentions:
        mentions = outside(find_mentions(english), find_related(english))
    terms = content_terms(english, vocabulary)
    return Query(
        text=english,
        variants=_variants(english),
        language=language,
        wanted=wanted_of(english),
        mentions=mentions,
        footnotes=find_footnotes(question) or find_footnotes(english),
        units=units_of(english),
        terms=terms,
        topic=topic_stems(english, terms),
        parts=parts_of(english),
        wants_all=_ALL.search(fold(english)) is not None,
        related=related,
    )


def lean_on(query: Query, context: Query, focus: tuple[str, ...], said: str) -> Query:
    """Return `query` with the topic of the conversation's last question behind it."""
    own = {term.stem for term in query.terms}
    text = f"{context.text} {query.text}"
    return replace(
        query,
        text=query.text,
        variants=(text, query.text, *(variant for variant in query.variants if variant != query.text)),
        carried=tuple(term for term in context.terms if term.stem not in own),
        focus=focus,
        said=fold(said),
    )


def wanted_of(text: str) -> Wanted:
    """Return the kind of thing that would answer an English question."""
    folded = fold(text)
    for wanted, pattern in _WANTED_COMPILED:
        if pattern.search(folded):
            return wanted
    return Wanted.ANYTHING


def units_of(text: str) -> frozenset[str]:
    """Return the stems of what "how many" or "how much" counts: the content words that follow it at once."""
    match = _COUNTED.search(fold(text))
    measures = [stem for measure in _MEASURES.findall(fold(text)) for stem in stems(measure)]
    if measures:
        return frozenset(measures)
    units: list[str] = []
    for word in (match.group(1) or match.group(2)).split() if match else ():
        bare = word.strip(".,;:?!'\"")
        if bare in ("of", "the", "our", "these", "those"):
            continue
        if bare in lexicon.stopwords() or not bare:
            break
        units += stems(bare)
    return frozenset(units)


def topic_stems(text: str, terms: tuple[Term, ...]) -> frozenset[str]:
    """Return the stems of the terms that the question says it is about; empty where its form does not tell."""
    folded = fold(text)
    for pattern in _TOPIC:
        match = pattern.search(folded)
        if match:
            inside = [term for term in terms if match.start(1) <= term.start < match.end(1)]
            return frozenset(term.stem for term in inside if term.word not in GENERIC)
    return frozenset()


def content_terms(text: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return the words of `text` that carry its topic, named places and framing words left out."""
    hidden = [(mention.start, mention.end) for mention in find_mentions(text)]
    skip = lexicon.stopwords() | lexicon.framing()
    terms: dict[str, Term] = {}
    matches = list(_WORD.finditer(text))
    for position, match in enumerate(matches):
        word = fold(match.group()).removesuffix("'s").replace("'", "")
        if word.rstrip(".") in skip or any(a <= match.start() < b for a, b in hidden) or len(word) < 2:
            continue
        found = stems(word)
        if not found or found[0] in terms:
            continue
        terms[found[0]] = Term(
            word=word,
            start=match.start(),
            stem=found[0],
            others=_others(text, match.start(), word, found[0]) | _other_number(match.group()),
            is_particular=_is_particular(match.group(), position, vocabulary),
        )
    return tuple(terms.values())


def _is_particular(token: str, position: int, vocabulary: Vocabulary) -> bool:
    if token[0].isdigit():
        return True
    lower = fold(token).removesuffix("'s")
    if sum(vocabulary.frequencies.get(stem, 0) for stem in stems(lower)) > vocabulary.common:
        return False
    if lower in lexicon.countries():
        return True
    return token[0].isupper() and position > 0 and lower not in vocabulary.words


def _other_number(token: str) -> frozenset[str]:
    """Return the stem of an acronym's plural or singular, which a stemmer does not know to be one: TCO, TCOs."""
    if len(token) > 2 and token.endswith("s") and token[:-1].isupper():
        return frozenset(stems(token[:-1]))
    return frozenset(stems(token + "s")) if len(token) > 1 and token.isupper() else frozenset()


def _others(text: str, start: int, word: str, stem: str) -> frozenset[str]:
    """Return the stems of what the lexicons give for the word or for a phrase that starts with it or holds it."""
    found: set[str] = set()
    for entries in (lexicon.everyday(), lexicon.acronyms()):
        for key in (word, stem):
            for meaning in entries.get(key, ()):
                found.update(stems(meaning))
    for meanings in _phrases_over(fold(text), start):
        for meaning in meanings:
            found.update(stems(meaning))
    skip = {s for w in ("of", "the", "and", "in", "to", "for") for s in stems(w)}
    return frozenset(found - skip - {stem})


def _phrases_over(folded: str, start: int) -> list[tuple[str, ...]]:
    return [meanings for a, b, meanings in _phrases(folded) if a <= start < b]


def _phrases(folded: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the lexicon's entries of several words that stand in a folded text, with their intervals."""
    found = []
    for phrase, meanings in lexicon.everyday().items():
        if " " not in phrase and "-" not in phrase:
            continue
        index = folded.find(phrase)
        if index >= 0 and _is_whole(folded, index, index + len(phrase)):
            found.append((index, index + len(phrase), meanings))
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    return (start == 0 or not text[start - 1].isalnum()) and (end == len(text) or not text[end].isalnum())


def _variants(text: str) -> tuple[str, ...]:
    """Return `text`, and it rewritten with the first policy wording of each everyday word or phrase and acronym."""
    rewritten = text
    spans: list[tuple[int, int, str]] = []
    folded = fold(text)
    for start, end, meanings in sorted(_phrases(folded), key=lambda item: item[0] - item[1]):
        if not any(start < b and a < end for a, b, _ in spans):
            spans.append((start, end, meanings[0]))
    for match in _WORD.finditer(folded):
        if any(a <= match.start() < b for a, b, _ in spans):
            continue
        found = lexicon.everyday().get(match.group()) or lexicon.acronyms().get(match.group())
        if found:
            spans.append((match.start(), match.end(), found[0]))
    for start, end, meaning in sorted(spans, reverse=True):
        rewritten = rewritten[:start] + meaning + rewritten[end:]
    return (text,) if rewritten == text else (text, rewritten)
