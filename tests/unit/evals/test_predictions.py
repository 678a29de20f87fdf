import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from assistant.settings import Settings
from evals.gold import Gold
from evals.predictions import is_refusal, read_predictions, store_predictions
from evals.runs import find_run, read_run
from evals.scoring import score
from evals.suites import Suite

Make = Callable[..., Any]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(*records: Any) -> Path:
        path = tmp_path / "other.jsonl"
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def answer_of(path: Path) -> Any:
    (stored,) = read_predictions(path)
    return stored.answer


def test_a_prediction_is_scored_like_our_own_answer(written: Any, make_case: Make, gold: Gold) -> None:
    path = written(
        {
            "id": "q",
            "text": "It was $22 million.",
            "refs": ["MO 1.1"],
            "quotes": ["Police seized $22 million in FY 2019."],
            "abstained": False,
            "confidence": 0.9,
            "ranking": ["MO 1.2", "MO 1.1"],
        }
    )
    found = score(make_case(), read_predictions(path)[0], gold)

    assert found.outcome == "answered"
    assert found.confidence == 0.9
    assert found.measures["item_score"] == 1
    assert found.measures["verbatim"] == 1
    assert found.measures["rr_at_10"] == 0.5


def test_an_invented_quote_is_not_verbatim(written: Any, make_case: Make, gold: Gold) -> None:
    path = written({"id": "q", "text": "x", "refs": ["MO 1.1"], "quotes": ["Police seized $23 million in FY 2019."]})

    assert score(make_case(), read_predictions(path)[0], gold).measures["verbatim"] == 0


def test_quotes_belong_to_the_place_beside_them_or_to_the_one_they_name(written: Any) -> None:
    beside = answer_of(written({"id": "q", "refs": ["A", "B"], "quotes": ["one", "two"], "text": "x"}))
    named = answer_of(written({"id": "q", "refs": ["A"], "quotes": [{"text": "two", "ref": "B"}, "one"], "text": "x"}))

    assert [(c["ref"], c["quote"]) for c in beside["citations"]] == [("A", "one"), ("B", "two")]
    assert [s["labels"] for s in beside["sentences"]] == [[1], [2]]
    assert [(c["ref"], c["quote"]) for c in named["citations"]] == [("A", "one"), ("B", "two")]
    assert [s["labels"] for s in named["sentences"]] == [[2], [1]]


def test_refs_without_quotes_are_citations(written: Any) -> None:
    answer = answer_of(written({"id": 7, "text": "x", "refs": ["A", "B", "A"]}))

    assert [c["ref"] for c in answer["citations"]] == ["A", "B"]
    assert answer["sentences"] == []


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I don't know.", True),
        ("The document does not mention this.", True),
        ("", True),
        ("N/A", True),
        ("There is not enough information to say.", True),
        ("Poverty fell. It does not mention why.", False),
        ("The police seized $22 million.", False),
    ],
)
def test_refusals_of_others_are_known_by_their_words(written: Any, text: str, refused: bool) -> None:
    assert is_refusal(text) is refused
    assert answer_of(written({"id": "q", "text": text}))["outcome"] == ("abstained" if refused else "answered")
    assert answer_of(written({"id": "q", "text": text, "abstained": not refused}))["outcome"] == (
        "answered" if refused else "abstained"
    )


def test_errors_and_whole_records_are_taken_as_they_are(written: Any) -> None:
    path = written({"id": "a", "error": "timeout"}, {"schema": "answer/1", "id": "b", "outcome": "clarify", "more": 1})
    first, second = read_predictions(path)

    assert (first.answer, first.error) == (None, "timeout")
    assert second.answer is not None
    assert second.answer["outcome"] == "clarify"


@pytest.mark.parametrize(
    "record",
    [
        "not json",
        "[]",
        {"text": "x"},
        {"id": "q", "texts": "x"},
        {"id": "q", "text": 1},
        {"id": "q", "text": "x", "refs": "MO 1.1"},
        {"id": "q", "text": "x", "refs": [1]},
        {"id": "q", "text": "x", "confidence": "high"},
        {"id": "q", "text": "x", "abstained": "no"},
        {"id": "q", "text": "x", "outcome": "maybe"},
        {"id": "ok", "text": "x"},
    ],
)
def test_a_bad_line_is_named(written: Any, record: Any) -> None:
    with pytest.raises(DatasetError, match=r"other\.jsonl, line 2"):
        read_predictions(written({"id": "ok", "text": "x"}, record))


def test_predictions_become_a_run_that_is_not_written_over(written: Any, make_case: Make, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", _env_file=None)
    suite = Suite("set", (), "s", (make_case("a"), make_case("b")), None)
    path = written({"id": "a", "text": "x"}, {"id": "z", "text": "y"})

    run, remarks = store_predictions(path, read_predictions(path), suite, "c1", None, settings)

    assert run.name == "other"
    assert run.passport["index"]["corpus_sha256"] == "c1"
    assert [answer.id for answer in run.answers] == ["a"]
    assert remarks[0].startswith("1 cases have no prediction")
    assert "z" in remarks[1]
    store_predictions(path, read_predictions(path), suite, "c1", None, settings)
    path = written({"id": "a", "text": "changed"})
    with pytest.raises(DatasetError, match="something else"):
        store_predictions(path, read_predictions(path), suite, "c1", None, settings)
    answer = read_run(find_run("other", settings)).answers[0].answer
    assert answer is not None
    assert answer["text"] == "x"
    with pytest.raises(DatasetError, match="no id"):
        store_predictions(
            path, read_predictions(path), Suite("x", (), "t", (make_case("n"),), None), "c1", "n", settings
        )
