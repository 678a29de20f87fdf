"""How things look on a terminal: wrapped, safe, and plain where nobody looks.

Text from a document or a person is never written raw: what a terminal would obey is taken out first.
"""

import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from assistant.errors import AssistantError
from assistant.records import whole
from assistant.schema import Answer, Citation, Hit, Outcome, Section
from ui.explanations import Part
from ui.naming import (
    AUTHORITIES,
    REASONS,
    STANDINGS,
    confidence_in_words,
    full_name,
    is_greeting,
    page_name,
)

# Longer lines are hard to read, however wide the window.
_WIDEST = 100
_NARROWEST = 30

_ESCAPE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC, DCS: titles, links
    "|\x1b[ -/]*[0-~]?"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where text goes. `width` is None for a file or a pipe: then nothing is wrapped."""

    stream: TextIO
    width: int | None = None
    styled: bool = False

    def line(self, text: str = "", indent: str = "", hanging: str | None = None) -> None:
        """Write a paragraph, wrapped; `indent` opens the first line, `hanging` the others."""
        hanging = indent if hanging is None else hanging
        if self.width is None or not text.strip():
            self.stream.write(f"{indent}{text}\n".rstrip(" "))
            return
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=hanging,
            break_on_hyphens=False,
            drop_whitespace=True,
        )
        self.stream.write("\n".join(lines) + "\n")

    def heading(self, text: str) -> None:
        """Write a line that stands out where the terminal can do that."""
        self.stream.write(f"\x1b[1m{text}\x1b[0m\n" if self.styled else f"{text}\n")


def terminal(stream: TextIO, no_color: str = "") -> Terminal:
    """Return the terminal behind `stream`: wrapped and styled only where a person looks at it."""
    if not stream.isatty():
        return Terminal(stream)
    width = shutil.get_terminal_size().columns
    return Terminal(stream, max(_NARROWEST, min(width, _WIDEST)), styled=not no_color)


def clean(text: str) -> str:
    """Return `text` without escape sequences, control characters (but for newline and tab) and lone surrogates."""
    return whole(_CONTROL.sub("", _ESCAPE.sub("", text)))


def remark(text: str, stream: TextIO | None = None) -> None:
    """Write a remark to stderr."""
    print(clean(text), file=stream or sys.stderr, flush=True)


def problem(error: AssistantError) -> None:
    """Write a known error to stderr: what happened, and what to do next."""
    remark(f"strategy: {error.message}")
    if error.hint:
        remark(f"  {error.hint}")


def draw_answer(out: Terminal, answer: Answer, way_back: str = "") -> None:
    """Draw an answer with its sources; an abstention with its reason and what was nearest.

    `way_back` says, where the question was read as other words, how to have it read as typed.
    """
    _draw_standing(out, answer, way_back)
    for line in clean(answer.text).splitlines():
        out.line(line.lstrip("- ") if line.startswith("- ") else line, "- " if line.startswith("- ") else "", "  ")
    if answer.citations:
        out.line()
        out.heading("Sources")
        for citation in answer.citations:
            _draw_source(out, citation, f"[{citation.label}] ", answer.text)
        out.line(f"Confidence: {confidence_in_words(answer.confidence)}.")
    if answer.nearest:
        out.line()
        out.heading("Nearest passages (NOT an answer)")
        for citation in answer.nearest:
            _draw_source(out, citation, "· ")
    if answer.suggestions:
        out.line()
        out.heading("Choose one" if answer.outcome is Outcome.CLARIFY else "You could ask")
        for suggestion in answer.suggestions:
            out.line(clean(suggestion), "- ", "  ")


def _draw_standing(out: Terminal, answer: Answer, way_back: str) -> None:
    """Draw how the question was understood, and what kind of answer follows if it is not a whole one."""
    if answer.standalone_question.strip() != answer.question.strip():
        understood = answer.standalone_question
        out.line(clean(f"(understood as: {understood}; {way_back})" if way_back else f"Understood as: {understood}"))
    if answer.outcome is Outcome.CLARIFY:
        out.heading("One question first:")
    if answer.outcome is Outcome.PARTIAL:
        out.heading("Only a part of the question is answered:")
    if answer.outcome is Outcome.ABSTAINED and answer.reason and not is_greeting(answer):
        out.heading(f"No answer: {REASONS[answer.reason]}.")


def _draw_source(out: Terminal, citation: Citation, mark: str, above: str = "") -> None:
    """Draw where a quote stands, and the quote itself unless it is in the text `above`."""
    said = "" if citation.quote in above else f": “{citation.quote}”"
    voice = f"; {AUTHORITIES[citation.authority]}" if citation.authority in AUTHORITIES else ""
    standing = f", {STANDINGS[citation.status]}" if citation.status in STANDINGS else ""
    place = f"{citation.ref} — {citation.section} ({citation.passage}{page_name(citation)}{standing}{voice})"
    out.line(clean(f"{place}{said}"), mark, " " * len(mark))


def draw_explanation(out: Terminal, parts: Sequence[Part]) -> None:
    """Draw the steps that led to an answer; the rows of their tables one below the other."""
    for part in parts:
        out.line()
        out.heading(clean(part.heading))
        out.line(clean(part.words), "  ")
        for line in part.lines:
            out.line(clean(line), "  ", "    ")
        for row in part.table.rows if part.table else ():
            columns = part.table.columns if part.table else ()
            cells = ", ".join(f"{name.lower()} {cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell)
            out.line(clean(f"{row[0]}: {cells}"), "  - ", "    ")


def draw_hit(out: Terminal, hit: Hit) -> None:
    """Draw one passage of a ranking with its rank in each channel."""
    channels = " · ".join(f"{name} {rank}" for name, rank in hit.channels)
    out.heading(clean(f"{hit.rank}. {hit.passage.ref} — {hit.passage.part}  ({channels})"))
    out.line(clean(hit.passage.text), "   ")
    out.line(clean(f"{hit.passage.id}, {hit.score:.5f}"), "   ")


def draw_section(out: Terminal, section: Section, document: str = "") -> None:
    """Draw a section by its parts; `document` names the one it stands in where there are several."""
    if document:
        out.line(clean(document))
    out.heading(clean(f"{full_name(section.ref)} ({section.ref}): {section.title}"))
    for other in section.other_titles:
        out.line(clean(f"Also worded: {other}"))
    if section.parent:
        out.line(f"Under {section.parent}, {section.document}")
    part = ""
    for passage in section.passages:
        if passage.part != part:
            part = passage.part
            out.line()
            out.heading(clean(part))
        out.line(clean(passage.text), "  ")
