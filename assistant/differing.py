"""Two versions of a strategy, objective by objective: what was added, reworded, moved and dropped.

Objectives are matched by what they say as well as by their numbers: a new one in the middle renumbers the others and
changes none of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.folding import fold
from assistant.schema import Section

ADDED, DROPPED, MOVED, REWORDED, UNCHANGED = "added", "dropped", "moved", "reworded", "unchanged"

# Two sections that share less than this of their words are two, even under one number: of two texts about one
# country a third of the words are alike by chance.
ALIKE = 0.5
# What speaks for a pair under one number, where its words leave it open.
SAME_REF = 0.15
# Two edits with fewer equal words between them read as one.
_BRIDGED = 3
_WORD = re.compile(r"\S+")
_PLAIN = re.compile(r"[a-z0-9]+")
_TITLES = ("Title", "Framework")


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where words differ: what stood there, what stands there now, and the words around it."""

    part: str
    """`Title`, `Justification`, …"""
    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one section."""

    change: str
    """`added`, `dropped`, `moved` (another ref; `edits` says whether it was reworded too), `reworded`, `unchanged`."""
    kind: str
    old_ref: str | None
    new_ref: str | None
    title: str
    """The new one; of a dropped section the old one."""
    edits: tuple[Edit, ...] = ()


def differences(old: Sequence[Section], new: Sequence[Section]) -> tuple[Change, ...]:
    """Return what became of every section, in the order of the new version, the dropped ones last."""
    pairs = _paired(old, new)
    partner = {after: before for before, after in pairs}
    changes = [
        _change(old[partner[at]], section) if at in partner else _added(section) for at, section in enumerate(new)
    ]
    kept = set(partner.values())
    dropped = [
        Change(DROPPED, section.kind, section.ref, None, section.title)
        for at, section in enumerate(old)
        if at not in kept
    ]
    return (*changes, *dropped)


def _added(section: Section) -> Change:
    return Change(ADDED, section.kind, None, section.ref, section.title)


def _change(old: Section, new: Section) -> Change:
    edits = tuple(_edits(old, new))
    change = MOVED if old.ref != new.ref else REWORDED if edits else UNCHANGED
    return Change(change, new.kind, old.ref, new.ref, new.title, edits)


def _paired(old: Sequence[Section], new: Sequence[Section]) -> list[tuple[int, int]]:
    """Return the positions of sections that are one and the same, the surest pairs first."""
    old_words, new_words = [_words(each) for each in old], [_words(each) for each in new]
    scored = sorted(
        (-_likeness(a, b, old_words[i], new_words[j]), i, j)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if a.kind == b.kind
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for score, i, j in scored:
        if -score >= ALIKE and i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j))
    return pairs


def _likeness(a: Section, b: Section, a_words: frozenset[str], b_words: frozenset[str]) -> float:
    titles = SequenceMatcher(None, fold(a.title).split(), fold(b.title).split(), autojunk=False).ratio()
    shared = 2 * len(a_words & b_words) / max(1, len(a_words) + len(b_words))
    # There is only one of its kind: priorities, or what the document says of itself.
    alone = 1.0 if a.kind in ("priorities", "about") else 0.0
    return max(titles, shared, alone) + (SAME_REF if a.ref == b.ref else 0.0)


def _words(section: Section) -> frozenset[str]:
    return frozenset(_PLAIN.findall(fold(" ".join(text for _, text in _parts(section)))))


def _parts(section: Section) -> Iterable[tuple[str, str]]:
    """Return the parts of a section with their texts, the bare title first; its framework wording is no part."""
    texts: dict[str, list[str]] = {"Title": [section.title]}
    for passage in section.passages:
        if passage.part not in _TITLES:
            texts.setdefault(passage.part, []).append(passage.text)
    return [(part, " ".join(pieces)) for part, pieces in texts.items()]


def _edits(old: Section, new: Section) -> Iterable[Edit]:
    before, after = dict(_parts(old)), dict(_parts(new))
    for part in dict.fromkeys((*after, *before)):
        yield from _word_edits(part, before.get(part, ""), after.get(part, ""))


def _word_edits(part: str, old: str, new: str) -> Iterable[Edit]:
    a, b = _WORD.findall(old), _WORD.findall(new)
    spans: list[list[int]] = []
    for tag, a_start, a_end, b_start, b_end in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if spans and a_start - spans[-1][1] < _BRIDGED and b_start - spans[-1][3] < _BRIDGED:
            spans[-1][1], spans[-1][3] = a_end, b_end
        else:
            spans.append([a_start, a_end, b_start, b_end])
    for a_start, a_end, b_start, b_end in spans:
        lead, tail = " ".join(b[max(0, b_start - 5) : b_start]), " ".join(b[b_end : b_end + 5])
        yield Edit(part, lead, " ".join(a[a_start:a_end]), " ".join(b[b_start:b_end]), tail)
