"""PDF to text, by PDFium: its lines as lines, a blank line where the page leaves a gap, a form feed between pages.

Running heads, page numbers and hyphens at line ends stay; the outline reader knows what to do with them.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.loading.drafting import tidy
from assistant.loading.sniffing import HEAD, PDF
from assistant.loading.streams import check_streams
from assistant.loading.values import Limits, Loaded, RefusedError

PAGE_BREAK = "\n\n\f\n\n"
_ORIGINAL = "Replace it with the original, or print it to a new PDF."
_OCR = "Recognise its text first (OCR), or give the document that it was made from."
# PDFium's own mark for a hyphen at the end of a line; it leaves the line break out.
_LINE_HYPHEN = 0x2
# How far from its end a whole file says that it ends, and where its cross-reference table is.
_TAIL = 2048
# A page with fewer letters is a picture, a divider or a blank.
_LETTERS = 20
# A scan may carry a stamp or a running head as text; a picture with more letters has been recognised.
_FEW_LETTERS = 250
_MOST = 0.5
# Of the usual distance between lines: above this there is a gap.
_GAP = 1.25
# In heights of the letters: lines of a text that is set solid.
_CLOSEST = 1.0
# Letters that differ more than this in size are of another kind of line.
_SIZE = 1.12
# Of all characters: with more that stand for nothing, the fonts say nothing of their letters.
_NONSENSE = 0.2


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the place of its baseline and the height of its letters, in points."""

    text: str
    y: float
    height: float


def read(data: bytes, limits: Limits) -> Loaded:
    """Return the text of a PDF with its pages. Raises RefusedError."""
    _check_ends(data)
    check_streams(data, limits)
    try:
        document = pdfium.PdfDocument(data)
        if len(document) > limits.pages:
            raise RefusedError(f"has more than {limits.pages:,} pages.", "Split it into several documents.")
        pictures: list[int] = []
        pages = [_lines(document, number, pictures) for number in range(1, len(document) + 1)]
    except pdfium.PdfiumError as error:
        raise _failed(error) from error
    _check_text(pages)
    pitches = _pitches(pages)
    texts = [_joined(lines, pitches) for lines in pages]
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + len(PAGE_BREAK))
    return Loaded(PAGE_BREAK.join(texts), PDF, tuple(starts), remarks=_remarks(pages, pictures))


def _check_ends(data: bytes) -> None:
    """PDFium mends files that were cut off, and loses pages without a word: refuse them."""
    if b"%PDF-" not in data[:HEAD]:
        raise RefusedError("has no PDF header.", _ORIGINAL)
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise RefusedError("is damaged: its end is missing.", "Fetch it again; the copy is not complete.")


def _failed(error: pdfium.PdfiumError) -> RefusedError:
    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        return RefusedError("is protected by a password.", "Open it, save it without the password, and give that.")
    if code == raw.FPDF_ERR_SECURITY:
        return RefusedError("is protected in a way that is not read.", "Print it to a new PDF.")
    return RefusedError("is damaged: it does not open as a PDF.", _ORIGINAL)


def _lines(document: pdfium.PdfDocument, number: int, pictures: list[int]) -> list[_Line]:
    """Return the lines of a page; add its number to `pictures` when it is one."""
    try:
        page = document[number - 1]
        text_page = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise RefusedError(f"is damaged: its page {number} cannot be read.", _ORIGINAL) from error
    lines = [line for line in _cut(text_page) if line.text]
    if _is_picture(page, lines):
        pictures.append(number)
    text_page.close()
    page.close()
    return lines


def _cut(page: pdfium.PdfTextPage) -> Iterator[_Line]:
    """Yield the lines of a page in PDFium's order, which is that of its content."""
    letters: list[str] = []
    places: list[int] = []
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page.raw, index)
        if code in (0x0A, 0x0D, _LINE_HYPHEN):
            if letters:
                yield _line(page, "".join(letters) + ("-" if code == _LINE_HYPHEN else ""), places)
            letters, places = [], []
            continue
        letters.append(chr(code) if code >= 0x20 else " ")
        if code > 0x20:
            places.append(index)
    if letters:
        yield _line(page, "".join(letters), places)


def _line(page: pdfium.PdfTextPage, text: str, places: list[int]) -> _Line:
    """Measured at the letter in the middle: the first may be a raised number, the last a full stop."""
    if not places:
        return _Line("", 0.0, 0.0)
    middle = places[len(places) // 2]
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page.raw, middle, x, y)
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page.raw, middle, box)
    return _Line(
        tidy(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")), y.value, abs(box.top - box.bottom)
    )


def _pitches(pages: list[list[_Line]]) -> dict[int, float]:
    """Return, for each height of letters, the usual distance of a line from the one above, in such heights.

    The lower quartile: in lists and on title pages most lines stand apart, and few stand closer than usual.
    """
    steps: dict[int, list[float]] = {}
    for lines in pages:
        for above, line in pairwise(lines):
            step = (above.y - line.y) / line.height if line.height else 0.0
            if 0.5 < step < 3 and _kind(above) == _kind(line):
                steps.setdefault(_kind(line), []).append(step)
    return {kind: max(sorted(found)[len(found) // 4], _CLOSEST) for kind, found in steps.items()}


def _kind(line: _Line) -> int:
    return round(line.height)


def _joined(lines: list[_Line], pitches: dict[int, float]) -> str:
    pieces = [line.text for line in lines[:1]]
    for above, line in pairwise(lines):
        pieces += ["\n\n" if _is_apart(above, line, pitches.get(_kind(line), _CLOSEST)) else "\n", line.text]
    return "".join(pieces)


def _is_apart(above: _Line, line: _Line, pitch: float) -> bool:
    """Say whether there is a gap above a line, or the top of another column, or other letters."""
    if not (above.height and line.height):
        return False
    step = (above.y - line.y) / line.height
    sizes = sorted((above.height, line.height))
    return step > pitch * _GAP or step < -0.5 or sizes[1] > sizes[0] * _SIZE


def _check_text(pages: list[list[_Line]]) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    if not pages:
        raise RefusedError("has no pages.", _ORIGINAL)
    if sum(map(_is_nonsense, text)) > len(text) * _NONSENSE:
        raise RefusedError("has fonts that do not say which letters they show.", _OCR)
    if not any(_letters(lines) >= _LETTERS for lines in pages):
        raise RefusedError("holds no text: it is a scan or a picture.", _OCR)


def _is_nonsense(character: str) -> bool:
    return not character.isprintable() or "\ue000" <= character <= "\uf8ff" or character == "\ufffd"


def _letters(lines: list[_Line]) -> int:
    return sum(character.isalpha() for line in lines for character in line.text)


def _remarks(pages: list[list[_Line]], pictures: list[int]) -> tuple[str, ...]:
    blank = [number for number, lines in enumerate(pages, start=1) if not lines and number not in pictures]
    said = (
        (pictures, "Page {} is a picture with hardly any text; what it shows is not read."),
        (blank, "Page {} holds no text."),
    )
    return tuple(text.format(_listed(numbers)) for numbers, text in said if numbers)


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")


def _is_picture(page: pdfium.PdfPage, lines: list[_Line]) -> bool:
    """Say whether a page is a scan: an image over most of it, and not the text that a recognised one has."""
    if _letters(lines) > _FEW_LETTERS:
        return False
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > width * height * _MOST:
            return True
    return False
