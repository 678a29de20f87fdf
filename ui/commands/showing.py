"""`strategy show`: the outline, a section by its parts, or a source text."""

import argparse
import sys
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import UnknownPlaceError
from assistant.schema import Document, Section
from assistant.settings import Settings
from ui import printing
from ui.commands.preparing import ready_assistant

if TYPE_CHECKING:
    from assistant.opening import Assistant


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print what was named. Raises UnknownPlaceError, naming what exists, when nothing carries that name."""
    if args.source is not None and args.ref:
        printing.remark("strategy show: a place and --source do not go together")
        return 2
    assistant = ready_assistant(settings)
    out = printing.terminal(sys.stdout, settings.no_color)
    if args.source is not None:
        _show_source(_document(assistant, args.source), args.json)
    elif args.ref:
        _show_sections(out, _sections(assistant, records.whole(" ".join(args.ref))), args.json)
    else:
        _show_outline(out, assistant, args.json)
    return 0


def _show_source(document: Document, as_json: bool) -> None:
    if as_json:
        _print_json({"schema": "source/1", **records.document_record(document), "text": document.text})
    elif sys.stdout.isatty():
        print(printing.clean(document.text))
    else:
        # As received: offsets count in exactly this.
        sys.stdout.write(document.text)


def _show_sections(out: printing.Terminal, sections: tuple[Section, ...], as_json: bool) -> None:
    if as_json:
        _print_json({"schema": "sections/1", "sections": [records.section_record(section) for section in sections]})
        return
    for number, section in enumerate(sections):
        if number:
            out.line()
        printing.draw_section(out, section)


def _show_outline(out: printing.Terminal, assistant: "Assistant", as_json: bool) -> None:
    sections = assistant.index.sections
    if as_json:
        documents = [
            {
                **records.document_record(document),
                "sections": [records.section_record(s, with_text=False) for s in sections if s.document == document.id],
            }
            for document in assistant.documents
        ]
        _print_json({"schema": "outline/1", "documents": documents})
        return
    for document in assistant.documents:
        out.heading(printing.clean(f"{document.title} ({document.id})"))
        for section in sections:
            if section.document == document.id:
                indent = "    " if section.parent else "  "
                out.line(printing.clean(section.title), f"{indent}{section.ref:<7} ", f"{indent}        ")


def _sections(assistant: "Assistant", typed: str) -> tuple[Section, ...]:
    """Return the sections that a typed name can mean, in the order of the outline."""
    from assistant.references import find_mentions

    exact = {section.ref for section in assistant.index.sections if section.ref.lower() == typed.strip().lower()}
    refs = exact or {ref for mention in find_mentions(typed) for ref in mention.refs}
    found = tuple(section for section in assistant.index.sections if section.ref in refs)
    if not found:
        existing = ", ".join(dict.fromkeys(section.ref for section in assistant.index.sections))
        raise UnknownPlaceError(f"There is no “{typed[:80]}” in the strategy.", f"It has: {existing}.")
    return found


def _document(assistant: "Assistant", id: str) -> Document:
    for document in assistant.documents:
        if document.id == id:
            return document
    existing = ", ".join(document.id for document in assistant.documents)
    raise UnknownPlaceError(f"There is no document “{records.whole(id)[:80]}”.", f"There is: {existing}.")


def _print_json(value: object) -> None:
    print(records.to_json(value, 2 if sys.stdout.isatty() else None))
