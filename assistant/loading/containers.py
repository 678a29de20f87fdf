"""An archive before anything in it is parsed: what it says of itself must be sound, and small enough to open."""

import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from assistant.loading.values import Limits, RefusedError

_ORIGINAL = "Replace it with the original; saving it again in Word often mends it."
_REFUSED = "It may have been made to do harm: ask whoever sent it."
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CENTRAL = b"PK\x01\x02"
# Small files pack well and do no harm: a ratio counts above this size.
_SMALL = 2**20
# Word's own files have some forty levels; lxml stops at 256.
DEPTH = 200


def check_archive(data: bytes, limits: Limits) -> None:
    """Raise RefusedError unless the ZIP archive `data` can be opened within `limits` and its XML has no DTD."""
    # Counted before the directory is read: a million entries take long to list.
    if data.count(_CENTRAL) > limits.entries:
        raise RefusedError(f"holds more than {limits.entries} files inside.", _REFUSED)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            _check_sizes(entries, len(data), limits)
            for entry in entries:
                if _is_markup(entry):
                    check_xml(archive.read(entry), limits)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OverflowError) as error:
        raise RefusedError("is damaged: it is no whole archive.", _ORIGINAL) from error
    except (zlib.error, OSError, RuntimeError) as error:
        raise RefusedError("is damaged: a file inside cannot be unpacked.", _ORIGINAL) from error


def check_xml(data: bytes, limits: Limits) -> None:
    """Raise RefusedError when XML has a document type or entities of its own, or is too deep, too long or broken."""
    parser = expat.ParserCreate()
    depth = count = 0

    def declared(*_: object) -> None:
        raise RefusedError("declares entities or a document type in its XML, which Word never does.", _REFUSED)

    def opened(*_: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEPTH or count > limits.elements:
            raise RefusedError("is nested too deeply, or has too many parts, to be read.", _REFUSED)

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RefusedError("is damaged: its XML is broken.", _ORIGINAL) from error


def _is_markup(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Nothing is ever unpacked to a file; a name that would leave the folder is refused all the same."""
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        parts = name.replace("\\", "/").split("/")
        if "\\" in name or "\0" in name or ":" in name or name.startswith("/") or ".." in parts:
            raise RefusedError("holds a file whose name leads out of the archive.", _REFUSED)
        if name.lower() in seen:
            raise RefusedError("holds two files of one name.", _REFUSED)
        seen.add(name.lower())
        if entry.flag_bits & _ENCRYPTED:
            raise RefusedError("is protected by a password.", "Take the password away and save it again.")
        if entry.compress_type not in _METHODS:
            raise RefusedError("is packed in a way that Word does not use.", _ORIGINAL)


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    markup = sum(entry.file_size for entry in entries if _is_markup(entry))
    bombs = [e for e in entries if e.file_size > _SMALL and e.file_size > limits.ratio * max(e.compress_size, 1)]
    # Entries that share their bytes add up to more than the archive has.
    if bombs or sum(entry.compress_size for entry in entries) > packed:
        raise RefusedError("unpacks to far more than it is, as bombs do.", _REFUSED)
    if total > limits.unpacked or markup > limits.markup:
        most = limits.markup if markup > limits.markup else limits.unpacked
        raise RefusedError(f"unpacks to more than {most >> 20} MB.", "Split it, or leave its pictures out.")
