from evals.measures.quoting import Quoted, misattributed, number_fidelity, verbatim

HERE, ELSEWHERE, NOWHERE = Quoted("a b", ("x a b y",)), Quoted("c d", ("x a b y",)), Quoted("e f", ("x a b y",))
EVERYTHING = "x a b y\nq c d"


def test_a_quote_must_stand_in_a_place_that_it_cites() -> None:
    assert verbatim([HERE, ELSEWHERE]) == 0.5
    assert verbatim([Quoted("a b", ())]) == 0
    assert verbatim([Quoted("", ("x",))]) == 0
    assert verbatim([]) is None


def test_two_places_are_never_joined_to_make_a_quote() -> None:
    assert verbatim([Quoted("a b", ("x a", "b y"))]) == 0


def test_a_quote_from_elsewhere_is_told_from_one_that_is_made_up() -> None:
    assert misattributed([HERE, ELSEWHERE, NOWHERE, NOWHERE], EVERYTHING) == 0.25
    assert misattributed([], EVERYTHING) is None


def test_numbers_must_stand_in_a_cited_place() -> None:
    assert number_fidelity(("22", "2019"), {"22"}) == 0.5
    assert number_fidelity((), {"22"}) is None
