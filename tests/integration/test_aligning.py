"""Paragraphs and cables against the real strategy: what is named, with exact quotes from both sides, or why nothing is."""

from dataclasses import replace

import pytest

from assistant.aligning import elements
from assistant.aligning.aligner import Aligner, align, align_cable, supports
from assistant.aligning.objectives import strategy_of
from assistant.aligning.recording import cable_record
from assistant.cables.cable import Cable, Paragraph, Role
from assistant.opening import open_resources
from assistant.resources import Resources
from assistant.schema import reading_of
from assistant.settings import Settings

ERADICATION = (
    "CORAH teams pulled up 300 hectares of coca near Tocache last week.\nDEVIDA gave growers cacao seedlings and credit, "
    "and police seized 90 kilos of paste."
)
CONCERT = "The orchestra played Mozart at the municipal theater and the pianist gave two encores before a full house."


@pytest.fixture(scope="module")
def resources(built_settings: Settings) -> Resources:
    return open_resources(built_settings)


def cable(*texts: str, **changes: object) -> Cable:
    text, paragraphs = "", []
    for number, body in enumerate(texts, 1):
        start = len(text)
        text += f"{number}. {body}\n\n"
        ranges = ((start + 3, start + 3 + len(body)),)
        paragraphs.append(
            Paragraph(str(number), str(number), start, len(text) - 2, None, Role.BODY, reading_of(text, ranges), ranges)
        )
    return replace(Cable(text=text, paragraphs=tuple(paragraphs)), **changes)  # type: ignore[arg-type]


def test_a_paragraph_names_its_objective_with_exact_quotes_from_both_sides(resources: Resources) -> None:
    found = align(ERADICATION, resources)

    first = found.alignments[0]
    assert (first.ref, first.strength, first.ladder) == ("MO 2.2", "primary", ("MO 2.2", "MG 2"))
    assert reading_of(ERADICATION, first.cable_quote.ranges) == first.cable_quote.text
    assert " ".join(ERADICATION[first.cable_quote.start : first.cable_quote.end].split()) == first.cable_quote.text
    strategy = first.strategy_quote
    assert strategy.ref == "MO 2.2"
    assert reading_of(strategy_of(resources).text, strategy.ranges) == strategy.quote


def test_a_paragraph_about_nothing_in_the_strategy_names_nothing_and_says_why(resources: Resources) -> None:
    found = align(CONCERT, resources)

    assert (found.verdict, found.alignments) == ("none", ())
    assert found.nearest is not None and found.nearest.why.endswith(".")


def test_the_topic_of_another_mission_is_not_this_ones(resources: Resources) -> None:
    found = align(
        "Colombian police pulled up 300 hectares of coca in Narino. Bogota will pay growers who plant cacao.", resources
    )

    assert found.nearest is not None
    assert (found.nearest.ref, found.nearest.code) == ("MO 2.2", "other_mission")
    assert "Colombian" in found.nearest.why


def test_what_works_against_an_objective_is_told_from_what_advances_it(resources: Resources) -> None:
    against = align(
        "The government suspended coca eradication for the year, withdrew the CORAH crews and dismissed the head of DEVIDA.",
        resources,
    )

    assert (against.verdict, against.alignments[0].ref) == ("tension", "MO 2.2")
    assert align(ERADICATION, resources).alignments[0].relation == "advances"


def test_an_objective_wins_over_the_goal_that_says_the_same(resources: Resources) -> None:
    sentence = "Sophisticated money laundering organizations tied to TCOs utilize complex methods to mask illicitly derived gains."

    assert align(sentence, resources).alignments[0].strategy_quote.ref == "MO 2.1"


def test_a_claim_is_carried_or_not(resources: Resources) -> None:
    found = align(ERADICATION, resources)

    assert supports(found, "MO 2.2", resources) > 0.5 > supports(found, "MO 4.3", resources)
    assert supports(found, "MG 2", resources) == supports(found, "MO 2.2", resources)
    assert supports(found, "MO 9.9", resources) == 0


