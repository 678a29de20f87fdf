"""The packed streams of a PDF, unpacked once to see that they are whole.

PDFium reads on past damage and says nothing: a page then lacks its end, or says 13 where it said 12.
"""

import re
import zlib

from assistant.loading.values import Limits, RefusedError

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# What describes a stream stands right before it.
_ABOUT = 600
_PACKED = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
_PIECE = 2**20


def check_streams(data: bytes, limits: Limits) -> None:
    """Raise RefusedError when a packed stream other than a picture does not unpack whole.

    Streams of a file under encryption cannot be seen into, and those beyond the limit are left to the reader.
    """
    if b"/Encrypt" in data:
        return
    left = limits.unpacked
    for match in _STREAM.finditer(data):
        about = data[max(match.start() - _ABOUT, 0) : match.start()].rpartition(b" obj")[2]
        end = data.find(b"endstream", match.end())
        if not _PACKED.search(about) or _PICTURE.search(about) or end < 0:
            continue
        left = _unpacked(data[match.end() : end], left)
        if left <= 0:
            return


def _unpacked(packed: bytes, left: int) -> int:
    """Unpack a stream piece by piece, keeping nothing; return what is left of `left` bytes."""
    unpacker = zlib.decompressobj()
    try:
        while not unpacker.eof and left > 0:
            piece = unpacker.decompress(packed, _PIECE)
            packed = unpacker.unconsumed_tail
            left -= len(piece)
            if not piece and not packed:
                break
    except zlib.error as error:
        raise _damaged() from error
    if not unpacker.eof and left > 0:
        raise _damaged()
    return left


def _damaged() -> RefusedError:
    return RefusedError(
        "is damaged: a part of it does not unpack whole.", "Fetch it again; if it opens whole, print it to a new PDF."
    )
