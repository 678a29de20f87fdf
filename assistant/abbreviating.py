"""Acronyms: where the documents spell one out, and whether a question asks what one stands for."""

import re
from collections.abc import Iterable, Mapping

from assistant.citing import Source
from assistant.folding import fold
from assistant.schema import Section

_SPELLED = re.compile(r"\(([A-Z][A-Za-z]{1,7}?)s?\)")
_SMALL = frozenset({"of", "and", "the", "for", "in", "on", "to"})
_ACRONYM = r"([A-Za-z]{2,9})"
_ASKED = re.compile(
    rf"\bwhat (?:does|do|is|are) (?:the )?(?:acronym |abbreviation |letters )?[\"'“]?{_ACRONYM}[\"'”]? (?:stand for|mean|short for)\b|"
    rf"\bwhat (?:is|are|does) [\"'“]?{_ACRONYM}[\"'”]?(?: mean| stand for)?\W*$|\bmeaning of (?:the )?(?:acronym )?[\"'“]?{_ACRONYM}\b|"
    rf"\b(?:spell out|expand|full form of|long form of) (?:the )?(?:acronym )?[\"'“]?{_ACRONYM}\b|"
    rf"\bque (?:significa|quiere decir|son|es) (?:las siglas |la sigla )?[\"'“]?{_ACRONYM}[\"'”]?\W*$",
    re.IGNORECASE,
)


def asked_acronym(question: str, known: Iterable[str]) -> str | None:
    """Return the acronym that a question asks the meaning of, as it is typed in `known`; None for other questions.

    Small letters count where the word is a known acronym: "what is a tco?".
    """
    match = _ASKED.search(fold(question))
    if not match:
        return None
    typed = next(group for group in match.groups() if group)
    by_fold = {fold(acronym): acronym for acronym in known}
    return by_fold.get(typed) or by_fold.get(typed.removesuffix("s"))


def spelled_out(sections: Iterable[Section]) -> Mapping[str, Source]:
    """Return each acronym that stands in brackets behind its long form, and the first sentence where it does."""
    found: dict[str, Source] = {}
    for section in sections:
        for passage in section.passages:
            for sentence in passage.sentences:
                for match in _SPELLED.finditer(sentence.text):
                    if _fits(match.group(1), sentence.text[: match.start()]):
                        found.setdefault(match.group(1), Source(section, passage, sentence))
    return found


def written_out(form: str) -> str:
    """Return a long form of the lexicon as a name is written: "organization of american states" with capitals."""
    return " ".join(word if word in _SMALL else word.title() for word in form.split())


def used(sections: Iterable[Section]) -> frozenset[str]:
    """Return the words in capitals that the documents use."""
    text = " ".join(passage.text for section in sections for passage in section.passages)
    return frozenset(re.findall(r"\b([A-Z]{2,8})s?\b", text))


def _fits(acronym: str, before: str) -> bool:
    """Do the words before the bracket begin with the acronym's letters, small words and hyphens aside?"""
    words = re.findall(r"[A-Za-z]+", before)[-2 * len(acronym) :]
    letters = [word[0].lower() for word in words]
    wanted = list(acronym.lower())
    while letters and wanted:
        if letters[-1] == wanted[-1]:
            wanted.pop()
        letters.pop()
    return not wanted
