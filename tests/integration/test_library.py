"""Documents from the command line: added, listed, compared, asked for and taken away, each in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings

KENYA = """INTEGRATED COUNTRY STRATEGY
Kenya

Approved: March 28, 2022

Mission Goal 1: Restore the harbour of Mombasa.

Description: The harbour was closed by a zanzibari storm. Forty dhows wait for a berth in Kenya.

Mission Objective 2.2: Dredge the channel.

Justification: Silt fills the channel.
"""


@pytest.fixture(scope="module")
def place(built_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a data folder of its own, and two texts."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(built_settings.data, folder / "data")
    (folder / "ics-kenya.txt").write_text(KENYA, encoding="utf-8")
    newer = KENYA.replace("March 28, 2022", "May 2, 2024").replace("Forty dhows", "Fifty dhows")
    (folder / "kenya-2024.txt").write_text(newer, encoding="utf-8")
    return folder


def run(place: Path, *arguments: str) -> tuple[int, str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STRATEGY_")}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "ui.cli", *arguments],
        cwd=place,
        env=kept | {"STRATEGY_DATA": str(place / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def asked(place: Path, *arguments: str) -> Any:
    code, said, _ = run(place, "ask", "--json", *arguments)
    assert code == 0
    return json.loads(said)


def test_a_document_lives_its_whole_life_on_the_command_line(place: Path) -> None:
    code, said, _ = run(place, "ingest", "--preview", "ics-kenya.txt", "--json")
    seen = json.loads(said)
    assert (code, seen["schema"], seen["state"], seen["row"]["post"]) == (0, "preview/1", "new", "kenya")
    assert [entry["ref"] for entry in seen["outline"]] == ["MG 1", "MO 2.2", "About"]
    assert not (place / "data" / "library").exists()

    code, said, told = run(place, "ingest", "ics-kenya.txt", "kenya-2024.txt", "--json")
    events = [json.loads(line) for line in told.splitlines()]
    assert (code, [each["row"]["id"] for each in json.loads(said)["added"]]) == (0, ["ics-kenya", "kenya-2024"])
    assert {event["event"] for event in events} == {"progress"}

    listed = json.loads(run(place, "library", "--json")[1])["documents"]
    assert {each["id"]: each["status"] for each in listed if each["kind"] == "strategy"} == {
        "ics-peru-2020": "current",
        "ics-kenya": "superseded",
        "kenya-2024": "other_post",
    }

    code, said, _ = run(place, "diff", "ics-kenya", "kenya-2024")
    assert code == 0
    assert "[-Forty-] {+Fifty+}" in said
    assert run(place, "diff", "ics-kenya.txt", "kenya-2024.txt")[1].splitlines()[1:] == said.splitlines()[1:]

    assert {each["document"] for each in asked(place, "What is MO 2.2?")["citations"]} == {"ics-peru-2020"}
    scoped = asked(place, "--scope", "ics-kenya", "What is MO 2.2?")
    assert {(each["document"], each["status"]) for each in scoped["citations"]} == {("ics-kenya", "superseded")}
    everywhere = asked(place, "--scope", "all", "What is MO 2.2?")
    assert {each["document"] for each in everywhere["citations"]} == {"ics-peru-2020", "ics-kenya", "kenya-2024"}

    code, said, _ = run(place, "ingest", "--remove", "ics-kenya", "--remove", "kenya-2024")
    assert code == 0
    assert "Removed: ics-kenya, kenya-2024." in said
    assert run(place, "show", "--source", "ics-kenya")[0] == 1
    assert run(place, "ask", "--scope", "ics-kenya", "What is MO 2.2?")[0] == 1
    assert "harbour" not in run(place, "search", "--scope", "all", "zanzibari harbour dhows")[1]
    left = [each for each in (place / "data").rglob("*") if each.is_file() and b"zanzibari" in each.read_bytes()]
    assert not left


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ingest", "absent.txt"), 1),
        (("ingest", "ics-kenya.txt", "--updated", "soon"), 1),
        (("ingest", "ics-kenya.txt", "--id", "No Such Id"), 1),
        (("ingest", "--remove", "nothing"), 1),
        (("ingest", "--title", "A title"), 2),
        (("ingest", "ics-kenya.txt", "kenya-2024.txt", "--id", "one"), 2),
        (("ingest", "--remove", "x", "--replace"), 2),
        (("ingest", "--preview"), 2),
        (("diff", "ics-peru-2020", "nothing"), 1),
        (("search", "--scope", "post:nowhere", "coca"), 1),
    ],
)
def test_what_cannot_be_done_is_told_with_what_to_do(place: Path, arguments: tuple[str, ...], code: int) -> None:
    done, said, told = run(place, *arguments)

    assert (done, said) == (code, "")
    assert told.startswith("strategy")
    assert not (place / "data" / "library" / "manifest.toml").exists()
