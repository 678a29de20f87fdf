from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.proving import NOWHERE, broken_targets, smoke
from assistant.schema import Document, Outcome, Passage, Section, Sentence

TEXT = "Peru grows  coca.\nIt sells it."
GOOD = Passage(
    "d/MO 1.1/01",
    "d",
    "MO 1.1",
    "Justification",
    "Peru grows coca. It sells it.",
    ((0, len(TEXT)),),
    (Sentence("Peru grows coca.", ((0, 17),)), Sentence("It sells it.", ((18, 30),))),
)


def opened(passage: Passage, ask: Callable[[str], Any] | None = None) -> Any:
    section = Section("d", "MO 1.1", "objective", "Title", (), "MG 1", (), (passage,))
    document = Document("d", "T", "S", "strategy", None, None, None, None, "0", TEXT)
    index = SimpleNamespace(passages=(passage,), sections=(section,))
    return SimpleNamespace(index=index, documents=(document,), ask=ask)


def answered(*refs: str) -> Any:
    return SimpleNamespace(outcome=Outcome.ANSWERED, reason=None, citations=[SimpleNamespace(ref=ref) for ref in refs])


ABSTAINED = SimpleNamespace(outcome=Outcome.ABSTAINED, reason="not_in_corpus", citations=[])


def test_targets_that_read_as_stored_are_whole() -> None:
    assert broken_targets(opened(GOOD)) == (3, ())


@pytest.mark.parametrize(
    "passage",
    [
        replace(GOOD, text="Peru grows cocoa. It sells it."),
        replace(GOOD, sentences=(Sentence("Peru grows coca.", ((1, 17),)),)),
        replace(GOOD, sentences=(Sentence("", ()),)),
        replace(GOOD, document="other"),
    ],
)
def test_a_target_that_reads_otherwise_is_named(passage: Passage) -> None:
    assert broken_targets(opened(passage))[1] == ("d/MO 1.1/01",)


def test_three_questions_pass_when_the_first_two_are_cited_and_the_last_is_not_answered() -> None:
    assistant = opened(GOOD, lambda question: ABSTAINED if question == NOWHERE else answered("MO 1.1"))

    assert [fault for _, fault in smoke(assistant)] == [None, None, None]


def test_the_wrong_place_or_a_made_up_answer_is_a_fault() -> None:
    faults = [fault for _, fault in smoke(opened(GOOD, lambda question: answered("MG 1")))]

    assert faults == ["MO 1.1 was not cited", "MO 1.1 was not cited", "it was answered, although no strategy says that"]


def test_silence_where_an_answer_stands_is_a_fault() -> None:
    faults = [fault for _, fault in smoke(opened(GOOD, lambda question: ABSTAINED))]

    assert faults == ["it was not answered (not_in_corpus)", "it was not answered (not_in_corpus)", None]


def test_an_index_without_objectives_is_a_fault() -> None:
    assistant = opened(GOOD)
    assistant.index.sections = ()

    assert [fault for _, fault in smoke(assistant)] == ["the index holds no objective"]
