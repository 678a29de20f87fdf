"""Words for people: refs spelled out, outcomes and reasons explained, confidence without a number."""

from assistant.phrases import long_name, say
from assistant.schema import Answer, Citation, Reason

_KINDS = {
    "MG": "Mission Goal",
    "MO": "Mission Objective",
    "MgG": "Management Goal",
    "MgO": "Management Objective",
    "§": "Section",
}
_WHOLE = {"CoM": "Chief of Mission Priorities", "About": "About this document"}

REASONS = {
    Reason.NOT_IN_CORPUS: "Not in the strategy",
    Reason.NO_SUCH_REFERENCE: "No such place in the strategy",
    Reason.OUT_OF_SCOPE: "Outside the strategy",
    Reason.WEAK_EVIDENCE: "Too little evidence",
    Reason.FALSE_PREMISE: "Not what the strategy says",
    Reason.AMBIGUOUS: "More than one reading",
    Reason.BLOCKED: "Not a question for the strategy",
    Reason.ENGINE_ERROR: "The answer could not be composed",
}
"""Headings; the answer's own text says the rest."""

STANDINGS = {"superseded": "superseded version", "other_post": "another post"}
"""What is said of a citation whose document is not in force for the home post."""

AUTHORITIES = {
    "digest": "our digest, not the official text",
    "primer": "our own text",
    "official": "official text",
    "added": "added here",
}
"""What a quote is a quote of, where that is not the strategy."""

# Where a careful reader would rely on an answer as it stands, and where they would check it first.
_HIGH, _FAIR = 0.85, 0.6


def is_greeting(answer: Answer) -> bool:
    """Say whether an abstention only greets back: nothing was asked that could have no answer."""
    return answer.text == say("greeting", answer.language)


def full_name(ref: str) -> str:
    """Return "Mission Objective 2.2" for "MO 2.2"; a ref of an unknown kind stays as it is."""
    kind, _, number = ref.partition(" ")
    if number and kind in _KINDS:
        return f"{_KINDS[kind]} {number}"
    return _WHOLE.get(ref, ref)


def page_name(citation: Citation) -> str:
    """Return ", p. 8" to go on after a place; nothing where the document has no pages."""
    return f", p. {citation.page}" if citation.page is not None else ""


def confidence_in_words(probability: float) -> str:
    """Return `high`, `fair` or `low`."""
    return "high" if probability >= _HIGH else "fair" if probability >= _FAIR else "low"


def counted(number: int, noun: str) -> str:
    """Return "1 citation", "2 citations"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def quotes_counted(number: int) -> str:
    """Return "1 citation, an exact quote", "2 citations, each an exact quote"."""
    return f"{counted(number, 'citation')}, {'an' if number == 1 else 'each an'} exact quote"


def names_of(ref: str, language: str) -> tuple[str, ...]:
    """Return how an answer in a language may name a place: "MO 2.2", "Mission Objective 2.2", and in that language."""
    return tuple(dict.fromkeys((ref, full_name(ref), long_name(ref, language))))


def citation_name(citation: Citation, beside: str, language: str = "en") -> str:
    """Return "[2] MO 2.2", or "[2]" where the text beside it names the place already."""
    named = any(name in beside for name in names_of(citation.ref, language))
    return f"[{citation.label}]" if named else f"[{citation.label}] {citation.ref}"
