import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.schema import Turn
from assistant.settings import Settings
from evals.perturbing import VARIANTS, open_suite, variants_of
from evals.robustness import variant_kind

Make = Callable[..., Any]
QUESTION = "Which objectives deal with illegal gold mining in 2019, MO 2.2 included?"


@pytest.fixture
def variants(make_case: Make) -> dict[str | None, Any]:
    return {variant_kind(case): case for case in variants_of([make_case(question=QUESTION, tags=("list",))])}


def test_each_case_stands_before_its_variants_in_one_group(variants: dict[str | None, Any]) -> None:
    assert list(variants) == [None, *VARIANTS]
    assert {case.group for case in variants.values()} == {"q"}
    assert [case.id for case in variants.values()] == ["q", *(f"q~{kind}" for kind in VARIANTS)]
    assert all("list" in case.tags for case in variants.values())
    assert len({case.question for case in variants.values()}) == len(variants)


def test_variants_are_the_same_every_time(make_case: Make) -> None:
    cases = [make_case(f"q{number}", question=QUESTION) for number in range(20)]

    assert variants_of(cases) == variants_of(cases)
    assert len({case.question for case in variants_of(cases) if case.id.endswith("~typo")}) > 1


def test_a_typo_leaves_numbers_and_short_words_alone(make_case: Make) -> None:
    cases = [make_case(f"q{number}", question=QUESTION) for number in range(50)]
    for case in variants_of(cases):
        if case.id.endswith("~typo"):
            assert {"2019", "2.2", "gold", "MO"} <= set(re.findall(r"[\w.]*\w", case.question))
            assert case.question[0] == "W"


def test_a_distractor_keeps_the_question_whole(variants: dict[str | None, Any]) -> None:
    assert variants["distractor"].question.endswith(QUESTION)


def test_spanish_is_framed_in_spanish(make_case: Make) -> None:
    question = "¿Qué dice la estrategia sobre la minería ilegal?"
    variants = {variant_kind(case): case.question for case in variants_of([make_case(question=question)])}

    assert re.search(r"podría|Quisiera|informe", str(variants["paraphrase"]))
    assert re.search(r"Acabo|colega|impresora|Gracias", str(variants["distractor"]))


def test_a_follow_up_is_also_asked_in_full(make_case: Make) -> None:
    case = make_case(question="And then?", history=(Turn("user", "What?"),), standalone="What came then?")
    standalone = next(each for each in variants_of([case]) if variant_kind(each) == "standalone")

    assert (standalone.question, standalone.history) == ("What came then?", ())


def test_the_suite_of_variants_is_made_of_another(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, _env_file=None)
    base, robust = open_suite("peru-core.report", settings), open_suite("robust:peru-core.report", settings)

    assert robust.name == "robust:peru-core.report"
    assert robust.sha256 != base.sha256
    assert robust.cases == variants_of(base.cases)
    assert len(robust.cases) > 4 * len(base.cases)
