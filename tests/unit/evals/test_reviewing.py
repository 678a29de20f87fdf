import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from evals.gold import Gold
from evals.reviewing import agreement, read_review, review_csv
from evals.runs import Run
from evals.scoring import score_all, score_record
from evals.summarizing import summarize

HEAD = "id,measured,person,note\r\n"


@pytest.fixture
def reviewed(make_case: Callable[..., Any], make_answer: Callable[..., Any], gold: Gold) -> Callable[..., str]:
    """Return a maker of the review of a run with two lost items and eight right ones."""
    cases = [make_case(f"q{number}") for number in range(10)]
    money = ("MO 1.1", "Police seized $22 million in FY 2019.")
    answers = tuple(make_answer(case.id, *((money,) if number > 1 else ())) for number, case in enumerate(cases))
    scores = score_all(cases, answers, gold)
    records = tuple(score_record(case, score) for case, score in zip(cases, scores, strict=True))
    run = Run(Path("r"), {}, answers, records, summarize(cases, scores, answers))
    return lambda **choice: review_csv(run, cases, **choice)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_all_lost_items_and_a_drawn_sample_of_the_others_are_reviewed(reviewed: Callable[..., str]) -> None:
    rows = rows_of(reviewed(sample=3))

    assert [row["id"] for row in rows[:2]] == ["q0", "q1"]
    assert [row["measured"] for row in rows] == ["wrong", "wrong", "right", "right", "right"]
    assert {row["person"] for row in rows} == {""}
    assert reviewed(sample=3) == reviewed(sample=3) != reviewed(sample=3, seed=1)


def test_a_filled_in_review_is_read_back(reviewed: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    rows = rows_of(reviewed(sample=2))
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows([{**row, "person": "Right"} for row in rows])

    found = agreement(read_review(path))

    assert (found.judged, found.agreed) == (4, 0.5)
    assert found.kappa == 0
    assert [each.id for each in found.differences] == ["q0", "q1"]


def test_kappa_is_that_of_cohens_formula(tmp_path: Path) -> None:
    pairs = [("right", "right")] * 20 + [("right", "wrong")] * 5 + [("wrong", "right")] * 10 + [("wrong", "wrong")] * 15
    path = tmp_path / "review.csv"
    path.write_text(HEAD + "".join(f"q{n},{one},{other},\r\n" for n, (one, other) in enumerate(pairs)))

    found = agreement(read_review(path))

    assert found.agreed == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)


def test_what_is_unsure_or_blank_is_counted_and_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text(HEAD + "a,right,unsure,hm\r\nb,right,,\r\nc,right,right,\r\n")

    found = agreement(read_review(path))

    assert (found.judged, found.unsure, found.blank) == (1, 1, 1)
    assert found.agreed == 1
    assert found.kappa is None


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text(
        HEAD
        + '"a",right,maybe,"two\nlines"\r\na,right,right\r\n,right,right,\r\nb,fine,right,\r\nb,right,,\r\nb,right,,\r\n'
    )

    with pytest.raises(DatasetError) as raised:
        read_review(path)

    assert [line.partition("review.csv, ")[2] for line in raised.value.message.splitlines()] == [
        "line 2: `person` is 'maybe'; it can be right, wrong, unsure or empty.",
        "line 4: 3 cells where the first line has 4.",
        "line 5: `id` is empty.",
        "line 6: `measured` is 'fine'; it can be right or wrong.",
        "line 8: the id 'b' stands already on line 7.",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"id,note\r\n", "no column 'measured', 'person'"),
        (b"id,measured,person\r\n\xff", "not UTF-8"),
        (b'id,measured,person\r\n"a', "not CSV"),
    ],
)
def test_a_file_that_is_no_review_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=says):
        read_review(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_review(tmp_path / "none.csv")
