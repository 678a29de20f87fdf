"""What the README and its pages say is true of the tree."""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from evals.reporting.markdown import numbers_table
from ui.cli import main

PAGES = ("README.md", "RECORDS.md", "OPERATIONS.md", "THREATS.md", "DECISIONS.md", "NUMBERS.md", "CHANGELOG.md")


def test_the_readme_fits_two_screens(root: Path) -> None:
    assert len((root / "README.md").read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(root: Path, page: str) -> None:
    text = (root / page).read_text("utf-8")
    paths = re.findall(r"`((?:assistant|corpus|ingest|evals|ui|tests)/[\w./-]+)`", text) + re.findall(
        r"\]\((?!http)([\w./-]+)\)", text
    )
    assert not [path for path in paths if not (root / path).exists()]


def test_every_command_that_the_readme_names_exists(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join((root / page).read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"`strategy (\w+)", text))
    assert main(["--help"]) == 0
    known = set(re.findall(r"^\s{4}(\w+)\s", capsys.readouterr().out, re.MULTILINE))
    assert named <= known
    assert known <= named


def test_every_make_target_that_the_readme_names_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make (\w+)`", (root / "README.md").read_text("utf-8")))
    assert named <= targets


def test_every_setting_stands_in_the_example(root: Path) -> None:
    from assistant.settings import known_variables

    text = (root / ".env.example").read_text("utf-8")
    assert not [name for name in known_variables() if name.startswith("STRATEGY_") and name not in text]


def test_every_dependency_has_its_line_in_the_decisions(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.match(r"[\w.-]+", line) for line in project["dependencies"]]
    decisions = (root / "DECISIONS.md").read_text("utf-8")
    assert not [name.group() for name in names if name and f"`{name.group()}`" not in decisions]


def test_the_manifest_names_the_texts_as_they_are(root: Path) -> None:
    rows = tomllib.loads((root / "corpus" / "manifest.toml").read_text("utf-8"))["documents"]
    for row in rows:
        assert hashlib.sha256((root / "corpus" / row["path"]).read_bytes()).hexdigest() == row["sha256"]


def test_the_example_of_a_citation_prints_what_it_says(root: Path, tmp_path: Path) -> None:
    text = (root / "RECORDS.md").read_text("utf-8")
    example = re.search(r"python3 -c '(.+)'\n(.+)\n```", text)
    assert example
    code, printed = example.groups()
    (tmp_path / "source.txt").write_bytes((root / "corpus" / "sources" / "ics-peru-2020.txt").read_bytes())
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"{printed}\n"
    assert re.fullmatch(r"[A-Z].*[.]", printed)


def test_a_wheel_holds_the_data_files(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    wanted = [
        "corpus/manifest.toml",
        "corpus/sources/ics-peru-2020.txt",
        "assistant/lexicon/spanish.tsv",
        "ui/style.css",
        "ui/app.py",
    ]
    assert not [name for name in wanted if name not in names]
    assert not [name for name in names if name.startswith(("tests/", "evals/rivals", "ui/screenshots"))]


TABLE = re.compile(r"<!-- baseline ([\w.-]+) -->\n\n((?:\|.*\n)+)")


def test_the_numbers_on_the_pages_are_those_of_the_stored_runs(root: Path) -> None:
    tables = [
        found for page in ("README.md", "NUMBERS.md") for found in TABLE.findall((root / page).read_text("utf-8"))
    ]
    assert {name for name, _ in tables} == {"peru-core", "peru-core.report"}
    for name, table in tables:
        baseline = json.loads((root / "evals" / "baselines" / f"{name}.json").read_text("utf-8"))
        assert table.strip() == numbers_table(baseline), name
