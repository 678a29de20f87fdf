import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.crosswalk import Link

Strategy = Callable[..., tuple[int, str, str]]


def test_without_a_place_the_outline_is_printed(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("show")

    assert code == 0
    assert out.splitlines() == ["The Strategy (d)", "  MG 2    Build capacity.", "    MO 2.2  Reduce coca."]


@pytest.mark.parametrize("typed", [["MO 2.2"], ["MO", "2.2"], ["objective 2.2"], ["mo 2.2"], ["2.2"]])
def test_a_section_is_printed_by_its_parts(fake: Any, strategy: Strategy, typed: list[str]) -> None:
    code, out, _ = strategy("show", *typed)

    assert code == 0
    assert out.splitlines() == [
        "Mission Objective 2.2 (MO 2.2): Reduce coca.",
        "Also worded: Less coca.",
        "Under MG 2, d",
        "",
        "Justification",
        "  Peru grows coca.",
        "",
        "Footnote 2",
        "  A note.",
    ]


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        (["MO 2.2", "MG 2"], ["MO 2.2", "MG 2"]),
        (["MG 2", "MO 2.2"], ["MG 2", "MO 2.2"]),
        (["MO", "2.2", "and", "goal", "2"], ["MO 2.2", "MG 2"]),
        (["MO 2.2", "objective 2.2"], ["MO 2.2"]),
    ],
)
def test_all_places_named_are_shown_in_the_order_named(
    fake: Any, strategy: Strategy, typed: list[str], refs: list[str]
) -> None:
    code, out, _ = strategy("show", "--json", *typed)

    assert code == 0
    assert [section["ref"] for section in json.loads(out)["sections"]] == refs


@pytest.mark.parametrize("typed", [["footnote", "2"], ["footnote 2"], ["footnote 2 of MO 2.2"]])
def test_a_footnote_is_shown_alone_with_its_place(fake: Any, strategy: Strategy, typed: list[str]) -> None:
    code, out, _ = strategy("show", *typed)

    assert code == 0
    assert "Mission Objective 2.2" in out
    assert "A note." in out
    assert "Peru grows coca." not in out


@pytest.mark.parametrize("typed", [["MO 2.2", "MO 9.9"], ["MO 2.2 and MO 9.9"], ["footnote 7"], ["footnote 2 of MG 2"]])
def test_one_unknown_place_among_several_is_told(fake: Any, strategy: Strategy, typed: list[str]) -> None:
    code, out, err = strategy("show", *typed)

    assert (code, out) == (1, "")
    assert f"“{typed[-1]}”" in err
    assert "footnote 2" in err


def test_an_unknown_place_is_answered_with_what_exists(fake: Any, strategy: Strategy) -> None:
    code, out, err = strategy("show", "MO 9.9")

    assert (code, out) == (1, "")
    assert "“MO 9.9”" in err
    assert "MG 2, MO 2.2" in err


def test_the_source_text_is_printed_as_received(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("show", "--source", "d")

    assert code == 0
    assert out == fake.documents[0].text


def test_on_a_terminal_the_source_text_is_made_safe(fake: Any, strategy: Strategy, at_terminal: Any) -> None:
    screen = at_terminal("")

    strategy("show", "--source", "d")

    assert screen.getvalue() == "Peru grows coca.\n"


def test_an_unknown_document_is_answered_with_what_exists(fake: Any, strategy: Strategy) -> None:
    code, _, err = strategy("show", "--source", "x")

    assert code == 1
    assert "There is: d." in err


def test_a_place_and_a_source_do_not_go_together(fake: Any, strategy: Strategy) -> None:
    assert strategy("show", "MO 2.2", "--source", "d")[0] == 2


@pytest.mark.parametrize(
    ("argv", "schema"), [([], "outline/1"), (["MO 2.2"], "sections/1"), (["--source", "d"], "source/1")]
)
def test_json_is_one_value(fake: Any, strategy: Strategy, argv: list[str], schema: str) -> None:
    code, out, _ = strategy("show", *argv, "--json")

    assert code == 0
    assert json.loads(out)["schema"] == schema
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("typed", "serves"), [(["MO", "2.2"], ["JSP 1.3"]), (["JSP", "1.3"], ["JSP 1.3"]), ([], ["NSS I", "JSP 1.3"])]
)
def test_the_crosswalk_says_which_links_are_stated(
    fake: Any, strategy: Strategy, typed: list[str], serves: list[str]
) -> None:
    fake.crosswalk = (
        Link("d", "MG 2", "NSS I", "ours", "", ""),
        Link("d", "MO 2.2", "JSP 1.3", "stated", "Peru grows coca.", "It gives no number."),
    )
    code, out, _ = strategy("show", "--crosswalk", *typed)
    assert code == 0
    assert ("“Peru grows coca.”" in out) == ("JSP 1.3" in serves)
    assert ("our reading" in out) == ("NSS I" in serves)

    code, out, _ = strategy("show", "--crosswalk", *typed, "--json")
    assert [link["serves"] for link in json.loads(out)["links"]] == serves


@pytest.mark.parametrize("links", [(), (Link("d", "MG 2", "NSS I", "ours", "", ""),)])
def test_a_place_without_links_is_named(fake: Any, strategy: Strategy, links: tuple[Link, ...]) -> None:
    fake.crosswalk = links
    code, _, err = strategy("show", "--crosswalk", "MO 2.2")

    assert code == 1
    assert "crosswalk" in err
