"""Numbers on a terminal: rows of cells, aligned, and the headline of a run."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures.catalogue import MEASURES
from evals.reporting.wording import MAIN, cause_name, counted, interval, measure_name, percent, shown
from ui.printing import Terminal, clean


def draw_rows(out: Terminal, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table: the first column to the left, the others to the right."""
    cells = [[clean(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for number, row in enumerate(cells):
        first = row[0].ljust(widths[0])
        rest = "".join(f"  {cell.rjust(width)}" for cell, width in zip(row[1:], widths[1:], strict=True))
        # A table is not wrapped: its columns say more than the width.
        line = f"{first}{rest}".rstrip()
        if number:
            out.stream.write(f"{line}\n")
        else:
            out.heading(line)


def draw_summary(out: Terminal, summary: Mapping[str, Any]) -> None:
    """Draw the main numbers of a run, each with its interval and what it was counted over, and why cases were lost."""
    counts, found = summary["counts"], summary["measures"]
    told = [counted(counts["cases"], "case"), counted(counts["errors"], "error"), f"{counts['unwinnable']} unwinnable"]
    out.heading(clean(f"{summary['suite']}: {', '.join(told)}"))
    out.line()
    names = [name for name in MAIN if name in found] or list(found)
    if "sentence_f1" not in found:
        # Without gold quotes there are only judged rankings to measure passages by.
        names += [name for name in ("passage_recall_at_10", "passage_ndcg_at_10") if name in found]
    draw_rows(
        out,
        ("measure", "value", "95 % interval", "n", "undefined", "errors", "unwinnable"),
        [_row(name, found[name]) for name in names],
    )
    out.line()
    rates = summary.get("abstention") or {}
    out.line(
        f"Needless abstentions {percent(rates.get('needless_rate'))} of the answerable, "
        f"unsupported answers {percent(rates.get('unsupported_rate'))} of the unanswerable."
    )
    causes = {cause: number for cause, number in (summary.get("causes") or {}).items() if number}
    if causes:
        out.line(
            "Lost: " + ", ".join(f"{cause_name(cause).lower()} {number}" for cause, number in causes.items()) + "."
        )
    drops = {key: value for key, value in (summary.get("robustness") or {}).items() if key.endswith("_drop")}
    if drops:
        out.line(
            "Drops: " + ", ".join(f"{key.removesuffix('_drop')} {shown(value)}" for key, value in drops.items()) + "."
        )
    smallest = summary.get("smallest_difference") or {}
    if smallest.get("value") is not None:
        value = f"{smallest['value']:.2f}"
        out.line(f"With {counted(counts['cases'], 'case')}, differences under about {value} cannot be told from noise.")
    _draw_times(out, summary)


def _row(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    unit = MEASURES[name].unit if name in MEASURES else "rate"
    counts = (str(found[key]) for key in ("n", "undefined", "errors", "unwinnable"))
    return (measure_name(name), shown(found["value"], unit), interval(found["low"], found["high"], unit), *counts)


def _draw_times(out: Terminal, summary: Mapping[str, Any]) -> None:
    total = (summary.get("latency_ms") or {}).get("total")
    if total:
        text = f"An answer takes {total['p50']:.0f} ms (median), {total['p95']:.0f} ms (95 %)"
        cold, memory = summary.get("cold_start_s"), summary.get("memory_mb")
        text += f"; from a cold start {cold:.1f} s" if cold else ""
        out.line(text + (f", {memory:.0f} MB." if memory else "."))
