import json

import pytest

from assistant import records
from assistant.errors import RecordError
from assistant.schema import Answer, Citation, Hit, Outcome, Passage, Reason, Section, Sentence, Turn

PASSAGE = Passage("d/MO 2.2/01", "d", "MO 2.2", "Justification", "One. Two.", ((0, 9),), (Sentence("One.", ((0, 4),)),))
ANSWER_FIELDS = [
    "schema",
    "id",
    "question",
    "standalone_question",
    "outcome",
    "reason",
    "confidence",
    "text",
    "sentences",
    "citations",
    "nearest",
    "faults",
    "engine",
    "index",
    "timings_ms",
]


def cited(score: float | None = None) -> Citation:
    return Citation(
        1, "d", "Strategy", "MO 2.2", "Title", "Justification", "d/MO 2.2/01", "One.", ((0, 4),), score=score
    )


def answer() -> Answer:
    return Answer(
        question="q?",
        standalone_question="q?",
        outcome=Outcome.ABSTAINED,
        reason=Reason.NOT_IN_CORPUS,
        confidence=0.2,
        text="No.",
        sentences=(),
        citations=(cited(),),
        nearest=(cited(0.5),),
        faults=(),
        suggestions=(),
        candidate=None,
        language="en",
        scope=("d",),
        engine="extractive",
        generation="g",
        corpus_sha256="c",
        timings_ms={"total": 1.0},
    )


def test_an_answer_record_has_every_promised_field() -> None:
    record = records.answer_record(answer(), "q1")

    assert [name for name in ANSWER_FIELDS if name not in record] == []
    assert record["schema"] == "answer/1"
    assert record["id"] == "q1"
    assert record["outcome"] == "abstained"
    assert record["reason"] == "not_in_corpus"
    assert record["index"] == {"generation": "g", "corpus_sha256": "c"}


def test_a_citation_carries_a_score_only_where_it_has_one() -> None:
    record = json.loads(records.to_json(records.answer_record(answer())))

    assert "score" not in record["citations"][0]
    assert record["nearest"][0]["score"] == 0.5
    assert record["citations"][0]["ranges"] == [[0, 4]]
    assert record["citations"][0]["page"] is None


def test_a_hit_record_has_the_rank_in_each_channel() -> None:
    record = records.hit_record(Hit(PASSAGE, 0.03, 1, (("lexical", 2), ("dense", 1))))

    assert record["channels"] == {"lexical": 2, "dense": 1}
    assert record["passage"] == "d/MO 2.2/01"
    assert record["section"] == "Justification"


def test_an_outline_entry_has_no_text() -> None:
    section = Section("d", "MO 2.2", "objective", "Title", (), "MG 2", (1,), (PASSAGE,))

    assert "passages" not in records.section_record(section, with_text=False)
    assert records.section_record(section)["passages"] == [records.passage_record(PASSAGE)]


def test_json_holds_neither_lone_surrogates_nor_raw_controls() -> None:
    text = records.to_json({"a\udcff": "\ud800 \x1b[31m \x9b2J \u202e \x7f ñ “"})

    assert text.encode("utf-8")
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in text)
    assert json.loads(text) == {"a\ufffd": "\ufffd \x1b[31m \x9b2J \u202e \x7f ñ “"}


def test_a_line_is_read_with_its_conversation() -> None:
    line = '{"id": 7, "question": "q", "history": [{"role": "user", "content": "a", "x": 1}], "answerable": true}'

    asked = records.asked(records.read_object(line))

    assert asked == records.Asked(7, "q", (Turn("user", "a"),))


@pytest.mark.parametrize("history", ["", ', "history": null', ', "history": []'])
def test_a_history_may_be_left_out(history: str) -> None:
    assert records.asked(records.read_object('{"question": "q"' + history + "}")).history == ()


@pytest.mark.parametrize("line", ["{", "", "[1]", '"q"', "1", "null", '{"id": NaN}', "[" * 100_000, "9" * 10_000])
def test_a_line_that_is_no_object_is_a_record_error(line: str) -> None:
    with pytest.raises(RecordError):
        records.read_object(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("{}", "question"),
        ('{"question": 1}', "question"),
        ('{"question": "q", "history": "x"}', "history"),
        ('{"question": "q", "history": [{"role": "system", "content": "x"}]}', "history[0]"),
        ('{"question": "q", "history": [{"role": "user", "content": "x"}, 3]}', "history[1]"),
        ('{"question": "q", "history": [{"role": ["user"], "content": "x"}]}', "history[0]"),
        ('{"id": [1], "question": "q"}', "id"),
        ('{"id": true, "question": "q"}', "id"),
        ('{"id": 1.5, "question": "q"}', "id"),
    ],
)
def test_a_record_error_names_the_key(line: str, names: str) -> None:
    with pytest.raises(RecordError) as caught:
        records.asked(records.read_object(line))

    assert f"`{names}`" in caught.value.message
    assert caught.value.hint


def test_surrogates_in_a_line_are_replaced() -> None:
    asked = records.asked(records.read_object(r'{"id": "\ud800", "question": "a\udfff \ud83d\ude00"}'))

    assert (asked.id, asked.question) == ("\ufffd", "a\ufffd \U0001f600")
