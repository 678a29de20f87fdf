"""HTML for values. Whatever comes from a document or a person is escaped here: it is data, never markup.

Streamlit passes the result through a sanitiser of its own; nothing here relies on that.
"""

import html
import re

from assistant.schema import AnswerSentence, Citation, Passage, Section
from ui.evidence import Evidence, marked
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


def question(text: str, understood: str | None) -> str:
    """Return the question as typed and, where it was read differently, as understood."""
    shown = text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "…"
    also = f'<p class="understood"><b>Understood as:</b> {escape(understood)}</p>' if understood else ""
    return f'<h2 class="question" dir="auto">{escape(shown)}</h2>{also}'


def sentence(value: AnswerSentence) -> str:
    """Return one sentence of an answer; quotes stand in quotation marks, our own words do not."""
    if value.kind == "quote":
        return f'<q class="quote">{escape(value.text)}</q>'
    kind = "outline" if value.kind == "outline" else "lead"
    return f'<span class="{kind}">{escape(value.text)}</span>'


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
