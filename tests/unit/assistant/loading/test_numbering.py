import pytest

from assistant.loading.numbering import Counting, Level, in_letters, in_roman

LEVELS = {
    ("1", 0): Level("upperRoman", "%1.", 1),
    ("1", 1): Level("decimal", "%1.%2", 1),
    ("1", 2): Level("lowerLetter", "(%3)", 1),
    ("2", 0): Level("upperRoman", "%1.", 1),
    ("3", 0): Level("bullet", "\uf0b7", 1),
    ("4", 0): Level("decimal", "Goal %1:", 1),
    ("5", 1): Level("decimal", "%1.%2", 1, is_legal=True),
    ("5", 0): Level("upperRoman", "%1", 4),
}


def test_items_are_counted_level_by_level() -> None:
    counting = Counting(LEVELS, {"1": "a"})

    assert [counting.label("1", level) for level in (0, 1, 1, 2, 2, 0, 1)] == [
        "I. ", "I.1 ", "I.2 ", "(a) ", "(b) ", "II. ", "II.1 ",
    ]  # fmt: skip


def test_lists_of_a_family_go_on_unless_one_starts_again() -> None:
    counting = Counting(LEVELS, {"1": "a", "2": "a"}, {("2", 0): 1})

    assert [counting.label(number, 0) for number in ("1", "1", "2", "2")] == ["I. ", "II. ", "I. ", "II. "]


def test_bullets_words_digits_and_unknown_lists() -> None:
    counting = Counting(LEVELS, {})

    assert counting.label("3", 0) == "• "
    assert [counting.label("4", 0), counting.label("4", 0)] == ["Goal 1: ", "Goal 2: "]
    assert counting.label("5", 1) == "4.1 "
    assert counting.label("9", 0) == ""


@pytest.mark.parametrize(
    ("number", "letters", "roman"), [(1, "a", "i"), (4, "d", "iv"), (27, "aa", "xxvii"), (0, "0", "0")]
)
def test_numbers_are_written_in_letters_and_in_roman(number: int, letters: str, roman: str) -> None:
    assert (in_letters(number), in_roman(number)) == (letters, roman)
