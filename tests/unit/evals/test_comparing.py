import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from evals.comparing import compare
from evals.gating import Gate, check
from evals.gold import Gold
from evals.runs import Run
from evals.scoring import score_all, score_record

Make = Callable[..., Any]
MONEY, TRADE = "Police seized $22 million in FY 2019.", "Trade doubled to 1,500 ships."
PASSPORT = {
    "suite": {"name": "s", "sha256": "1"},
    "index": {"corpus_sha256": "2"},
    "engine": {"name": "e", "version": "1"},
    "platform": "x",
    "cores": 2,
}


@pytest.fixture
def make_run(gold: Gold, make_case: Make, make_answer: Make) -> Make:
    """Return a maker of runs over 120 questions, some of which are answered from the wrong place or not at all."""

    def make(name: str, wrong: frozenset[int] = frozenset(), n: int = 120, **passport: Any) -> Run:
        cases = [make_case(f"q{i}", answerable=i % 5 != 0) for i in range(n)]
        answers = []
        for number, case in enumerate(cases):
            is_answered = case.answerable != (number in wrong)
            quote = ("MO 1.1", MONEY) if case.answerable else ("MO 1.2", TRADE)
            answers.append(make_answer(case.id, *([quote] if is_answered else [])))
        scores = score_all(cases, answers, gold)
        records = tuple(json.loads(json.dumps(score_record(c, s))) for c, s in zip(cases, scores, strict=True))
        return Run(Path(name), {**PASSPORT, **passport}, tuple(answers), records, None)

    return make


def some(seed: int, k: int, n: int = 120) -> frozenset[int]:
    return frozenset(random.Random(seed).sample(range(n), k))


def test_a_run_does_not_differ_from_itself(make_run: Make) -> None:
    run = make_run("a", some(1, 20))

    found: Any = compare(run, run)

    assert not found["regressions"] and not found["fixes"] and not found["warnings"] and not found["differences"]
    for measure in found["measures"].values():
        assert (measure["difference"], measure["p"], measure["verdict"]) == (0, 1, "no clear difference")
        assert (measure["wins"], measure["losses"], measure["ties"]) == (0, 0, measure["n"])


def test_a_planted_regression_is_seen_and_its_questions_are_listed(make_run: Make) -> None:
    planted = some(2, 18)
    before, after = make_run("a"), make_run("b", planted)

    found: Any = compare(before, after)

    score = found["measures"]["item_score"]
    assert score["verdict"] == "worse"
    assert score["difference"] == pytest.approx(-18 / 120)
    assert score["low"] < -18 / 120 < score["high"] < 0
    assert (score["wins"], score["losses"], score["ties"]) == (0, 18, 102)
    assert {entry["id"] for entry in found["regressions"]} == {f"q{number}" for number in planted}
    assert not found["fixes"]


def test_a_regression_shows_both_answers_with_their_citations(make_run: Make) -> None:
    found: Any = compare(make_run("a"), make_run("b", frozenset({1})))

    (entry,) = found["regressions"]
    assert entry["a"] == f"“{MONEY}” [1]"
    assert entry["b"] == "The strategy does not say this."
    assert entry["a_citations"] == [{"ref": "MO 1.1", "quote": MONEY}]
    assert (entry["a_cause"], entry["b_cause"], entry["b_outcome"]) == (None, "abstained_needlessly", "abstained")
    assert entry["deltas"]["item_score"] == -1


def test_the_other_way_round_a_regression_is_a_fix(make_run: Make) -> None:
    one, other = make_run("a", some(1, 10)), make_run("b", some(2, 15))

    there: Any = compare(one, other)
    back: Any = compare(other, one)

    assert [e["id"] for e in there["regressions"]] == [e["id"] for e in back["fixes"]]
    for name, measure in there["measures"].items():
        assert measure["difference"] == pytest.approx(-back["measures"][name]["difference"])
        assert (measure["wins"], measure["losses"]) == (
            back["measures"][name]["losses"],
            back["measures"][name]["wins"],
        )
        assert measure["p"] == back["measures"][name]["p"]


def test_a_difference_that_chance_makes_is_not_called_one(make_run: Make) -> None:
    verdicts: list[Any] = [
        compare(make_run("a", some(seed, 20)), make_run("b", some(seed + 100, 20)), resamples=500)["measures"]
        for seed in range(10)
    ]

    assert sum(found["item_score"]["verdict"] != "no clear difference" for found in verdicts) <= 2


