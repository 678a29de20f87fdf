"""The data files of alignment agree with one another, and with the strategy that they were curated for."""

import tomllib
from collections import Counter
from pathlib import Path

from assistant.aligning.expanding import expand
from assistant.aligning.placing import Gazetteer
from assistant.aligning.relating import undoings
from assistant.aligning.tagging import _themes as tagged_themes
from assistant.aligning.themes import data_file, pattern_of, themes
from assistant.aligning.weights import LOWEST_NAMED, THRESHOLDS
from corpus import __file__ as corpus_file

SOURCE = " ".join((Path(corpus_file).parent / "sources" / "ics-peru-2020.txt").read_text(encoding="utf-8").split())


def test_every_theme_has_phrases_and_a_name_of_its_own() -> None:
    found = themes()

    assert len({theme.name for theme in found}) == len(found) > 50
    assert all(theme.phrases for theme in found)
    repeated = [line for line, n in Counter(p for theme in found for p in theme.phrases).items() if n > 1]
    assert repeated == []


def test_elements_and_tags_name_themes_that_exist() -> None:
    names = {theme.name for theme in themes()}
    curated = tomllib.loads(data_file("elements.toml"))["ics-peru-2020"]["elements"]

    assert {theme for element in curated for theme in element["themes"]} <= names
    assert {theme for listed in tagged_themes().values() for theme in listed} <= names


def test_every_clause_of_an_element_stands_in_the_strategy() -> None:
    curated = tomllib.loads(data_file("elements.toml"))["ics-peru-2020"]["elements"]

    assert [element["clause"] for element in curated if element["clause"] not in SOURCE] == []


def test_no_theme_that_strategies_do_not_carry_belongs_to_an_objective() -> None:
    curated = tomllib.loads(data_file("elements.toml"))["ics-peru-2020"]["elements"]

    assert not [theme for element in curated for theme in element["themes"] if theme.startswith("other/")]


def test_abbreviations_of_telegrams_are_spelled_out_and_words_are_not() -> None:
    assert expand("FONMIN TOLD EMB") == "foreign minister TOLD embassy"
    assert expand("The tip was of little aid") == "The tip was of little aid"


def test_a_short_cue_is_a_word_and_a_longer_one_a_beginning() -> None:
    pattern = pattern_of(("ice", "eradicat"))

    assert pattern is not None
    assert pattern.findall("police said eradication on the ice") == ["eradicat", "ice"]


def test_places_tell_home_from_abroad_and_venues_count_for_neither() -> None:
    gazetteer = Gazetteer(("peru", "lima"))

    abroad = gazetteer.places("The Colombian navy and Bogota agreed in Geneva")
    assert (abroad.home, abroad.abroad, abroad.is_elsewhere) == (0, ("colombian", "bogota"), True)
    assert not gazetteer.places("A Bolivian plane landed in Peru").is_elsewhere
    assert gazetteer.places("Embassy Bogota judges otherwise").embassy is not None


def test_peru_is_abroad_for_another_mission() -> None:
    assert Gazetteer(("ecuador", "quito")).places("Lima and the Peruvian navy").is_elsewhere


def test_undoing_counts_only_what_serves() -> None:
    assert undoings("the minister dissolved the special team") == 1
    assert undoings("the sugar dissolved in the tea") == 0


def test_nothing_is_named_below_the_lowest_probability() -> None:
    assert min(THRESHOLDS.values()) >= LOWEST_NAMED
