"""Gates: what a run must not fall below, in a small file that is read by whoever breaks it.

    [[gates]]
    measure = "item_score"          # a measure, or a path into the summary: "abstention.unsupported_rate"
    minimum = 0.6                   # of the value itself; `maximum` where less is better
    allowed_drop = 0.02             # how much worse than the baseline it may be, whichever way is worse
    only_if_significant = true      # a drop that could be chance passes

A drop is seen against a baseline that was blessed, or against another run in a comparison.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from evals.measures.catalogue import MEASURES

_DOWN = (
    "needless_rate",
    "needless",
    "unsupported",
    "unsupported_rate",
    "aurc",
    "excess",
    "brier",
    "ece",
    "errors",
    "unwinnable",
    "lost",
    "followup_gap",
    "cold_start_s",
    "memory_mb",
)
"""Ends of paths into the summary for which less is better; so are latencies, drops and causes."""
_HINT = "A gate has a `measure` and a `minimum`, a `maximum` or an `allowed_drop`."


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition, or several on one measure."""

    measure: str
    minimum: float | None = None
    maximum: float | None = None
    allowed_drop: float | None = None
    only_if_significant: bool = False
    name: str = ""
    """For people; the measure where nothing else is given."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """One condition, checked."""

    name: str
    """`item_score minimum`."""
    has_passed: bool
    value: float | None
    """What was measured; None where it is not there, which never passes."""
    limit: float
    message: str


def read_gates(path: Path) -> tuple[Gate, ...]:
    """Return the gates of a TOML file. Raises DatasetError naming what is wrong and where."""
    try:
        entries = tomllib.loads(path.read_bytes().decode()).get("gates")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except ValueError as error:  # of TOML or of UTF-8
        raise DatasetError(f"{path} is not valid TOML: {error}.", "Correct that line.") from error
    if not isinstance(entries, list) or not entries:
        raise DatasetError(f"{path} has no [[gates]].", _HINT)
    return tuple(_gate(entry, f"{path}, gate {number}") for number, entry in enumerate(entries, start=1))


def _gate(entry: object, where: str) -> Gate:
    known = {field.name for field in fields(Gate)}
    if not isinstance(entry, dict) or not isinstance(entry.get("measure"), str):
        raise DatasetError(f"{where}: `measure` is missing.", _HINT)
    unknown = sorted(set(entry) - known)
    if unknown:
        raise DatasetError(f"{where}: unknown key {', '.join(map(repr, unknown))}.", _HINT)
    limits = {key: entry[key] for key in ("minimum", "maximum", "allowed_drop") if key in entry}
    if not limits or not all(type(value) in (int, float) for value in limits.values()):
        raise DatasetError(f"{where}: needs a number as `minimum`, `maximum` or `allowed_drop`.", _HINT)
    if limits.get("allowed_drop", 0) < 0:
        raise DatasetError(f"{where}: `allowed_drop` cannot be negative.", "Write how much worse it may become.")
    if type(entry.get("only_if_significant", False)) is not bool or not isinstance(entry.get("name", ""), str):
        raise DatasetError(f"{where}: `only_if_significant` must be true or false, and `name` a string.", _HINT)
    return Gate(**entry)


def check(
    gates: Sequence[Gate],
    summary: Mapping[str, Any],
    baseline: Mapping[str, Any] | None = None,
    comparison: Mapping[str, Any] | None = None,
) -> tuple[GateResult, ...]:
    """Return a result for each condition. `summary` is that of the run that is judged.

    `baseline`: an eval-baseline/1 record. `comparison`: of the run before (A) with this run (B); it goes before the
    baseline, as it knows every question. A drop with nothing to see it against does not pass.
    """
    results: list[GateResult] = []
    for gate in gates:
        value, name = value_at(summary, gate.measure), gate.name or gate.measure
        for kind, limit in (("minimum", gate.minimum), ("maximum", gate.maximum)):
            if limit is not None:
                results.append(_bound(name, kind, value, limit))
        if gate.allowed_drop is not None:
            results.append(_drop(gate, name, value, summary, baseline, comparison))
    return tuple(results)


def value_at(summary: Mapping[str, Any], path: str) -> float | None:
    """Return a number of a summary: a measure by its name, or a dotted path, `latency_ms.total.p95`."""
    for start in (summary.get("measures") or {}, summary):
        found: object = start
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            found = found.get("value")
        if isinstance(found, int | float) and not isinstance(found, bool):
            return float(found)
    return None


def is_down(path: str) -> bool:
    """Say whether less is better for a measure or a path."""
    parts = path.split(".")
    named = next((MEASURES[part] for part in reversed(parts) if part in MEASURES), None)
    if named is not None:
        return named.direction == "down"
    return parts[-1] in _DOWN or parts[0] in ("latency_ms", "causes") or parts[-1].endswith("_drop")


def _bound(name: str, kind: str, value: float | None, limit: float) -> GateResult:
    if value is None:
        return GateResult(f"{name} {kind}", False, None, limit, f"{name} was not measured; the {kind} is {limit:g}.")
    has_passed = value >= limit if kind == "minimum" else value <= limit
    relation = "within" if has_passed else "below" if kind == "minimum" else "above"
    return GateResult(
        f"{name} {kind}", has_passed, value, limit, f"{name} is {value:.4g}, {relation} the {kind} {limit:g}."
    )


def _drop(
    gate: Gate,
    name: str,
    value: float | None,
    summary: Mapping[str, Any],
    baseline: Mapping[str, Any] | None,
    comparison: Mapping[str, Any] | None,
) -> GateResult:
    """Return whether a value fell by no more than it may, by the comparison where it has the measure."""
    limit, title = gate.allowed_drop or 0.0, f"{name} allowed_drop"
    paired = ((comparison or {}).get("measures") or {}).get(gate.measure)
    before = paired["a"] if paired else (baseline or {}).get("values", {}).get(gate.measure)
    value = paired["b"] if paired else value
    if value is None or before is None:
        missing = "was not measured" if value is None else "has no value in a baseline or comparison"
        return GateResult(title, False, value, limit, f"{name} {missing}; the allowed drop is {limit:g}.")
    fell = value - before if is_down(gate.measure) else before - value
    told = f"{name} is {value:.4g}, before {before:.4g}"
    # The slack keeps 0.80 to 0.78 within a drop of 0.02.
    if fell <= limit + 1e-9:
        return GateResult(title, True, value, limit, f"{told}: within the allowed drop {limit:g}.")
    if gate.only_if_significant and not _is_clear(gate.measure, before, summary, paired):
        return GateResult(title, True, value, limit, f"{told}: worse by {fell:.4g}, but that could be chance.")
    return GateResult(title, False, value, limit, f"{told}: worse by {fell:.4g}, more than the allowed drop {limit:g}.")


def _is_clear(measure: str, before: float, summary: Mapping[str, Any], paired: Mapping[str, Any] | None) -> bool:
    """Say whether a drop is more than chance: by the paired test, or where there is none by the interval."""
    if paired:
        return bool(paired["verdict"] == "worse")
    found = (summary.get("measures") or {}).get(measure) or {}
    low, high = found.get("low"), found.get("high")
    return low is None or high is None or not low <= before <= high
