import pytest

from assistant.errors import SourceError
from assistant.reading import collapse_with_offsets, decode, ranges_within, split_sentences, subtract


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The U.S. Mission supports Peru. It will continue.", 2),
        ("Threats reach the U.S. The Mission acts.", 2),
        ("Formed following the Lima Declaration of August 8, 2017. The Lima Group aims for peace.", 2),
        ("Fora (OECD, WTO, etc.) provide room. We use it.", 2),
        ("Dr. Smith met Mr. Jones at 5 p.m. on Monday.", 1),
        ("It grew by 2.5 percent. “We agree.” They left.", 3),
        ("Is it so? Yes! It is.", 3),
        ("Risks (e.g., earthquakes) remain", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_sentences_lose_no_character_but_white_space() -> None:
    text = "One. Two U.S. things. “Three.” Four"
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")


def test_subtracting_holes_leaves_ordered_ranges() -> None:
    assert subtract(0, 10, [(2, 4), (8, 20)]) == ((0, 2), (4, 8))
    assert subtract(5, 6, [(0, 10)]) == ()


def test_offsets_name_the_source_character_of_each_reading_character() -> None:
    source = " a \n b--c "
    text, offsets = collapse_with_offsets(source, ((0, 6), (8, 10)))
    assert text == "a bc"
    assert [source[offset] for offset in offsets] == ["a", " ", "b", "c"]


def test_ranges_within_cuts_both_ends() -> None:
    assert ranges_within(((0, 5), (7, 12)), 3, 9) == ((3, 5), (7, 9))


def test_a_file_that_is_not_utf8_is_named() -> None:
    with pytest.raises(SourceError, match="letter.txt is not UTF-8"):
        decode(b"caf\xe9", "letter.txt")


def test_an_empty_file_is_named() -> None:
    with pytest.raises(SourceError, match="letter.txt is empty"):
        decode(b" \n", "letter.txt")


def test_decoding_keeps_carriage_returns_so_that_offsets_stay_true() -> None:
    assert decode(b"a\r\nb", "x") == "a\r\nb"
