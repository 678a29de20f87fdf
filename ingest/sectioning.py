"""Texts without goals and objectives to statements: by their headings, their numbering, or their paragraphs."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.schema import Ranges
from ingest.blocks import Block, Blocks, read_blocks
from ingest.chapters import Chapter, chapter_at
from ingest.cutting import TERMINAL
from ingest.furniture import BREAK, LINE
from ingest.headings import STRONG, Form, heading_at
from ingest.labels import label_at
from ingest.lines import Line, holes_of, lines_of
from ingest.statements import Stated, Statement

_NUMBERED = re.compile(
    r"[#*\s]*(?:(?:Section|Chapter|Article|Part)\s+)?(?:§\s*)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.):|–—-]?\s+(?P<title>[A-ZÁÉÍÓÚÑ“\"‘(].{0,100})$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?:(?:Section|Chapter|Part)\s+)?(?P<number>[IVX]{1,5})[.):]\s+(?P<title>[A-Z].{0,100})$")
_ROMANS = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ORNAMENT = re.compile(r"[^\S\n\r\f\v]|[|#*_>•●▪◦■·–—-]")
_SMALL = frozenset("a an and as at by for from in of on or the to with de la el y del las los en para".split())
HEADING_MAX = 90
# A section that has no heading is about this long.
GROUP = 1500
Number = tuple[int, ...]


def starts_of(source: str, headings: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """Return the starts of the lines that the file's own format calls headings, each with its level."""
    breaks = re.compile(rf"[{BREAK}]")
    starts = {}
    for start, end, level in headings:
        start += len(source[start:end]) - len(source[start:end].lstrip())
        before = max((match.end() for match in breaks.finditer(source, max(0, start - 200), start)), default=0)
        starts[before if start - before < 200 else start] = level
    return starts


def chapters_among(source: str, marked: Mapping[int, int]) -> frozenset[int]:
    """Return the starts of those of a strategy's marked lines that may be chapters: no labels, none below its goals."""
    texts = {start: line.group().strip() for start in marked if (line := LINE.match(source, start))}
    goals = [marked[start] for start, text in texts.items() if (named := heading_at(text)) and named.is_goal]
    return frozenset(
        start for start, text in texts.items() if goals and marked[start] <= min(goals) and not label_at(text)
    )


def read(source: str, left_out: Sequence[tuple[int, int]], marked: Mapping[int, int]) -> tuple[Blocks, Stated, str]:
    """Return the blocks and statements of a text without goals, and the name of the reader that found them."""
    lines = lines_of(source, holes_of(source, left_out))
    finders: tuple[tuple[Callable[[], dict[int, Number]], str], ...] = (
        (lambda: _marked(lines, marked), "headings"),
        (lambda: _announced(lines), "headings"),
        (lambda: _numbered(lines), "numbered"),
        (lambda: _looking_like(lines), "headings"),
    )
    for find, reader in finders:
        numbers = find()
        if len(numbers) > 1 or (numbers and marked):
            blocks = read_blocks(source, left_out, frozenset(numbers))
            return blocks, _by_heading(source, blocks.blocks, numbers), reader
    blocks = read_blocks(source, left_out)
    return blocks, _by_paragraph(blocks.blocks), "paragraphs"


def _marked(lines: Sequence[Line], marked: Mapping[int, int]) -> dict[int, Number]:
    """Return the numbers of the headings that the format gives: printed in all of them, or else counted by level."""
    found = [(line, marked[line.start]) for line in lines if line.start in marked]
    printed = {line.start: number for line, _ in found if (number := _printed(line.text))}
    if len(printed) == len(found) == len(set(printed.values())):
        return printed
    counts: list[int] = []
    levels: list[int] = []
    numbers: dict[int, Number] = {}
    for line, level in found:
        while levels and levels[-1] > level:
            levels.pop()
            counts.pop()
        if levels and levels[-1] == level:
            counts[-1] += 1
        else:
            levels.append(level)
            counts.append(1)
        numbers[line.start] = tuple(counts)
    return numbers


def _printed(text: str) -> Number | None:
    match = _NUMBERED.match(text)
    if match:
        return tuple(int(step) for step in match["number"].split("."))
    match = _ROMAN.match(text)
    return (_ROMANS[match["number"]],) if match and match["number"] in _ROMANS else None


