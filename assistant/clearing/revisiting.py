"""A second pass: which paragraphs of an older draft stayed, which got better or worse, and whose decisions still hold."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from assistant.cables.cable import Paragraph
from assistant.clearing.check import Change, Check, Decision

# From this share of words in common two paragraphs are one, rewritten.
_REWRITTEN = 0.5
# A score that moves by less says nothing.
_MOVED = 0.05


def compare(old: Check, new: Check) -> Check:
    """Return `new` with what changed since `old`; decisions on paragraphs that stayed as they were are kept."""
    pairs = _pairs(old, new)
    changes = [_change(old, new, before, label) for label, before in pairs.items()]
    kept = set(pairs.values())
    changes += [
        Change(None, each.label, "dropped", "The paragraph is gone.")
        for each in old.alignment.paragraphs
        if each.label not in kept
    ]
    renamed = {change.old: change.paragraph for change in changes if change.change == "unchanged"}
    decisions = tuple(
        Decision(label, each.ref, each.decision) for each in old.decisions if (label := renamed.get(each.paragraph))
    )
    return replace(new, changes=tuple(changes), decisions=(*decisions, *new.decisions))


def _pairs(old: Check, new: Check) -> dict[str, str | None]:
    """Return for each paragraph now its label in the older draft: the same words first, then the most alike."""
    before = {p.label: p for p in old.cable.paragraphs if p.text}
    pairs: dict[str, str | None] = {p.label: None for p in new.cable.paragraphs if p.text}
    texts = {p.label: p for p in new.cable.paragraphs}
    for label in pairs:
        same = [each for each in before if before[each].text == texts[label].text]
        if same:
            pairs[label] = min(same, key=lambda each: each != label)
            del before[pairs[label] or ""]
    alike = sorted(_alike(before, {label: texts[label] for label, found in pairs.items() if found is None}))
    for _, label, other in alike:
        if pairs[label] is None and other in before:
            pairs[label] = other
            del before[other]
    return pairs


def _alike(before: dict[str, Paragraph], now: dict[str, Paragraph]) -> Iterator[tuple[float, str, str]]:
    for label, paragraph in now.items():
        words = Counter(paragraph.text.lower().split())
        for other, older in before.items():
            theirs = Counter(older.text.lower().split())
            share = 2 * (words & theirs).total() / max(1, words.total() + theirs.total())
            if share >= _REWRITTEN:
                yield -share, label, other


def _change(old: Check, new: Check, before: str | None, label: str) -> Change:
    if before is None:
        return Change(label, None, "new", "The paragraph is new.")
    texts = [
        next(p.text for p in check.cable.paragraphs if p.label == at) for check, at in ((old, before), (new, label))
    ]
    was, now = _state(old, before), _state(new, label)
    told = f"{was.told} before, {now.told} now."
    if texts[0] == texts[1]:
        # TAGS and headers can turn a paragraph that nobody touched.
        return Change(label, before, "unchanged", "" if was.told == now.told else told)
    difference = (was.open - now.open) or (now.score - was.score if abs(now.score - was.score) >= _MOVED else 0)
    word = "better" if difference > 0 else "worse" if difference < 0 else "changed"
    return Change(label, before, word, told)


class _State:
    __slots__ = ("open", "score", "told")

    def __init__(self, open: int, score: float, told: str) -> None:
        self.open, self.score, self.told = open, score, told


def _state(check: Check, label: str) -> _State:
    judged = next(p for p in check.alignment.paragraphs if p.label == label)
    points = sum(each.paragraph == label and each.severity != "note" for each in check.findings)
    first = judged.alignments[0] if judged.alignments else None
    named = f"{first.ref} {first.score:.0%}" if first else "no objective"
    return _State(
        points, first.score if first else 0.0, f"{named} with {points} open point{'' if points == 1 else 's'}"
    )
