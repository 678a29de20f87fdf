import pytest

from assistant.conversation import leans, stand_alone
from assistant.schema import Turn

COCA = (
    Turn("user", "Where did the coca strategy work?"),
    Turn("assistant", "Mission Objective 2.2 (Justification) says:\n“In the Monzón Valley, …” [1]"),
)
GOALS = (
    Turn("user", "what are the four goals?"),
    Turn(
        "assistant", "- Mission Goal 1: Support … [1]\n- Mission Goal 2: Build … [2]\n- Mission Goal 3: Promote … [3]"
    ),
)


@pytest.mark.parametrize(
    "question",
    [
        "why?",
        "and in the jungle?",
        "what about gold mining?",
        "how many of them?",
        "who pays for it?",
        "is that bad for us?",
        "what happened there?",
    ],
)
def test_a_question_that_points_back_takes_the_last_one_along(question: str) -> None:
    assert stand_alone(question, COCA).text == f"Where did the coca strategy work? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How many American tourists visit Peru every year?",
        "What does Mission Objective 4.1 say?",
        "Does this strategy mention trafficking in persons anywhere?",
        "What are the reforms that help small business development?",
    ],
)
def test_a_full_question_stands_alone(question: str) -> None:
    assert stand_alone(question, COCA).text == question


def test_an_ordinal_becomes_the_place_that_the_last_answer_named() -> None:
    assert (
        stand_alone("and the objectives of the third one?", GOALS).question == "and the objectives of Mission Goal 3?"
    )


def test_an_ordinal_without_a_list_stays_as_typed() -> None:
    assert "third one" in stand_alone("and the third one?", COCA).question


def test_a_chain_of_follow_ups_keeps_its_start() -> None:
    history = (*COCA, Turn("user", "why?"), Turn("assistant", "Because."))
    assert stand_alone("and who paid for it?", history).context == "Where did the coca strategy work? why?"


def test_a_pronoun_with_nothing_behind_it_is_dangling() -> None:
    assert stand_alone("how many of them are there?").is_dangling
    assert not stand_alone("how many goals are there?").is_dangling


def test_without_a_history_nothing_is_carried() -> None:
    assert stand_alone("why?").context == ""


def test_a_named_place_is_no_reason_to_look_back() -> None:
    assert not leans("justification of MO 3.1", is_first=False)


PLACES = (
    Turn("user", "What does footnote 1 say?"),
    Turn("assistant", "Footnote 1, at MO 2.1:\n“Incorporates …” [1]"),
)
GOAL = (Turn("user", "What does goal 3 say?"), Turn("assistant", "Mission Goal 3 says: “Promote …” [1]"))


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("and the one after it?", PLACES, "What is Footnote 2?"),
        ("and the fifth?", PLACES, "Footnote 5?"),
        ("and the next one?", GOAL, "What is Mission Goal 4?"),
        ("and the previous one?", GOAL, "What is Mission Goal 2?"),
        ("¿y la que viene después?", GOAL, "What is Mission Goal 4?"),
    ],
)
def test_the_place_beside_the_last_one_is_named(question: str, history: tuple[Turn, ...], expected: str) -> None:
    assert stand_alone(question, history).question == expected


def test_a_next_step_is_no_place() -> None:
    assert stand_alone("what is the next step?", GOAL).question == "what is the next step?"


@pytest.mark.parametrize(
    "question",
    [
        "List all objectives",
        "When was this strategy approved?",
        "Who is the ambassador?",
        "What is Mercosur?",
        "Summarize the strategy",
    ],
)
def test_a_short_question_with_a_subject_of_its_own_stands_alone(question: str) -> None:
    assert not leans(question, is_first=False)
