import random
import time
from collections.abc import Callable
from statistics import mean
from typing import Any

import pytest

from assistant.schema import Outcome
from evals.cases import QuestionCase, Span, read_cases
from evals.gold import Gold
from evals.measures.catalogue import CAUSES, MEASURES
from evals.runs import StoredAnswer
from evals.scoring import Score, score, score_all, score_record
from evals.suites import bundled_folder

Make = Callable[..., Any]
MONEY, DEAL, TRADE = (
    "Police seized $22 million in FY 2019.",
    "The U.S.- Peru agreement began in 2009.",
    "Trade doubled to 1,500 ships.",
)
SPAN = Span("d", "MO 1.1", MONEY)


def test_a_perfect_answer_scores_one_in_everything(gold: Gold, make_case: Make, make_answer: Make) -> None:
    ranking = (("d/MO 1.1/02", "MO 1.1", 2.0), ("d/MO 1.1/01", "MO 1.1", 1.0))
    answer = make_answer("q", ("MO 1.1", MONEY), ranking=ranking)

    scored = score(make_case(spans=(SPAN,), must_not=("$23 million",)), answer, gold)

    assert (scored.status, scored.cause, scored.outcome, scored.confidence) == ("scored", None, "answered", 0.8)
    for name, value in scored.measures.items():
        best = {"up": 1, "down": 0}.get(MEASURES[name].direction)
        if MEASURES[name].unit == "rate":
            assert value == best, name


def test_every_measure_of_the_catalogue_is_there_and_no_other(gold: Gold, make_case: Make, make_answer: Make) -> None:
    crash = StoredAnswer("q", None, "boom")

    for stored in (make_answer("q", ("MO 1.1", MONEY)), make_answer("q"), crash):
        for case in (make_case(spans=(SPAN,)), make_case(answerable=False)):
            assert list(score(case, stored, gold).measures) == list(MEASURES)


def test_a_right_abstention_scores_one_and_has_no_evidence(gold: Gold, make_case: Make, make_answer: Make) -> None:
    scored = score(make_case(answerable=False), make_answer("q"), gold)

    assert (scored.measures["item_score"], scored.measures["decision"], scored.cause) == (1, 1, None)
    for name in ("first_citation", "citation_f1", "fact_recall", "sentence_f1", "recall_at_5", "answer_accuracy"):
        assert scored.measures[name] is None


def test_a_needless_abstention_is_zero_where_gold_is_owed(gold: Gold, make_case: Make, make_answer: Make) -> None:
    scored = score(make_case(spans=(SPAN,)), make_answer("q"), gold)

    assert scored.cause == "abstained_needlessly"
    for name in (
        "item_score",
        "first_citation",
        "citation_f1",
        "citation_exact",
        "fact_recall",
        "sentence_f1",
        "span_f1",
    ):
        assert scored.measures[name] == 0
    assert scored.measures["citation_precision"] is None
    assert scored.measures["recall_at_5"] == 1


def test_an_answer_where_there_is_none_is_wrong(gold: Gold, make_case: Make, make_answer: Make) -> None:
    scored = score(make_case(answerable=False), make_answer("q", ("MO 1.1", MONEY)), gold)

    assert (scored.measures["item_score"], scored.measures["answer_accuracy"], scored.cause) == (
        0,
        0,
        "answered_wrongly",
    )
    assert scored.measures["citation_precision"] == 0


def test_a_crash_is_an_error_and_zero_only_in_what_the_gold_defines(gold: Gold, make_case: Make) -> None:
    scored = score(make_case(spans=(SPAN,)), StoredAnswer("q", None, "boom"), gold)

    assert (scored.status, scored.cause, scored.outcome, scored.confidence) == ("error", "crashed", None, None)
    for name, value in scored.measures.items():
        assert value == (0 if MEASURES[name].is_owed else None), name


def test_an_abstention_that_reports_a_failure_is_a_crash(gold: Gold, make_case: Make, make_answer: Make) -> None:
    assert score(make_case(), make_answer("q", reason="engine_error"), gold).status == "error"
    assert score(make_case(answerable=False), make_answer("q", reason="engine_error"), gold).measures["item_score"] == 0


def test_what_is_not_in_the_index_cannot_be_won(gold: Gold, make_case: Make, make_answer: Make) -> None:
    scored = score(make_case(refs=("MO 9.9",)), make_answer("q", ("MO 1.1", MONEY)), gold)

    assert (scored.status, scored.cause) == ("unwinnable", "not_indexed")


