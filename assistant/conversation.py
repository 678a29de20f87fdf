"""A follow-up to a question that stands alone, without a model: what it leans on is carried forward.

The core keeps no memory: the caller hands over the turns so far.
"""

import re
from dataclasses import dataclass

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
    r"^\s*(?:and|but|so|also|then|or|what about|how about|what else|why|how so|how come|since when|says who|"
    r"y|pero|entonces|tambien|que tal|por que|para que|ademas)\b"
)
_BARE = re.compile(r"^\s*(?:why|how|when|where|who|how many|how much|since when|by whom|por que|como|cuando|donde|quien|cuantos?)\s*(?:not|so|exactly)?\s*\??\s*$")  # noqa: E501
_ORDINAL_ONE = re.compile(
    rf"\b(?:the|el|la)\s+({'|'.join(sorted(ORDINALS, key=len, reverse=True))}|last|ultim[oa])(?:\s+(?:one|of (?:them|those|these)))?"
    r"(?!\s+(?:mission|management|goal|objective|meta|objetivo|time|year|largest|producer|\w+\s+(?:producer|largest)))\b"
)
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
    last_answer = next((turn.content for turn in reversed(history) if turn.role == "assistant"), "")
    resolved = _resolve_ordinal(question, last_answer)
    previous = _last_question(history)
    if not previous:
        return StandAlone(question, "", "", _is_dangling(question))
    if not leans(resolved, is_first=False):
        return StandAlone(resolved, "", "", False)
    return StandAlone(resolved, previous, last_answer, False)


def leans(question: str, *, is_first: bool) -> bool:
    """Say whether a question needs the one before it."""
    folded = fold(question)
    if find_mentions(question) and not _ANAPHOR.search(folded):
        return False
    if _BARE.match(folded) or _OPENING.match(folded):
        return True
    few = len(_content_words(folded)) < FEW_WORDS
    return _points_back(folded) or (few and not is_first and not find_footnotes(question))


def _points_back(folded: str) -> bool:
    pronouns = [word for word in _ANAPHOR.findall(folded) if word not in _DEMONSTRATIVES]
    there = re.search(r"(?<!is )(?<!are )\bthere\b(?!\s+(?:is|are|any|a|an|be)\b)", folded)
    return bool(pronouns or there or _POINTING.search(folded))


def _is_dangling(question: str) -> bool:
    folded = fold(question)
    return bool(_ANAPHOR.search(folded)) and not _content_words(folded) and not find_mentions(question)


def _content_words(folded: str) -> list[str]:
    skip = lexicon.stopwords() | lexicon.framing()
    words = re.findall(r"[^\W_]+", folded)
    return [word for word in words if word not in skip and not _ANAPHOR.fullmatch(word)]


def _last_question(history: tuple[Turn, ...]) -> str:
    """Return the last question, with as much before it as it leans on itself."""
    said: list[Turn] = []
    text = ""
    for turn in history:
        if turn.role == "user":
            answers = [t.content for t in said if t.role == "assistant"]
            resolved = _resolve_ordinal(turn.content, answers[-1] if answers else "")
            text = f"{text} {resolved}".strip() if text and leans(resolved, is_first=False) else resolved
        said.append(turn)
    return text


def _resolve_ordinal(question: str, last_answer: str) -> str:
    """Put the place that "the second one" means, counting the places that the last answer named."""
    named = list(dict.fromkeys(ref for mention in find_mentions(last_answer) for ref in mention.refs[:1]))
    match = _ORDINAL_ONE.search(fold(question))
    if not match or len(named) < 2:
        return question
    word = match.group(1)
    position = len(named) if word.startswith(("last", "ultim")) else ORDINALS[word]
    if position > len(named):
        return question
    return question[: match.start()] + _spelled(named[position - 1]) + question[match.end() :]


def _spelled(ref: str) -> str:
    prefix, _, number = ref.partition(" ")
    names = {"MG": "Mission Goal", "MO": "Mission Objective", "MgO": "Management Objective", "MgG": "Management Goal"}
    return f"{names.get(prefix, prefix)} {number}".strip()
