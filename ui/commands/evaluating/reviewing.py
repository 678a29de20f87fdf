"""`strategy eval review` and `agree`: answers to a person, and how far that person agrees with the measures."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from assistant import records
from assistant.settings import Settings
from evals.reporting.wording import counted, percent, shown
from ui.commands.evaluating.indexed import opened_run, written


def review_action(args: argparse.Namespace, settings: Settings) -> int:
    """Write the items that a person should judge."""
    from evals.reviewing import review_csv

    run, asked, _ = opened_run(args.run, settings)
    text = review_csv(run, asked.cases)
    if args.out is None:
        sys.stdout.write(text)
    else:
        written(Path(args.out), text)
        print(f"Written to {args.out}. Fill in `person`, then: strategy eval agree {args.out}")
    return 0


def agree_action(args: argparse.Namespace, _settings: Settings) -> int:
    """Print the agreement of a file that a person filled in."""
    from evals.reviewing import agreement, read_review

    found = agreement(read_review(Path(args.file)))
    if args.json:
        value = {
            "schema": "eval-agreement/1",
            "judged": found.judged,
            "unsure": found.unsure,
            "blank": found.blank,
            "agreed": found.agreed,
            "kappa": found.kappa,
            "table": [{"measured": m, "person": p, "n": n} for (m, p), n in found.table.items()],
            "differences": [asdict(each) for each in found.differences],
        }
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
        return 0
    print(f"{counted(found.judged, 'item')} judged, {found.unsure} unsure, {found.blank} left empty.")
    print(f"Agreement {percent(found.agreed)}, Cohen's kappa {shown(found.kappa)}.")
    return 0
