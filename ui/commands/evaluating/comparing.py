"""`strategy eval compare A B`: what differs, whether it could be chance, and which questions moved."""

import argparse
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import records
from assistant.settings import Settings
from evals.reporting.wording import MAIN, counted, measure_name, probability, shown, signed, signed_interval
from ui import printing
from ui.commands.evaluating.gates import pass_gates
from ui.commands.evaluating.indexed import opened_run, written
from ui.commands.evaluating.tables import draw_rows

_LISTED = 20
_WIDEST = 160


def compare_action(args: argparse.Namespace, settings: Settings) -> int:
    """Compare two stored runs; return 3 where a gate fails."""
    from evals.comparing import compare
    from evals.reporting.markdown import comparison_markdown
    from evals.reporting.versus import comparison_page
    from evals.runs import find_run, read_run

    a, b = (read_run(find_run(name, settings)) for name in (args.a, args.b))
    comparison = compare(a, b, args.anyway)
    if args.report:
        _, asked, documents = opened_run(args.b, settings)
        written(Path(args.report), comparison_page(comparison, a, b, asked.cases, documents.gold))
    if args.json:
        print(records.to_json(comparison, 2 if sys.stdout.isatty() else None))
    elif args.markdown:
        print(comparison_markdown(comparison))
    else:
        _draw(printing.terminal(sys.stdout, settings.no_color), comparison)
    if args.report:
        printing.remark(f"Written to {args.report}")
    return pass_gates(args.gate, b.summary or {}, settings, comparison)


def _draw(out: printing.Terminal, comparison: Mapping[str, Any]) -> None:
    out.heading(
        printing.clean(f"{comparison['b']} (B) against {comparison['a']} (A): {counted(comparison['n'], 'pair')}")
    )
    for warning in comparison["warnings"]:
        out.line(printing.clean(f"Note: {warning}"))
    out.line()
    found = comparison["measures"]
    names = [name for name in MAIN if name in found]
    draw_rows(
        out,
        ("measure", "A", "B", "B − A", "95 % interval", "p", "wins", "ties", "losses", "verdict"),
        [_row(name, found[name]) for name in names],
    )
    out.line("p is corrected (Holm) for all measures but the first.")
    smallest = comparison.get("smallest_difference") or {}
    if smallest.get("value") is not None:
        out.line(f"Differences under about {smallest['value']:.2f} cannot be told from noise here.")
    _draw_changes(out, "Regressions", comparison["regressions"])
    _draw_changes(out, "Fixes", comparison["fixes"])
    for key, name in (("only_a", comparison["a"]), ("only_b", comparison["b"])):
        if comparison[key]:
            ids = ", ".join(comparison[key][:_LISTED])
            out.line(printing.clean(f"Only in {name}, {counted(len(comparison[key]), 'case')}: {ids}"))


def _row(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        measure_name(name),
        shown(found["a"]),
        shown(found["b"]),
        signed(found["difference"]),
        signed_interval(found["low"], found["high"]),
        probability(found["p_holm"]),
        *(str(found[key]) for key in ("wins", "ties", "losses")),
        str(found["verdict"]),
    )


def _draw_changes(out: printing.Terminal, title: str, changes: Sequence[Mapping[str, Any]]) -> None:
    if not changes:
        return
    out.line()
    out.heading(f"{title}: {len(changes)}")
    for change in changes[:_LISTED]:
        out.line(printing.clean(f"{change['id']}: {change['question']}"))
        for side in ("a", "b"):
            cited = (
                ", ".join(dict.fromkeys(citation["ref"] for citation in change[f"{side}_citations"])) or "cites nothing"
            )
            text = textwrap.shorten(change[side] or "no answer", _WIDEST, placeholder="…")
            out.line(printing.clean(f"{text} ({cited})"), f"  {side.upper()}: ", "     ")
    if len(changes) > _LISTED:
        out.line(f"and {len(changes) - _LISTED} more; --json and --report hold them all")
