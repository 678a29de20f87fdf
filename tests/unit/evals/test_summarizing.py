import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.schema import Outcome
from evals.gold import Gold
from evals.runs import StoredAnswer
from evals.scoring import score_all
from evals.summarizing import Measured, summarize

Make = Callable[..., Any]
MONEY, TRADE = "Police seized $22 million in FY 2019.", "Trade doubled to 1,500 ships."


@pytest.fixture
def summary(gold: Gold, make_case: Make, make_answer: Make) -> Any:
    cases = [
        make_case("right", half="tuning", tags=("factoid", "terse")),
        make_case("wrong", half="report", tags=("factoid",)),
        make_case("silent", half="report"),
        make_case("crash"),
        make_case("lost", refs=("MO 9.9",)),
        make_case("due", answerable=False),
        make_case("bold", answerable=False),
    ]
    answers = [
        make_answer("right", ("MO 1.1", MONEY)),
        make_answer("wrong", ("MO 1.2", TRADE), confidence=0.6),
        make_answer("silent", candidate="Mission Objective 1.1 says:\n“Police seized $22 million in FY 2019.” [1]"),
        StoredAnswer("crash", None, "boom"),
        make_answer("lost", ("MO 1.1", MONEY)),
        make_answer("due"),
        make_answer("bold", ("MO 1.2", TRADE), confidence=0.4),
    ]
    made = summarize(cases, score_all(cases, answers, gold), answers, "r", "s", Measured(None, 1.5, 300.0))
    return json.loads(json.dumps(made, allow_nan=False))


def test_every_case_is_counted_once_in_every_measure(summary: Any) -> None:
    assert summary["counts"] == {
        "cases": 7, "scored": 5, "errors": 1, "unwinnable": 1,
        "answered": 4, "partial": 0, "clarify": 0, "abstained": 2, "lost": 5,
    }  # fmt: skip
    for measure in summary["measures"].values():
        assert measure["n"] + measure["undefined"] + measure["unwinnable"] == 7
        assert measure["errors"] == 1
        assert measure["low"] <= measure["value"] <= measure["high"]


def test_an_error_is_zero_and_an_unwinnable_question_is_in_no_mean(summary: Any) -> None:
    # right 1, wrong 0, silent 0, crash 0, due 1, bold 0; lost is left out.
    assert summary["measures"]["item_score"]["value"] == pytest.approx(2 / 6, abs=1e-6)
    # right and wrong, and bold; the crash gave no answer that could be right.
    assert summary["measures"]["answer_accuracy"]["n"] == 3


def test_shares_have_wilson_intervals_and_means_bootstrap_ones(summary: Any) -> None:
    assert summary["measures"]["decision"]["method"] == "wilson"
    assert summary["measures"]["item_score"]["method"] == "bootstrap"


def test_the_table_of_outcomes_holds_every_case(summary: Any) -> None:
    assert summary["outcomes"] == {
        "answered": {"answered": 3, "abstained": 1, "error": 1},
        "abstained": {"abstained": 1, "answered": 1},
    }


def test_the_two_rates_of_error_stand_side_by_side(summary: Any) -> None:
    assert (summary["abstention"]["needless"], summary["abstention"]["answerable"]) == (1, 4)
    assert summary["abstention"]["unsupported_rate"] == 0.5
    assert summary["reliability"]["phi_1"] == pytest.approx((1 - 1 + 0 + 0 + 1 - 1) / 6)


def test_an_answer_that_was_held_back_counts_in_the_curve(summary: Any) -> None:
    curve = summary["risk_coverage"]
    # right 0.8, wrong 0.6, bold 0.4, and the right candidate of `silent` at 0.1; `due` and `crash` have no answer.
    assert curve["points"] == [
        [pytest.approx(1 / 6, abs=1e-6), 0],
        [pytest.approx(2 / 6, abs=1e-6), 0.5],
        [0.5, pytest.approx(2 / 3, abs=1e-6)],
        [pytest.approx(4 / 6, abs=1e-6), 0.5],
    ]
    assert curve["current"] == [0.5, pytest.approx(2 / 3, abs=1e-6)]
    assert curve["coverage_at_5"] == pytest.approx(1 / 6, abs=1e-6)