@pytest.mark.parametrize(
    ("quotes", "changes", "ranking", "cause"),
    [
        ([("MO 1.2", TRADE)], {}, [("d/MO 1.2/02", "MO 1.2", 1.0)], "not_retrieved"),
        ([("MO 1.2", TRADE)], {}, None, "not_selected"),
        ([("MO 1.2", TRADE), ("MO 1.1", MONEY)], {}, None, "wrong_citation"),
        ([("MO 1.1", DEAL)], {}, None, "fact_missing"),
        ([("MO 1.1", MONEY)], {"must_not": ("$22 million",)}, None, "answered_wrongly"),
        ([("MO 1.1", MONEY)], {"refs": ("MO 1.1", "MO 1.2")}, None, "not_selected"),
        ([("MO 1.1", MONEY), ("MO 1.2", TRADE)], {}, None, None),
        ([], {}, [("d/MO 1.2/02", "MO 1.2", 1.0)], "not_retrieved"),
        ([], {}, None, "abstained_needlessly"),
    ],
)  # fmt: skip
def test_the_cause_is_the_first_step_at_which_gold_went_missing(
    gold: Gold, make_case: Make, make_answer: Make, quotes: Any, changes: Any, ranking: Any, cause: str | None
) -> None:
    given = {"ranking": tuple(ranking)} if ranking else {}

    scored = score(make_case(**changes), make_answer("q", *quotes, **given), gold)

    assert scored.cause == cause
    assert cause is None or cause in CAUSES


