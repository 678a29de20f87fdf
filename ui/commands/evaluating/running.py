"""`strategy eval run`: ask a suite, score the answers, write the report."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import DatasetError
from assistant.settings import Settings
from ui import printing
from ui.commands.evaluating.gates import pass_gates
from ui.commands.evaluating.indexed import Indexed, check_gold, indexed
from ui.commands.evaluating.progress import Bar
from ui.commands.evaluating.tables import draw_summary

if TYPE_CHECKING:
    from evals.running import Ran

# Up to this many cases, times and memory are measured without being asked for: it takes seconds.
MEASURED_MOST = 300


def run_action(args: argparse.Namespace, settings: Settings) -> int:
    """Run a suite; return 1 where repeated answers differ, 3 where a gate fails."""
    from assistant.scoping import in_scope, read_scope
    from evals import running
    from evals.perturbing import open_suite
    from evals.reporting.markdown import numbers_table
    from evals.tallying import tally

    suite = open_suite(args.suite, settings)
    if args.corpus is not None:
        suite = replace(suite, corpus=_corpus(args.corpus))
    documents = indexed(suite, settings)
    check_gold(suite, documents)
    scope = read_scope(args.scope)
    in_scope(tuple(documents.gold.documents.values()), scope, settings.post)
    options = running.Options(
        tags=tuple(args.tag),
        half=args.half,
        sample=args.sample,
        repeat=args.repeat,
        workers=args.workers,
        name=args.name,
        is_fresh=args.fresh,
        retries_errors=args.retry_errors,
        scope=scope,
    )
    command = ["strategy", *sys.argv[1:]]
    ran = running.run(suite, documents.settings, options, Bar(args.json), command, settings)
    for remark in ran.remarks:
        printing.remark(f"Note: {remark}")
    _measure(ran, documents, args.latency)
    run = tally(ran.run, ran.cases, documents.gold)
    summary = run.summary or {}
    if args.json:
        print(records.to_json(dict(summary), 2 if sys.stdout.isatty() else None))
    elif args.markdown:
        print(numbers_table(summary))
        printing.remark(f"Run {run.name}, report in {run.folder / 'report.html'}")
    else:
        draw_summary(printing.terminal(sys.stdout, settings.no_color), summary)
        print(f"Run {run.name}, report in {run.folder / 'report.html'}")
    if ran.unstable:
        shown = ", ".join(ran.unstable[:10]) + (f" and {len(ran.unstable) - 10} more" if len(ran.unstable) > 10 else "")
        printing.remark(f"strategy eval: {len(ran.unstable)} cases were not answered alike each time: {shown}.")
    return pass_gates(args.gate, summary, settings) or (1 if ran.unstable else 0)


def _corpus(path: str) -> Path:
    folder = Path(path)
    if not (folder / "manifest.toml").is_file():
        raise DatasetError(f"{path} holds no manifest.toml.", "Name a folder laid out as the bundled corpus is.")
    return folder.absolute()


def _measure(ran: "Ran", documents: Indexed, wanted: bool | None) -> None:
    """Measure what answers cost, once for a run, if it is wanted or quickly done."""
    from assistant.opening import open_assistant
    from evals import timing

    is_known = timing.read_timing(ran.run.folder) is not None
    if wanted is False or (wanted is None and (is_known or len(ran.cases) > MEASURED_MOST)):
        return
    printing.remark("Measuring times and memory…")
    record = timing.measure(open_assistant(documents.settings), ran.cases, documents.settings)
    timing.write_timing(ran.run.folder, record)
