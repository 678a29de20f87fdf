import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals import benching, browsing, processes
from evals.benching import Bench, Figure, measure, table
from evals.processes import ChildError, Finished
from evals.rivals import langchain_pipeline


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the processes by ones that take no time; return what would have run, in order."""
    commands: list[str] = []

    def run(command: Sequence[str], variables: Mapping[str, str], typed: str = "") -> Finished:
        commands.append(" ".join(command[1:]))
        seconds = 8.0 if "rivals" in commands[-1] else 0.5
        return Finished(seconds, 100.0, '{"ms": 20}\n' * (len(command) - 5))

    def round_trips(command: Sequence[str], variables: Mapping[str, str], questions: Sequence[str]) -> list[float]:
        return [5.0] * len(questions)

    monkeypatch.setattr(processes, "run", run)
    monkeypatch.setattr(processes, "round_trips", round_trips)
    monkeypatch.setattr(browsing, "app_memory", lambda variables, questions: 400.0)
    monkeypatch.setattr(browsing, "can_browse", lambda: False)
    return commands


def test_every_figure_has_one_value_a_round(ran: list[str], tmp_path: Path) -> None:
    figures = measure(Bench(tmp_path, has_rival=True, has_browser=True), 3)

    assert all(len(figure.ours) == 3 for figure in figures)
    assert [figure.name for figure in figures if figure.rival] == [
        "new process to first cited answer",
        "warm question, p50",
        "warm question, p95",
        "`strategy ask`, peak memory, ten questions",
    ]


def test_each_build_starts_from_nothing(ran: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[str] = []
    before = processes.run

    def run(command: Sequence[str], variables: Mapping[str, str], typed: str = "") -> Finished:
        if "ingest" in command:
            folders.append(variables["STRATEGY_DATA"])
        return before(command, variables, typed)

    monkeypatch.setattr(processes, "run", run)
    measure(Bench(tmp_path, has_rival=False, has_browser=False), 2)

    assert len(folders) == 4
    assert len(set(folders)) == 2


def test_ours_and_the_rival_take_turns(ran: list[str], tmp_path: Path) -> None:
    measure(Bench(tmp_path, has_rival=True, has_browser=True), 2)

    cited = ["rival" if "rivals" in line else "ours" for line in ran if line.endswith(benching.CITED)]
    assert cited == ["ours", "rival", "ours", "rival"]


def test_the_table_shows_medians_and_the_rival_over_ours() -> None:
    text = table(
        [Figure("first answer", "2", "s", [1.0, 9.0, 2.0], [8.0, 10.0, 9.0]), Figure("help", "0.3", "s", [0.05])]
    )

    assert "| first answer | 2 s | 2.00 s | 1.00 to 9.00 | 9.00 s | 4.5 |" in text
    assert text.splitlines()[-1] == "| help | 0.3 s | 0.05 s | 0.05 to 0.05 |  |  |"


def test_without_the_rival_it_says_how_to_get_it(ran: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(langchain_pipeline, "is_installed", lambda: False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda *_: None)

    assert benching.main(["--rounds", "1"]) == 0
    assert "pip install .[bench]" in capsys.readouterr().out
    assert not any("rivals" in line for line in ran)


def test_a_failing_process_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def fail(*_: object) -> Finished:
        raise ChildError("It failed.", "Look.")

    monkeypatch.setattr(processes, "run", fail)
    monkeypatch.setattr(os, "sched_setaffinity", lambda *_: None)

    assert benching.main(["--rounds", "1"]) == 1
    assert capsys.readouterr().err == "It failed.\n  Look.\n"
