import pytest

from assistant.schema import Citation, Reason
from ui.naming import REASONS, citation_name, confidence_in_words, counted, full_name, quotes_counted


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("MO 2.2", "Mission Objective 2.2"),
        ("MG 2", "Mission Goal 2"),
        ("MgO 1", "Management Objective 1"),
        ("CoM", "Chief of Mission Priorities"),
        ("About", "About this document"),
        ("EO 13773 §2", "EO 13773 §2"),
        ("", ""),
    ],
)
def test_refs_are_spelled_out(ref: str, name: str) -> None:
    assert full_name(ref) == name


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1.0, "high"), (0.85, "high"), (0.84, "fair"), (0.6, "fair"), (0.59, "low"), (0.0, "low")],
)
def test_confidence_is_a_word(probability: float, words: str) -> None:
    assert confidence_in_words(probability) == words


def test_one_citation_is_singular() -> None:
    assert (counted(1, "citation"), counted(2, "citation")) == ("1 citation", "2 citations")


def test_one_quote_is_not_each_of_several() -> None:
    assert quotes_counted(1) == "1 citation, an exact quote"
    assert quotes_counted(2) == "2 citations, each an exact quote"


def test_a_marker_names_its_place_unless_the_text_beside_it_does() -> None:
    citation = Citation(2, "d", "T", "MO 2.2", "H", "Justification", "p", "q", ((0, 1),))

    assert citation_name(citation, beside="Peru sustains its effort.") == "[2] MO 2.2"
    assert citation_name(citation, beside="Mission Objective 2.2: Peru sustains its effort.") == "[2]"


def test_a_place_named_in_the_language_of_the_answer_is_named() -> None:
    citation = Citation(2, "d", "T", "MO 2.2", "H", "Justification", "p", "q", ((0, 1),))

    assert citation_name(citation, "Objetivo de la Misión 2.2 (Justification) dice (en inglés):", "es") == "[2]"
    assert citation_name(citation, "Objetivo de la Misión 2.3 (Justification) dice (en inglés):", "es") == "[2] MO 2.2"
