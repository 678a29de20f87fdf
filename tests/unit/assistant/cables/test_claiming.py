"""Every explicit reference is found, and checked against what exists."""

import pytest

from assistant.cables.cable import CheckedClaim, ClaimStatus
from assistant.cables.checking import check_claims, nearest_ref
from assistant.cables.claiming import find_claims
from assistant.cables.reading import read_cable
from assistant.schema import Section


def check(text: str, sections: tuple[Section, ...]) -> list[CheckedClaim]:
    cable = read_cable(text)
    return list(check_claims(find_claims(cable, sections), sections, "peru", "2018-2022", cable.date))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This supports MO 2.2.", [("MO 2.2", "ok", None)]),
        ("This supports MO 2.4.", [("MO 2.4", "no_such_reference", "MO 2.2")]),
        ("It serves Mission Objective 2.1 and Goal 5.", [("MO 2.1", "ok", None), ("MG 5", "no_such_reference", "MG 4")]),
        ("ICS Goal 2 covers this.", [("MG 2", "ok", None)]),
        ("See Management Objective 3.", [("MgO 3", "no_such_reference", "MgO 2")]),
        ("Mission Objectives 2.1, 2.2 and 3.1.", [("MO 2.1", "ok", None), ("MO 2.2", "ok", None), ("MO 3.1", "ok", None)]),
        ("our second goal of the ICS", [("MG 2", "ok", None)]),
        ("THIS ADVANCES GOAL 3 AND MO 3.2.", [("MG 3", "ok", None), ("MO 3.2", "ok", None)]),
        ("See CDCS DO3.", [("CDCS DO3", "ok", None)]),
        ("DO 1 of the CDCS", [("CDCS DO1", "ok", None)]),
        ("CDCS DO5", [("CDCS DO5", "no_such_reference", "CDCS DO3")]),
        ("per JSP objective 1.3", [("JSP 1.3", "ok", None)]),
        ("objective 3.2 of the Joint Strategic Plan", [("JSP 3.2", "ok", None)]),
        ("JSP Goal 7", [("JSP 7", "no_such_reference", "JSP 4")]),
        ("NSS pillar II", [("NSS II", "ok", None)]),
        ("pillar four of the National Security Strategy", [("NSS IV", "ok", None)]),
        ("JRS goal 2", [("JRS 2", "other_plan", None)]),
        ("MO 2.2 (good governance)", [("MO 2.2", "title_mismatch", "MO 3.2")]),
        ("MO 2.4 (good governance)", [("MO 2.4", "no_such_reference", "MO 3.2")]),
        ("MO 2.2 (eradication)", [("MO 2.2", "ok", None)]),
        ("MO 2.2 (see paragraph 4)", [("MO 2.2", "ok", None)]),
        ("MO 3.1 on eradication of coca", [("MO 3.1", "title_mismatch", "MO 2.2")]),
        ('MO 4.1, "Peru modernizes security and justice institutions"', [("MO 4.1", "title_mismatch", "MO 4.2")]),
        ("Goal 4: Strengthen U.S. Citizen Safety and Security", [("MG 4", "ok", None)]),
        ("Goal 4: Strengthen Citizen Safety and Security", [("MG 4", "ok", None)]),
        ('"Strengthen citizen safety and security" (Goal 4)', [("MG 4", "ok", None)]),
        ("Goal 3: Strengthen U.S. Citizen Safety and Security", [("MG 3", "title_mismatch", "MG 4")]),
        ("MO 2.2 — Space Cooperation With Peru", [("MO 2.2", "title_mismatch", "MO 2.2")]),
        ("Goal 2 (coca and cocaine reduction)", [("MG 2", "ok", None)]),
        ("MO 1.1 of the Colombia ICS", [("MO 1.1", "other_plan", None)]),
        ("Embassy Bogota's ICS MO 2.1", [("MO 2.1", "other_plan", None)]),
        ("Mission Colombia Goal 2", [("MG 2", "other_plan", None)]),
        ("Embassy Lima's MO 2.2", [("MO 2.2", "ok", None)]),
        ("the 2022-2026 ICS Objective 2.2", [("MO 2.2", "other_plan", None)]),
        ("the 2018-2022 ICS Objective 2.2", [("MO 2.2", "ok", None)]),
        ("Chief of Mission priorities", [("CoM", "ok", None)]),
        ("We build an agile management platform that cost-effectively meets the needs of the U.S. Government presence in Peru.", [("MgO 1", "ok", None)]),
        ("PERU SUSTAINS COCA AND COCAINE REDUCTION THROUGH COORDINATED ERADICATION, ALTERNATIVE DEVELOPMENT AND INTERDICTION.", [("MO 2.2", "ok", None)]),
    ],
)  # fmt: skip
def test_claims_are_found_and_judged(
    text: str, found: list[tuple[str, str, str | None]], sections: tuple[Section, ...]
) -> None:
    assert [(c.ref, c.status.value, c.suggestion) for c in check(text, sections)] == found


@pytest.mark.parametrize(
    "text",
    [
        "GDP grew 2.4 percent and reached 3.1 times that of 2.2 years ago.",
        "The first goal of the police operation was met; goal 2 of the match came late.",
        "Peru reports on SDG Goal 5 and Sustainable Development Goal 16.",
        "What to do 3 weeks later is unclear. He took 5 mg 2 times.",
        "Objective 2 of the national plan of Peru is health.",
        "The objective is to win; our goals are many.",
        "See section 1 of the law and chapter 1 of the report.",
    ],
)
def test_figures_and_other_goals_are_no_claims(text: str, sections: tuple[Section, ...]) -> None:
    assert check(text, sections) == []


def test_a_claim_stands_where_it_says(sections: tuple[Section, ...]) -> None:
    text = "SUBJECT: PERU: MO 2.2 ADVANCES\n\n1. (U) As MO\n2.2 says.\n\nBegin text:\n\nWe thank Goal 5.\n\nEnd text."
    claims = find_claims(read_cable(text), sections)
    assert [(" ".join(text[c.start : c.end].split()), c.paragraph) for c in claims] == [
        ("MO 2.2", None),
        ("MO 2.2", "1"),
    ]


def test_a_claim_across_a_page_is_found(sections: tuple[Section, ...]) -> None:
    text = "1. (U) This supports Mission Objective\n\nUNCLASSIFIED\n\n2.2 and more.\n\n2. (U) Text."
    assert [(c.ref, c.status) for c in check(text, sections)] == [("MO 2.2", ClaimStatus.OK)]


def test_a_late_draft_is_told_that_its_cdcs_was_replaced(sections: tuple[Section, ...]) -> None:
    late = check("Date: 2021-03-01\nSUBJECT: X\n\n1. See CDCS DO3.", sections)
    assert "replaced" in late[0].reason


def test_the_nearest_place_is_of_the_same_kind() -> None:
    known = ["MG 1", "MG 4", "MO 2.1", "MO 2.2", "MO 4.3", "MgO 2"]
    assert [nearest_ref(ref, known) for ref in ("MO 2.9", "MO 5.1", "MG 9", "MgO 7", "JSP 1")] == [
        "MO 2.2",
        "MO 4.3",
        "MG 4",
        "MgO 2",
        None,
    ]