def test_without_any_ranking_retrieval_is_undefined_not_zero(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases = [make_case("a"), make_case("b")]
    silent = [make_answer(each, ("MO 1.2", TRADE), ranking=()) for each in "ab"]

    assert all(s.measures["recall_at_5"] is None for s in score_all(cases, silent, gold))
    assert all(s.cause == "not_selected" for s in score_all(cases, silent, gold))

    one = [silent[0], make_answer("b", ("MO 1.1", MONEY))]
    assert [s.measures["recall_at_5"] for s in score_all(cases, one, gold)] == [0, 1]


def test_a_case_without_an_answer_is_an_error_and_never_dropped(gold: Gold, make_case: Make, make_answer: Make) -> None:
    cases = [make_case("a"), make_case("b")]

    scores = score_all(cases, [make_answer("b", ("MO 1.1", MONEY)), make_answer("other")], gold)

    assert [(s.id, s.status) for s in scores] == [("a", "error"), ("b", "scored")]


def test_a_quote_from_elsewhere_is_not_verbatim(gold: Gold, make_case: Make, make_answer: Make) -> None:
    answer = make_answer("q", ("MO 1.1", TRADE), ("MO 1.1", "Nobody ever said this 7 times."))

    measures = score(make_case(), answer, gold).measures

    assert (measures["verbatim"], measures["misattributed"]) == (0, 0.5)
    assert measures["number_fidelity"] == 0


def test_an_answer_of_another_system_needs_only_text_outcome_and_places(gold: Gold, make_case: Make) -> None:
    record = {"outcome": "answered", "text": "About $22 million was seized.", "citations": [{"ref": "MO 1.1"}]}

    scored = score(make_case(spans=(SPAN,)), StoredAnswer("q", record), gold, has_rankings=False)

    assert scored.measures["item_score"] == 1
    assert scored.measures["number_fidelity"] == 1
    assert scored.measures["verbatim"] is None
    # It points at no words, so how well it points cannot be said.
    assert scored.measures["sentence_f1"] is None
    assert scored.confidence is None


def test_a_passage_or_a_document_can_be_the_gold_place(gold: Gold, make_case: Make, make_answer: Make) -> None:
    answer = make_answer("q", ("MO 1.1", MONEY))
    for ref in ("MO 1.1", "d/MO 1.1", "d/MO 1.1/02", "d"):
        measures = score(make_case(refs=(ref,)), answer, gold).measures
        assert (measures["first_citation"], measures["success_at_1"]) == (1, 1), ref


def test_imported_judgements_grade_passages(gold: Gold, make_case: Make, make_answer: Make) -> None:
    grades = {"d/MO 1.2/02": 2, "d/MO 1.1/02": 1, "d/MO 1.1/01": 0}

    measures = score(make_case(grades=grades), make_answer("q", ("MO 1.1", MONEY)), gold).measures

    assert measures["passage_recall_at_5"] == 1
    assert measures["passage_ndcg_at_10"] == pytest.approx((1 + 2 / 1.5849625) / (2 + 1 / 1.5849625))


def test_the_sentences_of_the_ranking_are_read_in_order(gold: Gold, make_case: Make, make_answer: Make) -> None:
    measures = score(make_case(spans=(Span("d", "MO 1.1", DEAL),)), make_answer("q"), gold).measures

    # The second sentence of the first passage.
    assert measures["sentence_rr_at_10"] == 0.5
    assert measures["passage_rr_at_10"] == 1


def test_equal_scores_in_a_ranking_are_ordered_by_id(gold: Gold, make_case: Make, make_answer: Make) -> None:
    tied = (("d/MO 1.2/02", "MO 1.2", 1.0), ("d/MO 1.1/02", "MO 1.1", 1.0))

    assert score(make_case(), make_answer("q", ranking=tied), gold).measures["rr_at_10"] == 1


def test_asking_back_is_judged_by_the_decision(gold: Gold, make_case: Make, make_answer: Make) -> None:
    case = make_case(answerable=False, expect=Outcome.CLARIFY)

    scored = score(case, make_answer("q", outcome="clarify", reason="ambiguous"), gold)

    assert (scored.measures["decision"], scored.measures["item_score"]) == (1, 1)
    assert score(case, make_answer("q"), gold).measures["decision"] == 0


def test_the_record_of_a_score_holds_what_reports_filter_by(gold: Gold, make_case: Make, make_answer: Make) -> None:
    case = make_case(tags=("factoid",), group="g", half="tuning")

    record = score_record(case, score(case, make_answer("q", ("MO 1.1", MONEY)), gold))

    assert {key: record[key] for key in ("id", "half", "group", "tags", "expect", "outcome", "status", "cause")} == {
        "id": "q",
        "half": "tuning",
        "group": "g",
        "tags": ["factoid"],
        "expect": "answered",
        "outcome": "answered",
        "status": "scored",
        "cause": None,
    }


# The whole set of questions, answered by quoting the gold: nothing else is needed to see that scores follow answers.


@pytest.fixture(scope="module")
def cases() -> tuple[QuestionCase, ...]:
    return read_cases(bundled_folder() / "peru-core.tuning.jsonl")


def perfect(case: QuestionCase) -> StoredAnswer:
    quotes = [span for span in case.spans if case.answerable]
    labels = range(1, len(quotes) + 1)
    places = [*quotes, *(Span("ics-peru-2020", ref, "") for ref in case.refs if ref not in [s.ref for s in quotes])]
    facts = " ".join(forms[0] for forms in case.facts)
    record = {
        "outcome": case.expect.value,
        "confidence": 0.9 if case.answerable else 0.1,
        "text": " ".join([*(span.quote for span in quotes), facts]),
        "sentences": [
            {"text": span.quote, "kind": "quote", "labels": [n]} for span, n in zip(quotes, labels, strict=True)
        ],
        "citations": [
            {"label": n, "document": span.document, "ref": span.ref, "quote": span.quote}
            for n, span in enumerate(places, start=1)
        ],
    }
    return StoredAnswer(case.id, record)


def mean_of(scores: tuple[Score, ...], name: str) -> float:
    return mean(value for score in scores if (value := score.measures[name]) is not None)


def test_quoting_the_gold_scores_one(cases: tuple[QuestionCase, ...], strategy: Gold) -> None:
    scores = score_all(cases, map(perfect, cases), strategy)

    assert not [s.id for s in scores if s.cause]
    for name in (
        "item_score",
        "decision",
        "answer_accuracy",
        "fact_recall",
        "first_citation",
        "sentence_f1",
        "verbatim",
    ):
        assert mean_of(scores, name) == 1, name
    assert mean_of(scores, "span_f1") > 0.999


def test_shuffled_answers_score_at_chance(cases: tuple[QuestionCase, ...], strategy: Gold) -> None:
    answers = [perfect(case) for case in cases]
    rng = random.Random(5)
    rounds = []
    for _ in range(3):
        records = rng.sample([stored.answer for stored in answers], len(answers))
        shuffled = [StoredAnswer(case.id, record) for case, record in zip(cases, records, strict=True)]
        rounds.append(score_all(cases, shuffled, strategy))

    def observed(name: str) -> float:
        return mean(mean_of(scores, name) for scores in rounds)

    answerable = [case for case in cases if case.answerable]
    share = len(answerable) / len(cases)
    # An answer drawn at random has its first citation right as often as two questions ask for the same place.
    firsts = [(*case.spans, *(Span("", ref, "") for ref in case.refs))[0].ref for case in answerable]
    chance = share * mean(
        sum(first in (*case.refs, *case.also_ok) for first in firsts) / len(firsts) for case in answerable
    )
    assert observed("first_citation") == pytest.approx(chance, abs=0.03)
    outcomes = [sum(case.expect is outcome for case in cases) / len(cases) for outcome in Outcome]
    assert observed("decision") == pytest.approx(sum(rate**2 for rate in outcomes), abs=0.05)
    assert observed("fact_recall") < 0.08
    assert observed("sentence_f1") < 0.05
    assert observed("answer_accuracy") < 0.08


def test_three_hundred_answers_are_scored_in_two_seconds(cases: tuple[QuestionCase, ...], strategy: Gold) -> None:
    some = cases[:300]
    ranking = tuple((p.id, p.ref, 1 / rank) for rank, p in enumerate(strategy.passages.values(), start=1))
    answers = [StoredAnswer(case.id, perfect(case).answer, None, ranking) for case in some]
    start = time.process_time()

    score_all(some, answers, strategy)

    assert time.process_time() - start < 2
