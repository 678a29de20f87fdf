"""One spelling of a text for comparison: what a reader would take for the same words is the same string.

Case, accents, curly quotes, dashes and runs of white space do not count, nor does the space that a line break
leaves behind a hyphen ("U.S.- Peru"). Only comparisons use it; what is shown is never changed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.folding import fold
from assistant.reading import collapse_with_offsets
from assistant.schema import collapse

_BROKEN = re.compile(r"(?<=\S)-\s+(?=\S)")
_LABEL = re.compile(r"\s*\[\d+\]")
_PLACE = re.compile(r"\b(mission goal|mission objective|management goal|management objective)(?= \d)")
_SHORT = {
    "mission goal": "mg",
    "mission objective": "mo",
    "management goal": "mgg",
    "management objective": "mgo",
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_REGULAR = "re:"


def plain(text: str) -> str:
    """Return `text` as it is compared."""
    return _BROKEN.sub("-", fold(collapse(text)))


def plain_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return `text` as it is compared and, for each character of that, where in `text` it stands."""
    collapsed, offsets = collapse_with_offsets(text, ((0, len(text)),))
    folded = fold(collapsed)
    dropped = {i for match in _BROKEN.finditer(folded) for i in range(match.start() + 1, match.end())}
    kept = [i for i in range(len(folded)) if i not in dropped]
    return "".join(folded[i] for i in kept), [offsets[i] for i in kept]


def unlabelled(text: str) -> str:
    """Return an answer's text without its `[1]` markers."""
    return _LABEL.sub("", text)


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers of a text without their thousands commas: "$1,200.50" holds 1200.50."""
    return tuple(match.replace(",", "") for match in _NUMBER.findall(text))


def haystack_of(texts: Sequence[str]) -> str:
    """Return texts as one in which forms are looked for; no form reaches from one into the next."""
    return "\n".join(_with_short_places(plain(text)) for text in texts)


def says(haystack: str, forms: Sequence[str]) -> bool:
    """Say whether one of the accepted forms stands in a haystack, as words of its own and whole numbers."""
    return any(form_pattern(form).search(haystack) for form in forms)


@lru_cache(maxsize=8192)
def form_pattern(form: str) -> re.Pattern[str]:
    """Return what finds a form in a haystack: itself, or after `re:` a regular expression. Raises re.error.

    A word may go on ("tourist" is found in "tourists") where the form has four letters or more; a number may not,
    on either side: "50" is found neither in "1,950" nor in "50.5".
    """
    if form.startswith(_REGULAR):
        return re.compile(form.removeprefix(_REGULAR), re.IGNORECASE)
    text = _with_short_places(plain(form))
    before = r"(?<!\d)(?<!\d[.,])" if text[:1].isdigit() else r"(?<!\w)" if text[:1].isalnum() else ""
    after = r"(?!\d|[.,]\d)" if text[-1:].isdigit() else r"(?!\w)" if len(text) < 4 and text[-1:].isalnum() else ""
    return re.compile(before + re.escape(text) + after)


def _with_short_places(text: str) -> str:
    """Return a plain text with places under their short names: "mission objective 2.1" is "mo 2.1"."""
    return _PLACE.sub(lambda match: _SHORT[match.group()], text)
