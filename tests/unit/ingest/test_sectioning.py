"""Texts without goals and objectives: headings, numbering or paragraphs become the places."""

from assistant.schema import Document, Section
from ingest.outline import Outline, read_outline

NUMBERED = """National Plan

1. Introduction

This plan covers ports. It is new.

1.1 Scope

Ports and airports:

1. seaports
2. airports

2. Actions

2.1 Police

More police are hired. We fund
3.5 million.

ANNEX A: Budget

Money is short.
"""


def outline_of(text: str, kind: str = "strategy", headings: tuple[tuple[int, int, int], ...] = ()) -> Outline:
    document = Document("d", "D", "D", kind, None, None, None, None, "", text, headings=headings)
    return read_outline(document, lambda words: len(words.split()))


def shape(outline: Outline) -> list[tuple[str, str, str | None]]:
    assert outline.unclaimed == ()
    return [(section.ref, section.title, section.parent) for section in outline.sections if section.ref != "About"]


def body(section: Section) -> list[str]:
    return [passage.text for passage in section.passages if passage.part == "Text"]


def test_numbered_headings_become_sections_and_lists_do_not() -> None:
    outline = outline_of(NUMBERED)
    assert outline.reader == "numbered"
    assert shape(outline) == [
        ("§ 1", "Introduction", None), ("§ 1.1", "Scope", "§ 1"), ("§ 2", "Actions", None), ("§ 2.1", "Police", "§ 2"),
        ("§ 3", "ANNEX A: Budget", None),
    ]  # fmt: skip
    assert body(outline.sections[1]) == ["Ports and airports:", "1. seaports 2. airports"]


def test_headings_without_numbers_are_counted() -> None:
    outline = outline_of("THE LIMA NOTE\n\nBACKGROUND\n\nTrade is good. It grew.\n\nNEXT STEPS\n\nWe will meet.\n")
    assert outline.reader == "headings"
    assert shape(outline) == [("§ 1", "BACKGROUND", None), ("§ 2", "NEXT STEPS", None)]
    assert [passage.text for passage in outline.sections[-1].passages] == ["THE LIMA NOTE"]


def test_headings_of_the_format_are_counted_by_level() -> None:
    rows = (
        ("Overview", 1),
        ("We begin.", 0),
        ("Details", 1),
        ("It goes on.", 0),
        ("Deep", 2),
        ("More.", 0),
        ("End", 1),
        ("Bye.", 0),
    )
    text, headings = "", []
    for row, level in rows:
        headings += [(len(text), len(text) + len(row), level)] if level else []
        text += f"{row}\n"
    outline = outline_of(text, headings=tuple(headings))
    assert outline.reader == "headings"
    assert shape(outline) == [
        ("§ 1", "Overview", None),
        ("§ 2", "Details", None),
        ("§ 2.1", "Deep", "§ 2"),
        ("§ 3", "End", None),
    ]
    assert body(outline.sections[2]) == ["More."]


def test_another_plans_goals_are_sections() -> None:
    text = "Strategic Goal 1: Protect America\n\nStrategic Objective 1.1: Counter weapons\n\nText of it.\n\nStrategic Goal 2: Renew\n\nText too.\n"
    assert shape(outline_of(text, "official")) == [
        ("§ 1", "Protect America", None),
        ("§ 1.1", "Counter weapons", "§ 1"),
        ("§ 2", "Renew", None),
    ]


def test_paragraphs_alone_are_grouped_and_none_is_lost() -> None:
    text = "".join(f"Paragraph {number} is about a matter of its own. " * 8 + "\n\n" for number in range(20))
    outline = outline_of(text)
    assert outline.reader == "paragraphs"
    assert [section.ref for section in outline.sections] == [
        f"§ {number}" for number in range(1, len(outline.sections) + 1)
    ]
    assert 3 < len(outline.sections) < 20
    assert "".join(p.text for s in outline.sections for p in s.passages).replace(" ", "") == "".join(text.split())
    assert "No goals, objectives or headings were found" in outline.remarks[0]


def test_a_single_goal_of_a_memo_makes_no_strategy() -> None:
    assert shape(outline_of("MEMO\n\nGoal 1: finish the memo.\n\nWe ought to.\n")) == [("§ 1", "", None)]
