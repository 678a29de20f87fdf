"""What of a typed text is a question: instructions to the assistant are data too, and are left out, not followed.

Nothing downstream could obey them (answers are stored sentences), so this only keeps them out of the search.
"""

import re
from dataclasses import dataclass

_MARKUP = re.compile(r"<[^<>]{0,500}>|&[a-z]{2,8};|&#\d{1,6};", re.IGNORECASE)
_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\U000e0000-\U000e007f]"
)
_SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n+")
# Orders about how to behave, in the field's usual forms of prompt injection.
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|above|previous|prior|"
    r"everything|restrictions?|safety|training|context)\b"
    r"|\b(?:you are|you're|act as|pretend|behave as|roleplay|role-play)\b.{0,30}\b(?:now|dan|jailbroken|unrestricted|an? ai|a pirate|"
    r"developer|admin(?:istrator)?|root|system|evil|different)\b"
    r"|\b(?:system|developer|hidden|initial)\s+(?:prompt|message|instructions?)\b|\bjailbreak\b|\bdeveloper mode\b|\bdo anything now\b"
    r"|\b(?:reveal|print|show|repeat|leak|output)\b.{0,30}\b(?:your|the)\s+(?:system|hidden|secret|initial|internal)?\s*(?:prompt|instructions|"
    r"api key|password|configuration)\b"
    r"|\b(?:never|do not|don't|stop|without)\b.{0,20}\b(?:cite|citing|citations?|quote|quoting|sources)\b"
    r"|\b(?:say|state|answer|claim|respond|reply)\b.{0,20}\b(?:that|with|is)?\b.{0,15}\b(?:regardless|no matter what|instead|only)\b"
    r"|\b(?:write|compose|draft|create|generate|make up|sing|recite)\b.{0,25}\b(?:poem|haiku|limerick|sonnet|song|rap|lyrics|story|novel|joke|"
    r"essay|script|code|tweet|e-?mail)s?\b"
    r"|\bnew (?:instructions?|rules?|task)\s*:|^\s*(?:system|assistant|user)\s*:"
    r"|\b(?:ignora|olvida|desobedece)\b.{0,40}\b(?:instrucciones|reglas|anterior(?:es)?)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screened:
    """The part of a text that asks something."""

    question: str
    had_orders: bool


def screen(text: str) -> Screened:
    """Return the text without markup, control characters and orders to the assistant."""
    plain = re.sub(r"[ \t]+", " ", _CONTROL.sub(" ", _MARKUP.sub(" ", text)))
    kept = []
    had_orders = False
    for sentence in _SENTENCE.split(plain):
        if _ORDER.search(sentence):
            had_orders = True
        elif sentence.strip():
            kept.append(sentence.strip())
    return Screened(" ".join(kept), had_orders)


def has_words(text: str) -> bool:
    """Say whether a text has at least one letter or digit to search for."""
    return any(character.isalnum() for character in text)
