"""A check written out: as a record, Markdown, HTML, Word and a matrix, always with its mark and never as markup."""

import csv
import io
from dataclasses import replace

import docx
import pytest

from assistant.clearing.check import Check, Decision
from assistant.clearing.html import to_html
from assistant.clearing.markdown import to_markdown
from assistant.clearing.offices import offices_of
from assistant.clearing.recording import check_record
from assistant.clearing.report import mark_of, report_of
from assistant.clearing.tabulating import matrix_record, matrix_report, tabulate, to_csv
from assistant.clearing.word import to_word
from assistant.records import to_json


def words(data: bytes) -> str:
    file = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in file.paragraphs), *cells])


def test_the_record_has_what_readers_were_promised(checked: Check) -> None:
    record = check_record(checked, "c1")

    assert (record["schema"], record["id"]) == ("alignment/1", "c1")
    assert set(record) >= {
        "cable",
        "paragraphs",
        "claims",
        "coverage",
        "findings",
        "suggested_tags",
        "suggested_wording",
    }
    claim = record["claims"][0]  # type: ignore[index]
    assert checked.cable.text[claim["start"] : claim["end"]] == claim["text"] == "Mission Objective 2.4"
    assert (claim["status"], claim["suggestion"]) == ("no_such_reference", "MO 2.2")
    assert record["cable"]["markings"] == ["SBU", "U"]  # type: ignore[index]
    assert [p["number"] for p in record["paragraphs"]] == ["1", "2", "3"]  # type: ignore[attr-defined]
    to_json(record)


def test_an_export_carries_the_highest_mark_of_what_it_quotes(checked: Check) -> None:
    report = report_of(checked)

    assert report.mark == "SBU"
    assert to_markdown(report).startswith("**SBU**") and to_markdown(report).rstrip().endswith("**SBU**")
    assert to_html(report).count('<p class="mark">SBU</p>') == 2
    section = docx.Document(io.BytesIO(to_word(report))).sections[0]
    assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text == "SBU"


def test_a_draft_without_a_mark_gets_none(checked: Check) -> None:
    paragraphs = tuple(replace(paragraph, marking=None) for paragraph in checked.cable.paragraphs)
    unmarked = replace(checked, cable=replace(checked.cable, markings=(), blocks=(), paragraphs=paragraphs))

    assert mark_of(unmarked) is None
    assert 'class="mark">' not in to_html(report_of(unmarked))


def test_words_of_a_draft_are_never_markup(checked: Check) -> None:
    report = report_of(checked)

    assert "<b>and</b>" not in to_html(report) and "&lt;b&gt;and" in to_html(report)
    assert "<script" not in to_html(report)
    assert "\\<b\\>and\\</b\\> \\*cacao\\*" in to_markdown(report)
    assert "<b>and</b> *cacao*" in words(to_word(report))


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\u202e", "\ufffe"])
def test_a_word_file_is_made_whatever_the_draft_holds(checked: Check, control: str) -> None:
    hostile = replace(checked, cable=replace(checked.cable, subject=f"a{control}b"))

    assert "Subject: ab" in words(to_word(report_of(hostile)))


def test_the_first_page_has_verdicts_open_points_and_who_might_clear(checked: Check) -> None:
    text = to_html(report_of(checked))
    first = text[: text.index('<div class="break">')]

    for said in ("✓ aligned", "⚠ in tension", "– none", "There is no MO 2.4.", "INL section (INL): SNAR, KCRM"):
        assert said in first
    assert "Peru grows coca." not in first and "Peru grows coca." in text


def test_a_decision_is_in_the_export_and_in_the_record(checked: Check) -> None:
    decided = replace(checked, decisions=(Decision("1", "MO 2.2", "rejected"),))

    assert "MO 2.2 rejected" in to_html(report_of(decided))
    assert check_record(decided)["decisions"] == [{"paragraph": "1", "ref": "MO 2.2", "decision": "rejected"}]


def test_a_code_without_a_row_of_its_own_goes_to_its_category() -> None:
    assert [office.section for office in offices_of(["PINR", "SNAR", "PE", "ZZZZ"])] == [
        "Political section",
        "INL section",
    ]


def test_a_matrix_counts_by_objective_and_month_and_names_blind_spots(checked: Check) -> None:
    later = replace(checked, cable=replace(checked.cable, date="2019-05-01"))
    matrix = tabulate([("a.txt", checked), ("b.txt", later)])

    assert matrix_record(matrix)["refs"]["MO 2.2"] == {"2019-03": 2, "2019-05": 2}  # type: ignore[index]
    assert matrix.untouched == ("MO 1.1",)
    assert matrix.mark == "SBU"
    assert "<td>MO 2.2 Reduce coca.</td><td>2</td><td>2</td><td>4</td>" in to_html(matrix_report(matrix))


def test_nothing_in_the_table_runs_as_a_formula(checked: Check) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(tabulate([("=1+1.txt", checked)])))))

    assert rows[0][:3] == ["cable", "date", "month"]
    assert rows[1][0] == "'=1+1.txt"
    assert len(rows) == 1 + 3
