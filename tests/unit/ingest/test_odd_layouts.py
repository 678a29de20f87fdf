"""Layouts as they come out of real files: written by hand, each odd in its own way."""

from assistant.schema import Document, Section
from ingest.outline import Outline, read_outline

FLAT = """Integrated Country Strategy Kenya FOR PUBLIC RELEASE Table of Contents 1. Chief of Mission Priorities 2 2. Mission
Strategic Framework 4 3. Mission Goals and Objectives 6 4. Management Objectives 11 FOR PUBLIC RELEASE Originally Approved:
August 18, 2018 Reviewed and Updated: March 4, 2021 1 1. Chief of Mission Priorities In more than 50 years, we have built
ties. Our work under Mission Goal 2 is essential, see Mission Objective 2.1. FOR PUBLIC RELEASE Originally Approved: August
18, 2018 Reviewed and Updated: March 4, 2021 2 As a leader, Kenya matters. 2. Mission Strategic Framework Mission Goal 1:
Support Kenya's stability. Mission Objective 1.1: Institutions are accountable. Mission Objective 1.2: Elections are
credible. Mission Goal 2: Promote prosperity. Mission Objective 2.1: Trade grows.1 Management Objective 1: Improve the
platform. 1 Incorporates USAID CDCS DO2: Growth is inclusive. FOR PUBLIC RELEASE Originally Approved: August 18, 2018
Reviewed and Updated: March 4, 2021 4 3. Mission Goals and Objectives Mission Goal 1: Support Kenya's stability.
Description and Linkages: Kenya is a hub. This goal is linked to JSP Goal 1: Protect America's Security, and to the JRS.
Mission Objective 1.1: Institutions are accountable. Justification: Corruption is widespread. With Mission Objective 1.2,
this builds trust. Mission Objective 1.2: Elections are credible. Justification: The last one was contested. Mission Goal 2:
Promote prosperity. Description and Linkages: Trade matters. Mission Objective 2.1: Trade grows. Justification: Exports
rose. 4. Management Objectives Management Objective 1: Improve the platform. Justification: The embassy is large."""

BARS = """1. Chief of Mission Priorities
Colombia is a key partner. The Mission will pursue these goals:
Goal 1: Security. We will help Colombia be safe.
Goal 2: Prosperity. We will help Colombia grow.
2. Mission Strategic Framework
Mission Goal 1: Colombia is secure and at peace
Mission Objective 1.1: Colombia reduces drug
production, trafficking, and Illegal Armed
Groups
Mission Goal 2: Colombia prospers
Mission Objective 2.1: Trade with the United States grows
3. Mission Goals and Objectives
Mission Goal 1 | Colombia is secure and at peace
Description | Peace is fragile. This goal supports
Mission Goal 2 and the Joint Strategic Plan
Goal 1: Protect America's security at home and abroad.
Mission Objective 1.1 | Colombia reduces drug production, trafficking, and Illegal Armed Groups
▪ Justification | Coca is at a record. The state is absent.
It must return.
▪ Linkages | This objective supports JSP Objective 1.4 and WHA
Objective 2.1 on crime; see Mission Goal 2.
▪ Risks | Violence could rise.
Mission Goal 2 | Colombia prospers
Description | Growth is slow.
Mission Objective 2.1 | Trade with the United States grows
▪ Justification and Linkages | Exports matter.
• They rose by half.
"""

COLUMNS = """2. Mission Strategic Framework

Mission Goal 1                                   Mission Objective 1.1
Advance security in Chad                         Chad's army respects rights1

                                                 Mission Objective 1.2
                                                 Borders are controlled2

1 Incorporates USAID CDCS DO3:      2 Incorporates USAID CDCS DO1:
Natural Resources Sustainably       Alternatives to Illicit Coca
Managed.                            Reduced.

3. Mission Goals and Objectives

Mission Goal 1: Advance security in Chad
Description: Chad is at the heart of the Sahel, as many
families in the north have seen, and prices

3 See the World Bank, 2021.

rose in 2019.3 Later they fell.

Mission Objective 1.1: Chad's army respects rights
Justification: The army is strong.

Mission Objective 1.2: Borders are controlled
Risk Considerations: A coup.
"""

