"""What else a drafter should look at: figures, and a date after the strategy's years."""

import re
from collections.abc import Iterator

import numpy as np

from assistant.aligning.alignment import Finding
from assistant.aligning.measuring import Measured
from assistant.aligning.objectives import Objective, Objectives
from assistant.folding import fold
from assistant.lexical import stems
from assistant.lexicon import stopwords
from assistant.schema import Document

# So near, and with so many content words in common, two sentences tell of the same figure.
SAME_FACT, SAME_WORDS = 0.55, 3

_FIGURE = re.compile(r"(\$\s?)?(?<![\w.-])(\d[\d,]*(?:\.\d+)?)(?:\s?(percent|%|million|billion|to 1\b|hectares|tons|u\.s\. tourists|tourists))?", re.IGNORECASE)  # fmt: skip
_YEARS = re.compile(r"(?:19|20)\d\d\b")


def differing_figures(label: str, measured: Measured, objective: Objective, objectives: Objectives) -> Iterator[Finding]:  # fmt: skip
    """Yield a finding for each figure that stands otherwise in a sentence of the strategy that tells of the same thing."""
    vectors = objectives.vectors(objective)
    for (start, end), vector in zip(measured.sentences, measured.vectors, strict=True):
        draft = measured.text[start:end]
        mine = _figures(draft)
        for row in np.argsort(-(vectors @ vector))[:2] if mine else ():
            sentence = objective.places[int(row)][1].text
            if vectors[row] @ vector < SAME_FACT or len(_content(draft) & _content(sentence)) < SAME_WORDS:
                continue
            for unit, theirs in _figures(sentence).items():
                if unit in mine and not mine[unit] & theirs:
                    message = (
                        f"The draft has {' and '.join(sorted(mine[unit]))} where {objective.section.ref} has "
                        f"{' and '.join(sorted(theirs))}: “{sentence}” Check both, and the date of each."
                    )
                    yield Finding("warning", "figure_differs", label, message)


def after_period(date: str | None, document: Document) -> Finding | None:
    """Return a note on a draft that is dated after the years of the strategy."""
    years = _YEARS.findall(document.period or "")
    if not date or not years or date[:4] <= years[-1]:
        return None
    message = f"The draft is dated {date}; {document.short} covers {document.period}. Ask whether a newer strategy is in force."
    return Finding("note", "after_period", None, message)


def _figures(text: str) -> dict[str, set[str]]:
    """Return the figures of a text by their unit; bare numbers and years are left out: they count too many things."""
    found: dict[str, set[str]] = {}
    for dollar, number, unit in _FIGURE.findall(_YEARS.sub(" ", text)):
        kind = ("$" if dollar else "") + unit.lower().replace("%", "percent").replace("u.s. ", "")
        if kind:
            found.setdefault(kind, set()).add(f"{dollar.strip()}{number.rstrip(',')} {unit}".strip())
    return found


def _content(text: str) -> set[str]:
    words = (word for word in re.findall(r"[a-z]{3,}", fold(text)) if word not in stopwords())
    return {stem for word in words for stem in stems(word)}
