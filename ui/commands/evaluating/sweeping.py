"""`strategy eval sweep RUN`: what other thresholds of confidence would have done."""

import argparse
import sys
from typing import Any

from assistant import records
from assistant.settings import Settings
from evals.reporting.wording import percent, shown
from ui import printing
from ui.commands.evaluating.indexed import opened_run
from ui.commands.evaluating.tables import draw_rows


def sweep_action(args: argparse.Namespace, settings: Settings) -> int:
    """Print the outcomes at each threshold, told from stored confidences."""
    from evals.sweeping import stances_of, sweep
    from evals.tallying import scores_of

    run, asked, documents = opened_run(args.run, settings)
    scores = scores_of(run, asked.cases, documents.gold)
    thresholds = [step / args.steps for step in range(args.steps + 1)]
    swept: dict[str, Any] = sweep(stances_of(asked.cases, scores, run.answers), thresholds)
    if args.json:
        print(records.to_json(swept, 2 if sys.stdout.isatty() else None))
        return 0
    out = printing.terminal(sys.stdout, settings.no_color)
    heads = ("threshold", "answered", "wrong", "risk", "needless", "unsupported", "Φ 1", "Φ 3")
    draw_rows(out, heads, [_row("as it ran", swept["current"]), *(_row("", row) for row in swept["rows"])])
    for objective, best in swept["best"].items():
        if best:
            name = objective.replace("phi_", "Φ ")
            out.line(f"Best by {name}: {best['threshold']:.3f}, {name} {shown(best[objective])}. {best['note']}")
    if swept["moving"] < swept["n"]:
        out.line(f"{swept['n'] - swept['moving']} of {swept['n']} cases do not depend on the threshold.")
    return 0


def _row(name: str, row: dict[str, Any]) -> tuple[str, ...]:
    return (
        name or f"{row['threshold']:.2f}",
        str(row["answered"]),
        str(row["wrong"]),
        percent(row["risk"]),
        percent(row["needless_rate"]),
        percent(row["unsupported_rate"]),
        shown(row["phi_1"]),
        shown(row["phi_3"]),
    )
