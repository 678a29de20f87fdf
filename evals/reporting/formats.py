"""Every format of a finished run and of a comparison by name: which files it makes, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.records import Record, to_json
from evals.cases import QuestionCase
from evals.gold import Gold
from evals.reporting.html import run_page, tell
from evals.reporting.junit import run_junit
from evals.reporting.markdown import comparison_markdown, run_markdown
from evals.reporting.tables import run_csv
from evals.reporting.trec import run_qrels, run_trec
from evals.reporting.versus import comparison_page
from evals.runs import REPORT, Run, write_whole

RUN_FORMATS = ("html", "md", "csv", "json", "junit", "trec")
COMPARISON_FORMATS = ("html", "md", "json")
SCHEMA = "eval-report/1"


def run_files(format: str, run: Run, cases: Sequence[QuestionCase], gold: Gold) -> dict[str, str]:
    """Return a scored run in one of RUN_FORMATS: file names to their texts. The first is the main one.

    Raises DatasetError when the run was not scored, or `cases` are not those that it asked.
    """
    asked = tell(run, cases).cases
    if format == "trec":
        return {"rankings.run": run_trec(run, asked), "gold.qrels": run_qrels(asked)}
    makers: dict[str, tuple[str, Callable[[], str]]] = {
        "html": (REPORT, lambda: run_page(run, asked, gold)),
        "md": ("report.md", lambda: run_markdown(run)),
        "csv": ("items.csv", lambda: run_csv(run, asked)),
        "json": ("report.json", lambda: to_json(run_record(run), indent=1) + "\n"),
        "junit": ("junit.xml", lambda: run_junit(run, asked)),
    }
    name, make = makers[format]
    return {name: make()}


def comparison_files(
    format: str, comparison: Mapping[str, Any], runs: tuple[Run, Run], cases: Sequence[QuestionCase], gold: Gold
) -> dict[str, str]:
    """Return a comparison in one of COMPARISON_FORMATS: a file name to its text. Raises DatasetError."""
    makers: dict[str, tuple[str, Callable[[], str]]] = {
        "html": ("comparison.html", lambda: comparison_page(comparison, *runs, cases, gold)),
        "md": ("comparison.md", lambda: comparison_markdown(comparison)),
        "json": ("comparison.json", lambda: to_json(dict(comparison), indent=1) + "\n"),
    }
    name, make = makers[format]
    return {name: make()}


def run_record(run: Run) -> Record:
    """Return all of a run as one record: passport, summary, and each item with its scores and its answers."""
    answers: dict[str, list[Record]] = {}
    for stored in run.answers:
        answers.setdefault(stored.id, []).append(
            {
                "repeat": stored.repeat,
                "answer": stored.answer,
                "error": stored.error,
                "ranking": [list(entry) for entry in stored.ranking],
                "seconds": stored.seconds,
            }
        )
    return {
        "schema": SCHEMA,
        "run": run.name,
        "passport": dict(run.passport),
        "summary": dict(run.summary or {}),
        "items": [{**score, "answers": answers.get(str(score["id"]), [])} for score in run.scores],
    }


def write_files(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write texts under their names into an existing folder, each in one step; return where. Raises OSError."""
    for name, text in texts.items():
        write_whole(folder / name, text)
    return tuple(folder / name for name in texts)
