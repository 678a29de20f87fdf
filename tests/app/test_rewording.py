"""A follow-up, how it was understood, and having it understood otherwise."""

from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

from assistant.errors import IndexMissingError
from assistant.schema import Turn

Html = Callable[[AppTest], str]

COCA = (Turn("user", "What of coca?"), Turn("assistant", "Quoted [1] [2]"))


def _ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def _follow_up(page: AppTest) -> None:
    _ask(page, "What of coca?")
    _ask(page, "Who pays?")


def _keys(page: AppTest, start: str) -> list[str]:
    return [str(button.key) for button in page.button if str(button.key).startswith(start)]


def test_a_first_question_has_nothing_to_undo(page: AppTest, html: Html) -> None:
    _ask(page, "What of coca?")

    assert "Understood as" not in html(page)
    assert not _keys(page, "as-typed") + _keys(page, "change")


def test_only_the_last_follow_up_can_be_undone(page: AppTest) -> None:
    _follow_up(page)
    _ask(page, "Since when?")

    assert _keys(page, "as-typed") == ["as-typed-2-0"]


def test_a_follow_up_asked_as_typed_takes_the_place_of_its_answer(page: AppTest, fake: Any, html: Html) -> None:
    _follow_up(page)
    page.button(key="as-typed-1-0").click().run()

    assert fake.asked[1:] == [("Who pays?", COCA), ("Who pays?", ())]
    assert html(page).count('class="question"') == 2
    assert "Asked by itself, exactly as typed" in html(page)
    assert "Understood as" not in html(page)


def test_what_follows_refers_to_the_question_as_it_was_asked_last(page: AppTest, fake: Any) -> None:
    _follow_up(page)
    page.button(key="as-typed-1-0").click().run()
    _ask(page, "Since when?")

    assert fake.asked[-1] == ("Since when?", (Turn("user", "Who pays?"), Turn("assistant", "Quoted [1] [2]")))


def test_an_undone_follow_up_can_be_made_one_again(page: AppTest, fake: Any, html: Html) -> None:
    _follow_up(page)
    page.button(key="as-typed-1-0").click().run()
    page.button(key="follow-up-1-1").click().run()

    assert fake.asked[-1] == ("Who pays?", COCA)
    assert "Understood as:</b> Who pays? (MO 2.2)" in html(page)
    assert html(page).count('class="question"') == 2


def test_the_wording_can_be_changed_and_asked(page: AppTest, fake: Any, html: Html) -> None:
    _follow_up(page)
    page.button(key="change-1-0").click().run()
    assert page.text_area(key="wording-1-0").value == "Who pays? (MO 2.2)"
    page.text_area(key="wording-1-0").set_value("Who pays for <b>coca</b>?")
    page.button(key="ask-1-0").click().run()

    assert fake.asked[-1] == ("Who pays for <b>coca</b>?", ())
    assert "in your words:</b> Who pays for &lt;b&gt;coca&lt;/b&gt;?" in html(page)
    assert not page.text_area
    _ask(page, "Since when?")
    assert fake.asked[-1][1][0] == Turn("user", "Who pays for <b>coca</b>?")


def test_editing_can_be_left_without_asking(page: AppTest, fake: Any) -> None:
    _follow_up(page)
    page.button(key="change-1-0").click().run()
    page.button(key="cancel-1-0").click().run()

    assert not page.text_area
    assert len(fake.asked) == 2


def test_an_empty_wording_asks_nothing_and_keeps_the_answer(page: AppTest, fake: Any, html: Html) -> None:
    _follow_up(page)
    page.button(key="change-1-0").click().run()
    page.text_area(key="wording-1-0").set_value("  ")
    page.button(key="ask-1-0").click().run()

    assert len(fake.asked) == 2
    assert "There is no question yet." in html(page)
    assert html(page).count('class="question"') == 2


def test_a_follow_up_that_failed_as_typed_can_be_asked_as_it_was(page: AppTest, fake: Any, html: Html) -> None:
    _follow_up(page)
    fake.error = IndexMissingError("There is no index.", "Build it.")
    page.button(key="as-typed-1-0").click().run()
    fake.error = None
    assert "There is no index." in html(page)
    page.button(key="follow-up-1-1").click().run()

    assert fake.asked[-1] == ("Who pays?", COCA)
    assert "There is no index." not in html(page)


def test_a_note_is_told_once_however_a_question_is_asked(page: AppTest, html: Html) -> None:
    _follow_up(page)
    page.button(key="as-typed-1-0").click().run()

    assert html(page).count("The period of this strategy has ended.") == 1
