"""The passport of a run: all that its numbers depend on, and the fingerprint by which a run is taken up again."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.diagnosing import masked
from assistant.hashing import sha256_of_file, sha256_of_text
from assistant.records import Record
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.card import Card
    from evals.suites import Suite

SCHEMA = "passport/1"
LIBRARIES = ("chromadb", "numpy", "onnxruntime", "tantivy", "tokenizers")
# Where data lies and how the app listens changes no answer.
_WITHOUT_EFFECT = frozenset({"data", "cache", "corpus", "address", "port", "allowed_hosts", "no_color"})


def passport(
    name: str, suite: "Suite", card: "Card", settings: Settings, selection: Mapping[str, object], command: Sequence[str]
) -> Record:
    """Return the passport/1 record of a run that begins now. `selection` says which cases are asked, and how often."""
    record: Record = {
        "schema": SCHEMA,
        "run": name,
        "suite": _suite_record(suite),
        "selection": dict(selection),
        "engine": engine(),
        "settings": settings_record(settings),
        "index": {"generation": card.generation, "corpus_sha256": card.corpus_sha256},
        "model": {"name": card.model, "sha256": card.model_sha256},
        "libraries": libraries(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": len(os.sched_getaffinity(0)),
        "git": git_state(),
        "started": now(),
        "finished": None,
        "seconds": None,
        "command": list(command),
    }
    return {**record, "fingerprint": fingerprint(record)}


def foreign_passport(name: str, suite: "Suite", engine: Mapping[str, object], corpus_sha256: str) -> Record:
    """Return the passport of answers that another system gave: what it ran on is not known."""
    record: Record = {
        "schema": SCHEMA,
        "run": name,
        "suite": _suite_record(suite),
        "selection": None,
        "engine": dict(engine),
        "settings": {},
        "index": {"generation": None, "corpus_sha256": corpus_sha256},
        "model": None,
        "libraries": {},
        "started": None,
        "finished": now(),
        "seconds": None,
        "command": [],
    }
    return {**record, "fingerprint": fingerprint(record)}


def _suite_record(suite: "Suite") -> Record:
    return {
        "name": suite.name,
        "sha256": suite.sha256,
        "cases": len(suite.cases),
        "paths": [str(path) for path in suite.paths],
        "corpus": str(suite.corpus) if suite.corpus else None,
    }


def fingerprint(record: Mapping[str, Any]) -> str:
    """Return 16 hexadecimal digits of all in a passport that decides the answers; equal ones may be one run."""
    settings = {key: value for key, value in record["settings"].items() if key not in _WITHOUT_EFFECT}
    decides = {key: record[key] for key in ("selection", "engine", "index", "model")}
    suite = record["suite"]["sha256"]
    return sha256_of_text(json.dumps({**decides, "suite": suite, "settings": settings}, sort_keys=True))[:16]


def engine() -> Record:
    """Return what answers: its name, version, and the hash over all files of the installed package."""
    return {"name": "extractive", "version": _version("strategy-assistant"), "sha256": package_sha256("assistant")}


@cache
def package_sha256(package: str) -> str:
    """Return one hash over the names and contents of a package's files, compiled ones left out."""
    root = Path(str(files(package)))
    paths = sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sha256_of_text("".join(f"{path.relative_to(root).as_posix()} {sha256_of_file(path)}\n" for path in paths))


def settings_record(settings: Settings) -> dict[str, str]:
    """Return the settings as text, secrets hidden."""
    return {name: masked(name.upper(), getattr(settings, name)) for name in type(settings).model_fields}


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that decide an answer."""
    return {name: _version(name) for name in LIBRARIES}


def git_state() -> str | None:
    """Return the revision of the code that runs, with "+changes" where files differ from it; None outside git."""
    root = Path(str(files("assistant"))).parent
    # An installed package may lie inside the checkout of something else.
    is_ours = bool(_git(root, "ls-files", "assistant/__init__.py"))
    revision = _git(root, "rev-parse", "HEAD") if is_ours else ""
    if not revision:
        return None
    return f"{revision}+changes" if _git(root, "status", "--porcelain", "--untracked-files=no") else revision


def now() -> str:
    """Return the time in UTC, to the second, as ISO text."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
