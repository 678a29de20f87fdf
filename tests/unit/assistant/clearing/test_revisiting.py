"""A second pass over a draft."""

from dataclasses import replace

from assistant.clearing.check import Check, Decision
from assistant.clearing.revisiting import compare


def _with(check: Check, label: str, text: str) -> Check:
    paragraphs = tuple(replace(p, text=text) if p.label == label else p for p in check.cable.paragraphs)
    return replace(check, cable=replace(check.cable, paragraphs=paragraphs))


def _words(check: Check) -> dict[str | None, str]:
    return {change.paragraph: change.change for change in check.changes}


def test_a_paragraph_that_stayed_keeps_its_decision(checked: Check) -> None:
    old = replace(checked, decisions=(Decision("1", "MO 2.2", "accepted"), Decision("3", "MO 2.2", "rejected")))
    new = compare(old, _with(checked, "3", "Police seized 95 kilos of coca paste."))

    assert new.decisions == (Decision("1", "MO 2.2", "accepted"),)
    assert _words(new) == {"1": "unchanged", "2": "unchanged", "3": "changed"}


def test_a_paragraph_with_fewer_open_points_got_better_and_one_with_more_worse(checked: Check) -> None:
    fixed = _with(
        replace(checked, findings=()), "1", "CORAH cleared 1,200 hectares of coca. This serves Mission Objective 2.2."
    )

    assert _words(compare(checked, fixed))["1"] == "better"
    assert _words(compare(fixed, checked))["1"] == "worse"


def test_a_paragraph_of_other_words_is_new_and_the_old_one_dropped(checked: Check) -> None:
    new = compare(checked, _with(checked, "2", "Something else entirely happened in Arequipa yesterday."))

    assert _words(new)["2"] == "new"
    assert [(c.old, c.change) for c in new.changes if c.paragraph is None] == [("2", "dropped")]
