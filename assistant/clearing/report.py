"""A check as a page of blocks, which the writers turn into Markdown, HTML and Word: first the verdicts, then the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.aligning.alignment import Alignment, Finding, ParagraphAlignment
from assistant.cables.admitting import governing_mark, highest
from assistant.cables.cable import Cable, Place
from assistant.cables.marks import parse_mark
from assistant.clearing.check import Check, Wording
from assistant.clearing.offices import offices_of

VERDICTS = {"aligned": "✓ aligned", "tension": "⚠ in tension", "none": "– none"}
"""A sign and a word: never told by colour."""
STAND = (
    "Made by a program from the draft and the strategy alone. Scores are estimates; suggested wording is an offer and not "
    "a fact that anybody verified."
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: `plain`, or a `quote` with who is quoted in `lead`."""

    text: str
    kind: str = "plain"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one line of heads."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page on paper."""


Block = Heading | Text | Points | Table | Break


@dataclass(frozen=True, slots=True)
class Report:
    """What is written out."""

    title: str
    mark: str | None
    """Stands at the head and foot of every page; None where the draft has no mark: none is invented."""
    blocks: tuple[Block, ...]


def report_of(check: Check) -> Report:
    """Return the report of a check: one page to clear by, then the evidence."""
    blocks = (*_first_page(check), Break(), *_evidence(check))
    return Report("Check against the strategy", mark_of(check), blocks)


def mark_of(check: Check) -> str | None:
    """Return the highest mark of what a report quotes: its paragraphs and its subject; None for a draft without any."""
    cable = check.cable
    marks = {governing_mark(cable, paragraph.marking) for paragraph in cable.paragraphs}
    if cable.subject:
        marks.add(governing_mark(cable, _subject_mark(cable)))
    levels = {mark: found.level for mark in marks if mark and (found := parse_mark(mark))}
    known = highest(cable)
    if len(levels) < len(marks - {None}):
        # One that cannot be read again: the draft's own highest stands for it.
        return known.mark if known else None
    # Of one level the one with more controls says more.
    return max(levels, key=lambda mark: (levels[mark], len(mark), mark), default=None)


def _subject_mark(cable: Cable) -> str | None:
    for mark in cable.markings:
        if mark.place is Place.PORTION and any(start <= mark.start < end for start, end in cable.subject_ranges):
            return mark.mark
    return None


def _first_page(check: Check) -> Iterator[Block]:
    cable = check.cable
    yield Heading(1, "Check against the strategy")
    about = [("Subject", cable.subject), ("Date", cable.date), ("Reference", cable.mrn), ("Strategy", check.document)]
    yield Points(tuple(f"{name}: {value}" for name, value in about if value))
    yield Text(STAND)
    yield Heading(2, "Verdict per paragraph")
    yield Table(
        ("¶", "Mark", "Part", "Verdict", "Objectives", "Open"),
        tuple(_row(check, judged) for judged in check.alignment.paragraphs),
    )
    yield Heading(2, "Open points")
    points = tuple(_point(each) for each in check.findings if each.severity != "note")
    yield Points(points) if points else Text("None.")
    if notes := tuple(_point(each) for each in check.findings if each.severity == "note"):
        yield Heading(2, "Notes")
        yield Points(notes)
    if offices := offices_of((*cable.tags, *check.alignment.suggested_tags)):
        yield Heading(2, "Who might clear")
        yield Points(tuple(f"{o.section} ({o.bureau}): {', '.join(o.codes)}" for o in offices))
        yield Text("By the TAGS, from common practice; post's own instructions decide.")
    if cable.drafting and cable.drafting.cleared:
        yield Text("Cleared so far: " + "; ".join(filter(None, (_cleared(c.office, c.name, c.state) for c in cable.drafting.cleared))))  # fmt: skip


def _cleared(office: str | None, name: str, state: str | None) -> str:
    return f"{f'{office}: ' if office else ''}{name}{f' ({state})' if state else ''}"


def _row(check: Check, judged: ParagraphAlignment) -> tuple[str, ...]:
    mark = next(p.marking for p in check.cable.paragraphs if p.label == judged.label)
    named = ", ".join(f"{a.ref} {a.score:.0%}" for a in judged.alignments)
    nearest = f"nearest {judged.nearest.ref}" if judged.nearest else ""
    decided = "; ".join(f"{d.ref} {d.decision}" for d in check.decisions if d.paragraph == judged.label)
    open_points = [f for f in check.findings if f.paragraph == judged.label and f.severity != "note"]
    objectives = "; ".join(filter(None, (named or nearest, decided)))
    part = judged.role.replace("_", " ")
    return judged.label, mark or "", part, VERDICTS[judged.verdict], objectives, str(len(open_points) or "")


def _point(each: Finding) -> str:
    return f"{each.severity.capitalize()}{f', ¶ {each.paragraph}' if each.paragraph else ''}: {each.message}"


def _evidence(check: Check) -> Iterator[Block]:
    titles = dict(check.titles)
    yield Heading(1, "Evidence")
    wordings = {each.paragraph: each for each in check.wordings}
    for judged in check.alignment.paragraphs:
        yield Heading(2, f"¶ {judged.label}: {VERDICTS[judged.verdict]}")
        for alignment in judged.alignments:
            yield from _pair(alignment, titles.get(alignment.ref, ""))
        if judged.nearest:
            yield Text(judged.nearest.why)
        if judged.label in wordings:
            yield from _offer(wordings[judged.label])
    if check.claims:
        yield Heading(1, "Claims")
        rows = ((c.claim.text, c.claim.paragraph or "headers", str(c.status).replace("_", " "), c.reason) for c in check.claims)  # fmt: skip
        yield Table(("Words", "¶", "Found", "Why"), tuple(rows))
    yield Heading(1, "What the draft leaves out")
    yield Points(
        (
            *(f"{e.ref} without: {', '.join(e.missing)}" for e in check.alignment.coverage.elements if e.missing),
            f"Not touched: {', '.join(check.alignment.coverage.untouched) or 'nothing'}",
        )
    )
    if check.changes:
        yield Heading(1, "Since the older draft")
        yield Table(("¶", "Was", "Change", "What"), tuple((c.paragraph or "", c.old or "", c.change, c.message) for c in check.changes))  # fmt: skip


def _pair(alignment: Alignment, title: str) -> Iterator[Block]:
    said = f"{alignment.ref} {title} ({alignment.strength}, {alignment.relation}, {alignment.score:.0%})"
    yield Heading(3, said)
    yield Text(alignment.cable_quote.text, "quote", "The draft")
    yield Text(alignment.strategy_quote.quote, "quote", f"The strategy, {alignment.ref}")


def _offer(each: Wording) -> Iterator[Block]:
    mark = f"({each.marking}) " if each.marking else ""
    yield Text(
        f"Wording to offer for {each.ref}, score {each.score_before:.0%} before and {each.score_after:.0%} after:"
    )
    yield Text(each.before, "quote", "Before")
    yield Text(f"{mark}{each.after}", "quote", "After")
