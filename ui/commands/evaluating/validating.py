"""`strategy eval validate`: is the gold of a suite right, line by line?"""

import argparse
import sys
from dataclasses import asdict

from assistant import records
from assistant.settings import Settings
from ui import printing
from ui.commands.evaluating.indexed import indexed


def validate_action(args: argparse.Namespace, settings: Settings) -> int:
    """Print a line for each finding; return 1 if any of them is an error."""
    from evals.perturbing import open_suite
    from evals.validating import validate

    suite = open_suite(args.suite, settings)
    documents = indexed(suite, settings)
    gold = documents.gold
    findings = validate(suite, gold.sections, gold.documents.values(), documents.corpus_sha256)
    errors = sum(finding.severity == "error" for finding in findings)
    if args.json:
        value = {"schema": "eval-validation/1", "ok": not errors, "findings": [asdict(finding) for finding in findings]}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
    else:
        for finding in findings:
            print(printing.clean(f"{finding.severity}: {finding}"))
        print(f"{suite.name}: {len(suite.cases)} cases, {errors} errors, {len(findings) - errors} remarks.")
    return 1 if errors else 0
