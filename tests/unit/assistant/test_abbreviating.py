import pytest

from assistant.abbreviating import asked_acronym, spelled_out, used, written_out
from assistant.schema import Passage, Section, Sentence

TEXT = "The Organization for Economic Co-operation and Development (OECD) meets. TCOs adapt (see below). CDCS DO3."


def section(text: str) -> Section:
    passage = Passage("d/MG 1/01", "d", "MG 1", "Text", text, ((0, len(text)),), (Sentence(text, ((0, len(text)),)),))
    return Section("d", "MG 1", "goal", "t", (), None, (), (passage,))


def test_a_long_form_before_brackets_is_learnt_from_the_text() -> None:
    assert set(spelled_out([section(TEXT)])) == {"OECD"}


def test_brackets_that_do_not_fit_the_words_before_them_are_no_acronym() -> None:
    assert not spelled_out([section("They expand trade in the region (APEC).")])


def test_acronyms_in_use_are_found_in_the_plural_too() -> None:
    assert used([section(TEXT)]) == {"OECD", "TCO", "CDCS"}


@pytest.mark.parametrize(
    ("question", "acronym"),
    [
        ("What does OECD stand for?", "OECD"),
        ("what is a tco?", None),
        ("what are TCOs?", "TCO"),
        ("What does TCO mean", "TCO"),
        ("¿Qué significa CDCS?", "CDCS"),
        ("What does the strategy mean for trade?", None),
        ("What does OECD membership mean for us?", None),
    ],
)
def test_only_a_question_for_the_meaning_asks_for_it(question: str, acronym: str | None) -> None:
    assert asked_acronym(question, {"OECD", "TCO", "CDCS"}) == acronym


def test_a_long_form_is_written_as_a_name() -> None:
    assert written_out("organization of american states") == "Organization of American States"
