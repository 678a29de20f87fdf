from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import IndexMissingError
from assistant.schema import Turn
from ui import resources
from ui.views.chat import STARTERS

Html = Callable[[AppTest], str]


def _ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def _marked(page: AppTest, html: Html) -> str:
    return html(page).split("<mark>")[1].split("</mark>")[0]


def _button(page: AppTest, label: str) -> Any:
    plain = [button for button in page.button if button.label.replace("\\", "").startswith(label)]
    assert plain, [button.label for button in page.button]
    return plain[0]


def test_the_first_page_has_starters_and_says_what_it_is(page: AppTest, html: Html) -> None:
    assert [button.label.replace("\\", "") for button in page.button] == list(STARTERS)
    assert "<h1>" in html(page)
    assert "exact quotes" in html(page)
    assert "Nothing you type leaves this machine." in html(page)
    assert not page.exception


def test_a_starter_is_asked_when_pressed(page: AppTest, fake: Any, html: Html) -> None:
    page.button[1].click().run()

    assert fake.asked == [(STARTERS[1], ())]
    assert STARTERS[1] in html(page)


def test_the_starters_go_once_something_is_asked(page: AppTest) -> None:
    _ask(page, "What of coca?")

    assert not [button for button in page.button if button.label.replace("\\", "") == STARTERS[0]]


def test_an_answer_shows_its_quotes_with_numbered_markers_and_the_first_evidence(page: AppTest, html: Html) -> None:
    _ask(page, "What of coca?")

    assert '<q class="quote">Peru grows coca.</q>' in html(page)
    assert [button.label.replace("\\", "") for button in page.button if "cite" in str(button.key)] == ["[1]", "[2]"]
    assert _marked(page, html) == "Peru grows coca."
    assert "Mission Goal 2" in html(page)
    assert "Confidence: <b>high</b>" in html(page)
    assert "The period of this strategy has ended." in html(page)


def test_a_place_named_in_spanish_is_not_named_again_in_english(page: AppTest) -> None:
    _ask(page, "¿Qué dice de la coca?")

    assert [button.label.replace("\\", "") for button in page.button if "cite" in str(button.key)] == ["[1]", "[2]"]


def test_an_answer_of_low_confidence_says_so_before_it_begins(page: AppTest, html: Html) -> None:
    _ask(page, "What of coca?")
    assert "Low confidence" not in html(page)
    _ask(page, "What of doubt?")

    assert html(page).index("Low confidence") < html(page).rindex('<q class="quote">Peru grows coca.</q>')
    assert "Confidence: <b>low</b>" in html(page)


