"""What `make bench` prints: how fast and how large, beside the usual pipeline, each figure from fresh processes.

    python -m evals.benching [--rounds N] [--cores N]

Ours and the rival take turns within a round, so that a busy machine is busy for both: read the ratios first.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.errors import AssistantError
from assistant.settings import QUIET
from evals import browsing, processes

try:
    from evals.rivals import langchain_pipeline
except ModuleNotFoundError as error:
    # Left out of the wheel.
    raise SystemExit("evals/rivals is missing: it is not in the wheel. Run `make bench` in a checkout.") from error

CITED = "Which country is the main source of the counterfeit U.S. dollars?"
LOOKUP = "What is Mission Objective 2.2?"
# Ten of the kinds that people ask: facts, paraphrases, a list, a lookup, Spanish, and one that has no answer.
QUESTIONS = (
    CITED,
    LOOKUP,
    "How has poverty changed?",
    "Which objectives deal with illegal gold mining?",
    "When did the trade agreement enter into force?",
    "What does the mission do about natural disasters?",
    "¿Qué dice la estrategia sobre la corrupción?",
    "How will the embassy find better staff?",
    "What is the training for the police for?",
    "What is the price of a ticket to the moon?",
)
_STRATEGY = (sys.executable, "-P", "-m", "ui.cli")
_RIVAL = (sys.executable, "-m", "evals.rivals.langchain_pipeline")
_SOURCE = Path(__file__).parent.parent / "corpus" / "sources" / "ics-peru-2020.txt"


@dataclass(slots=True)
class Figure:
    """One row: what was measured, what it should be, and a value for each round, ours and the rival's."""

    name: str
    target: str
    unit: str
    ours: list[float] = field(default_factory=list)
    rival: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the measured processes find their data."""

    folder: Path
    has_rival: bool
    has_browser: bool

    @property
    def variables(self) -> Mapping[str, str]:
        return {**QUIET, "STRATEGY_DATA": str(self.folder / "data")}

    @property
    def rival(self) -> tuple[str, ...]:
        return (*_RIVAL, str(self.folder / "rival"), str(_SOURCE))


def measure(bench: Bench, rounds: int) -> list[Figure]:
    """Return all figures. Raises ChildError when a measured process fails."""
    figures = _figures()
    for number in range(rounds):
        _build(bench, number, figures)
    if bench.has_rival:
        # Its store is built before the clock starts, as ours is.
        processes.run(bench.rival, bench.variables)
    for number in range(rounds):
        sys.stderr.write(f"round {number + 1} of {rounds}\n")
        _ask(bench, figures)
    return [figure for figure in figures.values() if figure.ours]


def _figures() -> dict[str, Figure]:
    rows = {
        "help": ("strategy --help", "0.3", "s"),
        "cited": ("new process to first cited answer", "2", "s"),
        "lookup": ("new process to an answer by reference", "0.5", "s"),
        "p50": ("warm question, p50", "25", "ms"),
        "p95": ("warm question, p95", "50", "ms"),
        "memory": ("`strategy ask`, peak memory, ten questions", "350", "MB"),
        "app": ("the app, memory after ten questions", "500", "MB"),
        "build": ("first build of the index", "30", "s"),
        "again": ("build with nothing changed", "3", "s"),
    }
    return {key: Figure(*row) for key, row in rows.items()}


def _build(bench: Bench, number: int, figures: Mapping[str, Figure]) -> None:
    data = bench.folder / ("data" if number == 0 else f"data-{number}")
    variables = {**bench.variables, "STRATEGY_DATA": str(data)}
    for key in ("build", "again"):
        figures[key].ours.append(processes.run([*_STRATEGY, "ingest"], variables).seconds)


def _ask(bench: Bench, figures: Mapping[str, Figure]) -> None:
    variables = bench.variables
    figures["help"].ours.append(processes.run([*_STRATEGY, "--help"], variables).seconds)
    figures["cited"].ours.append(processes.run([*_STRATEGY, "ask", CITED], variables).seconds)
    if bench.has_rival:
        figures["cited"].rival.append(processes.run([*bench.rival, CITED], variables).seconds)
    figures["lookup"].ours.append(processes.run([*_STRATEGY, "ask", LOOKUP], variables).seconds)
    # The first round of questions warms; the next three are counted.
    times = processes.round_trips([*_STRATEGY, "ask", "--batch", "-"], variables, QUESTIONS * 4)
    _add_warm(figures, times[len(QUESTIONS) :], "ours")
    typed = "".join(f'{{"question": "{question}"}}\n' for question in QUESTIONS)
    figures["memory"].ours.append(processes.run([*_STRATEGY, "ask", "--batch", "-"], variables, typed).peak_mb)
    if bench.has_browser:
        figures["app"].ours.append(browsing.app_memory(variables, QUESTIONS))
    if bench.has_rival:
        done = processes.run([*bench.rival, *QUESTIONS * 4], variables)
        figures["memory"].rival.append(done.peak_mb)
        _add_warm(figures, langchain_pipeline.times_in(done.output)[len(QUESTIONS) :], "rival")


def _add_warm(figures: Mapping[str, Figure], times: Sequence[float], whose: str) -> None:
    cuts = statistics.quantiles(times, n=20)
    getattr(figures["p50"], whose).append(statistics.median(times))
    getattr(figures["p95"], whose).append(cuts[-1])


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table: medians, the span of ours, and the rival over ours."""
    lines = [
        "| measured | target | median | span | usual pipeline | ratio |",
        "|---|---|---|---|---|---|",
    ]
    for figure in figures:
        ours = statistics.median(figure.ours)
        rival = statistics.median(figure.rival) if figure.rival else None
        cells = (
            figure.name,
            f"{figure.target} {figure.unit}",
            f"{_shown(ours)} {figure.unit}",
            f"{_shown(min(figure.ours))} to {_shown(max(figure.ours))}",
            f"{_shown(rival)} {figure.unit}" if rival is not None else "",
            f"{rival / ours:.1f}" if rival is not None else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 with a message when a measured process fails."""
    parser = argparse.ArgumentParser(prog="python -m evals.benching", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="fresh processes for each figure (default 5)")
    parser.add_argument("--cores", type=int, default=2, help="processor cores to use at most (default 2)")
    args = parser.parse_args(argv)
    cores = sorted(os.sched_getaffinity(0))[: args.cores]
    # Children inherit it: the targets are for a machine with this many cores.
    os.sched_setaffinity(0, cores)
    has_rival, has_browser = langchain_pipeline.is_installed(), browsing.can_browse()
    with tempfile.TemporaryDirectory(prefix="strategy-bench-") as folder:
        try:
            figures = measure(Bench(Path(folder), has_rival, has_browser), args.rounds)
        except AssistantError as error:
            sys.stderr.write(f"{error.message}\n  {error.hint}\n")
            return 1
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    sys.stdout.write(
        f"{date.today()}, {platform.machine()}, {len(cores)} cores, Python {platform.python_version()}, load {load}\n"
    )
    sys.stdout.write(f"Median of {args.rounds} fresh processes each.\n\n{table(figures)}\n")
    if not has_browser:
        sys.stdout.write("\nThe app's memory was not measured: it needs playwright and chromium.\n")
    if not has_rival:
        sys.stdout.write("\nThe usual pipeline was not measured: install it with `pip install .[bench]`.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
