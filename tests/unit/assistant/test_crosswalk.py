from pathlib import Path

import pytest

from assistant.crosswalk import CROSSWALK, links_of, read_crosswalk
from assistant.errors import SourceError
from assistant.manifest import corpus_folder
from assistant.opening import Assistant
from assistant.settings import Settings

STATED = 'document = "d"\n[[links]]\nref = "MO 1.1"\nserves = "JSP 1.1"\nbasis = "stated"\nquote = "As it says."\n'


def test_every_stated_link_is_a_sentence_of_the_place_that_it_starts_from(assistant: Assistant) -> None:
    said = {
        (section.ref, sentence.text)
        for section in assistant.index.sections
        if section.document == "ics-peru-2020"
        for passage in section.passages
        for sentence in passage.sentences
    }
    assert [link for link in assistant.crosswalk if link.is_stated and (link.ref, link.quote) not in said] == []


def test_every_link_joins_places_that_exist(assistant: Assistant) -> None:
    refs = {section.ref for section in assistant.index.sections}

    assert [link for link in assistant.crosswalk if not {link.ref, link.serves} <= refs] == []


def test_every_goal_and_objective_serves_something(assistant: Assistant) -> None:
    kinds = ("goal", "objective", "management_objective")
    places = {section.ref for section in assistant.index.sections if section.kind in kinds}

    assert places == {link.ref for link in assistant.crosswalk}


def test_links_are_found_from_below_from_above_and_from_the_whole_text() -> None:
    links = read_crosswalk(corpus_folder(Settings(_env_file=None)) / CROSSWALK)

    assert {link.serves for link in links_of(links, "MO 2.2")} == {"JSP 1.3", "CDCS DO1"}
    assert {link.ref for link in links_of(links, "CDCS DO3")} == {"MO 2.1", "MO 4.3"}
    assert {link.serves for link in links_of(links, "CDCS")} == {"CDCS DO1", "CDCS DO2", "CDCS DO3"}
    assert "JSP 1" in {link.serves for link in links_of(links, "JSP 1")}


def test_a_corpus_may_have_no_crosswalk(tmp_path: Path) -> None:
    assert read_crosswalk(tmp_path / "crosswalk.toml") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('quote = "As it says."\n', ""),
        ('basis = "stated"', 'basis = "ours"'),
        ('basis = "stated"', 'basis = "maybe"'),
        ('ref = "MO 1.1"\n', ""),
        ('document = "d"\n', ""),
        ("[[links]]", "[[links"),
    ],
)
def test_a_link_that_does_not_say_who_says_so_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "crosswalk.toml"
    path.write_text(STATED.replace(old, new), encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        read_crosswalk(path)

    assert caught.value.hint