def test_a_pressed_marker_moves_the_evidence_and_asks_nothing_again(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    _button(page, "[2]").click().run()

    assert _marked(page, html) == "The mission gives $22 million in 2018 and $5 million later."
    assert "Evidence [2]" in html(page)
    assert 'st-key-cite-0-1-"]' in html(page)
    assert len(fake.asked) == 1


def test_the_whole_section_can_be_opened(page: AppTest, html: Html) -> None:
    _ask(page, "What of coca?")
    _button(page, "Read the whole section").click().run()

    assert '<div class="section"' in html(page)


def test_a_follow_up_keeps_the_conversation(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    _ask(page, "And who pays?")

    assert fake.asked[1] == ("And who pays?", (Turn("user", "What of coca?"), Turn("assistant", "Quoted [1] [2]")))
    assert "Understood as:</b> And who pays? (MO 2.2)" in html(page)
    assert "What of coca?" in html(page)


def test_an_older_answer_can_be_reopened_beside_its_own_question(page: AppTest, html: Html) -> None:
    _ask(page, "What of coca?")
    _ask(page, "And who pays?")
    page.button(key="cite-0-1-2").click().run()

    assert html(page).count('class="evidence"') == 1
    assert "$22 million" in _marked(page, html)


def test_an_abstention_says_why_and_labels_what_is_near(page: AppTest, html: Html) -> None:
    _ask(page, "What is the weather?")

    assert "Not in the strategy" in html(page)
    assert "The strategy does not mention it." in html(page)
    assert "Not an answer: the nearest passages" in html(page)
    assert "Nearest passage, not an answer" in html(page)
    assert "Confidence" not in html(page)


def test_a_suggestion_is_shown_literally_and_asked_as_it_was(page: AppTest, fake: Any) -> None:
    _ask(page, "What is the weather?")
    suggestion = page.button(key="suggestion-0-0")
    suggestion.click().run()

    assert "\\*\\*coca\\*\\*" in suggestion.label
    assert fake.asked[1][0] == "What about **coca** :smile: for $5 -> $22?"


def test_suggestions_are_offered_for_the_last_answer_only(page: AppTest) -> None:
    _ask(page, "What of coca?")
    _ask(page, "And who pays?")

    assert [button.key for button in page.button if str(button.key).startswith("suggestion")] == ["suggestion-1-0"]


def test_markup_in_a_question_is_drawn_as_text(page: AppTest, html: Html) -> None:
    _ask(page, "<img src=http://evil.example/x> $a$ **b**")

    assert "<img" not in html(page)
    assert "&lt;img src=http://evil.example/x&gt; $a$ **b**" in html(page)


@pytest.mark.parametrize("question", ["   ", "\n\t\n"])
def test_an_empty_question_gets_a_calm_line(page: AppTest, fake: Any, html: Html, question: str) -> None:
    _ask(page, question)

    assert "There is no question yet." in html(page)
    assert 'class="question"' not in html(page)
    assert page.button(key="starter-0")
    assert not fake.asked


def test_an_empty_question_leaves_the_conversation_as_it_was(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    _ask(page, "  ")

    assert html(page).count('class="question"') == 1
    assert "above" not in html(page)
    assert _marked(page, html) == "Peru grows coca."
    _ask(page, "And who pays?")
    assert "There is no question yet." not in html(page)


def test_an_endless_question_is_turned_down_with_the_limit(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "why " * 25_000)

    assert "100,000 characters" in html(page)
    assert "2,000" in html(page)
    assert not fake.asked


def test_a_known_error_is_said_with_what_to_do(page: AppTest, fake: Any, html: Html) -> None:
    fake.error = IndexMissingError("There is no index yet.", "Run `strategy ingest`.")
    _ask(page, "What of coca?")

    assert "There is no index yet." in html(page)
    assert "Run `strategy ingest`." in html(page)
    assert not page.exception


def test_an_unknown_error_becomes_an_incident_without_the_question_in_the_log(
    page: AppTest, fake: Any, html: Html, caplog: pytest.LogCaptureFixture
) -> None:
    fake.error = RuntimeError("What of secret coca?")
    _ask(page, "What of secret coca?")

    assert "Incident" in html(page)
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text
    assert not page.exception


def test_a_failed_question_is_kept_but_not_remembered_as_an_answer(page: AppTest, fake: Any, html: Html) -> None:
    fake.error = RuntimeError()
    _ask(page, "What of coca?")
    fake.error = None
    _ask(page, "Again?")

    assert "What of coca?" in html(page)
    assert fake.asked[1] == ("Again?", ())


def test_a_missing_index_is_told_on_the_first_page(
    fake: Any, monkeypatch: pytest.MonkeyPatch, page: AppTest, html: Html
) -> None:
    error = IndexMissingError("There is no index yet.", "Run `strategy ingest`.")
    monkeypatch.setattr(resources, "problem", lambda: error)
    page.run()

    assert "There is no index yet." in html(page)


def test_a_new_conversation_forgets_the_old_one(page: AppTest, fake: Any, html: Html) -> None:
    _ask(page, "What of coca?")
    _button(page, "New conversation").click().run()

    assert "What of coca?" not in html(page)
    assert _ask(page, "And now?") and fake.asked[1] == ("And now?", ())


def test_two_tabs_do_not_share_a_conversation(page: AppTest, html: Html) -> None:
    other = AppTest.from_file(page._script_path).run()
    _ask(page, "What of coca?")
    other.run()

    assert "What of coca?" not in html(other)
