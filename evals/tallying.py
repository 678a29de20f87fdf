"""The answers of a run to its scores, summary and report. Asks nothing: new measures apply to old answers."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import DatasetError
from assistant.settings import Settings
from evals.cases import QuestionCase
from evals.gold import Gold
from evals.perturbing import open_suite
from evals.reporting.html import run_page
from evals.running import select
from evals.runs import REPORT, SUMMARY, Run, read_run, write_object, write_scores, write_whole
from evals.scoring import Score, score_all, score_record
from evals.suites import Suite
from evals.summarizing import summarize
from evals.timing import read_timing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was made from, found again."""

    suite: Suite
    cases: tuple[QuestionCase, ...]
    """Those that it asked, in their order."""
    remarks: tuple[str, ...]


def tally(run: Run, cases: Sequence[QuestionCase], gold: Gold) -> Run:
    """Score a run, sum up, and write scores.jsonl, summary.json and report.html; return the run as it is then."""
    scores = score_all(cases, run.answers, gold)
    suite = str(run.passport["suite"]["name"])
    summary = summarize(cases, scores, run.answers, run.name, suite, read_timing(run.folder))
    write_scores(run.folder, [score_record(case, score) for case, score in zip(cases, scores, strict=True)])
    write_object(run.folder / SUMMARY, summary)
    scored = read_run(run.folder)
    write_whole(run.folder / REPORT, run_page(scored, cases, gold))
    return scored


def scores_of(run: Run, cases: Sequence[QuestionCase], gold: Gold) -> tuple[Score, ...]:
    """Return the scores of a run, computed anew and kept nowhere."""
    return score_all(cases, run.answers, gold)


def asked_by(run: Run, settings: Settings) -> Asked:
    """Return the suite of a run and the cases that it asked. Raises DatasetError when the suite is not there any more.

    A suite that was edited since is taken as it is now: its new gold applies to the cases that have an answer.
    """
    suite = _suite_of(run, settings)
    selection = {"tags": [], "half": None, "sample": None, **(run.passport.get("selection") or {})}
    if suite.sha256 == run.passport["suite"]["sha256"]:
        return Asked(suite, select(suite.cases, selection), ())
    answered = {answer.id for answer in run.answers}
    cases = tuple(case for case in suite.cases if case.id in answered)
    if not cases:
        raise DatasetError(
            f"The suite {suite.name!r} has no case that {run.name} asked.", "Name the suite that was run."
        )
    lost = len(answered) - len(cases)
    remark = f"The suite {suite.name} was edited since the run {run.name}: its gold is taken as it is now"
    return Asked(suite, cases, (f"{remark}, and {lost} answers have no case any more." if lost else f"{remark}.",))


def check_corpus(run: Run, corpus_sha256: str) -> None:
    """Raise DatasetError where a run was made on another corpus than the one that is loaded."""
    made_on = (run.passport.get("index") or {}).get("corpus_sha256")
    if made_on not in (None, corpus_sha256):
        raise DatasetError(
            f"The run {run.name} was made on the corpus {str(made_on)[:12]}…, and {corpus_sha256[:12]}… is loaded.",
            "Its gold would be looked up in other texts: point STRATEGY_CORPUS at the corpus that was asked, or run it anew.",
        )


def _suite_of(run: Run, settings: Settings) -> Suite:
    """Return the suite of a run by its name or, where that is another or none, by the path that it was read from."""
    recorded = run.passport.get("suite") or {}
    named, paths = str(recorded.get("name")), recorded.get("paths") or ()
    found: list[Suite] = []
    for name in (named, *(_path_of(path) for path in paths if len(paths) == 1)):
        with suppress(DatasetError):
            found.append(open_suite(name, settings))
    if not found:
        # Says what is wrong with it.
        return open_suite(named, settings)
    suite = next((each for each in found if each.sha256 == recorded.get("sha256")), found[0])
    corpus = recorded.get("corpus")
    return replace(suite, corpus=Path(corpus)) if corpus and Path(corpus).is_dir() else suite


def _path_of(path: str) -> str:
    return str(Path(path).parent) if Path(path).name == "suite.jsonl" else path
