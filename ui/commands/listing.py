"""`strategy library`: which documents there are, and how they stand to one another."""

import argparse
import sys

from assistant import records
from assistant.settings import Settings
from ui import printing
from ui.commands.preparing import ready_assistant

_STANDING = {"current": "answers by default", "superseded": "superseded by {newer}", "other_post": "another post"}


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print every document of the index with its kind, dates, authority and standing."""
    assistant = ready_assistant(settings)
    standings = assistant.standings
    if args.json:
        documents = [
            {
                **records.document_record(document),
                "status": standings[document.id].status,
                "newer": standings[document.id].newer,
                "passages": sum(passage.document == document.id for passage in assistant.index.passages),
            }
            for document in assistant.documents
        ]
        print(records.to_json({"schema": "library/1", "documents": documents}, 2 if sys.stdout.isatty() else None))
        return 0
    out = printing.terminal(sys.stdout, settings.no_color)
    for document in assistant.documents:
        standing = standings[document.id]
        dates = [f"{name} {value}" for name in ("approved", "updated", "period") if (value := getattr(document, name))]
        said = [document.kind, document.authority, *([document.post] if document.post else []), *dates]
        out.heading(printing.clean(f"{document.id}  {document.title}"))
        out.line(printing.clean(", ".join([*said, _STANDING[standing.status].format(newer=standing.newer)])), "    ")
    return 0