CAPITALS = """INTEGRATED COUNTRY STRATEGY

EXECUTIVE SUMMARY

Jordan is a steadfast partner. We want a secure Jordan.

MISSION GOAL ONE

JORDAN IS SECURE AND STABLE

Jordan faces threats on its borders.

OBJECTIVE 1.1

JORDAN DEFENDS ITS BORDERS

The armed forces need equipment.

They also need training. Objective 1.3 adds police.

MANAGEMENT GOAL ONE

A SAFE AND MODERN PLATFORM

MANAGEMENT OBJECTIVE 1.1

STAFF ARE HOUSED SAFELY

Housing is short.
"""


def outline_of(text: str, headings: tuple[tuple[int, int, int], ...] = ()) -> Outline:
    document = Document("d", "D", "D", "strategy", None, None, None, None, "", text, headings=headings)
    return read_outline(document, lambda words: len(words.split()))


def by_ref(outline: Outline) -> dict[str, Section]:
    assert outline.unclaimed == ()
    return {section.ref: section for section in outline.sections}


def parts(section: Section) -> list[tuple[str, str]]:
    return [(passage.part, passage.text) for passage in section.passages]


def test_a_text_on_one_line_is_read_like_any_other() -> None:
    outline = outline_of(" ".join(FLAT.split()))
    found = by_ref(outline)
    assert list(found) == ["CoM", "MG 1", "MO 1.1", "MO 1.2", "MG 2", "MO 2.1", "MgO 1", "About"]
    assert parts(found["MO 1.1"])[1:] == [
        ("Justification", "Corruption is widespread. With Mission Objective 1.2, this builds trust."),
        ("Framework", "Mission Objective 1.1: Institutions are accountable."),
    ]
    assert parts(found["MO 2.1"])[-1] == ("Footnote 1", "Incorporates USAID CDCS DO2: Growth is inclusive.")
    assert "see Mission Objective 2.1. As a leader" in found["CoM"].passages[1].text
    assert ("Release and dates", "Reviewed and Updated: March 4, 2021") in parts(found["About"])
    assert any("lost its line ends" in remark for remark in outline.remarks)


def test_goals_of_other_plans_and_lists_of_goals_are_no_headings() -> None:
    found = by_ref(outline_of(BARS))
    assert list(found) == ["CoM", "MG 1", "MO 1.1", "MG 2", "MO 2.1"]
    assert parts(found["MO 1.1"]) == [
        ("Title", "Mission Objective 1.1 | Colombia reduces drug production, trafficking, and Illegal Armed Groups"),
        ("Justification", "Coca is at a record. The state is absent. It must return."),
        ("Linkages", "This objective supports JSP Objective 1.4 and WHA Objective 2.1 on crime; see Mission Goal 2."),
        ("Risks", "Violence could rise."),
        ("Framework", "Mission Objective 1.1: Colombia reduces drug production, trafficking, and Illegal Armed Groups"),
    ]
    assert parts(found["MO 2.1"])[1:3] == [
        ("Justification and Linkages", "Exports matter."), ("Justification and Linkages", "They rose by half."),
    ]  # fmt: skip


