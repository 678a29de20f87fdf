import random

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from evals.measures.ranking import ndcg_at, ranked, recall_at, rr_at, success_at

PAIRS = {
    "recall_at_5": R @ 5,
    "recall_at_10": R @ 10,
    "success_at_1": Success @ 1,
    "success_at_5": Success @ 5,
    "rr_at_10": RR @ 10,
    "ndcg_at_10": nDCG @ 10,
}


@pytest.mark.filterwarnings("ignore")
def test_all_measures_agree_with_ir_measures_on_rankings_without_ties() -> None:
    rng = random.Random(7)
    rankings, judged = {}, {}
    for number in range(200):
        names = [f"d{index}" for index in range(40)]
        rng.shuffle(names)
        rankings[str(number)] = names[: rng.randrange(1, 40)]
        gains = {name: rng.choice((0, 0, 1, 2, 3)) for name in rng.sample([*names, "absent"], 12)}
        judged[str(number)] = {**gains, "sure": 1}
    qrels = [ir_measures.Qrel(query, name, gain) for query, gains in judged.items() for name, gain in gains.items()]
    run = [
        ir_measures.ScoredDoc(query, name, float(100 - rank))
        for query, names in rankings.items()
        for rank, name in enumerate(names)
    ]

    theirs = {(m.query_id, str(m.measure)): m.value for m in ir_measures.iter_calc(PAIRS.values(), qrels, run)}

    for query, names in rankings.items():
        ours = ranked(names, judged[query], judged[query])
        for name, measure in PAIRS.items():
            assert ours[name] == pytest.approx(theirs[query, str(measure)], abs=1e-9), (query, name)


def test_without_anything_relevant_every_measure_is_undefined() -> None:
    assert set(ranked(["a"], {"a": 0}, {"a": 0}).values()) == {None}
    assert set(ranked(["a"], {}, {}).values()) == {None}


def test_a_ranking_that_holds_nothing_counts_zero() -> None:
    assert set(ranked([], {"a": 1}, {"a": 1}).values()) == {0.0}


def test_gains_are_linear() -> None:
    # The exponential form gives 0.71 for the same two names the wrong way round.
    assert ndcg_at(["b", "a"], {"a": 3, "b": 1}, 10) == pytest.approx(0.7967, abs=1e-4)


def test_what_stands_beside_gold_counts_in_the_gain_alone() -> None:
    values = ranked(["beside", "gold"], {"gold": 2, "beside": 1}, {"gold": 2})

    assert values["rr_at_10"] == 0.5
    assert values["success_at_1"] == 0
    assert values["ndcg_at_10"] is not None
    assert 0.5 < values["ndcg_at_10"] < 1


def test_only_the_first_k_count() -> None:
    names = [str(number) for number in range(20)]

    assert recall_at(names, {"4": 1, "5": 1}, 5) == 0.5
    assert success_at(names, {"5": 1}, 5) == 0
    assert rr_at(names, {"10": 1}, 10) == 0
    assert rr_at(names, {"9": 1}, 10) == 0.1
