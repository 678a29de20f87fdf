"""A follow-up undone and reworded, an answer explained, a suggestion asked: by mouse, by keyboard, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest

OBJECTIVE = "What does Mission Objective 2.2 say?"
FOLLOW_UP = "Which goal does it serve?"
DESKTOP, PHONE = (1280, 900), (390, 844)

pytestmark = pytest.mark.browser

Visit = Callable[..., Any]


def _followed_up(visit: Visit, server: Any, size: tuple[int, int] = DESKTOP) -> Any:
    watched = visit(server, size=size)
    watched.ask(OBJECTIVE)
    watched.ask(FOLLOW_UP)
    return watched


def _understood(watched: Any) -> str:
    return " ".join(watched.page.locator(".understood").last.inner_text().split())


def _press(watched: Any, name: str) -> None:
    watched.page.get_by_role("button", name=name).focus()
    watched.page.keyboard.press("Enter")


def test_a_follow_up_is_undone_and_what_comes_next_refers_to_it(visit: Visit, server: Any) -> None:
    watched = _followed_up(visit, server)
    assert "2.2" in _understood(watched)
    with watched.asking_again():
        _press(watched, "Ask exactly what I typed instead")

    watched.page.locator("h2.question:focus", has_text=FOLLOW_UP).wait_for()
    assert watched.page.locator("h2.question").all_inner_texts() == [OBJECTIVE, FOLLOW_UP]
    assert _understood(watched).startswith("Asked by itself")
    watched.ask("Why is that?")
    assert "2.2" not in _understood(watched)
    assert watched.page.get_by_role("button", name="Ask exactly what I typed instead").count() == 1


def test_an_undone_follow_up_can_be_brought_back(visit: Visit, server: Any) -> None:
    watched = _followed_up(visit, server)
    before = watched.page.locator('[class*="st-key-exchange-1"]').inner_text()
    with watched.asking_again():
        _press(watched, "Ask exactly what I typed instead")
    with watched.asking_again():
        _press(watched, "Ask it as a follow-up instead")

    assert watched.page.locator('[class*="st-key-exchange-1"]').inner_text() == before


def test_the_wording_is_changed_by_keyboard_alone(visit: Visit, server: Any) -> None:
    watched = _followed_up(visit, server)
    _press(watched, "Change the wording")
    field = watched.page.locator('[class*="st-key-wording-"] textarea:focus')
    field.wait_for()
    watched.settled()
    assert (
        watched.page.evaluate(
            "getComputedStyle(document.activeElement.closest('[data-testid=stTextAreaRootElement]')).outlineWidth"
        )
        == "3px"
    )
    watched.page.keyboard.press("Control+a")
    watched.page.keyboard.type("What does Mission Objective 4.1 say?")
    with watched.asking_again():
        watched.page.keyboard.press("Control+Enter")

    assert _understood(watched) == "Asked by itself, in your words: What does Mission Objective 4.1 say?"
    assert "Mission Objective 4.1" in watched.page.locator(".evidence .trail").inner_text()


def test_leaving_the_wording_gives_the_focus_back(visit: Visit, server: Any) -> None:
    watched = _followed_up(visit, server)
    _press(watched, "Change the wording")
    watched.page.locator("textarea:focus").wait_for()
    watched.settled()
    _press(watched, "Cancel")

    watched.page.locator("button:focus", has_text="Change the wording").wait_for()


def test_an_explanation_opens_in_view_by_keyboard_and_closes(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask("How will the mission fight corruption?")
    summary = watched.page.locator("summary", has_text="How this answer was made")
    summary.focus()
    watched.page.keyboard.press("Enter")
    watched.page.get_by_role("heading", name="Sentences weighed").wait_for(state="attached")
    watched.settled()
    watched.page.wait_for_timeout(2500)
    box = summary.bounding_box()

    assert 48 <= box["y"] < 300
    assert watched.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert watched.page.locator(".explained table").count() == 3
    watched.page.keyboard.press("Enter")
    watched.page.locator(".explained").wait_for(state="hidden")


def test_an_explanation_on_a_phone_scrolls_inside_and_never_the_page(visit: Visit, server: Any) -> None:
    watched = _followed_up(visit, server, PHONE)
    watched.ask("How will the mission fight corruption?")
    watched.page.locator("summary").last.click()
    watched.page.locator(".explained").wait_for()
    watched.settled()
    for width in ("document.documentElement.scrollWidth", "document.querySelector('.stMain').scrollWidth"):
        assert watched.page.evaluate(width) <= PHONE[0]


def test_a_choice_answers_what_was_asked_back(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask("objective 1")
    assert "ONE QUESTION FIRST" in watched.page.locator('[class*="st-key-clarify-"]').inner_text().upper()
    with watched.answering():
        watched.page.locator('[class*="st-key-choices-suggestion"] button').first.click()

    assert watched.page.get_by_text("Confidence:").count() == 1
    watched.page.locator("h2.question:focus").wait_for()


def test_every_suggestion_of_an_abstention_has_an_answer(visit: Visit, server: Any) -> None:
    watched = visit(server)
    for position in range(2):
        watched.ask("How many helicopters does the Peruvian army own?")
        assert watched.page.locator('[class*="st-key-abstained-"]').count() == 1
        suggestions = watched.page.locator('[class*="st-key-choices-suggestion"] button')
        assert suggestions.count() == 2
        with watched.answering():
            suggestions.nth(position).click()
        assert watched.page.get_by_text("Confidence:").count() == 1
        watched.page.get_by_role("button", name="New conversation").click()
        watched.page.locator("h2.question").first.wait_for(state="detached")
        watched.page.locator("h2.welcome").wait_for()
        watched.settled()