def test_columns_of_a_table_and_of_footnotes_come_apart() -> None:
    found = by_ref(outline_of(COLUMNS))
    assert [(ref, section.title, section.footnotes) for ref, section in found.items()] == [
        ("MG 1", "Advance security in Chad", (3,)),
        ("MO 1.1", "Chad's army respects rights", (1,)),
        ("MO 1.2", "Borders are controlled", (2,)),
    ]
    assert parts(found["MO 1.1"])[-1][1] == "Incorporates USAID CDCS DO3: Natural Resources Sustainably Managed."
    assert parts(found["MO 1.2"])[-1][1] == "Incorporates USAID CDCS DO1: Alternatives to Illicit Coca Reduced."
    # The paragraph that the footnote tears apart is one again, without the mark.
    assert "and prices rose in 2019. Later they fell." in dict(parts(found["MG 1"]))["Description"]


def test_headings_in_capitals_without_labels_have_plain_texts() -> None:
    outline = outline_of(CAPITALS)
    found = by_ref(outline)
    assert list(found) == ["§ 1", "MG 1", "MO 1.1", "MgG 1", "MgO 1.1", "About"]
    assert found["MgO 1.1"].parent == "MgG 1"
    assert [text for part, text in parts(found["MO 1.1"]) if part == "Text"] == [
        "The armed forces need equipment.", "They also need training. Objective 1.3 adds police.",
    ]  # fmt: skip
    assert "No text of its own was found for MgG 1." in outline.remarks


def test_numbers_that_run_on_through_the_goals_stay_as_printed() -> None:
    text = (
        "Goal 1: Peace\nObjective 1: Borders are safe\nJustification: So it is.\nGoal 2: Growth\nObjective 2: Trade\n"
        "Justification: Ports open.\nManagement Objectives\nObjective 1: Fix the roof\nJustification: Rain.\n"
    )
    found = by_ref(outline_of(text))
    assert [(ref, section.parent) for ref, section in found.items()] == [
        ("MG 1", None), ("MO 1", "MG 1"), ("MG 2", None), ("MO 2", "MG 2"), ("MgO 1", None),
    ]  # fmt: skip


def test_what_is_doubtful_is_said() -> None:
    text = (
        "Mission Goal 1: Peace\nDescription: Calm, as Mission Objective 4.1 says.\nMission Objective 1.1: Talks\nJustification: Now.\n\n"
        "Mission Objective 1.3: Trust\n\nMission Goal: Growth\nDescription: Slow.\n\nMission Objective 1.1: Talks\nJustification: Later.\n"
    )
    remarks = outline_of(text).remarks
    assert "Missing in the numbering: MO 1.2." in remarks
    assert "No text of its own was found for MO 1.3." in remarks
    assert "Stated with a text more than once: MO 1.1." in remarks
    assert "Named in sentences, but without a heading: MO 4.1." in remarks
    assert "Without a number in the document, so counted: MG 2." in remarks


def test_pages_that_count_their_footnotes_anew_keep_them_apart() -> None:
    text = (
        "Mission Goal 1: A.\nDescription: Alpha is here.1 More on it.\n\n1 First note.\n\f"
        "Mission Goal 2: B.\nDescription: Beta is here.1 And on.\n\n1 Second note.\n"
    )
    found = by_ref(outline_of(text))
    assert [parts(found[ref])[-1] for ref in ("MG 1", "MG 2")] == [
        ("Footnote 1", "First note."),
        ("Footnote 1", "Second note."),
    ]


def test_headings_that_the_file_marks_end_no_objective_that_they_stand_below() -> None:
    rows = (
        ("Mission Goal 1: Be safe", 1),
        ("Description", 2),
        ("Text here.", 0),
        ("Security help", 2),
        ("More text.", 0),
        ("Next Steps", 1),
        ("We go on.", 0),
    )
    text, headings = "", []
    for row, level in rows:
        headings += [(len(text), len(text) + len(row), level)] if level else []
        text += f"{row}\n"
    found = by_ref(outline_of(text, tuple(headings)))
    assert parts(found["MG 1"])[1:] == [
        ("Description", "Text here."),
        ("Description", "Security help"),
        ("Description", "More text."),
    ]
    assert parts(found["§ 1"]) == [("Title", "Next Steps"), ("Text", "We go on.")]
