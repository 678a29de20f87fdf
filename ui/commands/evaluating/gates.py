"""Gates on a run or a comparison: what must hold, and the exit code where it does not."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.blessing import find_baseline, read_baseline
from evals.gating import check, read_gates
from ui import printing

FAILED = 3


def pass_gates(
    path: str | None, summary: Mapping[str, Any], settings: Settings, comparison: Mapping[str, Any] | None = None
) -> int:
    """Say on stderr which gates of a file a summary passes; return 0, or FAILED where it fails one or more.

    Drops are seen against the comparison, or else against the blessed baseline of the suite.
    """
    if path is None:
        return 0
    gates = read_gates(Path(path))
    baseline = find_baseline(str(summary["suite"]), settings)
    results = check(gates, summary, read_baseline(baseline) if baseline else None, comparison)
    for result in results:
        printing.remark(f"{'passed' if result.has_passed else 'FAILED'}  {result.name}: {result.message}")
    return 0 if all(result.has_passed for result in results) else FAILED
