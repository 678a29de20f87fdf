"""What a drafter should look at, gathered from the alignment, the claims, the TAGS and how the draft could be read."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.aligning.alignment import CableAlignment, Finding
from assistant.cables.cable import Cable, ClaimStatus, Plan
from assistant.cables.situating import is_about_another
from assistant.clearing.check import JudgedClaim
from assistant.clearing.support import Support
from assistant.schema import Document

SEVERITIES = ("error", "warning", "note")
_OF_CLAIMS = {
    ClaimStatus.NO_SUCH_REFERENCE: "error",
    ClaimStatus.TITLE_MISMATCH: "error",
    ClaimStatus.UNSUPPORTED: "warning",
    ClaimStatus.OTHER_PLAN: "warning",
}


def find(
    cable: Cable, alignment: CableAlignment, claims: Sequence[JudgedClaim], document: Document, support: Support
) -> tuple[Finding, ...]:
    """Return all findings: errors first, then warnings, then notes, each in reading order."""
    found = [
        *alignment.findings,
        *_claimed(claims),
        *_shown(alignment, claims, support),
        *_mission(cable, document),
        *_tags(alignment),
        *(Finding("note", "reading", None, remark) for remark in cable.remarks),
    ]
    order = {paragraph.label: number for number, paragraph in enumerate(cable.paragraphs)}
    return tuple(sorted(found, key=lambda each: (SEVERITIES.index(each.severity), order.get(each.paragraph or "", -1))))


def _claimed(claims: Iterable[JudgedClaim]) -> Iterator[Finding]:
    for each in claims:
        if each.status in _OF_CLAIMS:
            nearest = f" Perhaps {each.suggestion}?" if each.suggestion and each.suggestion not in each.reason else ""
            message = f"“{each.claim.text}”: {each.reason}{nearest}"
            yield Finding(_OF_CLAIMS[each.status], f"claim_{each.status}", each.claim.paragraph, message)


def _shown(alignment: CableAlignment, claims: Sequence[JudgedClaim], support: Support) -> Iterator[Finding]:
    """Yield a note for each objective that a paragraph is about and the draft names nowhere."""
    named = {
        ref for each in claims if each.ref and each.claim.plan is Plan.STRATEGY for ref in support.served(each.ref)
    }
    for ref, labels in alignment.coverage.refs:
        primary = [p.label for p in alignment.paragraphs if p.alignments and p.alignments[0].ref == ref]
        if ref not in named and primary:
            places = ", ".join(labels)
            message = f"The draft shows {ref} and names it nowhere (paragraphs: {places})."
            yield Finding("note", "shown_not_claimed", primary[0], message)


def _mission(cable: Cable, document: Document) -> Iterator[Finding]:
    country = is_about_another(cable, document.post) if document.post else None
    if country:
        message = f"The draft is about {country}; {document.short} is another mission's strategy. Check it against that of {country}."
        yield Finding("warning", "other_mission", None, message)


def _tags(alignment: CableAlignment) -> Iterator[Finding]:
    if alignment.unsupported_tags:
        codes = ", ".join(alignment.unsupported_tags)
        yield Finding("note", "tags_unsupported", None, f"No paragraph speaks of what these TAGS stand for: {codes}.")
    if alignment.suggested_tags:
        codes = ", ".join(alignment.suggested_tags)
        yield Finding("note", "tags_missing", None, f"TAGS that the text suggests and that are missing: {codes}.")
