"""Segments to paragraphs: reading text with its ranges, mark, role, and what is quoted or remarked inside them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.cables.cable import Marking, Paragraph, Place, Role
from assistant.cables.lines import Line
from assistant.cables.marking import entire_text_mark, portion_at
from assistant.cables.roles import asks, find_ends, find_inline, label_at
from assistant.cables.segmenting import NUMBER, Quotation, Segment
from assistant.reading import subtract
from assistant.schema import Ranges, reading_of

_ROOM = re.compile(r"[ \t\r\n\f\x00]*")
_DASH = re.compile(r"[ \t]*[-–—:.]+[ \t]+")
_ENTIRE = re.compile(
    r"[ \t]*(?:[(\[][^()\[\]\n]{1,30}[)\]][ \t]*)?[(\[]?[^().\n]{0,40}\bentire\s+(?:text|cable|message|telegram|document)\b[^().\n]{0,40}[.)\]]*",
    re.IGNORECASE,
)
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])(-)(\s*\n\s*)(?=[^\W\d_])")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Body:
    """What paragraphs are made from."""

    text: str
    lines: tuple[Line, ...]
    start: int
    """Where the text begins; may lie within its first line."""
    holes: Ranges
    """Pages, banners and the line breaks behind hyphens, in order."""
    quotations: tuple[Quotation, ...]
    markings: tuple[Marking, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment with its parts told apart."""

    segment: Segment
    start: int
    end: int
    text_start: int
    label: tuple[Role, str] | None
    marking: str | None


