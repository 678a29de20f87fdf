"""Questions that name a text beside the strategy, asked of the real index; and that no other question notices them."""

import json
from importlib.resources import files

import pytest

from assistant.opening import Assistant
from assistant.resources import Resources
from assistant.schema import Answer, Outcome, Reason, Turn, is_beside
from assistant.scoping import BesideIndex, ScopedIndex

CASES = [json.loads(line) for line in (files("evals") / "suites" / "related.jsonl").read_text("utf-8").splitlines()]


def _ask(assistant: Assistant, case: dict[str, list[dict[str, str]]]) -> Answer:
    history = tuple(Turn(turn["role"], turn["content"]) for turn in case["history"])
    return assistant.ask(str(case["question"]), history)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_question_about_a_related_text_is_answered_by_it_or_not_at_all(assistant: Assistant, case: dict) -> None:  # type: ignore[type-arg]
    answer = _ask(assistant, case)
    refs = [citation.ref for citation in answer.citations]

    if not case["answerable"]:
        assert answer.outcome is Outcome.ABSTAINED
        return
    assert set(case["refs"]) <= set(refs)
    assert refs[0] in (*case["refs"], *case["also_ok"])
    assert all(any(wording in answer.text for wording in wordings) for wordings in case["facts"])


def test_every_quote_of_a_digest_is_labelled_as_one(assistant: Assistant) -> None:
    answer = assistant.ask("What is the National Security Strategy?")
    digests = [citation for citation in answer.citations if citation.document == "nss-2017-digest"]

    assert digests
    assert {citation.authority for citation in digests} == {"digest"}
    assert all("our digest" in citation.title for citation in digests)
    assert answer.text.startswith("Our digest of the National Security Strategy says:")


def test_no_answer_without_a_name_cites_a_digest(assistant: Assistant) -> None:
    for question in (
        "Which objective deals with corruption?",
        "What threatens our hemisphere most?",
        "opioids",
        "strategic plans",
    ):
        assert {citation.authority for citation in assistant.ask(question).citations} <= {"strategy"}


def test_the_strategy_s_words_are_counted_without_those_beside_it(assistant: Assistant) -> None:
    resources = Resources(assistant.index, 2_000)
    sentences = sum(len(passage.sentences) for passage in resources.index.passages)

    assert resources.index.sentence_count == assistant.index.sentence_count == sentences
    assert "pillar" not in resources.index.frequencies
    assert [view.document.id for view in resources.views] == ["ics-peru-2020"]
    assert "FBS" not in resources.acronyms
    assert resources.beside is not None
    assert "pillar" in resources.beside.index.frequencies


def test_the_strategy_is_searched_by_chroma_and_what_stands_beside_it_exactly(assistant: Assistant) -> None:
    resources = Resources(assistant.index, 2_000)

    assert resources.index.dense_backend() == "chroma"
    assert resources.beside is not None
    assert resources.beside.index.dense_backend() == "exact"


def test_a_search_finds_the_strategy_s_passages_only(assistant: Assistant) -> None:
    found = assistant.search("national security strategy pillars", 50)

    assert {hit.passage.document for hit in found} == {"ics-peru-2020"}


def test_a_scope_of_one_digest_answers_from_it(assistant: Assistant) -> None:
    answer = assistant.ask("When was it signed into force?", scope=("eo-13773-digest",))

    assert {citation.document for citation in answer.citations} <= {"eo-13773-digest"}
    assert answer.scope == ("eo-13773-digest",)


def test_a_scope_without_digests_leaves_the_question_to_the_strategy(assistant: Assistant) -> None:
    answer = assistant.ask("What is NSS pillar two?", scope=("ics-peru-2020",))

    assert {citation.document for citation in answer.citations} <= {"ics-peru-2020"}


def test_a_place_that_a_text_does_not_have_is_named_with_what_it_has(assistant: Assistant) -> None:
    answer = assistant.ask("What does NSS pillar six say?")

    assert answer.reason is Reason.NO_SUCH_REFERENCE
    assert "NSS IV" in answer.text


def test_an_ended_period_is_told_of_the_text_that_it_is_of(assistant: Assistant) -> None:
    notes = assistant.ask("What is JSP objective 1.3?").notes

    assert [note for note in notes if "2018-2022" in note] == [
        "State-USAID Joint Strategic Plan FY 2018-2022 (our digest) covers 2018-2022; that period has ended."
    ]


def test_a_view_beside_counts_only_its_own_words(assistant: Assistant) -> None:
    beside = tuple(document.id for document in assistant.documents if is_beside(document))
    view = BesideIndex(assistant.index, beside)

    assert view.counted_passages == view.passages
    assert ScopedIndex(assistant.index, beside).frequencies is assistant.index.frequencies
    assert view.lexical(["pillar"], 3)[0][0].startswith("nss-2017-digest/")
