"""A report as a Word file. The only writer of Word files; python-docx is imported by nobody else but the reader's module."""

import io
import re
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from assistant.clearing.report import Block, Break, Heading, Points, Report, Table, Text

if TYPE_CHECKING:
    from docx.document import Document

# What XML cannot hold, and what turns the direction of a line around.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")


def to_word(report: Report) -> bytes:
    """Return the report as the bytes of a .docx, its mark in the head and foot of every page."""
    file = docx.Document()
    properties = file.core_properties
    properties.title, properties.author, properties.comments = report.title, "", ""
    if report.mark:
        section = file.sections[0]
        for place in (section.header, section.footer):
            line = place.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.add_run(_clean(report.mark)).bold = True
    for block in report.blocks:
        _add(file, block)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _add(file: "Document", block: Block) -> None:
    match block:
        case Heading(level, text):
            file.add_heading(_clean(text), level)
        case Text(text, "quote", lead):
            line = file.add_paragraph(style="Intense Quote")
            line.add_run(f"{_clean(lead)}: ")
            line.add_run(f"“{_clean(text)}”").bold = False
        case Text(text, _, _):
            file.add_paragraph(_clean(text))
        case Points(items):
            for item in items:
                file.add_paragraph(_clean(item), style="List Bullet")
        case Table(head, rows):
            _table(file, head, rows)
        case Break():
            file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _table(file: "Document", head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    table = file.add_table(rows=0, cols=len(head), style="Table Grid")
    for number, row in enumerate((head, *rows)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = ""
            cell.paragraphs[0].add_run(_clean(text)).bold = number == 0


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)
