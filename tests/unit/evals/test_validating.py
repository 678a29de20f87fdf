import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from evals.cases import Finding, QuestionCase, Span
from evals.gold import Gold
from evals.suites import Suite, find_suites, read_suite
from evals.validating import NEAR, validate

Make = Callable[..., Any]
MONEY = "Police seized $22 million in FY 2019."


def findings(gold: Gold, *cases: QuestionCase, corpus_sha256: str | None = "now") -> list[Finding]:
    suite = Suite("s", (), "", cases, None)
    return list(validate(suite, gold.sections, gold.documents.values(), corpus_sha256))


def only(gold: Gold, case: QuestionCase) -> tuple[str, str]:
    (finding,) = findings(gold, case)
    assert (finding.path, finding.line, finding.id) == ("s.jsonl", 7, "q")
    return finding.severity, finding.message


@pytest.fixture
def at_line_7(make_case: Make) -> Make:
    return lambda **changes: make_case(**{"file": "s.jsonl", "line": 7, **changes})


def test_good_gold_has_no_findings(gold: Gold, at_line_7: Make) -> None:
    good = at_line_7(spans=(Span("d", "MO 1.1", MONEY),), corpus_sha256="now", scope=("d",), also_ok=("MO 1.2",))

    assert findings(gold, good) == []


def test_a_ref_that_does_not_exist_is_an_error_with_what_may_be_meant(gold: Gold, at_line_7: Make) -> None:
    severity, message = only(gold, at_line_7(also_ok=("MO 1.3",)))

    assert severity == "error"
    assert "`also_ok` names 'MO 1.3'" in message
    assert "Is it 'MO 1." in message


def test_a_quote_in_another_place_is_told_where_it_stands(gold: Gold, at_line_7: Make) -> None:
    severity, message = only(gold, at_line_7(refs=("MO 1.1",), spans=(Span("d", "MO 1.2", MONEY),)))

    assert (severity, message) == ("error", "`spans[0]` quotes what MO 1.2 does not say: it stands in MO 1.1.")


def test_a_quote_that_has_changed_is_told_what_stands_there_now(gold: Gold, at_line_7: Make) -> None:
    old = "Police seized $21 million in FY 2018."
    severity, message = only(gold, at_line_7(facts=(), spans=(Span("d", "MO 1.1", old),)))

    assert severity == "error"
    assert message.endswith(f"the nearest is “{MONEY}” in MO 1.1.")


def test_a_quote_that_is_nowhere_is_named(gold: Gold, at_line_7: Make) -> None:
    _, message = only(
        gold, at_line_7(facts=(("wonderful",),), refs=(), spans=(Span("d", "MO 1.1", "Something wonderful."),))
    )

    assert "“Something wonderful.” stands nowhere in d." in message


def test_a_span_of_an_unknown_document_or_place_is_an_error(gold: Gold, at_line_7: Make) -> None:
    assert "document 'x'" in only(gold, at_line_7(spans=(Span("x", "MO 1.1", MONEY),)))[1]
    assert "which d does not have" in only(gold, at_line_7(spans=(Span("d", "MO 7", MONEY),)))[1]


def test_a_fact_that_no_gold_sentence_contains_is_a_warning(gold: Gold, at_line_7: Make) -> None:
    assert only(gold, at_line_7(facts=(("$23 million", "23m"),)))[0] == "warning"
    severity, message = only(gold, at_line_7(facts=(("2009",),), spans=(Span("d", "MO 1.1", MONEY),)))
    assert severity == "note"
    assert "though its place does" in message


def test_a_fact_may_be_the_name_of_a_gold_place(gold: Gold, at_line_7: Make) -> None:
    assert findings(gold, at_line_7(facts=(("Mission Objective 1.1",),), spans=(Span("d", "MO 1.1", MONEY),))) == []


def test_gold_that_says_what_it_forbids_is_an_error(gold: Gold, at_line_7: Make) -> None:
    assert "must not say" in only(gold, at_line_7(must_not=("$22 million",), spans=(Span("d", "MO 1.1", MONEY),)))[1]


def test_an_expression_that_does_not_compile_is_an_error(gold: Gold, at_line_7: Make) -> None:
    assert "no regular expression" in only(gold, at_line_7(must_not=("re:(",)))[1]


def test_an_abstention_with_gold_and_an_answer_without_are_told(gold: Gold, at_line_7: Make) -> None:
    assert only(gold, at_line_7(answerable=False, refs=("MO 1.1",)))[0] == "error"
    assert only(gold, at_line_7(refs=(), facts=()))[0] == "warning"


def test_stale_gold_is_a_warning_while_its_quotes_stand_and_then_an_error(gold: Gold, at_line_7: Make) -> None:
    severity, message = only(gold, at_line_7(spans=(Span("d", "MO 1.1", MONEY),), corpus_sha256="before"))
    assert severity == "warning"
    assert "still stand there, at 42 to 79" in message

    gone = at_line_7(facts=(), spans=(Span("d", "MO 1.1", "Gone for good, all of it."),), corpus_sha256="before")
    assert [finding.severity for finding in findings(gold, gone)] == ["error", "error"]
    assert "not all of its quotes stand there any more" in findings(gold, gone)[1].message


def test_near_duplicates_outside_a_group_are_notes_and_across_halves_warnings(gold: Gold, make_case: Make) -> None:
    def asks(id: str, question: str, **changes: Any) -> QuestionCase:
        made: QuestionCase = make_case(id, question=question, file="s.jsonl", **changes)
        return made

    long = "How much money was seized by the police in that year of the plan"
    cases = [
        asks("a", long, line=1, half="tuning"),
        asks("b", f"{long}?", line=2, half="tuning"),
        asks("c", long.upper(), line=3, half="report"),
        asks("d", long, line=4, group="a", half="tuning"),
        asks("e", "Something else entirely", line=5),
    ]

    found = findings(gold, *cases)

    assert [(finding.id, finding.severity) for finding in found] == [("b", "note"), ("c", "warning"), ("d", "note")]
    assert "line 1 (a)" in found[0].message


def test_near_duplicates_are_exactly_the_pairs_that_share_that_many_words(gold: Gold, make_case: Make) -> None:
    rng = random.Random(4)
    words = [f"w{number}" for number in range(14)]
    cases = [make_case(f"q{n}", question=" ".join(rng.sample(words, rng.randrange(6, 13)))) for n in range(120)]

    def alike(one: QuestionCase, other: QuestionCase) -> bool:
        a, b = set(one.question.split()), set(other.question.split())
        return len(a & b) >= NEAR * len(a | b)

    expected = {case.id for n, case in enumerate(cases) if any(alike(case, earlier) for earlier in cases[:n])}

    assert expected
    assert {finding.id for finding in findings(gold, *cases)} == expected


def test_the_gold_of_the_bundled_suites_stands_in_the_strategy(strategy: Gold, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, _env_file=None)
    for found in find_suites(settings):
        suite = read_suite(found.name, settings)
        told = validate(suite, strategy.sections, strategy.documents.values())
        assert not [str(finding) for finding in told if finding.severity == "error"]
