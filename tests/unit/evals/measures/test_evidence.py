import pytest

from evals.measures.evidence import overlap_f1, span_f1


def test_sets_are_compared_by_their_overlap() -> None:
    assert overlap_f1({1, 2}, {2, 3}) == 0.5
    assert overlap_f1((), {1}) == 0
    assert overlap_f1({1}, ()) is None


def test_characters_are_compared_within_a_document() -> None:
    assert span_f1({"d": range(10)}, [("d", [range(5, 15)])]) == 0.5
    assert span_f1({"other": range(10)}, [("d", [range(10)])]) == 0
    assert span_f1({}, [("d", [range(10)])]) == 0
    assert span_f1({"d": range(10)}, []) is None


def test_a_quote_that_stands_twice_may_be_cited_at_either_place() -> None:
    places = [("d", [range(10), range(100, 110)])]

    assert span_f1({"d": range(10)}, places) == span_f1({"d": range(100, 110)}, places) == 1
    assert span_f1({"d": range(5, 10)}, places) == pytest.approx(2 / 3)
