import random

import pytest

from evals.plain import haystack_of, numbers_in, plain, plain_with_offsets, says, unlabelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The U.S.- Peru deal", "the u.s.-peru DEAL"),
        ("Peru’s “Año”", 'peru\'s "ano"'),
        ("a  b\n\tc", "a b c"),
        ("a – b", "a - b"),
        ("two\u00a0words", "two words"),
    ],
)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_a_dash_between_spaces_stays_one() -> None:
    assert plain("this - that") == "this - that"


def test_the_offsets_lead_back_to_the_characters() -> None:
    alphabet = "ab é’-–  \n.“1"
    rng = random.Random(1)
    for _ in range(500):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(20)))
        found, offsets = plain_with_offsets(text)
        assert found == plain(text)
        assert offsets == sorted(set(offsets))
        assert all(
            plain(text[offset]) == character
            for character, offset in zip(found, offsets, strict=True)
            if character != " "
        )


@pytest.mark.parametrize(
    ("form", "text", "is_there"),
    [
        ("$22 million", "They seized $22 million.", True),
        ("580,000", "1,580,000 visitors", False),
        ("50", "It stands at 50.", True),
        ("50", "It stands at 50.5.", False),
        ("50", "in 1950", False),
        ("tourist", "many tourists", True),
        ("art", "they started", False),
        ("no", "nothing", False),
        ("no", "It says no.", True),
        ("MO 2.1", "Mission Objective 2.1 says", True),
        ("Mission Objective 2.1", "see MO 2.1", True),
        ("MO 2.1", "Mission Objective 2.12", False),
        ("re:seiz(ed|ure)", "A seizure", True),
        ("state-usaid", "State-\nUSAID", True),
        ("a b", "a [1] b", False),
    ],
)
def test_a_fact_is_found_as_words_and_whole_numbers(form: str, text: str, is_there: bool) -> None:
    assert says(haystack_of([text]), [form]) is is_there


def test_no_fact_reaches_from_one_text_into_the_next() -> None:
    assert not says(haystack_of(["They seized $22", "million ships"]), ["$22 million"])


def test_markers_are_no_part_of_an_answer() -> None:
    assert unlabelled("“A” [1] “B” [12]\n- C [3]") == "“A” “B”\n- C"


def test_numbers_are_read_without_thousands_commas() -> None:
    assert numbers_in("$1,500.50 in FY 2019, 22%.") == ("1500.50", "2019", "22")
