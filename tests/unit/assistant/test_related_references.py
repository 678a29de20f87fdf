import pytest

from assistant.references import find_mentions
from assistant.related_references import find_related, parent_of, place_in


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("JSP 1.3", "JSP 1.3"),
        ("JSP objective 1.3", "JSP 1.3"),
        ("objective 1.3 of the Joint Strategic Plan", "JSP 1.3"),
        ("State-USAID Joint Strategic Plan goal two", "JSP 2"),
        ("the second goal of the JSP", "JSP 2"),
        ("JSP FY 2018-2022", "JSP"),
        ("NSS II", "NSS II"),
        ("NSS pillar two", "NSS II"),
        ("pillar 2 of the national security strategy", "NSS II"),
        ("the National Security Strategy's second pillar", "NSS II"),
        ("pillar IV", "NSS IV"),
        ("the 2017 National Security Strategy", "NSS"),
        ("EO 13773 §2", "EO 13773 §2"),
        ("executive order 13773 section 2", "EO 13773 §2"),
        ("section 3 of the executive order", "EO 13773 §3"),
        ("E.O. 13773", "EO 13773"),
        ("the Executive Order on Transnational Organized Crime", "EO 13773"),
        ("CDCS DO1", "CDCS DO1"),
        ("DO3", "CDCS DO3"),
        ("DO 3", "CDCS DO3"),
        ("USAID's development objective 2", "CDCS DO2"),
        ("the Lima Commitment", "Lima Commitment"),
        ("el Compromiso de Lima", "Lima Commitment"),
        ("JRS", "JRS"),
        ("the Comprehensive Opioid Response Initiative", "Opioid Initiative"),
    ],
)
def test_what_people_type_names_a_place_of_a_related_text(typed: str, ref: str) -> None:
    assert [mention.ref for mention in find_related(typed)] == [ref]


@pytest.mark.parametrize(
    "typed",
    [
        "What does the strategy say about security?",
        "Which objectives do 3 agencies share?",
        "Summarize the ICS",
        "What executive order is mentioned?",
        "objective 1.3",
        "goal 2",
        "the pillars of the economy",
    ],
)
def test_a_question_about_the_strategy_names_no_other_text(typed: str) -> None:
    assert find_related(typed) == ()


def test_a_place_of_another_text_lies_over_what_would_be_one_of_the_strategy() -> None:
    text = "Does MO 2.2 serve JSP objective 1.3?"
    related = find_related(text)[0]

    inside = [m.refs[0] for m in find_mentions(text) if m.start < related.end and related.start < m.end]

    assert inside == ["MO 1.3"]


@pytest.mark.parametrize(
    ("base", "heading", "ref"),
    [
        ("NSS", "Pillar II: Promote American prosperity", "NSS II"),
        ("NSS", "PILLAR II", "NSS II"),
        ("JSP", "Objective 1.3: instability", "JSP 1.3"),
        ("EO 13773", "Sec. 3. Implementation. In furtherance of", "EO 13773 §3"),
        ("CDCS", "DO1: Alternatives", "CDCS DO1"),
        ("NSS", "What is not known", None),
        ("JRS", "Goal 1", None),
    ],
)
def test_a_heading_opens_the_place_that_it_names(base: str, heading: str, ref: str | None) -> None:
    assert place_in(base, heading) == ref


def test_a_plan_s_objective_stands_under_its_goal() -> None:
    assert (parent_of("JSP 1.3"), parent_of("JSP 1"), parent_of("NSS II")) == ("JSP 1", None, None)
