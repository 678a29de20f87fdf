"""What surrounds the words: abbreviations, dates, TAGS and the country that a draft is about."""

import pytest

from assistant.cables.dating import dated_after, read_date, read_group, year_of
from assistant.cables.expanding import expand, expanded
from assistant.cables.places import country_named, find_places
from assistant.cables.reading import read_cable
from assistant.cables.situating import is_about_another, situate
from assistant.cables.tagging import codes_for, hinted, tag_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The GOP agreed.", "Government of Peru"),
        ("The GOP’s plan", "Government of Peru’s plan"),
        ("FonMin told PolOff", "Foreign Minister told political officer"),
        ("FONMIN TOLD EMB", "Foreign Minister TOLD Embassy"),
        ("per reftel", "the referenced telegram"),
        ("Amb. Jones met the DCM", "Ambassador Jones met the Deputy Chief of Mission"),
        ("S/NM FUNDS", "Office of Narcotics Matters FUNDS"),
        ("two TCOs", "transnational criminal organizations"),
        ("w/ the Dept", "with the Department of State"),
    ],
)
def test_abbreviations_are_written_out(text: str, words: str) -> None:
    assert words in expand(text)


@pytest.mark.parametrize(
    "text", ["the emblem of the department", "www.com", "tip the balance", "WE TIP THE BALANCE", "a gopher"]
)
def test_words_that_only_look_alike_stay(text: str) -> None:
    assert expand(text) == text


def test_gop_is_never_a_party() -> None:
    paragraph = read_cable("The GOP won praise.").paragraphs[0]
    assert expanded(paragraph) == "The Government of Peru won praise."
    assert "Republican" not in expanded(paragraph)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-03-12", "2019-03-12"),
        ("March 12, 2019", "2019-03-12"),
        ("12 March 2019", "2019-03-12"),
        ("03/12/2019", "2019-03-12"),
        ("121530Z MAR 19", "2019-03-12"),
        ("R 121530Z JAN 74", "1974-01-12"),
        ("121530Z SEPT 2020", "2020-09-12"),
        ("311530Z FEB 19", None),
        ("121545Z", None),
        ("May 2019", None),
        ("99/99/2019", None),
    ],
)
def test_dates_are_read(text: str, iso: str | None) -> None:
    assert read_date(text) == iso


def test_a_group_without_a_month_is_kept_as_it_stands() -> None:
    assert read_group("LIMA 01234 121545Z") == "121545Z"


def test_a_draft_after_the_period_is_noticed() -> None:
    late = read_cable("MRN: 24 LIMA 17\nSUBJECT: X\n\nText.")
    assert year_of(late) == 2024
    assert dated_after(late, "2018-2022") and not dated_after(late, None)
    assert not dated_after(read_cable("Text."), "2018-2022")


def test_tags_are_explained() -> None:
    assert (tag_of("SNAR").title, tag_of("SNAR").refs) == ("narcotics", ("MO 2.2",))
    assert (tag_of("PE").kind, tag_of("PE").title) == ("place", "Peru")
    assert (tag_of("KCOR").kind, tag_of("KCOR").category) == ("program", "programs")
    assert tag_of("ZZZZ").kind == "unknown"
    assert hinted(["SNAR", "EAID"])["MO 2.2"] == ("SNAR", "EAID")
    assert codes_for("MO 2.2")[0] == "SNAR"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("FM AMEMBASSY LIMA\nTAGS: SNAR, PE\nSUBJECT: COCA\n\n1. COCA.", None),
        ("FM AMEMBASSY BOGOTA\nTAGS: SNAR, CO\nSUBJECT: COCA\n\n1. COCA AND PERU.", "Colombia"),
        ("Colombian police seized cocaine in Cali. Bogota was pleased.", "Colombia"),
        ("The GOP and Peruvian police seized cocaine in Ucayali.", None),
        ("Cocaine was seized.", None),
        ("Peru and Colombia met.", None),
    ],
)
def test_a_draft_from_elsewhere_is_noticed(text: str, country: str | None) -> None:
    assert is_about_another(read_cable(text), "peru") == country


def test_the_sending_post_is_known() -> None:
    situation = situate(read_cable("FM AMEMBASSY QUITO\nSUBJECT: ROADS\n\n1. PERU, PERU AND COLOMBIA."))
    assert situation.post == "Ecuador"


def test_places_are_named_in_many_ways() -> None:
    assert [country_named(name) for name in ("Lima", "lima", "Peruvian", "PE", "peru", "Atlantis")] == ["Peru"] * 5 + [
        None
    ]
    assert [place.country for place in find_places("Bogotá and the Bolivians")] == ["Colombia"]
