import pytest

from evals.measures.deciding import Decided, abstention, item_score, reliability

RIGHT, WRONG = Decided("answered", "answered", True), Decided("answered", "answered", False)
NEEDLESS = Decided("answered", "abstained", None)
DUE, UNSUPPORTED = Decided("abstained", "abstained", None), Decided("abstained", "answered", False)
FAILED = Decided("answered", None, None)


@pytest.mark.parametrize(
    ("answerable", "is_answered", "facts", "citations", "score"),
    [
        (False, False, None, None, 1.0),
        (False, True, None, None, 0.0),
        (True, False, 0.0, 0.0, 0.0),
        (True, True, 1.0, 0.5, 0.75),
        (True, True, None, 0.5, 0.5),
        (True, True, 1.0, None, 1.0),
        (True, True, None, None, None),
    ],
)
def test_a_question_scores_in_the_shape_of_mtrag(
    answerable: bool, is_answered: bool, facts: float | None, citations: float | None, score: float | None
) -> None:
    assert item_score(answerable, is_answered, facts, citations) == score


def test_needless_abstentions_and_unsupported_answers_stand_side_by_side() -> None:
    rates = abstention([RIGHT, NEEDLESS, NEEDLESS, FAILED, DUE, UNSUPPORTED, UNSUPPORTED])

    assert (rates["needless_rate"], rates["unsupported_rate"]) == (0.5, pytest.approx(2 / 3))
    assert (rates["precision"], rates["recall"], rates["f1"]) == (pytest.approx(1 / 3),) * 3


def test_rates_over_nothing_are_undefined() -> None:
    rates = abstention([RIGHT])

    assert (rates["precision"], rates["recall"], rates["f1"], rates["unsupported_rate"]) == (None,) * 4
    assert rates["needless_rate"] == 0


def test_always_abstaining_and_always_answering_each_look_good_in_one_rate_only() -> None:
    silent, talkative = abstention([NEEDLESS, DUE]), abstention([RIGHT, UNSUPPORTED])

    assert (silent["unsupported_rate"], silent["needless_rate"]) == (0, 1)
    assert (talkative["unsupported_rate"], talkative["needless_rate"]) == (1, 0)


def test_a_question_back_is_no_abstention() -> None:
    rates = abstention([Decided("clarify", "clarify", None), Decided("clarify", "abstained", None), DUE])

    assert (rates["precision"], rates["recall"], rates["unsupported_rate"]) == (1, 1, 0)


def test_reliability_charges_wrong_answers_and_nothing_else() -> None:
    decided = [RIGHT, WRONG, NEEDLESS, DUE, UNSUPPORTED, FAILED]

    assert reliability(decided, 1) == pytest.approx((1 - 1 + 0 + 1 - 1 + 0) / 6)
    assert reliability(decided, 3) == pytest.approx((1 - 3 + 0 + 1 - 3 + 0) / 6)
    assert reliability([], 1) is None
