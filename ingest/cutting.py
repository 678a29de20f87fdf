"""Running text to pieces: where a goal, a label or a chapter starts in text that has lost its line ends.

Sentences name goals and objectives too ("under Mission Objective 2.1, we …"); a heading is told from such a
mention by the mark after its number and by what comes before it.
"""

import re
from collections.abc import Collection, Container
from dataclasses import dataclass

from ingest.chapters import Chapter, chapters_within
from ingest.headings import STRONG, Form, Heading, headings_within
from ingest.labels import Label, labels_within

TERMINAL = re.compile(r"[.!?:;|][\"”’')\]]*(?:\d{1,2}|\[\d{1,2}\]|[⁰¹²³⁴-⁹]{1,2})?$")
_LAST_WORD = re.compile(r"([^\W\d_]+|[(/&,–-])\s*$")
# After one of these a sentence goes on: what follows is named in it, not announced by it.
GOES_ON = frozenset(
    (
        "a an the this these that those its our their his her each both all any under of in on at by to for from with "
        "without within into through toward towards via per as and or nor but than see support supports supporting "
        "supported advance advances advancing achieve achieves achieving align aligns aligned underpins reinforces "
        "complement complements contribute contributes serves is are was were be being including like e.g i.e also "
        "between across against about regarding concerning which where while because our jsp jrs usaid nss cdcs plan"
    ).split()
)
_NOTE = re.compile(r"(?<=[.!?”\")])(?:\d{1,2})?\s+(\d{1,2})\s+(?=[A-Z][a-z]+\s)")
# As far back as the words before a place are read.
BACK = 40
_BULLET = re.compile(r"(?<=\s)[●•▪◦■\uf0b7➢✓]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a piece of running text starts, and what starts there."""

    start: int
    kind: str
    """`named`, `label`, `chapter`, `bullet`, `footnote` or, after a footnote, `paragraph`."""
    what: Heading | Label | Chapter | None = None


def goes_on(before: str) -> bool:
    """Say whether the words before a place leave their sentence open, so that what stands there belongs to it."""
    last = _LAST_WORD.search(before)
    return last is not None and (last[1] in "(/&,–-" or last[1].lower() in GOES_ON)


def cuts_of(text: str, is_flat: bool, gaps: Collection[int] = (), marks: Container[int] = ()) -> list[Cut]:
    """Return where pieces start in `text`, in order.

    `is_flat`: the text has lost its line ends, so chapters, bullets and footnotes are looked for too. `gaps`: offsets
    in `text` before which page furniture was taken out. `marks`: the numbers of footnote marks in the document.
    """
    found = [
        Cut(heading.start, "named", heading) for heading in headings_within(text) if _announces(text, heading, is_flat)
    ]
    found += [
        Cut(label.start, "label", label)
        for label in labels_within(text)
        if not goes_on(text[max(0, label.start - BACK) : label.start])
    ]
    if is_flat:
        found += [
            Cut(chapter.start, "chapter", chapter) for chapter in chapters_within(text) if _opens(text, chapter, gaps)
        ]
        found += [Cut(match.start(), "bullet") for match in _BULLET.finditer(text)]
        found += [Cut(match.start(1), "footnote") for match in _NOTE.finditer(text) if int(match[1]) in marks]
    found.sort(key=lambda cut: cut.start)
    cuts: list[Cut] = []
    for cut in found:
        if cuts and cuts[-1].kind == "footnote":
            # The page ends with its notes: the text goes on after its furniture.
            cuts += [Cut(gap, "paragraph") for gap in sorted(gaps) if cuts[-1].start < gap < cut.start][:1]
        # "Mission Objective 1.1 Justification:" is one place, named by its first words.
        if not cuts or cut.start >= _end(cuts[-1]):
            cuts.append(cut)
    return cuts


def _end(cut: Cut) -> int:
    return cut.what.end if cut.what else cut.start + 1


def _announces(text: str, heading: Heading, is_flat: bool) -> bool:
    before = text[max(0, heading.start - BACK) : heading.start].rstrip()
    is_open = bool(before) and TERMINAL.search(before) is None
    is_capitals = text[heading.start : heading.end].isupper() and heading.form is Form.NAMED
    if heading.mark in STRONG or is_capitals:
        return not is_open or ((heading.form is not Form.PLAIN or is_flat) and not goes_on(before))
    return is_flat and heading.form is Form.NAMED and heading.mark in (".", "-") and not is_open


def _opens(text: str, chapter: Chapter, gaps: Collection[int]) -> bool:
    before = text[max(0, chapter.start - BACK) : chapter.start].rstrip()
    if chapter.number is not None:
        return not goes_on(before)
    # "Introduction" alone is too common a word, wherever a sentence starts.
    return chapter.start in gaps or (
        len(chapter.title.split()) > 1 and (not before or TERMINAL.search(before) is not None)
    )
