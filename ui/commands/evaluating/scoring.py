"""`strategy eval score`: stored answers again, with the measures and the gold of today, or another system's answers."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import records
from assistant.errors import DatasetError
from assistant.settings import Settings
from ui import printing
from ui.commands.evaluating.gates import pass_gates
from ui.commands.evaluating.indexed import check_gold, indexed, opened_run
from ui.commands.evaluating.tables import draw_rows, draw_summary

if TYPE_CHECKING:
    from evals.runs import Run


def score_action(args: argparse.Namespace, settings: Settings) -> int:
    """Score and print; return 2 for what does not go together, 3 where a gate fails."""
    from evals.tallying import tally

    if (args.run is None) == (args.predictions is None):
        return _misuse("name a run, or --predictions FILE with --suite NAME")
    if args.predictions is not None and args.suite is None:
        return _misuse("--predictions needs --suite, which says what was asked")
    if args.alignment:
        return _alignments(args, settings) if args.predictions else _misuse("--alignment needs --predictions")
    if args.predictions is None:
        run, asked, documents = opened_run(args.run, settings)
        scored = tally(run, asked.cases, documents.gold)
    else:
        scored = _predictions(args, settings)
    summary = scored.summary or {}
    if args.json:
        print(records.to_json(dict(summary), 2 if sys.stdout.isatty() else None))
    else:
        draw_summary(printing.terminal(sys.stdout, settings.no_color), summary)
        print(f"Run {scored.name}, report in {scored.folder / 'report.html'}")
    return pass_gates(args.gate, summary, settings)


def _predictions(args: argparse.Namespace, settings: Settings) -> "Run":
    """Return the scored run that a file of predictions makes."""
    from evals.perturbing import open_suite
    from evals.predictions import read_predictions, store_predictions
    from evals.tallying import tally

    suite = open_suite(args.suite, settings)
    path = Path(args.predictions)
    answers = read_predictions(path)
    documents = indexed(suite, settings)
    check_gold(suite, documents)
    run, remarks = store_predictions(path, answers, suite, documents.corpus_sha256, args.name, settings)
    for remark in remarks:
        printing.remark(f"Note: {remark}")
    return tally(run, suite.cases, documents.gold)


def _alignments(args: argparse.Namespace, settings: Settings) -> int:
    from evals.alignments import alignment_summary, read_alignment_cases, read_predictions

    cases = read_alignment_cases(_file(args.suite))
    summary: dict[str, Any] = alignment_summary(cases, read_predictions(_file(args.predictions)))
    if args.json:
        print(records.to_json(summary, 2 if sys.stdout.isatty() else None))
        return 0
    out = printing.terminal(sys.stdout, settings.no_color)
    rows = [
        (name, "–" if row["value"] is None else f"{row['value']:.3f}", str(row["n"]), str(row["undefined"]))
        for name, row in summary["measures"].items()
    ]
    draw_rows(out, ("measure", "value", "n", "undefined"), rows)
    counts = summary["counts"]
    out.line(f"{counts['cases']} cases, {counts['errors']} without a prediction.")
    return 0


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise DatasetError(f"There is no file {name!r}.", "Alignment cases and predictions are files of JSON lines.")
    return path


def _misuse(message: str) -> int:
    printing.remark(f"strategy eval score: {message}")
    return 2
