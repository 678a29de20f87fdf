"""`strategy ingest PATH…`, `--preview PATH` and `--remove ID`: documents added, looked at, taken away."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import records
from assistant.settings import Settings
from ui import printing
from ui.arguments import ROW_FIELDS
from ui.commands.ingesting import print_report

if TYPE_CHECKING:
    from ingest.building import Progress
    from ingest.library import Added, Removed
    from ingest.previewing import Preview

_STATES = {
    "new": "is added",
    "same": "is there already, as it is",
    "changed": "is there already; what is said of it is changed",
    "taken": "takes the place of another text",
}
_OWN = ("id", "title", "short")


def run(args: argparse.Namespace, settings: Settings, report: "Callable[[Progress], None]") -> int:
    """Do what the arguments say and print what came of it; return 2 for what does not go together."""
    given = {name: getattr(args, name) for name in ROW_FIELDS}
    told = _misuse(args, given)
    if told:
        printing.remark(f"strategy ingest: {told}")
        return 2
    from ingest import library, previewing

    paths = [Path(path) for path in args.paths]
    if args.remove:
        _print_removed(library.remove(args.remove, settings, report), args.json, settings)
    elif args.preview:
        _print_preview(previewing.preview(paths[0], previewing.Given(**given), settings), args.json, settings)
    else:
        added = library.add(paths, previewing.Given(**given), settings, replaces=args.replace, report=report)
        _print_added(added, args.json, settings)
    return 0


def _misuse(args: argparse.Namespace, given: dict[str, str | None]) -> str:
    said = [name for name, value in given.items() if value is not None]
    if args.remove and (args.paths or args.preview or args.replace or said):
        return "--remove goes with nothing but ids"
    if args.preview and len(args.paths) != 1:
        return "--preview looks at one file"
    own = [name for name in said if name in _OWN]
    return f"--{own[0]} is said of one file" if own and len(args.paths) > 1 else ""


def _print_preview(preview: "Preview", as_json: bool, settings: Settings) -> None:
    if as_json:
        print(records.to_json({"schema": "preview/1", **_record(preview), "outline": _outline(preview)}))
        return
    out = printing.terminal(sys.stdout, settings.no_color)
    _draw(out, preview, "would be " + preview.row.id)
    out.line()
    for section in preview.sections:
        indent = "    " if section.parent else "  "
        out.line(printing.clean(section.title), f"{indent}{printing.clean(section.ref):<7} ", f"{indent}        ")
    out.line("Nothing was changed. Without --preview it is added.")


def _print_added(added: "Added", as_json: bool, settings: Settings) -> None:
    if as_json:
        documents = [_record(preview) for preview in added.previews]
        print(records.to_json({"schema": "build/1", **asdict(added.build), "added": documents}))
        return
    out = printing.terminal(sys.stdout, settings.no_color)
    for preview in added.previews:
        _draw(out, preview, f"{_STATES[preview.state]}: {preview.row.id}")
    print_report(added.build, settings)


def _print_removed(removed: "Removed", as_json: bool, settings: Settings) -> None:
    if as_json:
        record = {"removed": list(removed.ids), "still_held": list(removed.still_held)}
        print(records.to_json({"schema": "build/1", **asdict(removed.build), **record}))
    else:
        printing.terminal(sys.stdout, settings.no_color).heading(f"Removed: {', '.join(removed.ids)}.")
        print_report(removed.build, settings)
    if removed.still_held and not as_json:
        printing.remark(
            "Note: a running program still has the index before open; the next `strategy ingest` deletes it."
        )


def _draw(out: printing.Terminal, preview: "Preview", what: str) -> None:
    out.heading(printing.clean(f"{preview.name} {what}"))
    for name, value in asdict(preview.row).items():
        if value is not None and name not in ("id", "path"):
            guessed = "  (guessed)" if name in preview.guessed else ""
            out.line(printing.clean(f"{value}{guessed}"), f"{name:<12}", " " * 12)
    if preview.standing.status != "current":
        out.line(preview.standing.status.replace("_", " "), f"{'standing':<12}")
    for remark in preview.remarks:
        printing.remark(f"Note: {remark}")


def _record(preview: "Preview") -> records.Record:
    return {
        "name": preview.name,
        "state": preview.state,
        "row": asdict(preview.row),
        "guessed": list(preview.guessed),
        "standing": asdict(preview.standing),
        "characters": len(preview.document.text),
        "passages": sum(len(section.passages) for section in preview.sections),
        "remarks": list(preview.remarks),
    }


def _outline(preview: "Preview") -> list[records.Record]:
    return [
        {**records.section_record(section, with_text=False), "passages": len(section.passages)}
        for section in preview.sections
    ]
