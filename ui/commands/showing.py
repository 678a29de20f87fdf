"""`strategy show`: the outline, sections by their parts, footnotes, or a source text."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import UnknownPlaceError
from assistant.schema import Document, Section
from assistant.settings import Settings
from ui import printing
from ui.commands import crosswalking
from ui.commands.preparing import ready_assistant

if TYPE_CHECKING:
    from assistant.opening import Assistant


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print what was named. Raises UnknownPlaceError, naming what exists, when nothing carries that name."""
    if args.source is not None and (args.ref or args.crosswalk):
        printing.remark("strategy show: a place or --crosswalk and --source do not go together")
        return 2
    assistant = ready_assistant(settings)
    out = printing.terminal(sys.stdout, settings.no_color)
    if args.source is not None:
        _show_source(_document(assistant, args.source), args.json)
    elif args.crosswalk:
        crosswalking.show(out, assistant, args.ref, args.json)
    elif args.ref:
        _show_sections(out, _sections(assistant, args.ref), assistant.documents, args.json)
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


def _show_sections(
    out: printing.Terminal, sections: tuple[Section, ...], documents: Sequence[Document], as_json: bool
) -> None:
    if as_json:
        _print_json({"schema": "sections/1", "sections": [records.section_record(section) for section in sections]})
        return
    for number, section in enumerate(sections):
        if number:
            out.line()
        titles = {document.id: f"{document.title} ({document.id})" for document in documents}
        printing.draw_section(out, section, titles[section.document] if len(titles) > 1 else "")


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


def _sections(assistant: "Assistant", typed: Sequence[str]) -> tuple[Section, ...]:
    """Return the sections that the words on the command line name, in the order named, each once.

    Every word may be a place of its own ("MO 2.2" "goal 4"), or all of them together one name (goal 4).
    """
    words = [records.whole(word) for word in typed]
    names = words if all(_is_name(assistant, word) for word in words) else [" ".join(words)]
    return tuple(dict.fromkeys(section for name in names for section in _named(assistant, name)))


def _is_name(assistant: "Assistant", typed: str) -> bool:
    from assistant.references import find_footnotes, find_mentions
    from assistant.related_references import find_related

    return bool(_exact(assistant, typed) or find_related(typed) or find_mentions(typed) or find_footnotes(typed))


def _named(assistant: "Assistant", typed: str) -> tuple[Section, ...]:
    """Return the sections that one name can mean; of a named footnote, the section with nothing else in it."""
    from assistant.references import find_footnotes, find_mentions
    from assistant.related_references import find_related

    sections = assistant.index.sections
    related = [(mention.ref,) for mention in find_related(typed)]
    wanted = _exact(assistant, typed) or related or [mention.refs for mention in find_mentions(typed)]
    groups = [tuple(section for ref in refs for section in sections if section.ref == ref) for refs in wanted]
    numbers = find_footnotes(typed)
    among = tuple(section for group in groups for section in group) or sections
    groups += [tuple(filter(None, (_footnote(section, number) for section in among))) for number in numbers]
    if not groups or not all(groups):
        raise UnknownPlaceError(f"There is no “{typed[:80]}” in the strategy.", f"It has: {_existing(sections)}.")
    return tuple(section for group in (groups[-len(numbers) :] if numbers else groups) for section in group)


def _exact(assistant: "Assistant", typed: str) -> list[tuple[str, ...]]:
    refs = {section.ref for section in assistant.index.sections}
    return [(ref,) for ref in refs if ref.lower() == typed.strip().lower()]


def _footnote(section: Section, number: int) -> Section | None:
    passages = tuple(passage for passage in section.passages if passage.part == f"Footnote {number}")
    return replace(section, passages=passages) if passages else None


def _existing(sections: Sequence[Section]) -> str:
    refs = dict.fromkeys(section.ref for section in sections)
    numbers = sorted({number for section in sections for number in section.footnotes})
    return ", ".join([*refs, *(f"footnote {number}" for number in numbers)])


def _document(assistant: "Assistant", id: str) -> Document:
    for document in assistant.documents:
        if document.id == id:
            return document
    existing = ", ".join(document.id for document in assistant.documents)
    raise UnknownPlaceError(f"There is no document “{records.whole(id)[:80]}”.", f"There is: {existing}.")


def _print_json(value: object) -> None:
    print(records.to_json(value, 2 if sys.stdout.isatty() else None))
