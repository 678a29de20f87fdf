from assistant.recalling import passages_in
from assistant.schema import Passage, Sentence


def passage(ref: str, number: int, text: str) -> Passage:
    return Passage(f"d/{ref}/{number:02d}", "d", ref, "Text", text, ((0, 1),), (Sentence(text, ((0, 1),)),))


PASSAGES = (
    passage("MO 2.2", 1, "In the Monzón Valley efforts reduced coca cultivation by 94 percent, and more."),
    passage("MG 4", 1, "Approximately 580,000 U.S. tourists visit Peru each year."),
)


def test_a_quoted_piece_leads_to_its_passage() -> None:
    answer = "MO 2.2 says:\n“In the Monzón Valley efforts reduced coca cultivation …” [1]"
    assert passages_in(answer, PASSAGES) == ("d/MO 2.2/01",)


def test_a_quote_without_marks_is_found_by_its_line() -> None:
    assert passages_in("Approximately 580,000 U.S. tourists visit Peru each year. [1]", PASSAGES) == ("d/MG 4/01",)


def test_without_a_quote_the_named_place_counts() -> None:
    assert passages_in("See Mission Goal 4.", PASSAGES) == ("d/MG 4/01",)


def test_an_answer_about_nothing_recalls_nothing() -> None:
    assert passages_in("I do not know.", PASSAGES) == ()
