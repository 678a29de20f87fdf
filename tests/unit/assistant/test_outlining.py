"""Structural questions of strategies with management goals, and of texts that have only sections."""

import pytest

from assistant.outlining import Ask, OutlineAsk, placed, read_outline_ask, topic_of
from assistant.reciting import recite
from assistant.schema import Document, Passage, Section, Sentence
from assistant.understanding import Vocabulary, understand

DOCUMENT = Document("d", "D", "D", "strategy", None, None, None, None, "", "x")


def section(ref: str, kind: str, parent: str | None = None, parts: tuple[str, ...] = ("Title", "Text")) -> Section:
    passages = tuple(
        Passage(
            f"d/{ref}/{n:02d}",
            "d",
            ref,
            part,
            f"{part} of {ref}.",
            ((0, 1),),
            (Sentence(f"{part} of {ref}.", ((0, 1),)),),
        )
        for n, part in enumerate(parts, start=1)
    )
    return Section("d", ref, kind, f"Title of {ref}.", (), parent, (), passages)


STRATEGY = (
    section("MG 1", "goal"), section("MO 1.1", "objective", "MG 1"), section("MgG 1", "management_goal"), section("MgG 2", "management_goal"),
    section("MgO 1.1", "management_objective", "MgG 1"), section("MgO 2.1", "management_objective", "MgG 2"), section("§ 5", "section"),
)  # fmt: skip
PLAIN = (section("§ 1", "section"), section("§ 1.1", "section", "§ 1"), section("§ 2", "section", None, ("Text",)))


def asked(question: str, sections: tuple[Section, ...]) -> OutlineAsk | None:
    query = placed(understand(question, Vocabulary({}, frozenset(), 10)), sections)
    return read_outline_ask(query, sections, topic_of(query))


@pytest.mark.parametrize(
    ("question", "ask", "refs"),
    [
        ("list the goals", Ask.LIST, ("MG 1",)),
        ("list the management goals", Ask.LIST, ("MgG 1", "MgG 2")),
        ("what are the management objectives?", Ask.LIST, ("MgO 1.1", "MgO 2.1")),
        ("which objectives are under management goal 2?", Ask.CHILDREN, ("MgG 2",)),
        ("which goal does MgO 2.1 belong to?", Ask.PARENT, ("MgO 2.1",)),
        ("what does management objective 1.1 say?", Ask.SECTIONS, ("MgO 1.1",)),
        ("what does section 5 say?", Ask.SECTIONS, ("§ 5",)),
        ("what does section 1.1 say?", Ask.SECTIONS, ("MO 1.1",)),
        ("what does management goal 7 say?", Ask.UNKNOWN, ("MgG 7",)),
    ],
)
def test_a_strategy_with_management_goals_is_recited(question: str, ask: Ask, refs: tuple[str, ...]) -> None:
    found = asked(question, STRATEGY)
    assert found is not None
    assert (found.ask, found.refs) == (ask, refs)


@pytest.mark.parametrize(
    ("question", "ask", "refs"),
    [
        ("list the sections", Ask.LIST, ("§ 1", "§ 1.1", "§ 2")),
        ("give me an overview", Ask.LIST, ("§ 1", "§ 1.1", "§ 2")),
        ("what does section 1.1 say?", Ask.SECTIONS, ("§ 1.1",)),
        ("chapter 1", Ask.SECTIONS, ("§ 1",)),
        ("§ 2", Ask.SECTIONS, ("§ 2",)),
        ("what is 1.1 about?", Ask.SECTIONS, ("§ 1.1",)),
        ("section 9", Ask.UNKNOWN, ("§ 9",)),
    ],
)
def test_a_text_of_sections_is_recited(question: str, ask: Ask, refs: tuple[str, ...]) -> None:
    found = asked(question, PLAIN)
    assert found is not None
    assert (found.ask, found.refs) == (ask, refs)


def test_a_section_without_a_heading_opens_with_its_text() -> None:
    (block,) = recite(OutlineAsk(Ask.SECTIONS, ("§ 2",)), PLAIN, DOCUMENT, "en")
    assert (block.lead, [source.sentence.text for source in block.sources]) == ("Section 2 says:", ["Text of § 2."])


def test_a_sections_own_sections_are_listed() -> None:
    blocks = recite(OutlineAsk(Ask.SECTIONS, ("§ 1",)), PLAIN, DOCUMENT, "en")
    assert blocks[-1].lead == "Section 1 has one section of its own:"
