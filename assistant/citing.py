"""Quotes and where they stand. The only maker of citations: from stored spans, never from loose text."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.schema import Citation, Document, Passage, Ranges, Section, Sentence, reading_of


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a passage of a section: all that a citation needs."""

    section: Section
    passage: Passage
    sentence: Sentence
    twins: "tuple[Source, ...]" = ()
    """The same sentence in other places: cited too, not told again."""


def cite(source: Source, document: Document, label: int, score: float | None = None) -> Citation:
    """Return the citation of one stored sentence."""
    return Citation(
        label=label,
        document=document.id,
        title=document.title,
        ref=source.section.ref,
        heading=source.section.title,
        section=source.passage.part,
        passage=source.passage.id,
        quote=source.sentence.text,
        ranges=source.sentence.ranges,
        page=page_of(document, source.sentence.ranges),
        authority=document.authority,
        status="period_ended" if period_has_ended(document, date.today()) else "current",
        score=score,
    )


def page_of(document: Document, ranges: Ranges) -> int | None:
    """Return the page, from 1, on which `ranges` begin; None where the document has no pages."""
    return bisect_right(document.pages, ranges[0][0]) or None if ranges else None


def faults_of(citations: tuple[Citation, ...], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return what is wrong with citations, re-reading each quote from its document's source text."""
    faults = []
    for citation in citations:
        document = documents.get(citation.document)
        if document is None:
            faults.append(f"[{citation.label}] names the unknown document {citation.document}")
        elif reading_of(document.text, citation.ranges) != citation.quote:
            faults.append(f"[{citation.label}] does not stand in {citation.document} as quoted")
    return tuple(faults)


def period_has_ended(document: Document, today: date) -> bool:
    """Say whether the last year of the document's period lies behind `today`."""
    years = [int(part) for part in (document.period or "").split("-") if part.strip().isdigit()]
    return bool(years) and years[-1] < today.year
