import pytest

from assistant.opening import Assistant
from assistant.schema import Reason
from assistant.suggesting import shared_topic
from assistant.understanding import Vocabulary, understand

SEEN = {"mercosur": 1, "allianc": 2, "pacif": 2, "peru": 80, "appli": 1, "seiz": 1, "valley": 1, "monzon": 1}
VOCABULARY = Vocabulary(SEEN, frozenset(), 8)


def _topic(question: str, *sentences: str) -> str:
    return shared_topic(understand(question, VOCABULARY), sentences, SEEN, 160)


def test_the_topic_is_what_question_and_sentence_share_as_the_sentence_spells_it() -> None:
    assert _topic("Which airline flies to the monzon valley?", "In the Monzón Valley, coca fell.") == "Monzón Valley"


def test_the_weightiest_words_are_taken_and_those_that_stand_together_stay_together() -> None:
    sentences = ("Peru and Mercosur trade.", "The Pacific Alliance’s coordination grows.")

    assert _topic("When was the Pacific Alliance of Peru founded, and Mercosur?", *sentences) == "Pacific Alliance"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the capital of Peru?", "Peru grows."),
        ("How do I apply for a visa?", "Applying the principles helps."),
        ("How much was seized in 2019?", "Much was seized in FY 2019."),
        ("What is the weather?", "Coca fell."),
    ],
)
def test_common_words_other_forms_and_numbers_are_no_topic(question: str, sentence: str) -> None:
    assert _topic(question, sentence) == ""


@pytest.mark.parametrize(
    "question",
    [
        "What vaccines does the mission recommend for malaria?",
        "How many helicopters does the Peruvian army own?",
        "¿Cuántos soldados tiene el Perú?",
        "Who won the Copa America?",
        "What does Mission Goal 5 say?",
    ],
)
def test_an_abstention_suggests_two_questions_that_have_an_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.outcome == "abstained"
    assert len(set(answer.suggestions)) == 2
    assert {assistant.ask(each).outcome for each in answer.suggestions} == {"answered"}


def test_the_first_suggestion_is_about_what_the_strategy_does_say(assistant: Assistant) -> None:
    asked = assistant.ask("What vaccines does the mission recommend for malaria?")

    assert asked.suggestions[0] == "What does the strategy say about “malaria”?"
    assert any("malaria" in each.quote for each in assistant.ask(asked.suggestions[0]).citations)


def test_what_is_outside_the_strategy_is_not_led_to_a_place_that_it_does_not_touch(assistant: Assistant) -> None:
    asked = assistant.ask("Which is the best recipe for ceviche?")

    assert asked.reason is Reason.OUT_OF_SCOPE
    assert asked.suggestions == ("What are the Mission Goals?", "What are the Mission Objectives?")