def make_paragraphs(body: Body, segments: Sequence[Segment]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in reading order, each label once; paragraphs without words are left out."""
    pieces = [_piece(body, segment) for segment in segments]
    roles = _roles(body.text, pieces)
    found = [paragraph for piece, role in zip(pieces, roles, strict=True) for paragraph in _split(body, piece, role)]
    return _labelled([paragraph for paragraph in found if any(map(str.isalnum, paragraph.text))])


def hyphen_holes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return what to leave out where a line of [start, end) ends in a hyphen: the break, and a soft hyphen with it.

    A hyphen is soft where the draft has the joined word elsewhere and never the hyphenated one.
    """
    matches = list(_LINE_END_HYPHEN.finditer(text, start, end))
    if not matches:
        return []
    words = set(_HYPHENATED.findall(text.lower()))
    holes = []
    for match in matches:
        before = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
        after = _WORD_AFTER.match(text, match.end())
        if before is None or after is None:
            continue
        first, second = before.group().lower(), after.group().lower()
        soft = f"{first}{second}" in words and f"{first}-{second}" not in words
        holes.append((match.start(1) if soft else match.start(2), match.end(2)))
    return holes


def _piece(body: Body, segment: Segment) -> _Piece:
    text, first, last = body.text, body.lines[segment.lines[0]], body.lines[segment.lines[-1]]
    begin = max(first.start, body.start)
    start = _skip(text, begin, first.end)
    end = last.start + len(last.text.rstrip())
    position = start
    if segment.number is not None and (number := NUMBER.match(first.plain, start - first.start)):
        position = first.start + number.end()
    position, marking = _past_mark(body, position, end)
    label = label_at(text, position, end)
    if label:
        position, inner = _past_mark(body, _skip(text, label[2], end), end)
        marking = marking or inner or _mark_within(body, start, position)
    elif segment.heading and (above := label_at(text, *segment.heading)):
        label = above
    entire = _ENTIRE.match(text, position, end)
    if entire and any(m.place is Place.WHOLE_TEXT and position <= m.start < entire.end() for m in body.markings):
        position = _skip(text, entire.end(), end)
    if marking is None and segment.heading:
        marking = _mark_within(body, *segment.heading)
    if marking is None and (whole := entire_text_mark(body.markings)):
        marking = whole.mark
    return _Piece(
        segment, start, max(end, start), min(position, max(end, start)), label[:2] if label else None, marking
    )


def _skip(text: str, start: int, end: int) -> int:
    match = _ROOM.match(text, start, max(start, end))
    return match.end() if match else start


def _past_mark(body: Body, start: int, end: int) -> tuple[int, str | None]:
    """Return where the words behind a portion mark begin, and the mark; `start` and None where there is none."""
    start = _skip(body.text, start, end)
    mark = portion_at(body.markings, start, start + 1)
    if mark is None or mark.end > end:
        return start, None
    dash = _DASH.match(body.text, mark.end, end)
    return _skip(body.text, dash.end() if dash else mark.end, end), mark.mark


def _mark_within(body: Body, start: int, end: int) -> str | None:
    mark = portion_at(body.markings, start, end)
    return mark.mark if mark else None


def _roles(text: str, pieces: Sequence[_Piece]) -> list[Role]:
    """Return each piece's role: its own label, a part that began before and ends later, or its first words."""
    headed = [number for number, piece in enumerate(pieces) if piece.segment.heading or piece.label]
    roles: list[Role | None] = [None] * len(pieces)
    for number, piece in enumerate(pieces):
        if piece.label is None:
            continue
        role = piece.label[0]
        following = next((n for n in headed if n > number), len(pieces))
        stop = number
        for later in range(number, following):
            if any(ended is role for ended, _, _ in find_ends(text[pieces[later].start : pieces[later].end])):
                stop = later
                break
        else:
            # A heading on its own line stands over all that follows up to the next one.
            own_line = piece.segment.heading is not None
            if own_line and (following < len(pieces) or role is Role.COMMENT):
                stop = following - 1
        roles[number : stop + 1] = [role] * (stop + 1 - number)
    return [
        role or (Role.ACTION_REQUEST if asks(text[p.text_start : p.end]) else Role.BODY)
        for role, p in zip(roles, pieces, strict=True)
    ]


def _split(body: Body, piece: _Piece, role: Role) -> Iterable[Paragraph]:
    """Yield a piece without what is quoted or remarked inside it, then those parts."""
    text = body.text
    quotations = [q for q in body.quotations if piece.start <= q.start < piece.end]
    inline = [] if role in (Role.COMMENT, Role.ACTION_REQUEST) else _inline(text, piece, quotations)
    labels = [
        (piece.start + a, piece.start + b)
        for role_ended, a, b in find_ends(text[piece.start : piece.end])
        if role_ended
    ]
    holes = [
        *body.holes,
        *labels,
        *((q.start, min(q.end, piece.end)) for q in quotations),
        *((a, c) for _, a, _, c in inline),
    ]
    number, heading = piece.segment.number, _heading(text, piece)
    start = piece.segment.heading[0] if piece.segment.heading else piece.start
    main = subtract(piece.text_start, piece.end, sorted(holes))
    label = number or (piece.label[0].value.replace("_", " ") if piece.label else "")
    yield Paragraph(label, number, start, piece.end, piece.marking, role, reading_of(text, main), main, heading=heading)
    plain = sorted([*body.holes, *labels])
    for each, begin, words, end in inline:
        ranges = subtract(words, end, plain)
        name = f"{label} {each.value.replace('_', ' ')}".strip()
        yield Paragraph(name, number, begin, end, piece.marking, each, reading_of(text, ranges), ranges)
    for quotation in quotations:
        ranges = subtract(quotation.inner_start, min(quotation.inner_end, piece.end), body.holes)
        name = f"{label} text".strip()
        end = min(quotation.end, piece.end)
        yield Paragraph(
            name, number, quotation.start, end, piece.marking, Role.BODY, reading_of(text, ranges), ranges, True
        )


def _inline(text: str, piece: _Piece, quotations: Sequence[Quotation]) -> list[tuple[Role, int, int, int]]:
    """Return the comments and requests inside a piece: (role, start, start of the words, end)."""
    found: list[tuple[Role, int, int, int]] = []
    inside = text[piece.text_start : piece.end]
    ends = find_ends(inside)
    for role, start, words in find_inline(inside):
        close = next((end for ended, begin, end in ends if begin >= words and ended is role), len(inside))
        begin, stop = piece.text_start + start, piece.text_start + close
        if any(q.start <= begin < q.end for q in quotations) or any(begin < other[3] for other in found):
            continue
        found.append((role, begin, piece.text_start + words, stop))
    return found


def _heading(text: str, piece: _Piece) -> str | None:
    if piece.segment.heading:
        start, end = piece.segment.heading
        return " ".join(text[start:end].split()).rstrip(":.")
    return piece.label[1] if piece.label else None


def _labelled(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Give each paragraph a label of its own: by position where it has none, counted where it is not the first."""
    named = [p if p.label else replace(p, label=f"¶{n}") for n, p in enumerate(paragraphs, start=1)]
    named = [
        replace(p, label=f"¶{n} {p.label}") if p.quoted and p.label == "text" else p for n, p in enumerate(named, 1)
    ]
    seen: Counter[str] = Counter()
    found = []
    for paragraph in named:
        seen[paragraph.label] += 1
        count = seen[paragraph.label]
        label = paragraph.label if count == 1 else f"{paragraph.label} ({count})"
        found.append(replace(paragraph, label=label))
    return tuple(found)
