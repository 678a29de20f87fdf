"""A follow-up to a question that stands alone, without a model: what it leans on is carried forward.

The core keeps no memory: the caller hands over the turns so far.
"""

import re
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.folding import fold
from assistant.references import ORDINALS, find_footnotes, find_mentions
from assistant.schema import Turn

# Words that point back at something said before.
_ANAPHOR = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|there|he|she|his|her|him|this one|that one|ones?|both|either|"
    r"neither|same|others?|else|former|latter|eso|esa|esos|esas|ellos|ellas|alli|ahi|lo mismo|"
    r"este|estos|estas|aquello|otros?|otras?|le|les)\b"
)
# "this" and "that" point back after one of these words or at the start, unless a noun for the document follows;
# elsewhere "that" opens a relative clause.
_POINTING = re.compile(
    r"(?:^|\b(?:does|do|did|is|was|are|were|will|would|can|could|should|has|have|about|of|for|with|on|in|to|by|like|from|"
    r"than|and|or|but|why|how|behind|against|under|after|before)\s+)(?:this|that|these|those)\b"
    r"(?!\s+(?:strategy|document|paper|plan|ics|mission|embassy|text|post|report|country|goal|objective|year)\b)"
)
_DEMONSTRATIVES = frozenset({"this", "that", "these", "those", "there"})
_OPENING = re.compile(
    r"^\s*(?:and|but|so|also|then|or|what about|how about|what else|how so|since when|says who|"
    r"y|pero|entonces|tambien|que tal|ademas)\b"
)
# "What is Mercosur?", "Who is the ambassador?", "Summarize the strategy": short, and about nothing said before.
_WHOLE = re.compile(
    r"^\s*(?:who(?:'s| is| are| was| were) (?:the |an? |our |their |its )?\w+|what(?:'s| is| are| was| were) (?!the |so |up\b)\w+|"
    r"que es|quien es|what does [\w.]+ (?:stand for|mean)|(?:list|name|show|give|tell|explain|describe|define)\b)"
)
# About the strategy as a whole.
_STRATEGY = re.compile(
    r"\b(?:strategy|ics|document|estrategia|documento)\b|\b(?:all|every|list)\b.*\b(?:goals?|objectives?|footnotes?|metas?|objetivos?)\b"
)
_BARE = re.compile(
    r"^\s*(?:why|how|when|where|who|how many|how much|since when|by whom|por que|como|cuando|donde|quien|cuantos?)\s*(?:not|so|exactly)?\s*\??\s*$"
)
_ORDINAL_ONE = re.compile(
    rf"\b(?:the|el|la)\s+({'|'.join(sorted(ORDINALS, key=len, reverse=True))}|last|ultim[oa])(?:\s+(?:one|of (?:them|those|these)))?"
    r"(?!\s+(?:mission|management|goal|objective|meta|objetivo|time|year|largest|producer|\w+\s+(?:producer|largest)))\b"
)
# "And the one after it?", "la que viene despues": a place beside the last one.
_AFTER = re.compile(
    r"\b(?:the )?(?:next|following|subsequent)(?: one)?\b(?!\s+(?:year|month|week|step|steps|decade))|\b(?:one|that|what) (?:right )?(?:after|following)\b|"
    r"\b(?:la|el) (?:que )?(?:viene |sigue )?(?:despues|siguiente)\b|\b(?:la|el) que (?:le )?sigue\b"
)
_BEFORE = re.compile(
    r"\b(?:the )?previous(?: one)?\b(?!\s+(?:year|month|decade))|\b(?:one|that|what) (?:right |just )?(?:before|preceding)\b|"
    r"\b(?:la|el) (?:de )?anterior\b|\b(?:la|el) que (?:viene |esta )?antes\b"
)
# What a question about a place itself is made of.
_PLACE_WORDS = frozenset(
    (
        "goal goals objective objectives footnote footnotes justification description linkages title text section "
        "wording objetivo objetivos meta metas nota justificacion titulo"
    ).split()
)
_NEIGHBOUR_WORDS = frozenset(
    "next following subsequent previous preceding one right just anterior siguiente despues antes sigue viene".split()
) | frozenset(ORDINALS)
# A question with fewer content words than this may lean on the one before it.
FEW_WORDS = 2


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question and what it leans on."""

    question: str
    """The question with ordinals resolved: "the second one" has become "Mission Objective 3.2"."""
    context: str
    """The earlier question it leans on, itself stand-alone; empty if it leans on none."""
    last_answer: str
    """What the assistant said last; empty without a context."""
    is_dangling: bool
    """It points back, and there is nothing behind it."""

    @property
    def text(self) -> str:
        return f"{self.context} {self.question}".strip()


def stand_alone(question: str, history: tuple[Turn, ...] = ()) -> StandAlone:
    """Return the stand-alone form of `question` after `history`."""
    answers = [turn.content for turn in history if turn.role == "assistant"]
    last_answer = answers[-1] if answers else ""
    resolved = _resolve_ordinal(question, answers)
    previous = _last_question(history)
    if not previous:
        return StandAlone(question, "", "", _is_dangling(question))
    if not leans(resolved, is_first=False):
        return StandAlone(resolved, "", "", False)
    placed = _resolve_neighbour(resolved, history) or _resolve_place(resolved, last_answer)
    return StandAlone(placed, "", "", False) if placed else StandAlone(resolved, previous, last_answer, False)


def _plain(question: str) -> str:
    """Return a question folded, Spanish opening marks as spaces: offsets stay."""
    return fold(question).replace("¿", " ").replace("¡", " ")


def leans(question: str, *, is_first: bool) -> bool:
    """Say whether a question needs the one before it."""
    folded = _plain(question)
    if find_mentions(question) and not _ANAPHOR.search(folded):
        return False
    if _BARE.match(folded) or _OPENING.match(folded) or _points_back(folded):
        return True
    if _STRATEGY.search(folded):
        return False
    words = _content_words(folded)
    few = len(words) < FEW_WORDS and not (words and _WHOLE.match(folded))
    return few and not is_first and not find_footnotes(question)


def _points_back(folded: str) -> bool:
    pronouns = [word for word in _ANAPHOR.findall(folded) if word not in _DEMONSTRATIVES]
    there = re.search(r"(?<!is )(?<!are )\bthere\b(?!\s+(?:is|are|any|a|an|be)\b)", folded)
    return bool(pronouns or there or _POINTING.search(folded))


def _is_dangling(question: str) -> bool:
    folded = _plain(question)
    return bool(_ANAPHOR.search(folded)) and not _content_words(folded) and not find_mentions(question)


def _content_words(folded: str) -> list[str]:
    skip = lexicon.stopwords() | lexicon.framing() | _empty_spanish()
    words = re.findall(r"[^\W_]+", folded)
    return [word for word in words if word not in skip and not _ANAPHOR.fullmatch(word)]


@cache
def _empty_spanish() -> frozenset[str]:
    """Return the Spanish words that carry no topic: those to which the lexicon gives nothing, and question words."""
    empty = {word for word, meanings in lexicon.spanish().items() if not meanings}
    asking = {word for word, meanings in lexicon.spanish().items() if set(meanings) & lexicon.stopwords()}
    return frozenset(empty | asking)


def _last_question(history: tuple[Turn, ...]) -> str:
    """Return the last question behind the last one that stood alone, if it leans on it itself.

    No more than two: what was asked in between only blurs what is meant.
    """
    anchor, last = "", ""
    answers: list[str] = []
    for turn in history:
        if turn.role == "user":
            resolved = _resolve_ordinal(turn.content, answers)
            last = _resolve_place(resolved, answers[-1] if answers else "") or resolved if anchor else resolved
            if not anchor or not leans(last, is_first=False):
                anchor, last = last, ""
        else:
            answers.append(turn.content)
    return f"{anchor} {last}".strip()


def _resolve_ordinal(question: str, answers: list[str]) -> str:
    """Put the place that "the second one" means, counting the places that the last list of an answer named."""
    named: list[str] = next((places for answer in reversed(answers) if len(places := _places(answer)) > 1), [])
    match = _ORDINAL_ONE.search(_plain(question))
    if not match or len(named) < 2:
        return question
    word = match.group(1)
    position = len(named) if word.startswith(("last", "ultim")) else ORDINALS[word]
    if position > len(named):
        return question
    return question[: match.start()] + _spelled(named[position - 1]) + question[match.end() :]


def _resolve_neighbour(question: str, history: tuple[Turn, ...]) -> str:
    """Put the place beside the last one that was named into "and the one after it?"; '' for other questions.

    Whether that place exists is for the outline to say. An ordinal counts on from a footnote ("and the fifth?").
    """
    folded = _plain(question)
    if find_mentions(question) or set(_content_words(folded)) - _PLACE_WORDS - _NEIGHBOUR_WORDS:
        return ""
    named = _last_named(history)
    head, _, last = named.rpartition(" ")
    number = last.rpartition(".")[2]
    if not number.isdigit():
        return ""
    ordinal = _ORDINAL_ONE.search(folded)
    if ordinal and head == "Footnote" and ordinal.group(1) in ORDINALS:
        return f"Footnote {ORDINALS[ordinal.group(1)]}?"
    step = 1 if _AFTER.search(folded) else -1 if _BEFORE.search(folded) else 0
    return f"What is {named.removesuffix(number)}{int(number) + step}?" if step else ""


def _last_named(history: tuple[Turn, ...]) -> str:
    """Return the last place or footnote that a question named, spelled out; if none did, that of the last answer."""
    for role in ("user", "assistant"):
        for turn in reversed(history):
            if turn.role == role:
                footnotes = find_footnotes(turn.content)
                refs = [ref for mention in find_mentions(turn.content) for ref in mention.refs[:1]]
                if footnotes or refs:
                    return (
                        f"Footnote {footnotes[-1]}" if footnotes else _spelled(refs[-1] if role == "user" else refs[0])
                    )
    return ""


def _resolve_place(question: str, last_answer: str) -> str:
    """Put the place that the last answer was about into a question about a place: "its footnote?"; '' for others."""
    words = set(_content_words(_plain(question)))
    named = [ref for ref in _places(last_answer, of_items=False) if " " in ref]
    if not words or not words <= _PLACE_WORDS or not named or find_mentions(question):
        return ""
    return f"{question.strip().rstrip('?')} of {_spelled(named[0])}?"


def _places(answer: str, *, of_items: bool = True) -> list[str]:
    """Return the refs that an answer names, in order: those of its list items where it has some and they are asked for."""
    items = [line for line in answer.splitlines() if line.startswith("- ")]
    text = "\n".join(items) if of_items and len(items) > 1 else answer
    return list(dict.fromkeys(ref for mention in find_mentions(text) for ref in mention.refs[:1]))


def _spelled(ref: str) -> str:
    prefix, _, number = ref.partition(" ")
    names = {"MG": "Mission Goal", "MO": "Mission Objective", "MgO": "Management Objective", "MgG": "Management Goal"}
    return f"{names.get(prefix, prefix)} {number}".strip()
