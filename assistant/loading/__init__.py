"""Files to texts: plain text, Markdown, web pages, PDF and Word, each read in a limited process of its own.

What comes out is the source text that every offset points into: the file itself for plain text and
Markdown, what was extracted for the others. The same bytes always give the same text.
"""

import stat
from pathlib import Path

from assistant.errors import SourceError
from assistant.loading import sniffing
from assistant.loading.values import LIMITS, Limits, Loaded, RefusedError, limits_of, too_long
from assistant.reading import decode

__all__ = ["LIMITS", "Limits", "Loaded", "limits_of", "load", "load_bytes", "read_bytes"]

# Named, not imported: their libraries load in the reading process only.
_READERS = {
    sniffing.MARKDOWN: "assistant.loading.markdown:read",
    sniffing.HTML: "assistant.loading.web:read",
    sniffing.PDF: "assistant.loading.pdf:read",
    sniffing.DOCX: "assistant.loading.word:read",
}
_BYTE_ORDER_MARK = "\ufeff"


def load(path: Path, limits: Limits = LIMITS) -> Loaded:
    """Return the text of a file of any format that is read. Raises SourceError: what is wrong, and what to do."""
    return load_bytes(read_bytes(path, limits), str(path), limits)


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a file. Raises SourceError when it is missing, no file, too large, or not ours to read."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(f"{path} is no file.", "Name a document.")
        if found.st_size > limits.file_bytes:
            hint = "Split it, or leave its pictures out."
            raise SourceError(f"{path} is larger than {limits.file_bytes >> 20} MB.", hint)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path} is missing.", "Check the name, or put the file back.") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.", "Check the file and its permissions.") from error


def load_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> Loaded:
    """Return the text of a file's bytes; `name` is shown, and its ending must agree with them. Raises SourceError."""
    try:
        if len(data) > limits.file_bytes:
            raise RefusedError(f"is larger than {limits.file_bytes >> 20} MB.", "Split it, or leave its pictures out.")
        media = sniffing.media_of(data, name)
        plain = _plain(data, name, limits) if media in (sniffing.TEXT, sniffing.MARKDOWN) else None
        return plain if plain and media == sniffing.TEXT else _extracted(media, data, limits)
    except RefusedError as refusal:
        raise SourceError(f"{name} {refusal.reason}", refusal.hint) from refusal


def _plain(data: bytes, name: str, limits: Limits) -> Loaded:
    """Return a text as it stands. It needs no reading process: nothing in it is interpreted."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError(
            "is not UTF-8 but UTF-16 text.", "Save it as UTF-8; many editors offer that under “Save as”."
        )
    text = decode(data, name)
    if "\0" in text:
        raise RefusedError(
            "holds null bytes, so it is no text.", "Replace it with the original, or save it as UTF-8 text."
        )
    if len(text) > limits.characters:
        raise too_long(limits)
    mark = ((0, 1),) if text.startswith(_BYTE_ORDER_MARK) else ()
    return Loaded(text, sniffing.TEXT, markup=mark)


def _extracted(media: str, data: bytes, limits: Limits) -> Loaded:
    # Here, because most commands load plain text or nothing.
    from assistant.loading.confining import confined

    record = confined(_READERS[media], data, limits)
    return Loaded(
        text=record["text"],
        media=media,
        pages=tuple(record["pages"]),
        headings=tuple((start, end, level) for start, end, level in record["headings"]),
        markup=tuple((start, end) for start, end in record["markup"]),
        remarks=tuple(record["remarks"]),
    )
