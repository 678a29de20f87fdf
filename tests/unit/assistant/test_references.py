import pytest

from assistant.references import find_footnotes, find_mentions, find_sections


def refs(text: str) -> list[tuple[str, ...]]:
    return [mention.refs for mention in find_mentions(text)]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("MO2.2", "MO 2.2"),
        ("mo 2.2", "MO 2.2"),
        ("objective 2.2", "MO 2.2"),
        ("Mission Obj. 4-1", "MO 4.1"),
        ("what is 3.1 about", "MO 3.1"),
        ("mission goal two", "MG 2"),
        ("goal 4", "MG 4"),
        ("Goal IV", "MG 4"),
        ("MG-3", "MG 3"),
        ("the third goal", "MG 3"),
        ("mgmt objective 1", "MgO 1"),
        ("the second management objective", "MgO 2"),
        ("the second objective under goal 3", "MO 3.2"),
        ("objetivo de misión 4.2", "MO 4.2"),
        ("meta 4", "MG 4"),
        ("objetivo de gestión 1", "MgO 1"),
        ("Chief of Mission priorities", "CoM"),
        ("MgO 1.1", "MgO 1.1"),
        ("management objective 2.1", "MgO 2.1"),
        ("MgG 1", "MgG 1"),
        ("management goal two", "MgG 2"),
        ("the second management goal", "MgG 2"),
        ("the first objective of management goal 2", "MgO 2.1"),
        ("§ 3.2", "§ 3.2"),
        ("what does §4 say", "§ 4"),
        ("About", "About"),
    ],
)
def test_a_place_is_read_however_it_is_typed(text: str, ref: str) -> None:
    assert refs(text) == [(ref,)]


@pytest.mark.parametrize(
    "text", ["a drop of 2.2 percent", "$2.5 million", "in FY 2019", "two goals", "12.5", "version 1.2.3"]
)
def test_a_number_is_no_place(text: str) -> None:
    assert refs(text) == []


def test_lists_are_read_to_their_end() -> None:
    assert refs("objectives 2.1, 2.2 and 3.1") == [("MO 2.1",), ("MO 2.2",), ("MO 3.1",)]
    assert refs("goals 1 and 3") == [("MG 1",), ("MG 3",)]


def test_objective_with_a_bare_number_stays_open() -> None:
    (mention,) = find_mentions("what does objective 2 say")
    assert mention.is_ambiguous
    assert "MgO 2" in mention.refs


def test_mentions_carry_their_offsets() -> None:
    (mention,) = find_mentions("see MO 2.2 please")
    assert (mention.start, mention.end) == (4, 10)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("footnote 3", (3,)), ("fn. 2", (2,)), ("the second footnote", (2,)), ("nota al pie 4", (4,)), ("a note", ())],
)
def test_footnotes_are_read_by_number(text: str, numbers: tuple[int, ...]) -> None:
    assert find_footnotes(text) == numbers


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("what does section 3.2 say", "§ 3.2"),
        ("Chapter two", "§ 2"),
        ("sección 4", "§ 4"),
        ("capítulo 1.2.3", "§ 1.2.3"),
    ],
)
def test_sections_are_read_by_number(text: str, ref: str) -> None:
    assert [mention.refs for mention in find_sections(text)] == [(ref,)]


def test_a_section_number_in_words_is_no_other_place() -> None:
    assert refs("what does section 4 say") == []
    assert refs("what is this about") == []
