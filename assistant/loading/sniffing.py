"""What kind of file is it? By its content; the name must agree, because a wrong one is a mistake or a trick."""

import re
from pathlib import PurePath

from assistant.loading.values import RefusedError

TEXT, MARKDOWN, HTML, PDF = "text/plain", "text/markdown", "text/html", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}
_NAMES = {TEXT: "plain text", MARKDOWN: "Markdown", HTML: "a web page", PDF: "a PDF", DOCX: "a Word file"}
_ENDING = {TEXT: ".txt", MARKDOWN: ".md", HTML: ".html", PDF: ".pdf", DOCX: ".docx"}
_KNOWN = "Give it as .pdf, .docx, .html, .md or .txt."

# The first bytes of what people send by mistake, and what to tell them.
_OTHERS = (
    (b"{\\rtf", "is rich text (RTF)", "Open it in a word processor and save it as .docx."),
    (b"\x89PNG", "is a picture", "Give the document itself, or recognise its text (OCR) first."),
    (b"\xff\xd8\xff", "is a picture", "Give the document itself, or recognise its text (OCR) first."),
    (b"GIF8", "is a picture", "Give the document itself, or recognise its text (OCR) first."),
    (b"II*\0", "is a picture", "Give the document itself, or recognise its text (OCR) first."),
    (b"MM\0*", "is a picture", "Give the document itself, or recognise its text (OCR) first."),
    (b"\x1f\x8b", "is a compressed file", "Unpack it and give the document inside."),
    (b"7z\xbc\xaf", "is an archive", "Unpack it and give the document inside."),
    (b"Rar!", "is an archive", "Unpack it and give the document inside."),
    (b"\x7fELF", "is a program", _KNOWN),
    (b"MZ\x90", "is a program", _KNOWN),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# A PDF may have a few bytes before its header; readers look this far.
HEAD = 1024
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)  # fmt: skip
_TAG = re.compile(rb"<(?:p|div|h[1-6]|table|ul|ol|br|section|article|title|meta|span|a)\b[^<>]{0,2000}>", re.I)


def media_of(data: bytes, name: str) -> str:
    """Return the media type of a file's content. Raises RefusedError when it is none that is read, or not as named."""
    suffix = PurePath(name).suffix.lower()
    named = MEDIA.get(suffix)
    if named is None:
        raise RefusedError(f"has the ending “{suffix[:20]}”, which is not read.", _KNOWN)
    if not data.strip(b"\0 \t\r\n"):
        raise RefusedError("is empty.", "Replace it with the original.")
    found = _sniffed(data)
    # Nothing in a text says that it is Markdown, so its name may.
    if found == TEXT and named == MARKDOWN:
        return MARKDOWN
    # A web page may go without its frame, but not without a single tag.
    if found == TEXT and named == HTML and _TAG.search(_unmarked(data)[: 64 * HEAD]):
        return HTML
    if found != named:
        raise RefusedError(
            f"is named {suffix}, but its content is {_NAMES[found]}.",
            f"If it is the document meant, name it {_ENDING[found]}; otherwise replace it with the original.",
        )
    return named


def _sniffed(data: bytes) -> str:
    if b"%PDF-" in data[:HEAD]:
        return PDF
    if data.startswith(b"PK"):
        return _archived(data)
    if data.startswith(_OLE):
        raise _compound(data)
    for start, reason, hint in _OTHERS:
        if data.startswith(start):
            raise RefusedError(f"{reason}, whatever its name says.", hint)
    return HTML if _PAGE.match(_unmarked(data)[: 16 * HEAD]) else TEXT


def _archived(data: bytes) -> str:
    """Tell a Word file from other archives by the names inside, without unpacking anything."""
    if b"word/" in data:
        return DOCX
    if b"ppt/" in data or b"xl/" in data:
        raise RefusedError("is a presentation or a workbook.", "Save its text as .docx or .pdf.")
    if b"opendocument.text" in data[:HEAD]:
        raise RefusedError("is an OpenDocument text.", "Open it in a word processor and save it as .docx.")
    raise RefusedError("is an archive (ZIP) or a damaged Word file.", "Unpack it, or replace it with the original.")


def _compound(data: bytes) -> RefusedError:
    """The container of old Word files is also that of a .docx under a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return RefusedError("is protected by a password.", "Open it, take the password away, and save it again.")
    return RefusedError("is in an old Office format (.doc).", "Open it in Word and save it as .docx.")


def _unmarked(data: bytes) -> bytes:
    """Return the start of a text as bytes of one byte a letter, whatever its encoding."""
    start = data[: 128 * HEAD]
    return start.replace(b"\0", b"").removeprefix(_MARKS[0]) if not start.startswith(_MARKS[1:]) else start[2:].replace(b"\0", b"")  # fmt: skip
