"""`strategy eval import`: a public question set becomes a suite with its own documents."""

import argparse
import sys
from pathlib import Path

from assistant import records
from assistant.settings import Settings
from ui import printing


def import_action(args: argparse.Namespace, settings: Settings) -> int:
    """Write the suite and say what is in it and how to run it."""
    from evals.importing import import_suite

    made = import_suite(args.layout, Path(args.path), args.name, settings)
    for remark in made.remarks:
        printing.remark(f"Note: {remark}")
    if args.json:
        value = {
            "schema": "eval-import/1",
            "name": made.name,
            "folder": str(made.folder),
            "cases": made.cases,
            "answerable": made.answerable,
            "documents": made.documents,
            "remarks": list(made.remarks),
        }
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
        return 0
    documents = f"over {made.documents} documents of its own" if made.documents else "over the documents in use"
    print(f"Suite {made.name}: {made.cases} cases, {made.answerable} of them answerable, {documents}.")
    print(f"Run it with: strategy eval run {made.name}")
    return 0
