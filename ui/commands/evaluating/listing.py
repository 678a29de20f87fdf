"""`strategy eval list`: the suites that can be run and the runs that were made."""

import argparse
import sys
from pathlib import Path

from assistant import records
from assistant.errors import AssistantError, DatasetError
from assistant.settings import Settings
from ui import printing
from ui.commands.evaluating.tables import draw_rows


def list_action(args: argparse.Namespace, settings: Settings) -> int:
    """Print suites and runs; what cannot be read is named and does not hide the others."""
    from evals.perturbing import ROBUST
    from evals.runs import find_runs
    from evals.suites import find_suites

    suites = [_suite(found.name, settings) for found in find_suites(settings)]
    runs = [_run(folder) for folder in find_runs(settings)]
    if args.json:
        value = {"schema": "eval-list/1", "suites": suites, "runs": runs}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
        return 0
    out = printing.terminal(sys.stdout, settings.no_color)
    rows = [
        (str(s["name"]), str(s.get("cases", "")), str(s.get("halves", "")), str(s.get("corpus", s.get("error", ""))))
        for s in suites
    ]
    draw_rows(out, ("suite", "cases", "halves", "documents"), rows)
    out.line(f"{ROBUST} and {ROBUST}:NAME ask variants of a suite's questions beside them.")
    if runs:
        out.line()
        rows = [
            (
                str(r["name"]),
                str(r.get("suite", "")),
                _shown(r.get("item_score")),
                str(r.get("finished") or r.get("error") or "not finished"),
            )
            for r in runs
        ]
        draw_rows(out, ("run", "suite", "item score", "finished"), rows)
    return 0


def _suite(name: str, settings: Settings) -> records.Record:
    from evals.suites import read_suite

    try:
        suite = read_suite(name, settings)
    except DatasetError as error:
        return {"name": name, "error": error.message.splitlines()[0]}
    halves = sorted({case.half for case in suite.cases if case.half}, reverse=True)
    return {
        "name": name,
        "cases": len(suite.cases),
        "halves": ", ".join(halves),
        "corpus": "its own" if suite.corpus else "those in use",
        "sha256": suite.sha256,
    }


def _run(folder: Path) -> records.Record:
    from evals.runs import read_run

    try:
        run = read_run(folder)
    except AssistantError as error:
        return {"name": folder.name, "error": error.message}
    measures = (run.summary or {}).get("measures") or {}
    return {
        "name": run.name,
        "suite": (run.passport.get("suite") or {}).get("name"),
        "answers": len(run.answers),
        "item_score": (measures.get("item_score") or {}).get("value"),
        "finished": run.passport.get("finished"),
    }


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else ""