def test_a_cable_tells_what_it_covers_and_leaves_out(resources: Resources) -> None:
    found = align_cable(
        cable("CORAH crews pulled up 300 hectares of coca bushes near Tocache in Peru last week.", CONCERT), resources
    )

    assert found.coverage.refs == (("MO 2.2", ("1",)),)
    assert "MO 1.1" in found.coverage.untouched
    part = found.coverage.elements[0]
    assert "eradication" in part.covered
    assert "interdiction" in part.missing
    assert set(part.covered).isdisjoint(part.missing)


def test_a_figure_that_the_strategy_has_otherwise_is_pointed_out(resources: Resources) -> None:
    found = align_cable(
        cable("In the Monzón Valley, Peruvian and U.S. efforts reduced coca cultivation by 49 percent."), resources
    )

    differs = [finding for finding in found.findings if finding.code == "figure_differs"]
    assert len(differs) == 1
    assert "49 percent" in differs[0].message and "94 percent" in differs[0].message


def test_a_draft_after_the_strategys_years_gets_a_note(resources: Resources) -> None:
    codes = [f.code for f in align_cable(cable(ERADICATION, date="2024-03-01"), resources).findings]

    assert "after_period" in codes
    assert "after_period" not in [
        f.code for f in align_cable(cable(ERADICATION, date="2019-03-01"), resources).findings
    ]


def test_tags_that_the_draft_implies_and_tags_that_nothing_supports(resources: Resources) -> None:
    found = align_cable(cable(ERADICATION, tags=("ASEC", "PE")), resources)

    assert "SNAR" in found.suggested_tags
    assert found.unsupported_tags == ("ASEC",)


def test_tags_alone_name_nothing(resources: Resources) -> None:
    assert align_cable(cable(CONCERT, tags=("SNAR",)), resources).paragraphs[0].alignments == ()


def test_a_cable_from_another_mission_names_nothing_here(resources: Resources) -> None:
    other = cable("Police pulled up coca plants and seized cocaine in Putumayo.", from_="AMEMBASSY BOGOTA")

    found = align_cable(other, resources)
    assert found.paragraphs[0].alignments == ()
    assert [finding.code for finding in found.findings if finding.severity == "warning"] == ["other_mission"]


def test_gender_and_environment_are_lamps(resources: Resources) -> None:
    found = align_cable(cable("Women in Peru patrol the forest and report illegal loggers to prosecutors."), resources)

    assert {"lamp_gender", "lamp_environment"} <= {finding.code for finding in found.findings}


def test_the_record_keeps_offsets_and_ranges(resources: Resources) -> None:
    draft = cable(ERADICATION)

    record = cable_record(draft, align_cable(draft, resources))
    paragraphs = record["paragraphs"]
    assert isinstance(paragraphs, list)
    quote = paragraphs[0]["alignments"][0]["cable_quote"]
    assert reading_of(draft.text, tuple(map(tuple, quote["ranges"]))) == quote["text"]


def test_the_same_draft_gives_the_same_result(resources: Resources) -> None:
    assert align(ERADICATION, resources) == align(ERADICATION, resources)


def test_a_strategy_that_nobody_curated_gets_elements_from_its_own_sentences(
    resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elements, "_curated", dict)
    aligner = Aligner(resources, strategy_of(resources))

    by_ref = {objective.section.ref: objective for objective in aligner.objectives.all}
    assert {"coca eradication", "alternative development"} <= {
        theme for element in by_ref["MO 2.2"].elements for theme in element.themes
    }
    plain = Paragraph("1", "1", 0, len(ERADICATION), None, Role.BODY, ERADICATION, ((0, len(ERADICATION)),))
    assert aligner.paragraph(plain, ERADICATION).result.alignments[0].ref == "MO 2.2"


def test_an_empty_paragraph_names_nothing(resources: Resources) -> None:
    assert align(" \n ", resources).verdict == "none"
