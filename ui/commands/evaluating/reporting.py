"""`strategy eval report`: a run for people, spreadsheets, CI, or trec_eval."""

import argparse
import sys
from pathlib import Path

from assistant.errors import DatasetError
from assistant.settings import Settings
from ui.commands.evaluating.indexed import opened_run, written


def report_action(args: argparse.Namespace, settings: Settings) -> int:
    """Write a scored run in the format that was named: files beside it or where `--out` says, text to stdout."""
    from evals.reporting.formats import run_files

    run, asked, documents = opened_run(args.run, settings)
    texts = run_files(args.format, run, asked.cases, documents.gold)
    if len(texts) == 1 and args.out is None and args.format != "html":
        sys.stdout.writelines(texts.values())
        return 0
    for name, text in texts.items():
        path = (
            run.folder / name if args.out is None else _in_folder(args.out, name) if len(texts) > 1 else Path(args.out)
        )
        written(path, text)
        print(f"Written to {path}")
    return 0


def _in_folder(folder: str, name: str) -> Path:
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetError(
            f"{folder} cannot be made a folder: {error.strerror}.", "Name another with --out."
        ) from error
    return Path(folder) / name
