"""The library on disk: files as received and one manifest, each changed in one step that survives a power cut.

library/manifest.toml    a row for each added document
library/texts/<id>.txt   its bytes; a file that no row names is left over from a change that was killed
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.generations import sync
from assistant.manifest import Row

TEXTS = "texts"
_HEAD = "# Documents that people added. Written by `strategy ingest PATH` and `strategy ingest --remove ID`.\n"


def place(folder: Path, row: Row, data: bytes) -> None:
    """Write a document's bytes where its row says. Raises OSError."""
    (folder / TEXTS).mkdir(parents=True, exist_ok=True)
    _write(folder / row.path, data)


def write_rows(folder: Path, rows: Sequence[Row]) -> None:
    """Make `rows` the manifest, which is no file where there are none; delete what no row names. Raises OSError."""
    manifest = folder / "manifest.toml"
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        _write(manifest, "\n".join([_HEAD, *map(_table, rows)]).encode())
    else:
        manifest.unlink(missing_ok=True)
    named = {folder / row.path for row in rows}
    for path in (folder / TEXTS).glob("*"):
        if path not in named:
            path.unlink(missing_ok=True)


def _table(row: Row) -> str:
    fields = {name: value for name, value in asdict(row).items() if value is not None}
    return "[[documents]]\n" + "".join(f"{name} = {_string(value)}\n" for name, value in fields.items())


def _string(value: str) -> str:
    """Return a TOML basic string: JSON's escapes are TOML's too, and DEL is the one control that JSON leaves."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, data: bytes) -> None:
    aside = path.with_name(f"{path.name}-{os.getpid()}")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync(path.parent)
