"""Word files to text: headings, paragraphs, lists with their numbers, tables row by row, notes at the end.

python-docx opens the package; the text is read from the elements themselves, because what its paragraphs
offer leaves out inserted text, content controls, text boxes, notes and list numbers. Deleted text, hidden
text and tables of contents are left out.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

import docx
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from lxml import etree

from assistant.loading.containers import check_archive
from assistant.loading.drafting import PAGE, Block, compose, row, tidy
from assistant.loading.numbering import Counting, in_roman
from assistant.loading.sniffing import DOCX
from assistant.loading.styles import (
    Element,
    Style,
    W,
    heading_level,
    is_on,
    line_of,
    list_place,
    read_counting,
    read_styles,
    value,
)
from assistant.loading.values import Limits, Loaded, RefusedError

_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LEFT_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sectPr", "instrText", "delText", "delInstrText", "rt", "tblPr", "tblGrid", "trPr", "tcPr"))  # fmt: skip
_PLAIN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": PAGE}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:of|/|\|) ?\d{1,4})?", re.IGNORECASE)
_PAGES = re.compile(rb"<Pages>(\d{1,6})</Pages>")
_DAMAGED = RefusedError("is damaged: it does not open as a Word file.", "Replace it with the original; saving it again in Word often mends it.")  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """What is known of a file while its elements are read in order."""

    styles: dict[str, Style]
    counting: Counting
    notes: dict[str, list[str]] = field(default_factory=lambda: {"footnotes": [], "endnotes": []})
    """The ids of the notes referred to so far, in order: a note's number is its place here."""
    boxes: list[Element] = field(default_factory=list)
    """Text boxes met in the paragraph being read; their text follows it."""
    carried: str = ""
    """The text of a paragraph whose end was deleted: it goes on in the next one."""


