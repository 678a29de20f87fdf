"""`strategy diff OLD NEW`: what a newer version of a strategy added, reworded, moved and dropped."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import records
from assistant.differing import ADDED, DROPPED, MOVED, REWORDED, UNCHANGED, Change, Edit, differences
from assistant.errors import UnknownPlaceError
from assistant.schema import Section
from assistant.settings import Settings
from ui import printing
from ui.naming import counted

if TYPE_CHECKING:
    from assistant.opening import Assistant

# A passage that was written anew is told by how it begins and ends; `--json` has all of it.
_MOST_WORDS = 40

_HEADINGS = {ADDED: "Added", REWORDED: "Reworded", MOVED: "Moved or renumbered", DROPPED: "Dropped"}


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the differences of two documents, each the id of one or a file. Raises UnknownPlaceError or SourceError."""
    names = [records.whole(args.old), records.whole(args.new)]
    assistant = None if all(_is_file(name) for name in names) else _opened(settings)
    old, new = (_sections(name, assistant, settings) for name in names)
    changes = differences(old, new)
    if args.json:
        value = {"schema": "diff/1", "old": names[0], "new": names[1], "changes": [asdict(each) for each in changes]}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
        return 0
    _draw(printing.terminal(sys.stdout, settings.no_color), changes, names)
    return 0


def _is_file(name: str) -> bool:
    return Path(name).suffix != "" and Path(name).is_file()


def _opened(settings: Settings) -> "Assistant":
    from ui.commands.preparing import ready_assistant

    return ready_assistant(settings)


def _sections(name: str, assistant: "Assistant | None", settings: Settings) -> tuple[Section, ...]:
    if assistant and name in {document.id for document in assistant.documents}:
        return tuple(section for section in assistant.index.sections if section.document == name)
    if not Path(name).exists():
        known = ", ".join(document.id for document in assistant.documents) if assistant else ""
        raise UnknownPlaceError(f"There is no document and no file {name[:80]!r}.", f"Documents: {known}.")
    from ingest.previewing import Given, preview

    return preview(Path(name), Given(), settings).sections


def _draw(out: printing.Terminal, changes: tuple[Change, ...], names: list[str]) -> None:
    count = {name: sum(change.change == name for change in changes) for name in (*_HEADINGS, UNCHANGED)}
    said = ", ".join(f"{number} {name}" for name, number in count.items() if number)
    out.heading(printing.clean(f"From {names[0]} to {names[1]}"))
    out.line(f"{counted(len(changes), 'place')}: {said}." if changes else "Neither has a goal or an objective.")
    for name, heading in _HEADINGS.items():
        chosen = [change for change in changes if change.change == name]
        if chosen:
            out.line()
            out.heading(heading)
        for change in chosen:
            out.line(printing.clean(f"{_place(change)}: {change.title}"), "  ", "    ")
            for edit in change.edits:
                out.line(printing.clean(_edited(edit)), "    ", "      ")


def _place(change: Change) -> str:
    if change.old_ref and change.new_ref and change.old_ref != change.new_ref:
        return f"{change.old_ref} is now {change.new_ref}"
    return change.new_ref or change.old_ref or ""


def _edited(edit: Edit) -> str:
    """Return an edit as people mark one in plain text: what went in [-…-], what came in {+…+}."""
    old = [f"[-{_shortened(edit.old)}-]"] if edit.old else []
    new = [f"{{+{_shortened(edit.new)}+}}"] if edit.new else []
    return f"{edit.part}: {' '.join(['…', edit.before, *old, *new, edit.after, '…'])}".replace("  ", " ")


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= _MOST_WORDS:
        return text
    half = _MOST_WORDS // 2
    return f"{' '.join(words[:half])} … ({len(words) - _MOST_WORDS} words) … {' '.join(words[-half:])}"
