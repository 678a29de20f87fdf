"""The panel that says how an answer was made, and the looks of what is not a whole answer."""

from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

from assistant.opening import Assistant
from assistant.schema import Turn
from ui import resources

Html = Callable[[AppTest], str]

MISSING = "The strategy does not say: the rest"
GLOSS = "Términos: farmers = agricultores."


def _ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def _open(page: AppTest, key: str, is_open: bool = True) -> None:
    page.session_state[f"made-{key}"] = is_open
    page.run()


def test_nothing_is_explained_until_somebody_asks(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")

    assert [panel.label for panel in page.expander] == ["How this answer was made"]
    assert not fake.explained
    assert 'class="explained"' not in html(page)


def test_an_opened_explanation_is_worked_out_once(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    _open(page, "0-0")
    assert 'class="explained"' in html(page)
    _open(page, "0-0", is_open=False)
    assert 'class="explained"' not in html(page)
    _open(page, "0-0")

    assert fake.explained == [("What of coca?", ())]
    assert len(fake.asked) == 1


def test_an_explanation_is_of_the_question_in_its_conversation(page: AppTest, fake: Any) -> None:
    _ask(page, "What of coca?")
    _ask(page, "Who pays?")
    _ask(page, "Since when?")
    _open(page, "1-0")

    assert fake.explained == [("Who pays?", (Turn("user", "What of coca?"), Turn("assistant", "Quoted [1] [2]")))]


def test_a_question_asked_anew_is_explained_anew(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    _ask(page, "Who pays?")
    _open(page, "1-0")
    page.button(key="as-typed-1-0").click().run()
    assert 'class="explained"' not in html(page)
    _open(page, "1-1")

    assert fake.explained[-1] == ("Who pays?", ())


def test_an_explanation_that_fails_leaves_the_answer(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    fake.error = RuntimeError()
    _open(page, "0-0")

    assert "Incident" in html(page)
    assert '<q class="quote">Peru grows coca.</q>' in html(page)
    assert not page.exception


def test_the_real_steps_stand_in_words_and_tables(
    page: AppTest, assistant: Assistant, monkeypatch: Any, html: Html
) -> None:
    monkeypatch.setattr(resources, "assistant", lambda: assistant)
    _ask(page, "How many tourists visit each year?")
    _open(page, "0-0")

    explained = html(page).split('class="explained"')[1]
    for heading in ("Understood as", "Passages found", "Sentences weighed", "Decision"):
        assert f"<h3>{heading}</h3>" in explained
    for column in ("Rank by words", "Rank by meaning", "Reader", "Score", "Weight", "Adds"):
        assert f'<th scope="col">{column}</th>' in explained
    assert "is needed: good enough to be quoted" in explained


def test_a_part_of_an_answer_says_so_first_and_names_what_is_missing(page: AppTest, html: Html) -> None:
    _ask(page, "What of coca and the rest?")

    drawn = html(page)
    assert drawn.index('class="partial"') < drawn.index('<q class="quote">') < drawn.index(MISSING)
    assert _blocks(page, "sentence-missing") and not _blocks(page, "sentence-gloss")


def test_a_gloss_is_a_note_and_no_lead_in(page: AppTest, html: Html) -> None:
    _ask(page, "¿Qué dice de la coca?")

    assert f'<span class="gloss">{GLOSS}</span>' in html(page)
    assert _blocks(page, "sentence-gloss") and not _blocks(page, "sentence-missing")


def test_a_question_back_lists_what_it_can_mean_to_choose_from(page: AppTest, html: Html) -> None:
    _ask(page, "goal 1")

    assert "<li>Management Goal 1: **Other**.</li>" in html(page)
    assert "Choose one" in html(page)
    assert _blocks(page, "clarify") and not _blocks(page, "abstained")


def test_a_greeting_is_no_missing_answer(page: AppTest, assistant: Assistant, monkeypatch: Any, html: Html) -> None:
    monkeypatch.setattr(resources, "assistant", lambda: assistant)
    _ask(page, "hello")

    assert "Hello. I answer questions about the strategy" in html(page)
    assert 'class="why"' not in html(page)


def _blocks(page: AppTest, start: str) -> list[str]:
    """The keys of the containers drawn whose keys begin so."""
    found: list[str] = []

    def walk(node: Any) -> None:
        key = str(getattr(getattr(node, "proto", None), "id", ""))
        if f"-{start}" in key:
            found.append(key)
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(page.main)
    return found