def test_less_is_better_where_the_direction_is_down(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases = [make_case(f"q{i}", must_not=("1,500",)) for i in range(30)]

    def run(name: str, quote: str) -> Run:
        answers = [make_answer(case.id, ("MO 1.1", MONEY), ("MO 1.2", quote)) for case in cases]
        records = tuple(score_record(c, s) for c, s in zip(cases, score_all(cases, answers, gold), strict=True))
        return Run(Path(name), PASSPORT, tuple(answers), records, None)

    found: Any = compare(run("a", "Growth is slow."), run("b", TRADE))

    assert found["measures"]["must_not"]["difference"] == 1
    assert found["measures"]["must_not"]["losses"] == 30
    assert found["measures"]["must_not"]["verdict"] == "worse"


def test_a_crash_is_a_regression(make_run: Make) -> None:
    before, after = make_run("a"), make_run("b")
    scores = [dict(score) for score in after.scores]
    # Where no answer is right, the score of a question falls with a crash; where one is wrong, only the status does.
    scores[0] |= {"status": "error"}
    broken = Run(after.folder, after.passport, after.answers, tuple(scores), None)

    assert [entry["id"] for entry in compare(before, broken)["regressions"]] == ["q0"]


def test_what_stands_in_one_run_only_is_listed(make_run: Make) -> None:
    found: Any = compare(make_run("a", n=100), make_run("b", n=98))

    assert (found["only_a"], found["only_b"], found["n"]) == (["q98", "q99"], [], 98)


def test_another_corpus_or_suite_is_refused_unless_asked_for(make_run: Make) -> None:
    one, other = make_run("a"), make_run("b", suite={"name": "s", "sha256": "9"}, index={"corpus_sha256": "8"})

    with pytest.raises(DatasetError, match="different suite"):
        compare(one, other)

    assert len(compare(one, other, anyway=True)["warnings"]) == 2


def test_passports_are_compared_value_by_value(make_run: Make) -> None:
    found: Any = compare(make_run("a"), make_run("b", engine={"name": "e", "version": "2"}, cores=8))

    assert found["differences"] == [
        {"what": "engine.version", "a": "1", "b": "2"},
        {"what": "cores", "a": 2, "b": 8},
    ]
    assert "machines" in found["warnings"][0]


def test_a_run_without_scores_and_runs_without_a_common_case_are_refused(make_run: Make) -> None:
    run = make_run("a")

    with pytest.raises(DatasetError, match="has no scores"):
        compare(run, Run(Path("b"), PASSPORT, (), (), None))
    with pytest.raises(DatasetError, match="no case in common"):
        compare(run, Run(Path("b"), PASSPORT, (), ({**run.scores[0], "id": "other"},), None))


def test_questions_that_cannot_be_won_are_left_out_and_said(make_run: Make) -> None:
    run = make_run("a")
    lost = Run(
        run.folder, run.passport, run.answers, ({**run.scores[0], "status": "unwinnable"}, *run.scores[1:]), None
    )

    found: Any = compare(run, lost)

    assert found["n"] == 119
    assert "cannot be won" in found["warnings"][0]


def test_paraphrases_count_as_one_observation(make_run: Make) -> None:
    def grouped(run: Run) -> Run:
        scores = tuple({**score, "group": f"g{int(score['id'][1:]) // 40}"} for score in run.scores)
        return Run(run.folder, run.passport, run.answers, scores, None)

    before, after = make_run("a"), make_run("b", some(2, 18))

    found: Any = compare(grouped(before), grouped(after))

    assert found["measures"]["item_score"]["verdict"] == "no clear difference"
    assert found["measures"]["decision"]["test"] == "sign-flip"


def test_a_gate_sees_the_planted_regression_and_lets_noise_pass(make_run: Make) -> None:
    gate = Gate("item_score", allowed_drop=0.01, only_if_significant=True)
    before, planted, noisy = make_run("a"), make_run("b", some(2, 18)), make_run("c", some(3, 3))

    (caught,) = check([gate], {}, comparison=compare(before, planted))
    (let_pass,) = check([gate], {}, comparison=compare(before, noisy))

    assert not caught.has_passed
    assert let_pass.has_passed
    assert "could be chance" in let_pass.message


def test_it_says_how_many_questions_would_settle_it(make_run: Make) -> None:
    found: Any = compare(make_run("a"), make_run("b", some(3, 3)))

    assert found["smallest_difference"]["needed"] > found["n"]
    assert found["smallest_difference"]["value"] > abs(found["measures"]["item_score"]["difference"])


def test_two_runs_are_compared_in_less_than_three_seconds(make_run: Make) -> None:
    one, other = make_run("a", some(1, 60, 300), 300), make_run("b", some(2, 60, 300), 300)
    start = time.process_time()

    compare(one, other, resamples=10_000)

    assert time.process_time() - start < 3
