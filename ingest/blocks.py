"""Source text to blocks: headings, labelled paragraphs, bullets and footnotes, each with its ranges.

Lines that a page break or a line wrap tore apart come together again; page furniture and line-end
breaks after a hyphen are left out by the ranges, so the source text itself is never changed.
"""

import re
from dataclasses import dataclass

from assistant.reading import subtract
from assistant.schema import Ranges, reading_of
from ingest.furniture import Furniture

_CHAPTER = re.compile(r"\d{1,2}\.\s+(?=[A-Z][a-z])")
_NAMED = re.compile(r"(?:Mission|Management)\s+(?:Goal|Objective)\s+\d(?:\.\d)?:")
_LABEL = re.compile(r"(Description and Linkages|Description|Justification(?: (?:and|&) Linkages)?|Linkages):\s*")
_BULLET = re.compile(r"[●•▪◦■]\s*")
_FOOTNOTE = re.compile(r"(\d{1,2})\s+(?=[A-Z])")
_TERMINAL = re.compile(r"[.!?:;][\"”’')\]]*\d{0,2}$")
_HYPHEN_BREAK = re.compile(r"(?<=[\w.])-[ \t]*\n[ \t]*(?=\w)")
# A chapter heading is short; a numbered sentence of a list is not.
CHAPTER_MAX = 80


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, bullet or footnote."""

    kind: str
    """`chapter`, `named` (a goal or an objective), `label`, `bullet`, `footnote` or `paragraph`."""
    ranges: Ranges
    text: str
    """Its reading text, without label or bullet."""
    label: str = ""
    """The label of a labelled paragraph, the number of a footnote."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    kind: str
    after_blank: bool


def read_blocks(source: str, furniture: tuple[Furniture, ...], markup: Ranges = ()) -> tuple[Block, ...]:
    """Return the blocks of `source` in reading order, page furniture and the format's own marks left out."""
    holes = sorted([*_furniture_runs(source, furniture), *_hyphen_breaks(source), *markup])
    groups: list[list[_Line]] = []
    for line in _lines(source, holes):
        if groups and _continues(source, groups[-1], line, holes):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_block(source, group, holes) for group in groups)


def _furniture_runs(source: str, furniture: tuple[Furniture, ...]) -> list[tuple[int, int]]:
    """Return the intervals of furniture, lines with nothing but white space between them as one."""
    runs: list[tuple[int, int]] = []
    for piece in furniture:
        if runs and source[runs[-1][1] : piece.start].isspace():
            runs[-1] = (runs[-1][0], piece.end)
        else:
            runs.append((piece.start, piece.end))
    return runs


def _hyphen_breaks(source: str) -> list[tuple[int, int]]:
    """Return what to leave out at line ends: the break after a real hyphen, hyphen and break after a soft one.

    A hyphen is soft where the document has the joined word elsewhere and never the hyphenated one.
    """
    words = {word.lower() for word in re.findall(r"[\w.]+(?:-[\w.]+)*", source)}
    holes = []
    for match in _HYPHEN_BREAK.finditer(source):
        left = re.search(r"[\w.-]*$", source[: match.start()])
        right = re.match(r"[\w.]+", source[match.end() :])
        first, second = (left.group() if left else ""), (right.group() if right else "")
        is_soft = f"{first}{second}".lower() in words and f"{first}-{second}".lower() not in words
        holes.append((match.start() + (0 if is_soft else 1), match.end()))
    return holes


def _lines(source: str, holes: list[tuple[int, int]]) -> list[_Line]:
    lines: list[_Line] = []
    after_blank = True
    for match in re.finditer(r"[^\n]+", source):
        text = reading_of(source, subtract(match.start(), match.end(), holes))
        between = source[lines[-1].end : match.start()] if lines else ""
        after_blank = after_blank or between.count("\n") > 1
        if not text:
            if not _holds_furniture(match, holes):
                after_blank = True
            continue
        end = match.start() + len(match.group().rstrip())
        lines.append(_Line(match.start(), end, _kind(text), after_blank))
        after_blank = False
    return lines


def _holds_furniture(match: re.Match[str], holes: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and end > match.start() for start, end in holes)


def _kind(text: str) -> str:
    if _NAMED.match(text):
        return "named"
    if _LABEL.match(text):
        return "label"
    if _BULLET.match(text):
        return "bullet"
    if _CHAPTER.match(text) and len(text) <= CHAPTER_MAX and not _TERMINAL.search(text):
        return "chapter"
    if _FOOTNOTE.match(text):
        return "footnote"
    return "paragraph"


def _continues(source: str, group: list[_Line], line: _Line, holes: list[tuple[int, int]]) -> bool:
    """Say whether `line` goes on with the block of `group`."""
    if line.kind != "paragraph" or group[0].kind == "chapter":
        return False
    if not line.after_blank:
        return True
    # A blank line ends a block only where a sentence ends: page breaks tear sentences apart.
    text = reading_of(source, subtract(group[0].start, group[-1].end, holes))
    return _TERMINAL.search(text) is None


def _block(source: str, group: list[_Line], holes: list[tuple[int, int]]) -> Block:
    ranges = subtract(group[0].start, group[-1].end, holes)
    text = reading_of(source, ranges)
    kind = group[0].kind
    pattern = {"label": _LABEL, "bullet": _BULLET, "footnote": _FOOTNOTE}.get(kind)
    match = pattern.match(text) if pattern else None
    if match is None:
        return Block(kind, ranges, text)
    # The marker stands in the first line, which has no hole before it: find where it ends in the source.
    body = pattern.search(source, group[0].start) if pattern else None
    start = body.end() if body else group[0].start
    ranges = subtract(start, group[-1].end, holes)
    return Block(kind, ranges, reading_of(source, ranges), match.group(1) if kind != "bullet" else "")
