"""The report of one run: one HTML file that needs no server and makes no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import DatasetError
from evals.cases import QuestionCase
from evals.gold import Gold
from evals.reporting import appendix, breakdown, matrix, numbers
from evals.reporting.details import Told, drill, row
from evals.reporting.markup import NOTHING, Markup, element, page
from evals.reporting.wording import counted
from evals.runs import Run

_PARTS = (
    ("numbers", "Numbers"),
    ("outcomes", "Outcomes"),
    ("causes", "Causes"),
    ("items", "Items"),
    ("plots", "Plots"),
    ("parts", "Parts"),
    ("passport", "Passport"),
    ("definitions", "Definitions"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """A scored run with its cases, each with what was said and scored."""

    run: Run
    summary: Mapping[str, Any]
    cases: tuple[QuestionCase, ...]
    said: Mapping[str, Told]

    @property
    def names(self) -> list[str]:
        """The measures of the run, in the order of its summary."""
        return list(self.summary.get("measures") or {})


def tell(run: Run, cases: Sequence[QuestionCase]) -> Report:
    """Return a run with the cases that were asked. Raises DatasetError when it was not scored or the suite is another."""
    if run.summary is None or not run.scores:
        raise DatasetError(f"The run {run.name} has no scores.", f"Run `strategy eval score {run.name}`.")
    answers = {answer.id: answer for answer in run.first_answers}
    known = {case.id: case for case in cases}
    missing = [str(score["id"]) for score in run.scores if score["id"] not in known]
    if missing:
        raise DatasetError(
            f"The suite has no case {missing[0]!r}, which the run {run.name} asked.",
            "Name the suite that was run: its hash stands in passport.json.",
        )
    said = {str(score["id"]): Told(score, answers.get(str(score["id"]))) for score in run.scores}
    return Report(run, run.summary, tuple(known[key] for key in said), said)


def run_page(run: Run, cases: Sequence[QuestionCase], gold: Gold) -> str:
    """Return the report of a run as one HTML file. Raises DatasetError when the run was not scored.

    `gold`: the corpus that was asked; with an empty one the evidence is the quotes alone.
    """
    told = tell(run, cases)
    rows = [row(case, told.said[case.id], told.names) for case in told.cases]
    drilled = drill(told.cases, {key: (said,) for key, said in told.said.items()}, gold)
    data = {
        "kind": "run",
        "names": [run.name],
        "columns": matrix.columns(told.names),
        "words": matrix.words(),
        "items": rows,
        "details": drilled.details,
        "passages": drilled.passages,
    }
    lost = sum(each["lost"] for each in rows)
    body = element(
        "main",
        _masthead(told, breakdown.lost_sentence(told.summary, lost, len(rows))),
        contents(_PARTS),
        numbers.section(
            "numbers",
            "Numbers",
            numbers.headline(told.summary),
            numbers.measure_tables(told.summary),
            numbers.halves_table(told.summary),
        ),
        numbers.section("outcomes", "Outcomes", breakdown.outcome_table(told.summary)),
        numbers.section("causes", "Causes of failure", breakdown.causes(told.summary)),
        numbers.section("items", "Items", left_out(drilled.left_out), matrix.matrix(rows, is_comparison=False)),
        numbers.section("plots", "Plots", breakdown.plots(told.summary)),
        numbers.section(
            "parts", "Parts of the suite", breakdown.slices(told.summary), breakdown.robustness(told.summary)
        ),
        numbers.section("passport", "Run passport", appendix.passport_list(run.passport)),
        numbers.section("definitions", "Definitions", appendix.definitions(told.names)),
    )
    return page(f"{run.name}: evaluation report", body, data)


def contents(parts: Sequence[tuple[str, str]]) -> Markup:
    """Return the links to the parts of the page."""
    return element("nav", *(element("a", title, href=f"#{key}") for key, title in parts), aria_label="Contents")


def left_out(number: int) -> Markup:
    """Return the remark on items without details; nothing where all have them."""
    if not number:
        return NOTHING
    text = (
        f"To keep this file small, the details of {counted(number, 'item')} without a loss stand in answers.jsonl only."
    )
    return element("p", text, class_="note")


def _masthead(told: Report, how: str) -> Markup:
    passport = told.run.passport
    suite, engine = passport.get("suite") or {}, passport.get("engine") or {}
    facts = [
        f"Suite {suite.get('name', told.summary.get('suite', ''))}",
        counted(len(told.cases), "item"),
        f"engine {engine.get('name', '')} {engine.get('version', '')}".strip(),
        str(passport.get("finished") or passport.get("started") or "")[:16].replace("T", " "),
    ]
    return element(
        "header",
        element("p", "Evaluation report", class_="overline"),
        element("h1", told.run.name),
        element("p", " · ".join(fact for fact in facts if fact), class_="facts"),
        element("p", how, " ", numbers.sensitivity(told.summary, len(told.cases)), class_="lead"),
    )
