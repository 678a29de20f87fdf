"""A report as Markdown. Words of a draft are data: what Markdown or HTML would read as markup is escaped."""

import re
from collections.abc import Iterator

from assistant.clearing.report import Block, Break, Heading, Points, Report, Table, Text
from assistant.schema import collapse

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")


def to_markdown(report: Report) -> str:
    """Return the report, its mark first and last."""
    lines = [line for block in report.blocks for line in (*_lines(block), "")]
    banner = [f"**{_plain(report.mark)}**", ""] if report.mark else []
    return "\n".join([*banner, *lines, *banner]).rstrip() + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * level} {_plain(text)}"
        case Text(text, "quote", lead):
            yield f"> {_plain(lead)}: “{_plain(text)}”"
        case Text(text, _, _):
            yield _plain(text)
        case Points(items):
            yield from (f"- {_plain(item)}" for item in items)
        case Table(head, rows):
            yield f"| {' | '.join(map(_plain, head))} |"
            yield f"|{' --- |' * len(head)}"
            yield from (f"| {' | '.join(map(_plain, row))} |" for row in rows)
        case Break():
            yield "---"


def _plain(text: str) -> str:
    """Return `text` on one line, so that Markdown shows exactly its characters."""
    return _MARKUP.sub(r"\\\1", collapse(text))
