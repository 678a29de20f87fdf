from typing import Any

from assistant.answering import Trace
from assistant.explaining import explanation_record
from assistant.opening import Assistant
from ui.explanations import parts_of


def _parts(assistant: Assistant, question: str) -> dict[str, Any]:
    return {part.heading: part for part in parts_of(explanation_record(assistant.trace(question)))}


def test_the_signs_add_up_to_the_probability_that_decided(assistant: Assistant) -> None:
    record: Any = explanation_record(assistant.trace("How many tourists visit each year?"))
    (part,) = record["parts"]
    total = part["weights"]["bias"] + sum(part["log_odds"].values())

    assert abs(1 / (1 + 2.718281828**-total) - part["confidence"]) < 0.002
    assert part["most_if_far"] is None
    assert part["answers"] == (part["confidence"] >= part["threshold"])


def test_the_passages_that_were_read_have_the_reader_s_word(assistant: Assistant) -> None:
    table = _parts(assistant, "How many tourists visit each year?")["Passages found"].table

    readings = [row[-1] for row in table.rows]
    assert any(each.startswith(("+", "-")) for each in readings)
    assert table.columns[-1] == "Reader"


def test_what_lies_far_from_the_strategy_says_that_it_hardly_counts(assistant: Assistant) -> None:
    decision = _parts(assistant, "What is the best recipe for banana bread?")["Decision"]

    assert "not good enough to be quoted" in decision.lines[0]
    assert any("so far from the question" in line for line in decision.lines)


def test_an_answer_off_the_outline_says_that_nothing_was_searched(assistant: Assistant) -> None:
    parts = _parts(assistant, "What does Mission Objective 2.2 say?")

    assert parts["Read off the outline"].lines == ("sections: MO 2.2",)
    assert "Decision" not in parts


def test_each_part_of_a_question_is_explained(assistant: Assistant) -> None:
    parts = _parts(assistant, "How many tourists visit each year and who is the ambassador?")

    assert len([heading for heading in parts if heading.startswith("Decision for “")]) == 2


def test_what_was_turned_down_before_a_search_says_so(assistant: Assistant) -> None:
    trace: Trace = assistant.trace("")

    assert [part.heading for part in parts_of(explanation_record(trace))] == ["Understood as", "Not searched"]
