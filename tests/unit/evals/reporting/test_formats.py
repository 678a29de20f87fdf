import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from evals.cases import QuestionCase
from evals.comparing import compare
from evals.gold import Gold
from evals.reporting.formats import COMPARISON_FORMATS, RUN_FORMATS, comparison_files, run_files, write_files
from evals.reporting.markdown import escape, numbers_table
from evals.reporting.tables import safe, unsafe
from evals.runs import Run, read_run

Cases = tuple[QuestionCase, ...]


@pytest.fixture
def made(run: Run, cases: Cases, gold: Gold) -> Callable[[str], str]:
    """Return a maker of the first file of a format."""
    return lambda name: next(iter(run_files(name, run, cases, gold).values()))


def test_every_format_is_written_into_the_folder(run: Run, cases: Cases, gold: Gold, tmp_path: Path) -> None:
    written = [path.name for name in RUN_FORMATS for path in write_files(tmp_path, run_files(name, run, cases, gold))]

    assert written == [
        "report.html",
        "report.md",
        "items.csv",
        "report.json",
        "junit.xml",
        "rankings.run",
        "gold.qrels",
    ]
    assert all((tmp_path / name).stat().st_size for name in written)


def test_every_format_of_a_comparison_is_made(run: Run, later: Run, cases: Cases, gold: Gold) -> None:
    record = compare(run, later)
    names = [name for f in COMPARISON_FORMATS for name in comparison_files(f, record, (run, later), cases, gold)]

    assert names == ["comparison.html", "comparison.md", "comparison.json"]


def test_the_csv_has_a_row_an_item_and_a_column_a_field(made: Callable[[str], str]) -> None:
    rows = list(csv.DictReader(io.StringIO(made("csv"), newline="")))

    assert [row["id"] for row in rows] == ["right", "hostile", "crash", "silent", "wrong yes"]
    assert rows[0]["item_score"] == "1.0"
    assert rows[0]["cited"] == "MO 1.1"
    assert rows[4]["first_citation"] == ""
    assert rows[2]["status"] == "error"


def test_no_cell_of_the_csv_begins_a_formula(made: Callable[[str], str]) -> None:
    rows = list(csv.reader(io.StringIO(made("csv"), newline="")))
    cells = [cell for row in rows for cell in row]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=2+5" in cells


@pytest.mark.parametrize("text", ["=1", "+1 x", "-x", "@a", "\tx", "plain", "'x", "", "-0.5"])
def test_what_is_made_safe_can_be_read_back(text: str) -> None:
    assert unsafe(safe(text)) == text
    assert safe("-0.5") == "-0.5"


def test_junit_tells_failures_from_errors(made: Callable[[str], str]) -> None:
    suite = ElementTree.fromstring(made("junit"))[0]
    kinds = {case.attrib["name"].partition(":")[0]: [child.tag for child in case] for case in suite}

    assert kinds["right"] == []
    assert kinds["silent"] == kinds["wrong yes"] == ["failure"]
    assert kinds["crash"] == ["error"]
    assert suite.attrib["tests"] == "5"
    assert (suite.attrib["failures"], suite.attrib["errors"]) == ("3", "1")


def test_trec_files_have_no_ties_and_one_word_names(run: Run, cases: Cases, gold: Gold) -> None:
    rankings, qrels = run_files("trec", run, cases, gold).values()
    lines = [line.split() for line in rankings.splitlines()]

    assert lines[0] == ["right", "Q0", "MO_1.1", "1", "2", "first"]
    assert all(len(line) == 6 for line in lines)
    scores = [(line[0], line[4]) for line in lines]
    assert len(set(scores)) == len(scores)
    assert qrels.splitlines()[0].split() == ["right", "0", "MO_1.1", "1"]
    assert "wrong_yes" not in qrels


def test_trec_ranks_what_was_judged_where_judgements_were_imported(
    run: Run, gold: Gold, make_case: Callable[..., Any]
) -> None:
    from evals.reporting.trec import run_qrels, run_trec

    case = make_case("right", grades={"d/MO 1.2/02": 2})

    assert "right Q0 d/MO_1.2/02 2 1 first" in run_trec(run, [case])
    assert run_qrels([case]) == "right 0 d/MO_1.2/02 2\n"


def test_the_json_holds_all_of_a_run(made: Callable[[str], str]) -> None:
    record = json.loads(made("json"))

    assert record["schema"] == "eval-report/1"
    assert record["items"][0]["id"] == "right"
    assert record["items"][2]["answers"][0]["error"] == "engine: \x00 <b>boom</b>"


def test_markdown_shows_value_interval_and_counts(run: Run, made: Callable[[str], str]) -> None:
    table = numbers_table(run.summary or {}, ("item_score",))

    assert table.splitlines()[0].startswith("| Measure | Value | 95 % interval | n | undefined | errors | unwinnable |")
    assert table.splitlines()[2].startswith("| Item score | 0.")
    assert "Needless abstentions" in made("md")


def test_markdown_of_a_comparison_names_what_changed(run: Run, later: Run, cases: Cases, gold: Gold) -> None:
    record = {**compare(run, later), "warnings": ["a | b\n# c"]}
    text = comparison_files("md", record, (run, later), cases, gold)["comparison.md"]

    assert "Worse, 1 item: right." in text
    assert "Better, 1 item: silent." in text
    assert "> a \\| b \\# c" in text


def test_markdown_shows_text_as_it_is() -> None:
    assert escape("<b>*x*</b>\n|") == "\\<b\\>\\*x\\*\\</b\\> \\|"


def test_a_folder_that_was_read_makes_the_same_report(run: Run, cases: Cases, gold: Gold, tmp_path: Path) -> None:
    from evals.runs import append_answer, write_object, write_scores

    run.folder.mkdir()
    for stored in run.answers:
        append_answer(run.folder, stored)
    write_scores(run.folder, run.scores)
    write_object(run.folder / "passport.json", run.passport)
    write_object(run.folder / "summary.json", run.summary or {})

    again = read_run(run.folder)

    assert run_files("csv", again, cases, gold) == run_files("csv", run, cases, gold)
    assert run_files("html", again, cases, gold) == run_files("html", run, cases, gold)
