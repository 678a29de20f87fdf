"""What an answer costs: milliseconds by stage from a serial pass, and a fresh process's seconds and memory.

Apart from the run: answers that were given side by side say nothing about how long one takes.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.opening import Assistant
from assistant.records import Record, to_json
from assistant.settings import Settings
from evals import processes
from evals.cases import QuestionCase
from evals.runs import write_object
from evals.summarizing import Measured

TIMING = "timing.json"
MOST = 100
"""So many cases, evenly spread, are asked again."""
_TEN = 10
_ASK = (sys.executable, "-P", "-m", "ui.cli", "ask", "--json")


def measure(assistant: Assistant, cases: Sequence[QuestionCase], settings: Settings) -> Record:
    """Return the record of timing.json: the timings of a warmed, serial pass, and of fresh processes where they start.

    `settings` are those under which a fresh process finds the same index.
    """
    chosen = (
        [cases[round(at * (len(cases) - 1) / max(1, MOST - 1))] for at in range(MOST)] if len(cases) > MOST else cases
    )
    assistant.warm()
    timings = []
    for case in chosen:
        try:
            timings.append(dict(assistant.ask(case.question, case.history, case.scope).timings_ms))
        except Exception:  # noqa: BLE001  the run has kept it as an error; it has no time
            continue
    return {"timings_ms": timings, **_fresh(chosen, settings)}


def write_timing(folder: Path, record: Record) -> None:
    """Keep what was measured in a run's folder. Raises OSError."""
    write_object(folder / TIMING, record)


def read_timing(folder: Path) -> Measured | None:
    """Return what was measured for a run; None where nothing was, or it cannot be read."""
    try:
        record = json.loads((folder / TIMING).read_bytes())
        return Measured(record["timings_ms"] or None, record["cold_start_s"], record["memory_mb"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def variables_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which another process reads the same index."""
    found = {"STRATEGY_DATA": settings.data, "STRATEGY_CACHE": settings.cache, "STRATEGY_CORPUS": settings.corpus}
    return {name: str(path.absolute()) for name, path in found.items() if path is not None}


def _fresh(cases: Sequence[QuestionCase], settings: Settings) -> Record:
    """Return the seconds to the first answer and the peak memory after ten questions, of fresh processes."""
    variables = variables_of(settings)
    asked = [{"question": case.question, "scope": list(case.scope)} for case in cases[:_TEN]]
    lines = [to_json(record) + "\n" for record in asked]
    try:
        first = processes.run([*_ASK, "--batch", "-"], variables, lines[0])
        ten = processes.run([*_ASK, "--batch", "-"], variables, "".join(lines))
    except AssistantError:
        # A question that fails ends the batch with 1: then there is nothing to say.
        return {"cold_start_s": None, "memory_mb": None}
    return {"cold_start_s": round(first.seconds, 3), "memory_mb": round(ten.peak_mb, 1)}
