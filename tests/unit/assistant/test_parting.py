import pytest

from assistant.parting import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Since when is the agreement in force, and who signed it?",
            ("Since when is the agreement in force", "who signed it?"),
        ),
        (
            "Who leads the group? How many members does it have?",
            ("Who leads the group", "How many members does it have?"),
        ),
        ("What is done about drugs and crime?", ("What is done about drugs and crime?",)),
        ("How and why?", ("How and why?",)),
        ("drugs", ("drugs",)),
    ],
)
def test_a_question_is_cut_where_a_new_one_starts(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts
