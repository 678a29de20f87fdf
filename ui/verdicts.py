"""How a checked draft looks on a terminal: each paragraph's verdict with its paired quotes, then what is open."""

from assistant.aligning.alignment import ParagraphAlignment
from assistant.clearing.check import Check, Wording
from assistant.clearing.report import VERDICTS, mark_of
from assistant.clearing.tabulating import Matrix, matrix_record
from ui.printing import Terminal, clean


def draw_check(out: Terminal, check: Check) -> None:
    """Draw a check. It quotes the draft, so its highest mark stands first and last."""
    mark = mark_of(check)
    if mark:
        out.heading(clean(mark))
    if check.cable.subject:
        out.line(clean(f"Subject: {check.cable.subject}"))
    for judged in check.alignment.paragraphs:
        _paragraph(out, check, judged)
    _list(out, "Claims", [_claim(check, at) for at in range(len(check.claims))])
    _list(out, "Findings", [f"{f.severity}{_at(f.paragraph)}: {f.message}" for f in check.findings])
    _coverage(out, check)
    _list(
        out, "TAGS to consider", [", ".join(check.alignment.suggested_tags)] if check.alignment.suggested_tags else []
    )
    _list(out, "Wording to offer (a suggestion, not a verified fact)", [_wording(each) for each in check.wordings])
    _list(
        out,
        "Since the older draft",
        [f"¶ {c.paragraph or c.old}: {c.change}. {c.message}".rstrip() for c in check.changes],
    )
    if mark:
        out.line()
        out.heading(clean(mark))


def draw_matrix(out: Terminal, matrix: Matrix) -> None:
    """Draw how many paragraphs serve each objective, by month, and what none does."""
    if matrix.mark:
        out.heading(clean(matrix.mark))
    record = matrix_record(matrix)
    refs = record["refs"]
    assert isinstance(refs, dict)
    out.heading(f"{'Objective':<10}" + "".join(f"{month:>10}" for month in matrix.months) + f"{'all':>8}")
    for ref, by_month in refs.items():
        cells = "".join(f"{by_month[month] or '':>10}" for month in matrix.months)
        out.stream.write(clean(f"{ref:<10}{cells}{sum(by_month.values()):>8}") + "\n")
    out.line(clean(f"Not touched by any draft: {', '.join(matrix.untouched) or 'none'}."))


def _paragraph(out: Terminal, check: Check, judged: ParagraphAlignment) -> None:
    mark = next(each.marking for each in check.cable.paragraphs if each.label == judged.label)
    about = ", ".join(filter(None, (mark, judged.role.replace("_", " "))))
    out.line()
    out.heading(clean(f"¶ {judged.label} ({about}): {VERDICTS[judged.verdict]}"))
    for each in judged.alignments:
        out.line(clean(f"{each.ref}, {each.score:.0%}, {each.strength}, {each.relation}"), "  ", "    ")
        out.line(clean(f"Draft: “{each.cable_quote.text}”"), "    ", "      ")
        out.line(clean(f"Strategy: “{each.strategy_quote.quote}”"), "    ", "      ")
    if judged.nearest:
        out.line(clean(judged.nearest.why), "  ", "  ")


def _claim(check: Check, at: int) -> str:
    each = check.claims[at]
    nearest = f" Nearest right: {each.suggestion}." if each.suggestion else ""
    return (
        f"“{each.claim.text}”{_at(each.claim.paragraph)}: {str(each.status).replace('_', ' ')}. {each.reason}{nearest}"
    )


def _coverage(out: Terminal, check: Check) -> None:
    found = check.alignment.coverage
    missing = {each.ref: each.missing for each in found.elements}
    lines = []
    for ref, labels in found.refs:
        without = f"; says nothing of: {', '.join(missing[ref])}" if missing.get(ref) else ""
        lines.append(f"{ref}: ¶ {', '.join(labels)}{without}")
    _list(out, "Coverage", [*lines, f"Not touched: {', '.join(found.untouched) or 'nothing'}"])


def _wording(each: Wording) -> str:
    mark = f"({each.marking}) " if each.marking else ""
    scores = f"score {each.score_before:.0%} before, {each.score_after:.0%} after"
    return f"¶ {each.paragraph}, {each.ref}, {scores}: {mark}“{each.before}” → “{each.after}”"


def _at(paragraph: str | None) -> str:
    return f" ¶ {paragraph}" if paragraph else ""


def _list(out: Terminal, heading: str, lines: list[str]) -> None:
    if lines:
        out.line()
        out.heading(heading)
        for line in lines:
            out.line(clean(line), "- ", "  ")
