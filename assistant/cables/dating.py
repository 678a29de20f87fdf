"""When a draft was written: dates in words, in figures and as date-time groups, and whether a period was over by then."""

import re
from datetime import date

from assistant.cables.cable import Cable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
GROUP = re.compile(rf"\b(\d{{2}})\s?(\d{{4}})Z\s+{_MONTH}\s+(\d{{4}}|\d{{2}})\b", re.IGNORECASE)
_BARE_GROUP = re.compile(r"\b\d{6}Z\b")
_FORMS = (
    (re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"), (0, 1, 2)),
    (re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE), (2, 0, 1)),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(\d{{4}})\b", re.IGNORECASE), (2, 1, 0)),
    # As Americans write it.
    (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b"), (2, 0, 1)),
)
_MRN_YEAR = re.compile(r"\b(\d{2}|\d{4})\s+[A-Z]")
_PERIOD = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
# Telegrams with date-time groups begin here: "74" is 1974, "19" is 2019.
_OLDEST = 66
_CENTURY = 100


def read_date(text: str) -> str | None:
    """Return the first date in `text` as ISO text, or None where there is none or it is no day of the calendar."""
    if group := GROUP.search(text):
        return _iso(group.group(4), group.group(3), group.group(1))
    found = ((match.start(), match, order) for form, order in _FORMS if (match := form.search(text)))
    for _, match, order in sorted(found, key=lambda entry: entry[0]):
        groups = match.groups()
        if iso := _iso(*(groups[place] for place in order)):
            return iso
    return None


def read_group(text: str) -> str | None:
    """Return the first date-time group in `text` as it stands, white space collapsed: "121530Z JAN 74"."""
    match = GROUP.search(text) or _BARE_GROUP.search(text)
    return " ".join(match.group().split()) if match else None


def year_of(cable: Cable) -> int | None:
    """Return the year of a draft, from its date or its message reference number; None where it has neither."""
    if cable.date:
        return int(cable.date[:4])
    match = _MRN_YEAR.match(cable.mrn or "")
    return _year(match.group(1)) if match else None


def dated_after(cable: Cable, period: str | None) -> bool:
    """Was the draft written after the last year of `period` ("2018-2022")? False where either is not known."""
    years, year = _PERIOD.search(period or ""), year_of(cable)
    return bool(years and year and year > int(years.group(2)))


def _year(text: str) -> int:
    year = int(text)
    if year >= _CENTURY:
        return year
    return year + (1900 if year >= _OLDEST else 2000)


def _iso(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(_year(year), number, int(day)).isoformat()
    except ValueError:
        return None
