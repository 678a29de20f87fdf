"""HTML for values. Whatever comes from a document or a person is escaped here: it is data, never markup.

Streamlit passes the result through a sanitiser of its own; nothing here relies on that.
"""

import html
import re
from collections.abc import Sequence
from itertools import groupby

from assistant.schema import AnswerSentence, Citation, Passage, Section
from ui.evidence import Evidence, marked
from ui.explanations import Part, Table
from ui.naming import STANDINGS, full_name, page_name

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit turns :name: into icons and "->" into arrows after Markdown's own escapes are gone;
# an invisible word joiner inside keeps them apart.
_JOINS = re.compile(r"(?<=:)(?=\w)|(?<=[-=>])(?=\s|$)")
_LONGEST_LABEL = 160
_LONGEST_ECHO = 600


def escape(text: str) -> str:
    """Return `text` as HTML that shows exactly its characters; control characters become U+FFFD."""
    valid = text.encode("utf-8", "replace").decode("utf-8")
    return html.escape(_CONTROLS.sub("\ufffd", valid))


def label(text: str) -> str:
    """Return `text` as a Streamlit label, which is Markdown, that shows exactly its characters on one line."""
    line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    if len(line) > _LONGEST_LABEL:
        line = line[: _LONGEST_LABEL - 1] + "…"
    return _PUNCTUATION.sub(r"\\\1", _JOINS.sub("\u2060", line))


def question(text: str) -> str:
    """Return the question as typed."""
    return f'<h2 class="question" dir="auto">{escape(_echo(text))}</h2>'


def named(name: str, text: str) -> str:
    """Return a line under the question: a name in bold, and what a person or the assistant said."""
    return f'<p class="understood" dir="auto"><b>{escape(name)}</b> {escape(_echo(text))}</p>'


def _echo(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "…"


def sentence(value: AnswerSentence) -> str:
    """Return one sentence of an answer; quotes stand in quotation marks, our own words do not."""
    if value.kind == "quote":
        return f'<q class="quote">{escape(value.text)}</q>'
    kind = value.kind if value.kind in ("outline", "gloss") else "lead"
    return f'<span class="{kind}">{escape(value.text)}</span>'


def said(text: str) -> str:
    """Return the assistant's own words; lines that begin with "- " as a list."""
    parts = []
    for is_list, run in groupby(text.splitlines(), lambda line: line.startswith("- ")):
        lines = [escape(line.removeprefix("- ")) for line in run]
        parts.append(
            f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if is_list else f"<p>{'<br>'.join(lines)}</p>"
        )
    return f'<div class="said" dir="auto">{"".join(parts)}</div>'


def explanation(parts: Sequence[Part]) -> str:
    """Return the steps that led to an answer, their tables with the first cell of a row as its head."""
    return f'<div class="explained">{"".join(_part(part) for part in parts)}</div>'


def _part(part: Part) -> str:
    lines = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in part.lines)}</ul>" if part.lines else ""
    table = _table(part.table, part.heading) if part.table else ""
    return f"<h3>{escape(part.heading)}</h3><p>{escape(part.words)}</p>{lines}{table}"


def _table(table: Table, name: str) -> str:
    """A table in a frame of its own, which is scrolled where it is wider than the column, by keyboard too."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    frame = f'<div class="frame" role="region" aria-label="{escape(name)}, table" tabindex="0">'
    return f"{frame}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def evidence(value: Evidence, overline: str) -> str:
    """Return the evidence panel: where the quote stands, and the quote highlighted in its whole passage."""
    citation = value.citation
    parts = [
        f'<p class="overline">{escape(overline)}</p>',
        _trail(value),
        f'<h3 class="place">{escape(_heading(citation))}</h3>',
        f'<p class="passage" dir="auto">{_passage(value.passage, citation)}</p>',
        f'<p class="source">{escape(citation.title)}{escape(page_name(citation))}{escape(_standing(citation))}</p>',
    ]
    return f'<div class="evidence">{"".join(parts)}</div>'


def whole_section(section: Section, citation: Citation) -> str:
    """Return all passages of a section, under the names of its parts, with the quote highlighted."""
    parts: list[str] = [f'<p class="overline">{escape(full_name(section.ref))}</p>']
    parts.append(f'<h3 class="place">{escape(section.title)}</h3>')
    parts += [f'<p class="source">Also worded: {escape(title)}</p>' for title in section.other_titles]
    last = ""
    for passage in section.passages:
        if passage.part == "Title" and passage.id != citation.passage:
            continue  # the heading says it
        if passage.part != last:
            parts.append(f'<h4 class="part">{escape(passage.part)}</h4>')
            last = passage.part
        parts.append(f'<p class="passage" dir="auto">{_passage(passage, citation)}</p>')
    # Focusable, so that a long section can be scrolled with the keyboard.
    return f'<div class="section" role="region" aria-label="Section text" tabindex="0">{"".join(parts)}</div>'


def nearest(citation: Citation) -> str:
    """Return a passage that came near, in quotation marks, with its place."""
    place = f"{full_name(citation.ref)}, {citation.section}{page_name(citation)}"
    return f'<p class="near"><span class="where">{escape(place)}</span><q>{escape(citation.quote)}</q></p>'


def paragraph(text: str, name: str) -> str:
    """Return `text` as a paragraph of the class `name`, line breaks kept."""
    return f'<p class="{name}" dir="auto">{escape(text)}</p>'


def _standing(citation: Citation) -> str:
    """Return what sets the document apart from the strategy in force: ", superseded version"; empty for that one."""
    return f", {STANDINGS[citation.status]}" if citation.status in STANDINGS else ""


def _heading(citation: Citation) -> str:
    return citation.heading or full_name(citation.ref)


def _trail(value: Evidence) -> str:
    steps = [full_name(value.parent.ref)] if value.parent else []
    steps += [full_name(value.citation.ref), value.citation.section]
    return f'<p class="trail">{" <span aria-hidden=true>›</span> ".join(escape(step) for step in steps if step)}</p>'


def _passage(passage: Passage | None, citation: Citation) -> str:
    """The quote alone stands in for a passage that is not there; another passage has nothing to highlight."""
    if passage is None:
        return f"<mark>{escape(citation.quote)}</mark>"
    if passage.id != citation.passage:
        return escape(passage.text)
    return "".join(
        f"<mark>{escape(text)}</mark>" if quoted else escape(text) for text, quoted in marked(passage, citation)
    )
