"""`strategy ingest`: add or take away documents, build the index, with progress on stderr and a report at the end."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import AssistantError
from assistant.settings import Settings
from ui import printing
from ui.arguments import ROW_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.building import BuildReport, Progress

# Of a corpus with more documents, what `--json` says of each would fill the screen.
READINGS = 20
_STAGES = {
    "read": "reading the corpus",
    "model": "exporting the model",
    "embed": "embedding",
    "questions": "embedding questions",
    "write": "writing",
    "verify": "verifying",
}


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Build and report. With `--json` progress, and a known error, are JSON lines on stderr."""
    if not args.json:
        return _run(args, settings, Drawn())
    try:
        return _run(args, settings, _as_json)
    except AssistantError as error:
        _event({"event": "error", "message": error.message, "hint": error.hint})
        return 1


def _run(args: argparse.Namespace, settings: Settings, report: "Callable[[Progress], None]") -> int:
    # Only this command meets `ingest`: everything else starts it as a process.
    if args.paths or args.remove or args.preview:
        from ui.commands import adding

        return adding.run(args, settings, report)
    from ingest.building import build

    if any(getattr(args, name) is not None for name in ROW_FIELDS) or args.replace:
        printing.remark("strategy ingest: name the file that this is said of")
        return 2
    built = build(settings, report)
    if args.json:
        print(records.to_json({"schema": "build/1", **asdict(built)}))
    else:
        print_report(built, settings)
    return 0


class Drawn:
    """Progress for a person: one line, drawn over; one line a stage where nobody watches."""

    def __init__(self) -> None:
        self._stage = ""

    def __call__(self, progress: "Progress") -> None:
        name = _STAGES.get(progress.stage, progress.stage)
        if sys.stderr.isatty():
            # Drawn over; the escape sequence clears what is left of a longer line.
            end = "\n" if progress.done == progress.total else ""
            sys.stderr.write(f"\r\x1b[K{name}: {progress.done} of {progress.total}{end}")
            sys.stderr.flush()
        elif progress.stage != self._stage:
            printing.remark(f"{name}…")
        self._stage = progress.stage


def _as_json(progress: "Progress") -> None:
    _event({"event": "progress", **asdict(progress)})


def _event(value: object) -> None:
    print(records.to_json(value), file=sys.stderr, flush=True)


_READERS = {
    "strategy": "by its goals and objectives",
    "headings": "by its headings",
    "numbered": "by its numbered headings",
    "paragraphs": "by its paragraphs",
    "plain": "as it is",
    "digest": "by the places of the text that it tells of",
}


def print_report(report: "BuildReport", settings: Settings) -> None:
    """Print what a build found and made."""
    out = printing.terminal(sys.stdout, settings.no_color)
    kinds = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in report.sections.items())
    state = "was current already" if report.unchanged else "is built and in use"
    out.heading(f"The index {state}.")
    rows = (
        ("documents", str(report.documents)),
        ("sections", f"{sum(report.sections.values())}: {kinds}"),
        ("objectives", f"{report.found} of {report.expected} goals and objectives found with a text of their own"),
        ("passages", str(report.passages)),
        ("sentences", str(report.sentences)),
        ("vectors", f"{report.embedded} embedded, {report.reused} reused"),
        ("generation", report.generation),
        ("seconds", f"{report.seconds:.1f}"),
    )
    for name, value in rows:
        out.line(printing.clean(value), f"{name:<12}", " " * 12)
    for reading in report.readings[:READINGS]:
        how = _READERS.get(reading.reader, reading.reader)
        out.line(printing.clean(f"read {how}: {reading.sections} sections"), f"{reading.document:<12} ", " " * 13)
        for remark in reading.unsure:
            out.line(printing.clean(remark), "  - ", "    ")
    if len(report.readings) > READINGS:
        out.line(f"and {len(report.readings) - READINGS} more documents")
    for each in report.remarks:
        printing.remark(f"Note: {each}")
    if report.missing:
        printing.remark(f"Note: no text of their own was found for {', '.join(report.missing)}.")
