"""What a text says of itself is found, and nothing is made up where it does not say."""

import pytest

from ingest import guessing


@pytest.mark.parametrize(
    ("text", "approved", "updated"),
    [
        ("Originally Approved: August 8, 2018 \nUpdated: February 7, 2020", "2018-08-08", "2020-02-07"),
        ("Approved: 2022-03-28", "2022-03-28", None),
        ("Approved: 3/28/2022\nLast updated 6/1/2023", "2022-03-28", "2023-06-01"),
        ("Approved: February 31, 2022", None, None),
        ("The plan was approved by Congress.", None, None),
    ],
)
def test_dates_are_read_where_they_are_stated(text: str, approved: str | None, updated: str | None) -> None:
    assert guessing.dates_in(text) == (approved, updated)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("This strategy covers 2022–2026.", "2022-2026"),
        ("Integrated Country Strategy FY 2018 - FY 2022", "2018-2022"),
        ("over the period 2018 to 2022", "2018-2022"),
        ("Exports grew from 2001 to 2019.", None),
        ("the strategy of 2022-2018", None),
    ],
)
def test_a_period_is_a_span_of_years_that_the_text_says_it_covers(text: str, period: str | None) -> None:
    assert guessing.period_in(text) == period


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("INTEGRATED COUNTRY STRATEGY\nKenya\nKenya is a partner.", "Kenya"),
        ("Costa Rica Integrated Country Strategy. In Costa Rica, trade grows.", "Costa Rica"),
        ("The U.S. Mission to Peru works. Peru grows.", "Peru"),
        ("INTEGRATED COUNTRY STRATEGY\nMission Goal 1: Grow. Mission Goal 2: Build.", None),
        ("A note on fisheries.", None),
    ],
)
def test_a_post_is_what_a_strategy_says_it_is_of(text: str, post: str | None) -> None:
    assert guessing.post_in(text) == post


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("ICS Kenya (2022).txt", "ics-kenya-2022"),
        ("Perú.txt", "peru"),
        ("../../etc/passwd", "passwd"),
        ("日本.txt", ""),
    ],
)
def test_an_id_is_made_of_the_file_name_and_cannot_leave_its_folder(name: str, id: str) -> None:
    assert guessing.id_from(name) == id


def test_a_file_name_is_shown_without_what_a_terminal_would_obey() -> None:
    assert guessing.name_from("a\x1b[2J\u202eb_c.txt") == "a [2J b c"
