"""`strategy doctor`: is everything in order, and what to do where it is not."""

import argparse
import sys
from dataclasses import asdict

from assistant import records
from assistant.errors import AssistantError
from assistant.settings import Settings
from ui import printing
from ui.commands import preparing


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print a line for each finding as it comes; return 1 if any of them is a failure."""
    from assistant.diagnosing import Level, diagnose

    _first_build(settings)
    out = printing.terminal(sys.stdout, settings.no_color)
    findings = []
    for finding in diagnose(settings):
        findings.append(finding)
        if not args.json:
            out.line(printing.clean(f"{finding.check}: {finding.message}"), f"{finding.level.value:<4}  ", " " * 6)
            if finding.hint and finding.level is not Level.OK:
                out.line(printing.clean(finding.hint), "      → ", " " * 8)
            sys.stdout.flush()
    failures = sum(finding.level is Level.FAIL for finding in findings)
    if args.json:
        value = {"schema": "diagnosis/1", "ok": not failures, "findings": [asdict(finding) for finding in findings]}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
    return 1 if failures else 0


def _first_build(settings: Settings) -> None:
    try:
        preparing.first_build(settings)
    except AssistantError as error:
        # The checks go on and say what is missing.
        printing.problem(error)
