"""A fixed-seed part of `make torture`: kills, faults, full disks, damage, many builds at once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# What is done in one process, and its share of the full count. Two at a time: there are two cores nearly everywhere.
GROUPS = (
    (0.1, ("kills by operation", "kills by time", "edits", "same corpus again")),
    (0.05, ("faults",)),
    (
        0.1,
        ("full disks", "read-only folders", "damaged files", "builds at once", "questions while switching"),
    ),
)
AT_LEAST = {
    "kills by operation": 20,
    "kills by time": 12,
    "faults": 20,
    "full disks": 3,
    "read-only folders": 9,
    "damaged files": 30,
    "builds at once": 3,
    "questions while switching": 200,
    "same corpus again": 1,
    "edits": 3,
}


@pytest.fixture(scope="module")
def found() -> Iterator[dict[str, dict[str, Any]]]:
    """What each row found."""

    def start(share: float, rows: tuple[str, ...]) -> "subprocess.Popen[str]":
        command = [sys.executable, str(Path(__file__).parent), "--json", "--share", str(share), *rows]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    first = start(*GROUPS[0])
    said = [start(*group).communicate(timeout=300)[0] for group in GROUPS[1:]]
    said.append(first.communicate(timeout=300)[0])
    yield {row["row"]: row for row in map(json.loads, "".join(said).splitlines())}


@pytest.mark.parametrize("row", AT_LEAST)
def test_nothing_is_lost(row: str, found: dict[str, dict[str, Any]]) -> None:
    seen = found[row]
    assert not seen["failed"]
    if seen["skipped"]:
        pytest.skip(", ".join(seen["skipped"]))
    assert seen["count"] >= AT_LEAST[row]
