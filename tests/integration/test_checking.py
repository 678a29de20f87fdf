"""Drafts checked against the real strategy, from text to record."""

import time
from pathlib import Path

import pytest

from assistant.clearing.check import Check
from assistant.clearing.recording import check_record
from assistant.errors import MarkingError, SourceError
from assistant.opening import Assistant
from assistant.schema import reading_of

DRAFT = """SBU

Date/DTG: Mar 12, 2023 / 121530Z MAR 23
From: AMEMBASSY LIMA
TAGS: CVIS, PE
Subject: Eradication in the Upper Huallaga

1. (SBU) CORAH teams pulled up 300 hectares of coca near Tocache and police seized 90 kilos of paste. This advances Mission Objective 2.4.

2. (U) The orchestra played Mozart at the municipal theater and the pianist gave two encores. This serves MO 2.2.

3. (SBU) DEVIDA gave former coca growers cacao seedlings and credit in Ucayali, and eradication teams moved on.
"""


@pytest.fixture(scope="module")
def check(assistant: Assistant) -> Check:
    return assistant.check(DRAFT)


def test_a_wrong_number_and_a_claim_that_nothing_carries_are_told_apart(check: Check) -> None:
    found = {(each.claim.text, str(each.status), each.suggestion) for each in check.claims}

    assert found == {("Mission Objective 2.4", "no_such_reference", "MO 2.2"), ("MO 2.2", "unsupported", None)}
    assert [f.severity for f in check.findings if f.code.startswith("claim_")] == ["error", "warning"]


def test_a_claim_does_not_carry_itself(assistant: Assistant) -> None:
    title = "Peru sustains coca and cocaine reduction through coordinated eradication, alternative development, and cocaine interdiction"
    found = assistant.check(f"1. (U) The pianist gave two encores. This advances MO 2.2, “{title}.”")

    assert {str(each.status) for each in found.claims} == {"unsupported"}


def test_wording_keeps_every_word_and_the_mark_and_stays_as_sure(check: Check) -> None:
    by_paragraph = {each.paragraph: each for each in check.wordings}
    replaced, inserted = by_paragraph["1"], by_paragraph["3"]

    assert (replaced.kind, replaced.words, replaced.marking) == ("replace", "Mission Objective 2.2", "SBU")
    assert (inserted.kind, inserted.words) == ("insert", " (ICS MO 2.2)")
    for each in check.wordings:
        assert each.after.replace(each.words, "" if each.kind == "insert" else each.before, 1) == each.before
        assert each.score_after >= 0.4
    changed = DRAFT[: inserted.start] + inserted.words + DRAFT[inserted.end :]
    assert inserted.after in changed
    assert "2" not in by_paragraph


def test_dates_tags_and_what_is_not_named_are_found(check: Check) -> None:
    codes = {each.code for each in check.findings}

    assert {"after_period", "tags_unsupported", "tags_missing"} <= codes
    assert [f.severity for f in check.findings] == sorted((f.severity for f in check.findings), key=["error", "warning", "note"].index)  # fmt: skip


def test_both_quotes_of_a_pair_are_exact(check: Check, assistant: Assistant) -> None:
    texts = {document.id: document.text for document in assistant.documents}
    for judged in check.alignment.paragraphs:
        for each in judged.alignments:
            assert reading_of(DRAFT, each.cable_quote.ranges) == each.cable_quote.text
            assert (
                reading_of(texts[each.strategy_quote.document], each.strategy_quote.ranges) == each.strategy_quote.quote
            )


def test_the_same_draft_gives_the_same_record(check: Check, assistant: Assistant) -> None:
    assert check_record(assistant.check(DRAFT)) == check_record(check)


def test_a_draft_of_another_mission_is_said_to_be_one(assistant: Assistant) -> None:
    text = DRAFT.replace("LIMA", "BOGOTA").replace("PE\n", "CO\n").replace("Upper Huallaga", "Colombia: Putumayo")
    found = assistant.check(text.replace("Tocache", "Tumaco, Colombia"))

    assert "other_mission" in {each.code for each in found.findings}


def test_a_classified_draft_is_refused_before_anything_is_made_of_it(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, built_settings: object
) -> None:
    def touched(*_: object) -> None:
        raise AssertionError("the draft was looked at")

    monkeypatch.setattr("assistant.clearing.examining.aligner_of", touched)
    with pytest.raises(MarkingError):
        assistant.check("CONFIDENTIAL\n\n1. (C) Coca fell.")


def test_one_that_is_allowed_leaves_nothing_on_disk(assistant: Assistant, built_settings: object) -> None:
    folder: Path = built_settings.data  # type: ignore[attr-defined]
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert assistant.check("CONFIDENTIAL\n\n1. (C) Police seized coca.", allow_classified=True).alignment.paragraphs
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("text", ["", " \n", "x" * 300_001])
def test_what_is_no_draft_is_refused_with_a_hint(assistant: Assistant, text: str) -> None:
    with pytest.raises(SourceError) as caught:
        assistant.check(text)
    assert caught.value.hint


def test_a_draft_of_three_pages_is_checked_while_a_person_waits(assistant: Assistant) -> None:
    body = DRAFT + "".join(f"\n{n}. (U) Police seized {n} kilos of paste in Ucayali in week {n}, and growers planted cacao.\n" for n in range(4, 34))  # fmt: skip
    assistant.check(body)
    begun = time.perf_counter()
    assistant.check(body)
    # The aim is 1.5 s on two free cores; a busy machine is slower.
    assert time.perf_counter() - begun < 15
