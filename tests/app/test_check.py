"""The page that checks a cable, with a check made of values in place of the assistant's."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.clearing.check import Check
from assistant.errors import MarkingError

Html = Callable[[AppTest], str]

SCRIPT = "from ui.views import check\ncheck.show()\n"


@pytest.fixture
def empty(fake: Any, checked: Check) -> AppTest:
    """The page before anything was given."""

    def check(text: str, allow_classified: bool = False, scope: tuple[str, ...] = ()) -> Check:
        if "SECRET" in text:
            raise MarkingError("The draft is marked SECRET and was refused.", "Only on accredited systems.")
        if "trouble" in text:
            raise ValueError("a secret of the draft")
        return checked

    fake.check = check
    return AppTest.from_string(SCRIPT, default_timeout=10).run()


def _give(page: AppTest, text: str) -> AppTest:
    page.text_area[0].set_value(text)
    return _press(page, "Check the draft")


def _press(page: AppTest, label: str) -> AppTest:
    button = next(each for each in page.button if each.label.replace("\\", "").startswith(label))
    return button.click().run()


@pytest.fixture
def shown(empty: AppTest) -> AppTest:
    """The page with a checked draft."""
    return _give(empty, "1. Coca fell.")


def test_every_verdict_is_told_in_words_with_a_sign(shown: AppTest, html: Html) -> None:
    assert not shown.exception
    for said in ("✓ aligned · MO 2.2", "⚠ in tension", "– none", "MO 2.2 Reduce coca.", "SBU", "✓ 90%", "There is no MO 2.4."):  # fmt: skip
        assert said in html(shown)


def test_both_quotes_of_the_first_paragraph_stand_beside_the_draft(shown: AppTest, html: Html) -> None:
    assert "<q>Peru grows coca.</q>" in html(shown)
    assert "<q>CORAH cleared 1,200 hectares of coca. This serves Mission Objective 2.4.</q>" in html(shown)


def test_a_pressed_paragraph_shows_its_own_evidence(shown: AppTest, html: Html) -> None:
    _press(shown, "Show the evidence for ¶ 2")

    assert "Evidence for ¶ 2" in html(shown)
    assert "MO 1.1 comes nearest." in html(shown)
    assert "<q>Peru grows coca.</q>" not in html(shown)


def test_words_of_a_draft_are_never_markup(shown: AppTest, html: Html) -> None:
    assert "<script" not in html(shown) and "&lt;script&gt;" in html(shown)
    assert "Coca <b>" not in html(shown)


def test_a_decision_is_kept_and_can_be_taken_back(shown: AppTest) -> None:
    _press(shown, "Reject (MO 2.2)")
    assert [(d.paragraph, d.ref, d.decision) for d in shown.session_state["check"].decisions] == [
        ("1", "MO 2.2", "rejected")
    ]

    _press(shown, "Rejected: take back (MO 2.2)")
    assert shown.session_state["check"].decisions == ()


def test_an_objective_can_be_added(shown: AppTest) -> None:
    next(box for box in shown.selectbox if box.label == "Add an objective").set_value("MO 1.1").run()
    _press(shown, "Add MO 1.1 to ¶ 1")

    assert [(d.ref, d.decision) for d in shown.session_state["check"].decisions] == [("MO 1.1", "added")]


def test_what_is_found_can_be_taken_away(shown: AppTest) -> None:
    assert [each.proto.label for each in shown.get("download_button")] == [
        "Download Word",
        "Download HTML",
        "Download JSON",
    ]


def test_decisions_stay_with_unchanged_paragraphs_of_a_newer_version(shown: AppTest, html: Html) -> None:
    _press(shown, "Accept (MO 2.2)")
    _press(shown, "Check a newer version of it")
    _give(shown, "1. Coca fell more.")

    assert [d.decision for d in shown.session_state["check"].decisions] == ["accepted"]
    assert "Since the draft before" in html(shown)


def test_another_draft_begins_with_empty_fields_and_nothing_of_the_last(shown: AppTest, html: Html) -> None:
    _press(shown, "Check another draft")

    assert shown.text_area[0].value == ""
    assert "check" not in shown.session_state
    assert "CORAH" not in html(shown)


def test_a_refused_draft_is_gone_from_the_page(empty: AppTest, html: Html) -> None:
    _give(empty, "SECRET\n\n1. (S) the words")

    assert "marked SECRET" in html(empty)
    assert empty.text_area[0].value == ""
    assert "the words" not in str(empty.session_state)


def test_an_error_nobody_foresaw_shows_a_number_and_no_word_of_the_draft(empty: AppTest, html: Html) -> None:
    _give(empty, "trouble")

    assert "Incident" in html(empty)
    assert "a secret of the draft" not in html(empty)


def test_the_page_is_one_of_the_app(page: AppTest) -> None:
    assert not page.exception
    assert [each.proto.label for each in page.get("page_link")] == ["Ask", "Check a cable", "Library"]
