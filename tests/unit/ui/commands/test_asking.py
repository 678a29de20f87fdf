import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.schema import Citation, Turn
from ui import printing

Strategy = Callable[..., tuple[int, str, str]]


def test_a_question_is_answered_with_its_sources(fake: Any, strategy: Strategy) -> None:
    code, out, err = strategy("ask", "What", "about", "coca?")

    assert code == 0
    assert fake.asked == [("What about coca?", ())]
    assert "[1] MO 2.2 — Justification (d/MO 2.2/01)\n" in out
    assert "The period has ended." in err


def test_each_quote_of_an_answer_is_printed_once(fake: Any, strategy: Strategy) -> None:
    assert strategy("ask", "coca?")[1].count("Peru grows coca.") == 1
    assert strategy("ask", "weather?")[1].count("Peru grows coca.") == 1


def test_a_source_says_its_page_and_the_quote_that_the_text_does_not() -> None:
    citation = Citation(1, "d", "T", "MO 2.2", "H", "Justification", "d/MO 2.2/01", "Coca.", ((0, 5),), page=7)
    drawn = io.StringIO()

    printing._draw_source(printing.Terminal(drawn), citation, "[1] ", "Something else.")

    assert drawn.getvalue() == "[1] MO 2.2 — Justification (d/MO 2.2/01, p. 7): “Coca.”\n"


def test_escape_sequences_of_a_text_never_reach_the_terminal(fake: Any, strategy: Strategy) -> None:
    assert "\x1b" not in strategy("ask", "coca?")[1]
    assert "\x1b" not in strategy("ask", "weather?")[1]
    assert "\x1b" not in strategy("ask", "--json", "coca?")[1]


def test_an_abstention_is_done_and_says_that_the_nearest_is_no_answer(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("ask", "weather?")

    assert code == 0
    assert out.index("No answer") < out.index("It does not say.") < out.index("NOT an answer")
    assert "What does MO 2.2 say?" in out


def test_json_is_one_value_alone_on_stdout(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("ask", "--json", "coca?")

    assert code == 0
    assert json.loads(out)["schema"] == "answer/1"
    assert out.count("\n") == 1


def test_without_a_question_a_pipe_is_the_question(fake: Any, strategy: Strategy, typed: Callable[[str], None]) -> None:
    typed("What about\ncoca?\n")

    assert strategy("ask")[0] == 0
    assert fake.asked == [("What about\ncoca?", ())]


@pytest.mark.parametrize("question", ["", " \t\n", "?!…", "weather " * 1000])
def test_what_is_no_question_gets_one_line_and_its_record_stays(fake: Any, strategy: Strategy, question: str) -> None:
    assert strategy("ask", question)[:2] == (0, "It does not say.\n")
    assert json.loads(strategy("ask", "--json", question)[1])["schema"] == "answer/1"


def test_lone_surrogates_are_replaced(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("ask", "--json", "a\udcff")

    assert code == 0
    assert json.loads(out)["question"] == "a\ufffd"


def test_a_known_error_is_one_message_and_a_hint(fake: Any, strategy: Strategy) -> None:
    assert strategy("ask", "trouble") == (1, "", "strategy: Something known went wrong.\n  Do this.\n")


def test_a_batch_is_answered_in_order_with_ids(fake: Any, strategy: Strategy, typed: Callable[[str], None]) -> None:
    typed('{"id":"a","question":"coca","tags":[]}\n\n{"id":"b","question":"weather"}\n')

    code, out, _ = strategy("ask", "--batch", "-", "--json")

    records = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(record["id"], record["outcome"]) for record in records] == [("a", "answered"), ("b", "abstained")]


def test_a_bad_line_keeps_its_place_and_the_others_are_answered(fake: Any, strategy: Strategy, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    lines = ['{"id":"a"}', "{", '{"id":"c","question":"trouble"}', '{"id":"d","question":"coca"}']
    file.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")

    code, out, err = strategy("ask", "--batch", str(file))

    records = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [record["id"] for record in records] == ["a", None, "c", "d"]
    assert [("error" in record) for record in records] == [True, True, True, False]
    assert "3 of the lines" in err


def test_a_batch_line_carries_its_conversation(fake: Any, strategy: Strategy, typed: Callable[[str], None]) -> None:
    typed('{"question":"and?","history":[{"role":"user","content":"coca"},{"role":"assistant","content":"yes"}]}')

    strategy("ask", "--batch", "-")

    assert fake.asked == [("and?", (Turn("user", "coca"), Turn("assistant", "yes")))]


def test_bytes_that_are_not_utf8_are_replaced(fake: Any, strategy: Strategy, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b'{"question":"co\xffca"}\n')

    assert strategy("ask", "--batch", str(file))[0] == 0
    assert fake.asked == [("co\ufffdca", ())]


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_a_known_error(fake: Any, strategy: Strategy, tmp_path: Path, name: str) -> None:
    code, out, err = strategy("ask", "--batch", f"{tmp_path}/{name}")

    assert (code, out) == (1, "")
    assert "cannot be read" in err


@pytest.mark.parametrize("argv", [["ask", "q", "--batch", "-"]])
def test_what_does_not_go_together_is_misuse(fake: Any, strategy: Strategy, argv: list[str]) -> None:
    assert strategy(*argv)[0] == 2


def test_json_on_a_terminal_needs_a_question(fake: Any, strategy: Strategy, at_terminal: Any) -> None:
    at_terminal("")

    assert strategy("ask", "--json")[0] == 2


def test_a_scope_is_handed_on_from_the_line_or_from_its_own_record(fake: Any, strategy: Any, tmp_path: Any) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text('{"question": "coca"}\n{"question": "coca", "scope": ["d"]}\n{"question": "x", "scope": "d"}\n')

    assert json.loads(strategy("ask", "coca", "--scope", "d", "--json")[1])["scope"] == ["d"]
    code, out, _ = strategy("ask", "--batch", str(file), "--scope", "all")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert lines[1]["scope"] == ["d"]
    assert "`scope`" in lines[2]["error"]
    assert strategy("ask", "coca", "--scope", "nowhere")[0] == 1