def _announced(lines: Sequence[Line]) -> dict[int, Number]:
    """Return the goals and objectives of another plan, under the numbers that they have there."""
    found = [
        (line, heading) for line in lines if (heading := heading_at(line.text)) and heading.form is not Form.DOTTED
    ]
    numbers = {
        line.start: heading.number
        for line, heading in found
        if heading.number and (line.after_blank or heading.mark in STRONG)
    }
    return numbers if any(len(number) == 1 for number in numbers.values()) else {}


def _numbered(lines: Sequence[Line]) -> dict[int, Number]:
    """Return the numbered headings: short lines whose numbers go up through the document, each with a text below."""
    numbers: dict[int, Number] = {}
    last: Number = ()
    for index, line in enumerate(lines):
        number = _printed(line.text)
        chapter = chapter_at(line.text)
        if number is None and numbers and chapter and chapter.is_known and line.after_blank:
            # An annex goes on with the chapters' numbers.
            number = (last[0] + 1,)
        if number is None or len(line.text) > HEADING_MAX or TERMINAL.search(line.text) or number <= last:
            continue
        below = lines[index + 1] if index + 1 < len(lines) else None
        # Items of a list follow one another; a heading has a text below it, or a deeper heading.
        next_number = _printed(below.text) if below else None
        is_item = next_number is not None and len(next_number) == len(number)
        if (
            not is_item
            and (line.after_blank or not index or TERMINAL.search(lines[index - 1].text))
            and _follows(last, number)
        ):
            numbers[line.start] = last = number
    return numbers


def _follows(last: Number, number: Number) -> bool:
    """Say whether a number may come next: 1 or 2.3 after 2.2, not 40 after 2."""
    if not last:
        return all(step <= 2 for step in number)
    shared = next((i for i, (a, b) in enumerate(zip(last, number, strict=False)) if a != b), len(last))
    return number[shared] - (last[shared] if shared < len(last) else 0) <= 3


def _looking_like(lines: Sequence[Line]) -> dict[int, Number]:
    """Return lines that look like headings: short, alone, in capitals or with a capital at every word, no full stop."""
    found = [
        line.start
        for index, line in enumerate(lines[:-1])
        if line.after_blank
        and lines[index + 1].after_blank
        and _is_headline(line.text)
        and not _is_headline(lines[index + 1].text)
    ]
    return {start: (number,) for number, start in enumerate(found, start=1)} if len(found) > 1 else {}


def _is_headline(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    return (
        bool(words)
        and len(text) <= HEADING_MAX
        and not TERMINAL.search(text)
        and all(word[0].isupper() for word in words)
    )


def _by_heading(source: str, blocks: Sequence[Block], numbers: Mapping[int, Number]) -> Stated:
    statements: list[Statement] = []
    opening: list[Block] = []
    notes: list[tuple[Statement | None, Block]] = []
    current: Statement | None = None
    for block in blocks:
        if block.kind == "footnote":
            notes.append((current, block))
        elif block.ranges and (number := _number_of(source, block, numbers)):
            title = block.title if isinstance(block.what, Chapter) else block.text
            current = _stated(number, title, block.ranges)
            statements.append(current)
        elif block.ranges:
            (current.body if current else opening).append(block)
    return Stated(tuple(statements), tuple(opening), tuple(notes))


def _number_of(source: str, block: Block, numbers: Mapping[int, Number]) -> Number | None:
    """Return the number of the heading that a block is; its range starts after the line's white space and ornaments."""
    start = block.start
    while start not in numbers and start > 0 and _ORNAMENT.fullmatch(source[start - 1]):
        start -= 1
    return numbers.get(start)


def _stated(number: Number, title: str, heading: Ranges) -> Statement:
    match = _NUMBERED.match(title) or _ROMAN.match(title)
    named = heading_at(title)
    title = match["title"] if match else title[named.end :] if named and len(title) > named.end else title
    parent = f"§ {'.'.join(map(str, number[:-1]))}" if len(number) > 1 else None
    return Statement(f"§ {'.'.join(map(str, number))}", "section", title, heading, parent=parent)


def _by_paragraph(blocks: Sequence[Block]) -> Stated:
    """Return statements without headings, each of some paragraphs."""
    statements: list[Statement] = []
    notes: list[tuple[Statement | None, Block]] = []
    size = GROUP
    for block in blocks:
        if block.kind == "footnote":
            notes.append((statements[-1] if statements else None, block))
        elif block.ranges:
            if size >= GROUP:
                statements.append(_stated((len(statements) + 1,), "", ()))
                size = 0
            statements[-1].body.append(block)
            size += len(block.text)
    return Stated(tuple(statements), (), tuple(notes))
