"""Journeys of a person at the page: real server, real index, real browser."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LONG = "What are the Chief of Mission Priorities?"
OBJECTIVE = "What does Mission Objective 2.2 say?"
HOSTILE = "<img src=http://evil.example/x> $a$ **b** [x](http://evil.example)"
DESKTOP, PHONE = (1280, 900), (390, 844)
SCREENSHOTS = os.environ.get("STRATEGY_SCREENSHOTS")

pytestmark = pytest.mark.browser

Visit = Callable[..., Any]


def _mark(watched: Any) -> str:
    text: str = watched.page.locator(".evidence mark").inner_text()
    return text


def _quote(watched: Any, label: int) -> str:
    """The quoted sentence that marker `label` of the last answer follows, without its quotation marks."""
    marker = watched.page.get_by_role("button", name=f"[{label}]").last
    before = "xpath=ancestor::*[contains(@class, 'stElementContainer')]/preceding-sibling::*"
    text: str = marker.locator(before).locator(".quote, .outline").last.inner_text()
    return text


def test_the_page_loads_with_its_promise_and_starters(visit: Visit, server: Any) -> None:
    page = visit(server).page

    assert page.get_by_role("heading", level=1).inner_text() == "Strategy Assistant"
    assert page.locator('[class*="st-key-choices-starter"] button').count() == 6
    assert page.get_by_text("Nothing you type leaves this machine.").is_visible()


def test_every_starter_gets_a_cited_answer(visit: Visit, server: Any) -> None:
    watched = visit(server)
    starters = watched.page.locator('[class*="st-key-choices-starter"] button')
    for position in range(starters.count()):
        question = starters.nth(position).inner_text()
        with watched.answering():
            starters.nth(position).click()
        assert watched.page.get_by_text("Confidence:").count() == 1, question
        watched.page.get_by_role("button", name="New conversation").click()
        watched.page.locator("h2.question").wait_for(state="detached")
        starters.first.wait_for()
        watched.page.locator("h2.question").wait_for(state="detached")


def test_pressing_a_marker_moves_the_evidence_to_its_quote(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(OBJECTIVE)
    first = _mark(watched)
    watched.cite(2)

    assert _mark(watched) == _quote(watched, 2)
    assert _mark(watched) != first
    assert "Mission Objective 2.2" in watched.page.locator(".evidence .trail").inner_text()


def test_pressing_a_marker_keeps_the_place_and_the_focus(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(OBJECTIVE)
    watched.page.wait_for_timeout(1500)
    watched.page.get_by_role("button", name="[2]").scroll_into_view_if_needed()
    before = watched.page.evaluate("document.querySelector('.stMain').scrollTop")
    watched.cite(2)
    watched.page.wait_for_timeout(1500)

    assert watched.page.evaluate("document.querySelector('.stMain').scrollTop") == before
    assert watched.page.evaluate("document.activeElement.innerText").startswith("[2]")


def _far_down(watched: Any, label: int) -> float:
    """Ask for a long answer, bring a marker far down into the middle and press it; return where it stood."""
    watched.ask(LONG)
    watched.page.wait_for_timeout(1500)
    marker = watched.page.get_by_role("button", name=f"[{label}]").last
    marker.evaluate("marker => marker.scrollIntoView({ block: 'center' })")
    watched.page.wait_for_timeout(300)
    stood: float = marker.bounding_box()["y"]
    watched.cite(label)
    watched.page.wait_for_timeout(1500)
    return stood


def test_in_a_long_answer_the_pressed_marker_and_its_evidence_are_both_in_view(visit: Visit, server: Any) -> None:
    watched = visit(server, size=DESKTOP)
    stood = _far_down(watched, 20)
    field = watched.page.get_by_test_id("stChatInput").bounding_box()
    head = watched.page.locator(".evidence .overline").bounding_box()
    mark = watched.page.locator(".evidence mark").bounding_box()

    assert abs(watched.page.get_by_role("button", name="[20]").last.bounding_box()["y"] - stood) < 2
    assert 48 <= head["y"] < mark["y"]
    assert mark["y"] + mark["height"] < field["y"]


def test_on_a_phone_the_evidence_of_a_long_answer_is_not_covered(visit: Visit, server: Any) -> None:
    watched = visit(server, size=PHONE)
    _far_down(watched, 20)
    field = watched.page.get_by_test_id("stChatInput").bounding_box()
    head = watched.page.locator(".evidence .overline").bounding_box()
    mark = watched.page.locator(".evidence mark").bounding_box()

    assert 48 <= head["y"] < mark["y"]
    assert mark["y"] + mark["height"] < field["y"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_whole_section_opens_at_the_quote(visit: Visit, server: Any, size: tuple[int, int]) -> None:
    watched = visit(server, size=size)
    _far_down(watched, 31)
    watched.page.get_by_role("button", name="Read the whole section").click()
    mark = watched.page.get_by_role("dialog").locator("mark")
    mark.wait_for()
    watched.page.wait_for_timeout(1500)
    box = mark.bounding_box()

    assert box["y"] > 48
    assert box["y"] + box["height"] < size[1]


def test_a_new_conversation_is_at_hand_wherever_one_is(visit: Visit, server: Any) -> None:
    watched = visit(server, size=PHONE)
    _far_down(watched, 20)
    button = watched.page.get_by_role("button", name="New conversation")

    assert 0 <= button.bounding_box()["y"] < 48
    button.click()
    watched.page.locator("h2.welcome:focus").wait_for()


def test_a_button_that_is_gone_leaves_the_focus_to_its_answer(visit: Visit, server: Any) -> None:
    watched = visit(server)
    with watched.answering():
        watched.page.locator('[class*="st-key-choices-starter"] button').first.click()

    watched.page.locator("h2.question:focus").wait_for()


def test_the_menu_offers_nothing_that_could_only_fail(visit: Visit, server: Any) -> None:
    page = visit(server).page
    page.get_by_test_id("stMainMenu").get_by_role("button").click()

    page.get_by_role("menuitemradio", name="Dark").wait_for()
    assert page.get_by_text("Record screen").is_hidden()


def test_a_new_answer_begins_in_view_with_its_question(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(OBJECTIVE)
    watched.ask("List all mission objectives.")
    watched.page.wait_for_timeout(1500)
    box = watched.page.locator("h2.question").last.bounding_box()

    assert 0 < box["y"] < 450


def test_the_whole_section_opens_around_the_quote(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(OBJECTIVE)
    watched.cite(2)
    quote = _mark(watched)
    watched.page.get_by_role("button", name="Read the whole section").click()
    drawer = watched.page.get_by_role("dialog")

    drawer.get_by_role("heading", name="Justification").wait_for()
    assert drawer.locator("mark").inner_text() == quote
    assert drawer.locator(".passage").count() >= 1


def test_a_follow_up_keeps_the_conversation(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(OBJECTIVE)
    watched.ask("Which goal does it serve?")

    assert watched.page.locator("h2.question").all_inner_texts() == [OBJECTIVE, "Which goal does it serve?"]
    assert watched.page.locator(".evidence").count() == 1


def test_an_abstention_says_why(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask("What is the weather in Tokyo?")
    told = watched.page.locator('[class*="st-key-abstained-"]')

    assert "NO ANSWER" in told.inner_text().upper()
    assert told.locator("h3.why").inner_text()
    assert told.locator(".said").inner_text()
    assert watched.page.get_by_text("Confidence:").count() == 0


def test_a_hostile_question_is_drawn_literally_and_nothing_leaves(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(HOSTILE)

    assert watched.page.locator("h2.question").inner_text() == HOSTILE
    assert watched.page.locator("main img, main .katex, main a[href*=evil]").count() == 0


def test_money_is_not_mathematics(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask("How many million dollars of U.S. assistance are mentioned?")
    watched.ask("What does Management Objective 1 say?")

    assert watched.page.locator(".katex").count() == 0


def test_each_question_is_announced_exactly_twice(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.page.locator("#announcer").wait_for(state="attached")
    watched.page.evaluate(
        """() => { window.said = [];
        new MutationObserver(() => window.said.push(document.getElementById("announcer").textContent))
          .observe(document.getElementById("announcer"), { childList: true, characterData: true, subtree: true }); }"""
    )
    watched.ask("What does Mission Objective 4.1 say?")
    watched.page.wait_for_timeout(1000)
    said = watched.page.evaluate("window.said")

    assert said[0] == "Searching…"
    assert said[1].startswith("Answer ready with ")
    assert len(said) == 2
    assert watched.page.locator("#announcer[role=status][aria-live=polite]").count() == 1


def test_the_keyboard_alone_is_enough(visit: Visit, server: Any) -> None:
    watched = visit(server)
    page = watched.page

    def tab_to(start: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if (page.evaluate("document.activeElement.innerText") or "").startswith(start):
                ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
                assert ring == "3px"
                return
        pytest.fail(f"{start} was not reached with the Tab key")

    tab_to(OBJECTIVE)
    with watched.answering():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="[1]").focus()
    tab_to("[2]")
    page.keyboard.press("Enter")
    page.locator(".evidence .overline", has_text="Evidence [2]").wait_for()
    watched.settled()
    tab_to("Read the whole section")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator("button:focus", has_text="Read the whole section").wait_for()


def test_targets_are_large_enough(visit: Visit, server: Any) -> None:
    watched = visit(server)
    watched.ask(OBJECTIVE)
    for button in watched.page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 24, button.inner_text()


@pytest.mark.parametrize("size", [PHONE, (320, 700)])
def test_a_narrow_screen_never_scrolls_sideways(visit: Visit, server: Any, size: tuple[int, int]) -> None:
    watched = visit(server, size=size)
    for question in (OBJECTIVE, "What is the weather in Tokyo?", "x" * 500):
        watched.ask(question)
        for width in ("document.documentElement.scrollWidth", "document.querySelector('.stMain').scrollWidth"):
            assert watched.page.evaluate(width) <= size[0]


def test_on_a_phone_the_evidence_stands_below_and_comes_into_view(visit: Visit, server: Any) -> None:
    watched = visit(server, size=PHONE)
    watched.ask(OBJECTIVE)
    watched.cite(2)
    watched.page.wait_for_timeout(1500)
    panel = watched.page.locator('[class*="st-key-evidence-"]').bounding_box()
    answer = watched.page.locator('[class*="st-key-answer-"]').bounding_box()

    assert panel["y"] >= answer["y"] + answer["height"]
    assert panel["y"] < PHONE[1]


def test_a_missing_index_is_said_and_a_new_one_is_picked_up(
    visit: Visit, start: Callable[[Path], Any], data: Path, tmp_path: Path
) -> None:
    watched = visit(start(tmp_path))
    watched.ask(OBJECTIVE)
    assert "ingest" in watched.page.locator(".problem").last.inner_text()

    shutil.copytree(data, tmp_path, dirs_exist_ok=True)
    watched.ask(OBJECTIVE)
    assert watched.page.locator(".evidence mark").count() == 1


def test_ten_questions_stay_under_500_megabytes_and_out_of_the_log(visit: Visit, server: Any) -> None:
    watched = visit(server)
    for number in range(10):
        watched.ask(f"What does the strategy say about topic {number}, corruption or trade?")
    resident = Path(f"/proc/{server.pid}/status")
    if not resident.exists():
        pytest.skip("Memory is read from /proc.")
    kilobytes = int(next(line for line in resident.read_text().splitlines() if line.startswith("VmRSS")).split()[1])

    assert kilobytes < 500_000
    assert "corruption or trade" not in server.log.read_text()


@pytest.mark.skipif(SCREENSHOTS is None, reason="STRATEGY_SCREENSHOTS names the folder to write to.")
@pytest.mark.parametrize(("name", "size"), [("chat-desktop", (1280, 900)), ("chat-phone", PHONE)])
def test_the_screenshots_are_taken(visit: Visit, server: Any, name: str, size: tuple[int, int]) -> None:
    watched = visit(server, size=size)
    watched.ask(OBJECTIVE)
    watched.cite(2)
    watched.page.wait_for_timeout(1500)
    watched.page.mouse.move(0, 0)
    watched.page.evaluate("document.querySelector('.stMain').scrollTop = 0")
    watched.page.wait_for_timeout(300)
    watched.page.screenshot(path=Path(SCREENSHOTS or ".") / f"{name}.png")
