"""Baselines: the numbers of a run that someone has declared good enough to be measured against.

A baseline is made on purpose and by name, never by a run that happens to be the latest.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.records import Record
from assistant.settings import Settings
from evals.runs import Run, write_object

SCHEMA = "eval-baseline/1"
# Counts and descriptions: nobody holds a run against them.
_LEFT_OUT = ("schema", "run", "suite", "risk_coverage", "outcomes", "refs", "slices", "smallest_difference")


def baselines_folder(settings: Settings, is_bundled: bool = False) -> Path:
    """Return where baselines are kept: those of this machine, or those that come with the package."""
    return Path(str(files("evals"))) / "baselines" if is_bundled else settings.data / "baselines"


def bless(run: Run, folder: Path) -> Path:
    """Write the numbers of a run as the baseline of its suite, in place of the one before; return its path.

    Raises DatasetError when the run was not scored, and OSError.
    """
    if run.summary is None:
        raise DatasetError(f"The run {run.name} has no summary.", f"Run `strategy eval score {run.name}`.")
    folder.mkdir(parents=True, exist_ok=True)
    record = baseline_record(run.passport, run.summary)
    suite = record["suite"]
    name = suite.get("name") if isinstance(suite, Mapping) else None
    path = folder / f"{name or run.name}.json"
    write_object(path, record)
    return path


def baseline_record(passport: Mapping[str, Any], summary: Mapping[str, Any]) -> Record:
    """Return the eval-baseline/1 record: where the numbers are from, and each number by its path.

    `measures` has them as summary.json does, for tables; `values` for gates.
    """
    engine = passport.get("engine") or {}
    return {
        "schema": SCHEMA,
        "run": summary.get("run") or passport.get("run"),
        "suite": _suite(passport, summary),
        "corpus_sha256": (passport.get("index") or {}).get("corpus_sha256"),
        "engine": {key: engine.get(key) for key in ("name", "version")},
        "finished": passport.get("finished"),
        "measures": dict(summary.get("measures") or {}),
        "values": dict(_values(summary)),
    }


def _suite(passport: Mapping[str, Any], summary: Mapping[str, Any]) -> Record:
    """Return which suite it was; where its files lie is of this machine only."""
    suite: Record = dict(passport.get("suite") or {"name": summary.get("suite")})
    return {key: value for key, value in suite.items() if key not in ("paths", "corpus")}


def find_baseline(suite: str, settings: Settings) -> Path | None:
    """Return the baseline of a suite, this machine's before the one that comes with the package; None without one."""
    folders = (baselines_folder(settings), baselines_folder(settings, is_bundled=True))
    return next((path for folder in folders if (path := folder / f"{suite}.json").is_file()), None)


def read_baseline(path: Path) -> Record:
    """Return a baseline. Raises DatasetError when it cannot be read as one."""
    try:
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except ValueError as error:
        raise DatasetError(f"{path} is not JSON.", "Make it again with `strategy eval bless RUN`.") from error
    if not isinstance(record, dict) or not isinstance(record.get("values"), dict):
        raise DatasetError(f"{path} is not a baseline.", "Make one with `strategy eval bless RUN`.")
    return record


def _values(summary: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Return (path, number) for each measure, and for the other numbers of the summary that a gate may name."""
    found = [(name, measure["value"]) for name, measure in (summary.get("measures") or {}).items()]
    for key, value in summary.items():
        if key not in (*_LEFT_OUT, "measures"):
            found += _numbers(key, value)
    return found


def _numbers(path: str, value: object) -> list[tuple[str, float]]:
    if isinstance(value, Mapping):
        if "value" in value and "n" in value:
            return _numbers(path, value["value"])
        return [pair for key, item in value.items() for pair in _numbers(f"{path}.{key}", item)]
    return [(path, value)] if isinstance(value, int | float) and not isinstance(value, bool) else []