def read(data: bytes, limits: Limits) -> Loaded:
    """Return the text of a Word file, with headings, and with pages where Word has saved them. Raises RefusedError."""
    check_archive(data, limits)
    try:
        document = docx.Document(BytesIO(data))
        parts = _parts_of(document.part)
        reading = _Reading(dict(read_styles(_root(parts, "styles"))), read_counting(_root(parts, "numbering")))
        body = document.element.find(f"{W}body")
        if body is None:
            raise _DAMAGED
        blocks = [*_furniture(parts, reading), *_blocks(body, reading), *_carried(reading)]
        blocks += _notes(parts, reading)
    except (
        OpcError,
        KeyError,
        ValueError,
        AttributeError,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise _variant(data) from error
    loaded = compose(blocks, DOCX)
    if not any(character.isalpha() for character in loaded.text):
        raise RefusedError("holds no text.", "If it holds pictures of pages, recognise their text first (OCR).")
    return _with_sound_pages(loaded, data)


def _variant(data: bytes) -> RefusedError:
    """Word can also write the strict form of its format, whose names are all others."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        is_strict = "_rels/.rels" in archive.namelist() and b"purl.oclc.org/ooxml" in archive.read("_rels/.rels")
    if is_strict:
        return RefusedError("is a “Strict Open XML” file.", "In Word choose “Save as” and “Word document (.docx)”.")
    return _DAMAGED


def _parts_of(main: Part) -> list[tuple[str, Part]]:
    """Return the parts beside the text, each with its kind: `styles`, `footnotes`, `header`, …"""
    return [(rel.reltype.rpartition("/")[2], rel.target_part) for rel in main.rels.values() if not rel.is_external]


def _root(parts: Iterable[tuple[str, Part]], kind: str) -> Element | None:
    part = next((part for name, part in parts if name == kind), None)
    return None if part is None else _parsed(part.blob)


def _parsed(data: bytes) -> Element:
    """Return the root of a part. Its XML was checked before: no document type, no entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    return etree.fromstring(data, parser)


def _with_sound_pages(loaded: Loaded, data: bytes) -> Loaded:
    """Take the pages away where they are not as many as Word counted: a wrong page is worse than none."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        said = _PAGES.search(archive.read("docProps/app.xml")) if "docProps/app.xml" in archive.namelist() else None
    if not loaded.pages or said is None or int(said.group(1)) == len(loaded.pages):
        return loaded
    remark = f"Word counted {int(said.group(1))} pages and marked {len(loaded.pages)}; page numbers are left out."
    return Loaded(loaded.text, loaded.media, (), loaded.headings, loaded.markup, (*loaded.remarks, remark))


def _furniture(parts: Iterable[tuple[str, Part]], reading: _Reading) -> list[Block]:
    """Return each line of the heads and feet once, before the text; page numbers say nothing here."""
    found = (_parsed(part.blob) for kind, part in parts if kind in ("header", "footer"))
    texts = (tidy(block.text.replace(PAGE, "")) for root in found for block in _blocks(root, reading))
    return [Block(text) for text in dict.fromkeys(texts) if text and not _PAGE_NUMBER.fullmatch(text)]


def _notes(parts: list[tuple[str, Part]], reading: _Reading) -> list[Block]:
    """Return the notes that are referred to, in order, each after its number as it stands in the text."""
    blocks = []
    for kind, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        root = _root(parts, kind)
        known = {} if root is None else {note.get(f"{W}id"): note for note in root.iterchildren(f"{W}{name}")}
        for number, identifier in enumerate(list(reading.notes[kind]), start=1):
            if identifier in known:
                paragraphs = (tidy(block.text.replace(PAGE, "")) for block in _blocks(known[identifier], reading))
                text = " ".join(text for text in paragraphs if text)
                blocks.append(Block(f"{_note_mark(kind, number)} {text}"))
    return blocks


def _note_mark(kind: str, number: int) -> str:
    # A roman numeral behind a word would read as part of it.
    return str(number) if kind == "footnotes" else f"[{in_roman(number)}]"


def _blocks(parent: Element, reading: _Reading) -> Iterator[Block]:
    """Yield the paragraphs and table rows below an element, in order."""
    for child in parent.iterchildren(etree.Element):
        if child.tag == f"{W}p":
            yield from _paragraph(child, reading)
        elif child.tag == f"{W}tbl":
            yield from _table(child, reading)
        elif child.tag == _ALTERNATIVES:
            yield from _blocks(_chosen(child), reading)
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child, reading)


def _table(table: Element, reading: _Reading) -> Iterator[Block]:
    """Yield the rows that were not deleted; cells may stand inside content controls."""
    for line in table.iterdescendants(f"{W}tr"):
        if next(line.iterancestors(f"{W}tbl")) is table and line.find(f"{W}trPr/{W}del") is None:
            cells = [
                cell
                for cell in line.iterdescendants(f"{W}tc")
                if next(cell.iterancestors(f"{W}tr")) is line and cell.find(f"{W}tcPr/{W}cellDel") is None
            ]
            yield from row([list(_blocks(cell, reading)) for cell in cells])


def _paragraph(paragraph: Element, reading: _Reading) -> Iterator[Block]:
    properties = paragraph.find(f"{W}pPr")
    line = line_of(reading.styles, value(properties, "pStyle"))
    outer, reading.boxes = reading.boxes, []
    text = _text(paragraph, reading, _is_hidden(line))
    boxes, reading.boxes = reading.boxes, outer
    if any(style.is_contents for style in line):
        # Word makes it from the headings; only its page breaks count.
        text = PAGE * text.count(PAGE)
    mark = properties.find(f"{W}rPr") if properties is not None else None
    if mark is not None and any(mark.find(f"{W}{gone}") is not None for gone in ("del", "moveFrom")):
        reading.carried += text
    else:
        text, reading.carried = reading.carried + text, ""
        place = list_place(properties, line) if tidy(text.replace(PAGE, "")) else None
        label = reading.counting.label(*place) if place else ""
        yield Block(_after_pages(label, text), heading_level(properties, line))
    for box in boxes:
        yield from _blocks(box, reading)


def _after_pages(label: str, text: str) -> str:
    """Put a list's label before a text, but behind the page breaks that it starts with."""
    rest = text.lstrip(f"{PAGE} \n\t")
    return f"{text[: len(text) - len(rest)]}{label}{rest}" if label else text


def _carried(reading: _Reading) -> list[Block]:
    return [Block(reading.carried)] if reading.carried else []


def _text(parent: Element, reading: _Reading, hidden: bool) -> str:
    """Return the text below an element as it is printed: inserted text with, deleted and hidden text without."""
    pieces: list[str] = []
    for child in parent.iterchildren(etree.Element):
        name = child.tag.removeprefix(W)
        if child.tag in _LEFT_OUT:
            continue
        if name == "r":
            pieces.append(_text(child, reading, _is_run_hidden(child, reading, hidden)))
        elif name == "txbxContent":
            reading.boxes.append(child)
        elif child.tag == _ALTERNATIVES:
            pieces.append(_text(_chosen(child), reading, hidden))
        elif hidden and name != "lastRenderedPageBreak" and len(child) == 0:
            continue
        elif name == "t" or child.tag == _FORMULA:
            pieces.append((child.text or "").replace(PAGE, " "))
        else:
            pieces.append(_special(child, name, reading) or _text(child, reading, hidden))
    return "".join(pieces)


def _special(element: Element, name: str, reading: _Reading) -> str:
    """Return what an element without text of its own stands for."""
    if name == "br":
        return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else ""
    if name == "sym":
        code = element.get(f"{W}char", "")
        return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""
    if name in _NOTES:
        kind, identifier = _NOTES[name], element.get(f"{W}id", "")
        reading.notes[kind].append(identifier)
        return _note_mark(kind, len(reading.notes[kind]))
    return _PLAIN.get(name, "")


def _chosen(alternatives: Element) -> Element:
    """Return the one of several forms of the same content that Word itself shows."""
    choice = alternatives.find(_CHOICE)
    return choice if choice is not None else alternatives


def _is_hidden(line: tuple[Style, ...]) -> bool:
    return next((style.is_hidden for style in line if style.is_hidden is not None), False)


def _is_run_hidden(run: Element, reading: _Reading, hidden: bool) -> bool:
    properties = run.find(f"{W}rPr")
    own = is_on(properties, "vanish")
    if own is not None:
        return own
    return _is_hidden(line_of(reading.styles, value(properties, "rStyle"))) or hidden
