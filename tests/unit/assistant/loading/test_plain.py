from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.loading import Limits, load, load_bytes
from assistant.reading import subtract
from assistant.schema import reading_of

Refused = Callable[..., str]


def test_plain_text_is_the_file_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Línea uno.\r\n\r\n  Two.\n".encode())

    loaded = load(path)

    assert loaded.text.encode() == path.read_bytes()
    assert (loaded.media, loaded.pages, loaded.headings, loaded.markup) == ("text/plain", (), (), ())


def test_a_byte_order_mark_stays_in_the_text_and_out_of_the_reading_text() -> None:
    loaded = load_bytes(b"\xef\xbb\xbfPeru.", "a.txt")

    assert loaded.text == "\ufeffPeru."
    assert reading_of(loaded.text, subtract(0, len(loaded.text), loaded.markup)) == "Peru."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\0\0\0\0", "empty"),
        ("Perú".encode("latin-1"), "not UTF-8"),
        ("Peru is".encode("utf-16"), "UTF-16"),
        (b"Peru\0grows coca.", "null bytes"),
    ],
)
def test_what_is_no_utf_8_text_is_refused(refusal: Refused, data: bytes, why: str) -> None:
    assert why in refusal(data, "a.txt")


def test_a_missing_file_a_folder_a_large_and_a_long_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"x" * 2000)
    for name, why in (("none.txt", "is missing"), ("", "is no file"), ("large.txt", "larger than")):
        with pytest.raises(SourceError, match=why):
            load(tmp_path / name, Limits(file_bytes=1000))
    with pytest.raises(SourceError, match="more than 1,000 characters"):
        load(tmp_path / "large.txt", Limits(characters=1000))


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceError, match="is no file"):
        load(tmp_path / "pipe.txt")
