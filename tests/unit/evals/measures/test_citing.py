from evals.measures.citing import exact, f1, first, precision, recall

GOLD, ALLOWED = ("a", "b"), ("a", "b", "ok")


def test_what_may_be_cited_is_not_punished_and_not_required() -> None:
    assert precision(("a", "b", "ok"), ALLOWED) == 1
    assert recall(("a", "b", "ok"), GOLD) == 1
    assert exact(("a", "b", "ok"), GOLD, ALLOWED) == 1


def test_a_wrong_place_costs_precision_and_a_missing_one_recall() -> None:
    assert precision(("a", "x"), ALLOWED) == 0.5
    assert recall(("a", "x"), GOLD) == 0.5
    assert exact(("a", "b", "x"), GOLD, ALLOWED) == 0


def test_nothing_cited_is_undefined_precision_and_zero_recall() -> None:
    assert precision((), ALLOWED) is None
    assert recall((), GOLD) == 0
    assert f1(None, 0.0) == 0
    assert first((), GOLD, ALLOWED) == 0


def test_without_gold_only_precision_is_defined() -> None:
    assert (recall(("x",), ()), f1(0.0, None), exact(("x",), (), ()), first(("x",), (), ())) == (None,) * 4
    assert precision(("x",), ()) == 0


def test_the_first_citation_decides_alone() -> None:
    assert first(("ok", "x"), GOLD, ALLOWED) == 1
    assert first(("x", "a"), GOLD, ALLOWED) == 0
