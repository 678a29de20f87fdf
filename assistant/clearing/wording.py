"""Small changes to offer: an objective named where a paragraph shows it and does not say so, a wrong number put right.

Every word of the draft stays, with its figures, names and mark; what is put in is a reference and never a sentence of the
strategy. It is an offer, not a fact: the scores say what a reader of the changed paragraph would make of it.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.aligning.alignment import CableAlignment, ParagraphAlignment
from assistant.aligning.judging import threshold
from assistant.cables.admitting import governing_mark
from assistant.cables.cable import Cable, ClaimStatus, Plan
from assistant.clearing.check import JudgedClaim, Wording
from assistant.clearing.support import CARRIED, Support
from assistant.reading import collapse_with_offsets

OFFERED = 6
"""A cable that names objectives in every paragraph is read by nobody."""

_SPOKEN = {"MO": "MO", "MG": "Mission Goal", "MgO": "Management Objective", "MgG": "Management Goal"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_END = re.compile(r"[.!?]+$")
_WRONG = (ClaimStatus.NO_SUCH_REFERENCE, ClaimStatus.TITLE_MISMATCH)


def suggest(
    cable: Cable, alignment: CableAlignment, claims: Sequence[JudgedClaim], support: Support
) -> tuple[Wording, ...]:
    """Return the changes to offer, in reading order, at most one insertion a paragraph and `OFFERED` in all."""
    found = [*_corrections(cable, claims, support)]
    corrected = {each.paragraph for each in found}
    silent = [p for p in alignment.paragraphs if p.label not in corrected and _is_silent(p, claims, support)]
    for judged in _most_telling(silent):
        found += _insertion(cable, judged, support)
    return tuple(sorted(found, key=lambda each: each.start))


def spoken(ref: str) -> str:
    """Return how a cable names a place of the strategy: "ICS MO 2.2", "ICS Management Objective 1"."""
    kind, _, number = ref.partition(" ")
    return f"ICS {_SPOKEN.get(kind, kind)} {number}".rstrip()


def _most_telling(silent: Sequence[ParagraphAlignment]) -> list[ParagraphAlignment]:
    """Return the paragraphs to name an objective in: the surest of each objective, then the surest of the rest."""
    surest = sorted(silent, key=lambda each: -each.alignments[0].score)
    first = {each.alignments[0].ref: each for each in reversed(surest)}
    rest = [each for each in surest if first[each.alignments[0].ref] is not each]
    return [*sorted(first.values(), key=surest.index), *rest][:OFFERED]


def _is_silent(judged: ParagraphAlignment, claims: Sequence[JudgedClaim], support: Support) -> bool:
    """Say whether a paragraph serves an objective, and neither names it nor its goal. Quoted words are not ours to change."""
    if judged.verdict != "aligned" or support.by_label[judged.label].quoted:
        return False
    ref = judged.alignments[0].ref
    named = [each.ref for each in claims if each.claim.paragraph == judged.label and each.ref]
    return not any(ref in support.served(name) for name in named)


def _insertion(cable: Cable, judged: ParagraphAlignment, support: Support) -> Iterator[Wording]:
    first, paragraph = judged.alignments[0], support.by_label[judged.label]
    sentence, offsets = collapse_with_offsets(cable.text, first.cable_quote.ranges)
    end = _END.search(sentence)
    at = end.start() if end else len(sentence)
    if not at or sentence not in paragraph.text:
        return
    words = f" ({spoken(first.ref)})"
    after = sentence[:at] + words + sentence[at:]
    place = offsets[at - 1] + 1
    score = round(support.with_text(paragraph, paragraph.text.replace(sentence, after, 1), first.ref), 4)
    if score < threshold(first.ref):
        # So unsure that a few letters turn it: nothing to put one's name to.
        return
    yield Wording(
        paragraph=judged.label,
        marking=governing_mark(cable, paragraph.marking),
        ref=first.ref,
        kind="insert",
        start=place,
        end=place,
        words=words,
        before=sentence,
        after=after,
        score_before=first.score,
        score_after=score,
    )


def _corrections(cable: Cable, claims: Sequence[JudgedClaim], support: Support) -> Iterator[Wording]:
    """Yield a replacement for each wrong reference whose suggestion its paragraph carries."""
    for each in claims:
        claim, ref = each.claim, each.suggestion
        if (
            each.status not in _WRONG
            or claim.plan is not Plan.STRATEGY
            or ref in (None, each.ref)
            or not claim.paragraph
        ):
            continue
        others = tuple(other.claim for other in claims)
        score = support.of_claim(claim, ref, others) if support.is_judged(ref) else 0.0
        if score < CARRIED:
            continue
        words = _renamed(claim.text, each.ref or "", ref)
        before = support.of_claim(claim, each.ref, others) if each.ref and support.is_judged(each.ref) else 0.0
        yield Wording(
            paragraph=claim.paragraph,
            marking=governing_mark(cable, support.by_label[claim.paragraph].marking),
            ref=ref,
            kind="replace",
            start=claim.start,
            end=claim.end,
            words=words,
            before=claim.text,
            after=words,
            score_before=round(before, 4),
            score_after=round(score, 4),
        )


def _renamed(text: str, old: str, new: str) -> str:
    """Return a reference with another number, in the draft's own style where it stays one of the same kind."""
    kind, _, number = new.partition(" ")
    if old.startswith(f"{kind} ") and _NUMBER.search(text):
        return _NUMBER.sub(number, text)
    return spoken(new).removeprefix("ICS ")
