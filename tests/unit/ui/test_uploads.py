"""Files that browsers send: under a harmless name, and gone afterwards."""

import pytest

from ui.uploads import kept, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ICS Kenya.txt", "ICS Kenya.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.txt", "plan.txt"),
        ("--remove=x.txt", "remove=x.txt"),
        ("\x1b[2J\n\u202ea.txt", "[2Ja.txt"),
        (".txt", "txt"),
        ("", "document"),
        ("x" * 300 + ".txt", "x" * 80 + ".txt"),
    ],
)
def test_a_name_leads_nowhere_and_is_no_option(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_file_is_there_as_long_as_it_is_needed() -> None:
    with kept("../a.txt", b"\x00\xff") as path:
        assert path.read_bytes() == b"\x00\xff"
    assert not path.parent.exists()
