"""What a text says of itself: whose strategy it is, when it was approved and updated, which years it covers.

Guesses for a manifest row, made only where the text states them; a person sees them first and can say otherwise.
"""

import re
from datetime import date
from pathlib import PurePath

from assistant.folding import fold

LONGEST_ID = 60
_LONGEST_TITLE = 120
_MOST_YEARS = 12

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>" + "|".join(_MONTHS) + r")"
_DATE = rf"(?:{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})|(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}))"
_APPROVED = re.compile(rf"\b(?:originally\s+)?approved(?:\s+on)?\s*:?\s*{_DATE}", re.IGNORECASE)
_UPDATED = re.compile(rf"\b(?:last\s+)?(?:updated|revised|reviewed)(?:\s+on)?\s*:?\s*{_DATE}", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?:strategy|ics|covers?|period|plan|fy|fiscal\s+years?)\b[^.\n]{0,40}?\b(20\d\d)\s*(?:[-–—]|to|through)\s*(?:FY\s*)?(20\d\d)\b",
    re.IGNORECASE,
)
_NAME = r"((?:[A-Z][\w’'.-]*)(?:[ ](?:(?:of|the|and|de|da)[ ])?[A-Z][\w’'.-]*){0,3})"
_POSTS = (
    re.compile(rf"\b(?:U\.?S\.?|United States)\s+Mission\s+to\s+(?:the\s+)?{_NAME}"),
    re.compile(rf"\b(?i:integrated country strategy)\s*(?:[:,|–—-]|for|of)?\s*(?:the\s+)?{_NAME}"),
    re.compile(rf"\b{_NAME}\s+(?i:integrated country strategy)"),
    re.compile(rf"\bICS\s*(?:[:,|–—-]|for)?\s+{_NAME}"),
)
_NO_POST = re.compile(
    r"\b(?:mission|goal|objective|approved|updated|for|the|chief|table|contents|page|fy|u\.?s|fiscal)\b", re.I
)


def dates_in(text: str) -> tuple[str | None, str | None]:
    """Return when a text says that it was approved and updated, as ISO dates; None where it does not say."""
    return _date(_APPROVED.search(text)), _date(_UPDATED.search(text))


def period_in(text: str) -> str | None:
    """Return the years that a text says it covers, as "2018-2022"; None where it does not say."""
    for match in _PERIOD.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + _MOST_YEARS:
            return f"{first}-{last}"
    return None


def post_in(text: str) -> str | None:
    """Return the name of the post that a text says it is the strategy of, as written; None where it does not say."""
    for pattern in _POSTS:
        for match in pattern.finditer(text):
            name = match[1].strip(" .-’'")
            # What a strategy is of, it names more than once.
            if not _NO_POST.search(name) and len(re.findall(re.escape(name), text, re.IGNORECASE)) > 1:
                return name.title() if name.isupper() else name
    return None


def post_id(name: str) -> str:
    """Return a post as manifests write it: "Costa Rica" is "costa-rica"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def id_from(name: str) -> str:
    """Return an id made of a file's name; empty where the name has no letter or digit that an id may have."""
    return re.sub(r"[^a-z0-9]+", "-", fold(PurePath(name).stem)).strip("-")[:LONGEST_ID].strip("-")


def title_from(name: str, text: str) -> str:
    """Return a title: the text's first line where it looks like one, else the file's name in words."""
    first = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    if 3 <= len(first) <= _LONGEST_TITLE and first[0].isalpha() and not first.endswith((".", ",", ";", ":")):
        return first
    return name_from(name)


def name_from(name: str) -> str:
    """Return a file's name in words, without its ending and with nothing in it that a terminal would obey."""
    shown = "".join(character if character.isprintable() else " " for character in PurePath(name).stem)
    return " ".join(re.sub(r"[_\-]+", " ", shown).split())[:_LONGEST_TITLE] or "Document"


def _date(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"]).isoformat()
        if match["month"]:
            month = _MONTHS.index(match["month"].lower()) + 1
            return date(int(match["year"]), month, int(match["day"])).isoformat()
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None