def test_parts_are_told_apart_by_half_tag_and_place(summary: Any) -> None:
    assert set(summary["halves"]) == {"tuning", "report"}
    assert summary["halves"]["tuning"]["item_score"]["value"] == 1
    assert summary["slices"]["factoid"]["n"] == 2
    assert summary["slices"]["factoid"]["measures"]["item_score"] == {"value": 0.5, "n": 2}
    assert summary["refs"]["MO 1.1"] == {"n": 4, "citation_recall": 0.25, "fact_recall": 0.25}
    assert summary["refs"]["MO 9.9"]["n"] == 0


def test_causes_are_counted(summary: Any) -> None:
    assert summary["causes"] == {
        "not_indexed": 1,
        "not_selected": 1,
        "abstained_needlessly": 1,
        "answered_wrongly": 1,
        "crashed": 1,
    }


def test_cost_is_told_by_stage(summary: Any) -> None:
    assert summary["latency_ms"]["total"] == {"p50": 10, "p90": 10, "p95": 10, "max": 10, "n": 6}
    assert (summary["cold_start_s"], summary["memory_mb"]) == (1.5, 300)


def test_a_serial_pass_replaces_the_times_of_the_answers(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases, answers = [make_case()], [make_answer("q", ("MO 1.1", MONEY))]
    timings = [{"total": float(ms)} for ms in range(1, 101)]

    made: Any = summarize(cases, score_all(cases, answers, gold), answers, measured=Measured(timings))

    assert made["latency_ms"]["total"]["p50"] == 50.5
    assert made["latency_ms"]["total"]["p99"] == pytest.approx(99.01)


def test_the_smallest_difference_that_can_be_seen_is_told(summary: Any) -> None:
    assert summary["smallest_difference"]["measure"] == "item_score"
    assert summary["smallest_difference"]["value"] == pytest.approx(
        2.8 * summary["smallest_difference"]["sd"] / 6**0.5, abs=1e-5
    )


def test_wording_is_judged_within_groups_and_variants_against_their_originals(
    gold: Gold, make_case: Make, make_answer: Make
) -> None:
    cases = [
        make_case("a", group="a"),
        make_case("a~typo", group="a", tags=("variant:typo",)),
        make_case("b", group="b"),
        make_case("b~typo", group="b", tags=("variant:typo",)),
        make_case("b~standalone", group="b", tags=("variant:standalone",)),
    ]
    answers = [
        make_answer("a", ("MO 1.1", MONEY)),
        make_answer("a~typo", ("MO 1.2", TRADE)),
        *(make_answer(each, ("MO 1.1", MONEY)) for each in ("b", "b~typo", "b~standalone")),
    ]

    found: Any = summarize(cases, score_all(cases, answers, gold), answers)["robustness"]

    assert (found["groups"], found["group_agreement"], found["groups_all_right"]) == (2, 0.5, 0.5)
    assert (found["typo_drop"], found["followup_gap"], found["repeat_identity"]) == (0.5, 0, None)


def test_the_turns_of_a_conversation_are_no_paraphrases(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases = [make_case("a", group="g"), make_case("b", group="g", refs=("MO 1.2",))]
    answers = [make_answer(each, ("MO 1.1", MONEY)) for each in "ab"]

    found: Any = summarize(cases, score_all(cases, answers, gold), answers)["robustness"]

    assert (found["groups"], found["group_agreement"]) == (0, None)


def test_repeats_are_the_same_when_all_but_the_times_is(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases = [make_case("a"), make_case("b")]
    first = [make_answer(each, ("MO 1.1", MONEY)) for each in "ab"]
    second = [
        StoredAnswer("a", {**first[0].answer, "timings_ms": {"total": 99.0}}, repeat=1),
        StoredAnswer("b", {**first[1].answer, "text": "Else."}, repeat=1),
    ]

    found: Any = summarize(cases, score_all(cases, [*first, *second], gold), [*first, *second])["robustness"]

    assert found["repeat_identity"] == 0.5


def test_an_empty_run_has_a_summary(gold: Gold) -> None:
    made: Any = summarize([], [], [])

    assert made["counts"]["cases"] == 0
    assert made["measures"] == {}


def test_a_suite_without_answers_to_give_has_no_rates_of_needless_abstention(
    gold: Gold, make_case: Make, make_answer: Make
) -> None:
    cases = [make_case("a", answerable=False), make_case("b", answerable=False, expect=Outcome.CLARIFY)]
    answers = [make_answer("a"), make_answer("b", outcome="clarify")]

    made: Any = summarize(cases, score_all(cases, answers, gold), answers)

    assert made["abstention"]["needless_rate"] is None
    assert made["outcomes"]["clarify"] == {"clarify": 1}
    assert "first_citation" not in made["measures"]
