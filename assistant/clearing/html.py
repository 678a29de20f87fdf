"""A report as one HTML file for reading and printing: no script, nothing loaded from anywhere, all words escaped."""

import html
import re

from assistant.clearing.report import Block, Break, Heading, Points, Report, Table, Text

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { font: 16px/1.45 Georgia, serif; color: #1b1b1b; background: #fff; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { border: 1px solid #71767a; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
blockquote { margin: .5rem 0; padding-left: .75rem; border-left: 3px solid #71767a; }
.mark { text-align: center; font-weight: 700; letter-spacing: .06em; }
.scroll { overflow-x: auto; }
@media print { .break { break-after: page; } body { margin: 0; } h2, h3 { break-after: avoid; } blockquote, tr { break-inside: avoid; } }
"""


def to_html(report: Report) -> str:
    """Return the report as a whole HTML document, its mark first and last."""
    mark = f'<p class="mark">{escape(report.mark)}</p>' if report.mark else ""
    body = "\n".join(_block(block) for block in report.blocks)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(report.title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{mark}\n<main>\n{body}\n</main>\n{mark}\n</body>\n</html>\n"
    )


def escape(text: str) -> str:
    """Return `text` as HTML that shows exactly its characters; controls are left out."""
    return html.escape(_CONTROLS.sub("", text))


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text, "quote", lead):
            return f"<blockquote><b>{escape(lead)}:</b> “{escape(text)}”</blockquote>"
        case Text(text, _, _):
            return f"<p>{escape(text)}</p>"
        case Points(items):
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        case Table(head, rows):
            heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'
        case Break():
            return '<div class="break"></div>'
