"""The data files beside this package: lines of tab-separated columns, `#` starts a comment line."""

from functools import cache
from importlib.resources import files


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a data file of this package, each a tuple of stripped columns, in the file's order."""
    text = (files("assistant") / "cables" / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(column.strip() for column in line.split("\t")) for line in lines)
