"""The project's own files."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Every file that git tracks, or without git every file of the project."""
    done = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    names = done.stdout.split("\n") if done.returncode == 0 else []
    files = [root / name for name in names if name] or [p for p in root.rglob("*") if ".venv" not in p.parts]
    return [path for path in files if path.is_file()]


@pytest.fixture(scope="session")
def modules(root: Path) -> list[Path]:
    """The Python modules of the packages."""
    packages = ("assistant", "corpus", "ingest", "evals", "ui")
    return [path for package in packages for path in sorted((root / package).rglob("*.py"))]
