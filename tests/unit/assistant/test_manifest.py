from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.manifest import Row, read_manifest

ROW = """[[documents]]
id = "d"
path = "d.txt"
title = "The Strategy"
short = "S"
kind = "strategy"
sha256 = "{sha256}"
{more}
"""


def _read(folder: Path, more: str) -> Row:
    (folder / "manifest.toml").write_text(ROW.format(sha256="0" * 64, more=more), encoding="utf-8")
    return read_manifest(folder)[0]


@pytest.mark.parametrize("written", ["2020-02-07", '"2020-02-07"'])
def test_a_date_may_be_written_with_or_without_quotation_marks(tmp_path: Path, written: str) -> None:
    row = _read(tmp_path, f"approved = {written}\nupdated = {written}")

    assert (row.approved, row.updated) == ("2020-02-07", "2020-02-07")


def test_dates_post_and_period_may_be_left_out(tmp_path: Path) -> None:
    row = _read(tmp_path, "")

    assert (row.post, row.approved, row.updated, row.period) == (None, None, None, None)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("approved", '"last spring"'),
        ("approved", '"2020-02-30"'),
        ("updated", "2020"),
        ("updated", "2020-02-07T10:00:00"),
        ("period", '"2018"'),
        ("period", '"2018 to 2022"'),
        ("period", '"2022-2018"'),
        ("period", "2018"),
        ("post", "3"),
        ("post", '" "'),
    ],
)
def test_a_value_that_is_not_what_it_says_is_told_with_its_row_and_field(
    tmp_path: Path, field: str, written: str
) -> None:
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, f"{field} = {written}")

    assert f"document 1: {field} " in caught.value.message
    assert caught.value.hint
