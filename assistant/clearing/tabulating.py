"""Many checked drafts as one matrix: paragraphs by objective and by month, and what no draft touches."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cables.marks import parse_mark
from assistant.clearing.check import Check
from assistant.clearing.report import Block, Heading, Points, Report, Table, Text, mark_of
from assistant.records import Record

UNDATED = "undated"
# What a spreadsheet would take for a formula.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of one draft."""

    cable: str
    date: str | None
    paragraph: str
    marking: str | None
    role: str
    verdict: str
    scores: tuple[tuple[str, float], ...]
    """Of the objectives that it serves."""

    @property
    def month(self) -> str:
        return self.date[:7] if self.date else UNDATED


@dataclass(frozen=True, slots=True)
class Matrix:
    """The paragraphs of several drafts."""

    refs: tuple[tuple[str, str], ...]
    """The objectives of the strategy with their titles, in its order."""
    lines: tuple[Line, ...]
    mark: str | None
    """The highest of the drafts' marks."""
    failed: tuple[tuple[str, str], ...] = ()
    """Drafts that could not be checked, and why."""

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({line.month for line in self.lines}))

    @property
    def untouched(self) -> tuple[str, ...]:
        touched = {ref for line in self.lines for ref, _ in line.scores}
        return tuple(ref for ref, _ in self.refs if ref not in touched)


def tabulate(checks: Sequence[tuple[str, Check]], failed: Sequence[tuple[str, str]] = ()) -> Matrix:
    """Return the matrix of some checks, each with the name of its draft."""
    lines, refs, marks = [], dict[str, str](), []
    for name, check in checks:
        objectives = {ref for ref, _ in check.alignment.paragraphs[0].scores}
        refs |= {ref: title for ref, title in check.titles if ref in objectives}
        mark = mark_of(check)
        marks += [mark] if mark else []
        marked = {paragraph.label: paragraph.marking for paragraph in check.cable.paragraphs}
        for judged in check.alignment.paragraphs:
            scores = tuple((each.ref, each.score) for each in judged.alignments)
            line = Line(name, check.cable.date, judged.label, marked[judged.label], judged.role, judged.verdict, scores)
            lines.append(line)
    levels = {mark: (found.level if (found := parse_mark(mark)) else 99) for mark in marks}
    highest = max(levels, key=lambda mark: (levels[mark], len(mark), mark), default=None)
    return Matrix(tuple(refs.items()), tuple(lines), highest, tuple(failed))


def matrix_record(matrix: Matrix) -> Record:
    """Return the counts of a matrix as a record."""
    counts = _counts(matrix)
    return {
        "months": list(matrix.months),
        "refs": {ref: {month: counts[ref, month] for month in matrix.months} for ref, _ in matrix.refs},
        "untouched": list(matrix.untouched),
    }


def to_csv(matrix: Matrix) -> str:
    """Return a line a paragraph with the score of each objective that it serves; nothing in it runs as a formula."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    refs = [ref for ref, _ in matrix.refs]
    writer.writerow(["cable", "date", "month", "paragraph", "marking", "role", "verdict", *refs])
    for line in matrix.lines:
        scores = dict(line.scores)
        cells = [line.cable, line.date or "", line.month, line.paragraph, line.marking or "", line.role, line.verdict]
        writer.writerow([*map(_inert, cells), *(scores.get(ref, "") for ref in refs)])
    return held.getvalue()


def matrix_report(matrix: Matrix) -> Report:
    """Return the matrix as a report: objectives by month, blind spots, then every paragraph."""
    counts, titles = _counts(matrix), dict(matrix.refs)
    drafts = len({line.cable for line in matrix.lines})
    blocks: list[Block] = [
        Heading(1, "Drafts against the strategy"),
        Text(f"Drafts: {drafts}. Paragraphs: {len(matrix.lines)}, of which {sum(not each.scores for each in matrix.lines)} serve no objective."),
        Heading(2, "Paragraphs by objective and month"),
        Table(
            ("Objective", *matrix.months, "All"),
            tuple(
                (f"{ref} {title}", *(str(counts[ref, m] or "") for m in matrix.months), str(sum(counts[ref, m] for m in matrix.months)))
                for ref, title in matrix.refs
            ),
        ),
        Heading(2, "Blind spots"),
        Points(tuple(f"{ref} {titles[ref]}" for ref in matrix.untouched)) if matrix.untouched else Text("None."),
    ]  # fmt: skip
    if matrix.failed:
        blocks += [Heading(2, "Not checked"), Points(tuple(f"{name}: {why}" for name, why in matrix.failed))]
    rows = tuple(
        (
            each.cable,
            each.date or "",
            each.paragraph,
            each.marking or "",
            each.verdict,
            ", ".join(f"{r} {s:.0%}" for r, s in each.scores),
        )
        for each in matrix.lines
    )
    blocks += [Heading(2, "Paragraphs"), Table(("Draft", "Date", "¶", "Mark", "Verdict", "Objectives"), rows)]
    return Report("Drafts against the strategy", matrix.mark, tuple(blocks))


def _counts(matrix: Matrix) -> Counter[tuple[str, str]]:
    return Counter((ref, line.month) for line in matrix.lines for ref, _ in line.scores)


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
