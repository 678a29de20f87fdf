"""The headers of a draft, of the present system and of older telegrams, and where they end.

A draft without headers has none: a letter that begins "From: the Minister" stays text unless a subject, TAGS,
an E.O. line, references or a message number say that it is a cable.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from assistant.cables.cable import Reference
from assistant.cables.dating import read_date, read_group
from assistant.cables.fields import ADDRESSED, STRONG, Field, fields_of
from assistant.cables.lines import Line
from assistant.cables.paging import is_furniture
from assistant.cables.roles import label_at
from assistant.schema import Ranges, reading_of

_NUMBERED = re.compile(r"[ \t]*+(?:(?:¶|para(?:graph)?)[ \t]*+)?\d{1,2}[ \t]*+[.):][ \t]*+\D|[ \t]*+¶[ \t]*+\d")
_ENTRY = re.compile(r"(?:(?<=^)|(?<=[\s;,(\n]))\(?([A-Z])[.):][ \t]*")
_BLOCK = re.compile(
    r"[ \t]*(?:classified\s+by|derived\s+from|reasons?\s*:|declassify|declassification)\b", re.IGNORECASE
)
_TAG = re.compile(r"[A-Z]{2}|[A-Z]{4}|[A-Z]{3,5}\d?")
_PRECEDENCE = re.compile(r"(?:\s+(?:ROUTINE|PRIORITY|IMMEDIATE|FLASH|NIACT|PRIORTY))+$|(?:\s+\d{3,6})$")
_ADDRESS = re.compile(r"[A-Z][A-Z .'/-]+,[ ]*[A-Z][A-Z /-]+?(?=\s*(?:;|\n|$|ROUTINE|PRIORITY|IMMEDIATE|FLASH))")
_MESSAGE = re.compile(r"\b(\d{2}\s+[A-Z]{3,}(?:\s[A-Z]{3,})?\s+\d{1,6})\b|\b([A-Z]{4,}(?:\s[A-Z]{3,})?\s+\d{4,6})\b")
_NO_POST = re.compile(r"\b(?:SECTION|PAGE|OF|SIPDIS|SENSITIVE|EO|DECL)\b\s*")
_FRUS = re.compile(
    r"\s*(?:telegram\s+)?(?P<number>[A-Z]*-?\d{1,6})\.?\s+(?:subj(?:ect)?:|from\s+(?:the\s+)?(?P<from>(?:embassy|consulate|department)[^\n]{0,60}?)\s+to\b)",
    re.IGNORECASE,
)
_PRINTED_REFS = re.compile(r"\.?\s*(?:refs?:\s*(?P<refs>[^\n]*?)(?=\.?\s*$|\.\s+\d+\.\s))?\.?\s*", re.IGNORECASE)
_PRINTED_LINES = 4
_DATELINE = 60
_LOOK_AHEAD = 25
_LONG_PROSE = 100


@dataclass(slots=True)
class Headers:
    """What the headers say, while they are read. `end` is the offset where the text begins."""

    found: dict[str, list[Ranges]] = field(default_factory=dict)
    end: int = 0
    line: int = 0
    """The number of the first line of the text."""
    mrn: str | None = None
    date: str | None = None
    group: str | None = None
    references: tuple[Reference, ...] = ()

    def value(self, text: str, name: str) -> str | None:
        """Return the first value of a field with white space collapsed, or None."""
        for ranges in self.found.get(name, ()):
            if value := reading_of(text, ranges):
                return value
        return None

    def subject_ranges(self) -> Ranges:
        """Return where the subject stands."""
        return next(iter(self.found.get("subject", ())), ())


def read_headers(text: str, lines: tuple[Line, ...], banners: Collection[int]) -> Headers:
    """Return the headers of a draft; `banners` are the numbers of its banner lines."""
    headers = Headers()
    last = _read_fields(lines, banners, headers)
    if not _is_cable(headers):
        headers.found.clear()
        _frus(lines, headers)
        if not headers.found:
            headers.line = _first_text_line(lines, banners)
            headers.end = lines[headers.line].start if headers.line < len(lines) else len(text)
            headers.mrn = _message_number(lines[: headers.line])
            return headers
    else:
        headers.line = last
        headers.end = lines[last].start if last < len(lines) else len(text)
    head = text[: headers.end]
    headers.group = headers.group or read_group(head)
    headers.date = (
        read_date(headers.value(text, "date") or "")
        or read_date(headers.group or "")
        or _dateline(lines[: headers.line])
    )
    headers.mrn = headers.mrn or headers.value(text, "mrn") or _message_number(lines[: headers.line])
    headers.references = _references(text, headers)
    return headers


def tags_in(value: str | None) -> tuple[str, ...]:
    """Return the TAGS of a line: codes only, names in brackets left out."""
    if not value:
        return ()
    bare = re.sub(r"\([^)]*\)?", " ", value)
    tokens = [token for token in re.split(r"[\s,;/]+", bare) if token]
    if not any(token.isupper() for token in tokens):
        tokens = [token.upper() for token in tokens]
    return tuple(dict.fromkeys(token for token in tokens if _TAG.fullmatch(token)))


def addressees(text: str, pieces: list[Ranges]) -> tuple[str, ...]:
    """Return the addressees of the action or info fields, without precedence and station numbers."""
    found: list[str] = []
    for ranges in pieces:
        raw = "\n".join(text[start:end] for start, end in ranges)
        system = [match.group() for match in _ADDRESS.finditer(raw)] if "," in raw and raw.isupper() else []
        names = system or re.split(r"[;\n]|,(?!\s*SECSTATE)", raw)
        for name in names:
            bare = " ".join(name.split()).strip(" ,")
            while (shorter := _PRECEDENCE.sub("", bare)) != bare:
                bare = shorter
            if bare:
                found.append(bare)
    return tuple(dict.fromkeys(found))


def _read_fields(lines: tuple[Line, ...], banners: Collection[int], headers: Headers) -> int:
    """Fill `headers.found` and return the number of the line where the text begins."""
    current: list[tuple[int, int]] | None = None
    name, gap, last, in_block = "", False, 0, False
    for number, line in enumerate(lines):
        if line.is_blank:
            # Nothing behind the label yet: the value may follow after the blank line.
            gap, in_block = bool(current) or gap, False
            continue
        if number in banners or is_furniture(line):
            current = None if name != "references" else current
            continue
        if fields := fields_of(line):
            for each in fields:
                current = _start(headers, each)
                name = each.name
            gap, last, in_block = False, number + 1, False
            continue
        if in_block or _BLOCK.match(line.plain):
            in_block, last, current = True, number + 1, None
            continue
        if current is not None and _continues(line, name, gap, current):
            current.append((line.start, line.end))
            headers.found[name][-1] = tuple(current)
            gap, last = False, number + 1
            continue
        current = None
        if _begins_text(line) or not _more_to_come(lines, number, headers):
            return number if _is_cable(headers) else last
    return len(lines)


def _is_cable(headers: Headers) -> bool:
    return bool(STRONG & headers.found.keys()) or len(ADDRESSED & headers.found.keys()) > 1


def _start(headers: Headers, each: Field) -> list[tuple[int, int]]:
    pieces = [(each.start, each.end)] if each.start < each.end else []
    headers.found.setdefault(each.name, []).append(tuple(pieces))
    return pieces


def _begins_text(line: Line) -> bool:
    return bool(_NUMBERED.match(line.plain)) or label_at(line.plain, 0, len(line.plain)) is not None


def _continues(line: Line, name: str, gap: bool, current: list[tuple[int, int]]) -> bool:
    if _begins_text(line):
        return False
    if name == "references":
        return not gap or bool(_ENTRY.match(line.plain.lstrip()))
    if name in ("action", "info"):
        return not gap and (line.plain.isupper() or line.text[:1].isspace())
    if name in ("subject", "tags", "eo", "captions", "mrn", "from", "date", "other"):
        return not current if gap or name not in ("subject", "tags") else True
    return False


def _more_to_come(lines: tuple[Line, ...], number: int, headers: Headers) -> bool:
    """Does another strong field follow before any prose?"""
    if "subject" in headers.found and (
        "tags" in headers.found or "eo" in headers.found or len(lines[number].text) > _LONG_PROSE
    ):
        return False
    prose = 0
    for line in lines[number : number + _LOOK_AHEAD]:
        if line.is_blank:
            prose = 0
            continue
        if any(each.name in STRONG and each.name != "references" for each in fields_of(line)):
            return True
        prose += 1
        if _begins_text(line) or len(line.text) > _LONG_PROSE or (prose > 3 and not line.plain.isupper()):
            return False
    return False


def _first_text_line(lines: tuple[Line, ...], banners: Collection[int]) -> int:
    for number, line in enumerate(lines):
        if not line.is_blank and number not in banners and not is_furniture(line):
            return number
    return len(lines)


def _frus(lines: tuple[Line, ...], headers: Headers) -> None:
    """A telegram as printed in a documentary edition: "183068. Subject: ..." or "Telegram 1234 From the Embassy ..."."""
    for number in [number for number, line in enumerate(lines) if not line.is_blank][:_PRINTED_LINES]:
        line = lines[number]
        match = _FRUS.match(line.plain)
        if match is None:
            dated = headers.found and len(line.text) <= _DATELINE and read_date(line.plain)
            if not dated:
                return
            headers.date, headers.end, headers.line = dated or None, line.after, number + 1
            continue
        headers.mrn = match.group("number")
        if origin := match.group("from"):
            start = line.start + match.start("from")
            headers.found["from"] = [((start, start + len(origin)),)]
            headers.end, headers.line = line.after, number + 1
            continue
        stop = line.plain.find(". ", match.end())
        end = line.start + (stop if stop > 0 else len(line.plain.rstrip(". ")))
        headers.found["subject"] = [((line.start + match.end(), end),)]
        rest = _PRINTED_REFS.match(line.plain, max(stop, 0) if stop > 0 else len(line.plain))
        if rest and rest.group("refs"):
            headers.found["references"] = [((line.start + rest.start("refs"), line.start + rest.end("refs")),)]
        end = line.start + rest.end() if rest else end
        headers.end, headers.line = (
            (line.after, number + 1) if not line.text[end - line.start :].strip() else (end, number)
        )
        return


def _dateline(lines: tuple[Line, ...]) -> str | None:
    """A line of the headers that is a date and little else."""
    for line in lines:
        if (
            len(line.text) <= _DATELINE
            and not _BLOCK.match(line.plain)
            and not fields_of(line)
            and (found := read_date(line.plain))
        ):
            return found
    return None


def _message_number(lines: tuple[Line, ...]) -> str | None:
    """Return "LIMA 01234" from the line with the classification, the section or the page."""
    for line in lines:
        if fields_of(line) or not line.plain.strip():
            continue
        bare = _NO_POST.sub(
            "",
            re.sub(
                r"\b(?:SECTION|PAGE)\s+\d{1,2}(?:\s+OF\s+\d{1,2})?\b|\b\d{1,2}\s+OF\s+\d{1,2}\b|\b[UCS](?:\s[A-Z]){4,}\b",
                " ",
                line.plain,
            ),
        )
        bare = re.sub(r"\b(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE|TOP)\b|\b\d{6}Z\b.*", " ", bare)
        if line.plain.isupper() and (match := _MESSAGE.search(bare)):
            return " ".join((match.group(1) or match.group(2)).split())
    return None


def _references(text: str, headers: Headers) -> tuple[Reference, ...]:
    found: list[Reference] = []
    for ranges in headers.found.get("references", ()):
        if not ranges:
            continue
        start, end = ranges[0][0], ranges[-1][1]
        value = text[start:end]
        starts = [match for match in _ENTRY.finditer(value)]
        letters = [match for position, match in enumerate(starts) if ord(match.group(1)) - ord("A") <= position]
        if not letters:
            found += _plain_references(value, start)
            continue
        cuts = [match.end() for match in letters]
        stops = [*(match.start() for match in letters[1:]), len(value)]
        for match, a, b in zip(letters, cuts, stops, strict=True):
            entry = value[a:b].strip(" \t\r\n;,.")
            offset = a + value[a:b].find(entry)
            if entry:
                found.append(
                    Reference(match.group(1), " ".join(entry.split()), start + offset, start + offset + len(entry))
                )
    return tuple(found)


def _plain_references(value: str, start: int) -> list[Reference]:
    found = []
    for match in re.finditer(r"[^;\n]+", value):
        entry = match.group().strip(" \t\r\n;,.")
        if entry:
            offset = start + match.start() + match.group().find(entry)
            found.append(Reference(None, " ".join(entry.split()), offset, offset + len(entry)))
    return found
