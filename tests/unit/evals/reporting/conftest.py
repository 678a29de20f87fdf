"""Two scored runs over five cases: one right, one with hostile text, one crash, one needless no, one wrong yes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.cases import QuestionCase
from evals.gold import Gold
from evals.runs import Run, StoredAnswer
from evals.scoring import score_all, score_record
from evals.summarizing import summarize

MONEY = ("MO 1.1", "Police seized $22 million in FY 2019.")
SHIPS = ("MO 1.2", "Trade doubled to 1,500 ships.")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'too'"

Make = Callable[..., Any]
MakeRun = Callable[..., Run]


@pytest.fixture
def hostile() -> str:
    """Text that would run if it became markup."""
    return HOSTILE


@pytest.fixture
def cases(make_case: Make) -> tuple[QuestionCase, ...]:
    return (
        make_case("right", tags=("factoid",), half="report"),
        make_case("hostile", question=HOSTILE, tags=("injection",), half="tuning", group="=2+5"),
        make_case("crash", tags=("factoid",), half="report"),
        make_case("silent", tags=("factoid",), half="report"),
        make_case("wrong yes", answerable=False, question="Who won?", tags=("near_miss",), half="tuning"),
    )


@pytest.fixture
def answers(make_answer: Make) -> tuple[StoredAnswer, ...]:
    return (
        make_answer("right", MONEY),
        make_answer("hostile", SHIPS, text=f"=cmd|' /C calc'!A0 {HOSTILE}"),
        StoredAnswer("crash", None, "engine: \x00 <b>boom</b>", (), 0.02),
        make_answer("silent"),
        make_answer("wrong yes", SHIPS),
    )


@pytest.fixture
def make_run(cases: tuple[QuestionCase, ...], gold: Gold, tmp_path: Path) -> MakeRun:
    """Return a maker of a scored run from its answers."""

    def make(name: str, answers: tuple[StoredAnswer, ...]) -> Run:
        scores = score_all(cases, answers, gold)
        passport = {
            "schema": "passport/1",
            "run": name,
            "suite": {"name": "five", "sha256": "ab" * 32, "cases": len(cases)},
            "engine": {"name": "extractive", "version": "0.1.0", "sha256": "cd" * 32},
            "index": {"generation": "g", "corpus_sha256": "0"},
            "git": None,
            "command": ["strategy", "eval", "run", "five"],
        }
        summary = summarize(cases, scores, answers, name, "five")
        records = tuple(score_record(case, score) for case, score in zip(cases, scores, strict=True))
        return Run(tmp_path / name, passport, answers, records, summary)

    return make


@pytest.fixture
def run(make_run: MakeRun, answers: tuple[StoredAnswer, ...]) -> Run:
    return make_run("first", answers)


@pytest.fixture
def later(make_run: MakeRun, answers: tuple[StoredAnswer, ...], make_answer: Make) -> Run:
    """A run that lost the first case and won the fourth."""
    changed = {"right": make_answer("right"), "silent": make_answer("silent", MONEY)}
    return make_run("later", tuple(replace(changed.get(each.id, each)) for each in answers))
