from collections.abc import Callable
from typing import Any

from evals.gold import Gold
from evals.scoring import score_all
from evals.sweeping import Stance, stances_of, sweep

Make = Callable[..., Any]
MONEY, TRADE = "Police seized $22 million in FY 2019.", "Trade doubled to 1,500 ships."
CANDIDATE = "Mission Objective 1.1 (Justification) says:\n“Police seized $22 million in FY 2019.” [1]"


def given(confidence: float, is_right: bool, half: str | None = None) -> Stance:
    return Stance("answered", "answered", confidence, is_right, half)


def held_back(confidence: float, is_right: bool) -> Stance:
    return Stance("answered", "abstained", confidence, is_right)


def rows(stances: list[Stance], *thresholds: float) -> list[Any]:
    found: Any = sweep(stances, thresholds)
    return found["rows"]


def test_a_lower_threshold_gives_what_was_held_back_and_a_higher_one_holds_more_back() -> None:
    stances = [given(0.8, True), given(0.5, False), held_back(0.2, True)]

    low, middle, high = rows(stances, 0.1, 0.4, 0.7)

    assert [(r["answered"], r["right"], r["wrong"], r["needless"]) for r in (low, middle, high)] == [
        (3, 2, 1, 0),
        (2, 1, 1, 1),
        (1, 1, 0, 2),
    ]


def test_answering_where_there_is_no_answer_is_counted_at_each_threshold() -> None:
    stances = [Stance("abstained", "abstained", 0.3, False), Stance("abstained", "answered", 0.6, False)]

    assert [row["unsupported_rate"] for row in rows(stances, 0.0, 0.5, 0.9)] == [1, 0.5, 0]


def test_what_has_no_answer_or_failed_stays_as_it_is() -> None:
    stances = [Stance("abstained", "abstained", None, None), Stance("answered", None, None, None), given(0.5, True)]

    assert [row["answered"] for row in rows(stances, 0.0, 1.0)] == [1, 0]


def test_the_stored_outcome_is_told_beside_the_thresholds() -> None:
    found: Any = sweep([given(0.8, True), held_back(0.2, True)])

    assert (found["current"]["threshold"], found["current"]["answered"], found["moving"]) == (None, 1, 2)


def test_a_threshold_chosen_where_it_is_measured_is_called_an_oracle() -> None:
    found: Any = sweep([given(0.8, True), given(0.5, False), held_back(0.2, False)])

    best = found["best"]["phi_1"]
    assert (best["threshold"], best["phi_1"], best["is_oracle"]) == (0.8, 1 / 3, True)
    assert "oracle" in best["note"]


def test_with_two_halves_it_is_chosen_on_one_and_measured_on_the_other() -> None:
    tuning = [given(0.8, True, "tuning"), given(0.5, False, "tuning")]
    report = [given(0.9, False, "report"), given(0.6, True, "report")]

    best: Any = sweep([*tuning, *report])["best"]

    assert (best["phi_1"]["threshold"], best["phi_1"]["phi_1"], best["phi_1"]["is_oracle"]) == (0.8, -0.5, False)


def test_nothing_to_move_has_no_best_threshold() -> None:
    found: Any = sweep([Stance("abstained", "abstained", None, None)])

    assert found["best"] == {"phi_1": None, "phi_3": None}


def test_a_held_back_answer_is_judged_by_its_place_and_its_facts(
    gold: Gold, make_case: Make, make_answer: Make
) -> None:
    cases = [make_case(each) for each in "abcd"]
    answers = [
        make_answer("a", candidate=CANDIDATE),
        make_answer("b", candidate=CANDIDATE.replace("1.1", "1.2")),
        make_answer("c", candidate=CANDIDATE.replace("$22", "$23")),
        make_answer("d"),
    ]

    stances = stances_of(cases, score_all(cases, answers, gold), answers)

    assert [stance.is_right for stance in stances] == [True, False, False, None]


def test_a_question_that_cannot_be_won_is_not_swept(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases = [make_case("a", refs=("MO 9.9",)), make_case("b", answerable=False)]
    answers = [make_answer("a", ("MO 1.1", MONEY)), make_answer("b", ("MO 1.2", TRADE))]

    (stance,) = stances_of(cases, score_all(cases, answers, gold), answers)

    assert stance == Stance("abstained", "answered", 0.8, False)
