import shutil
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.reader import CARD, GRAPH, LOW, MAX_PIECES, MODELS, Reader, open_reader

QUESTION = "When did the bridge over the river open?"
SENTENCES = (
    "The valley has three towns.",
    "The bridge over the river opened in 1932.",
    "Its engineer had studied in Lima and later worked for the railway.",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader()


def test_the_same_passage_reads_the_same_in_another_process_and_after_others(reader: Reader) -> None:
    first = reader.logits(QUESTION, SENTENCES)
    reader.logits("Who studied in Lima?", SENTENCES[::-1])
    assert reader.logits(QUESTION, SENTENCES) == first
    assert open_reader().logits(QUESTION, SENTENCES) == first


def test_log_odds_stand_in_the_order_of_the_sentences(reader: Reader) -> None:
    (forwards, _), (backwards, _) = reader.logits(QUESTION, SENTENCES), reader.logits(QUESTION, SENTENCES[::-1])
    assert max(range(3), key=lambda i: forwards[i]) == 1
    assert max(range(3), key=lambda i: backwards[i]) == 1


def test_a_passage_that_tells_of_something_else_answers_less(reader: Reader) -> None:
    other = ("Potatoes grow well at this height.", "Most farms sell to the market in town.")
    assert reader.logits(QUESTION, SENTENCES)[1] > reader.logits(QUESTION, other)[1] + 1


def test_what_is_too_long_is_read_in_windows_that_leave_nothing_out(reader: Reader) -> None:
    sentences = [f"In year {year} the council met {year % 7} times in the old hall." for year in range(1900, 1980)]
    sentences[70:70] = [SENTENCES[1], "word " * 700]
    windows = list(reader.windows(QUESTION * 20, sentences, "Bridges"))
    assert all(len(window.ids) == len(window.types) <= MAX_PIECES for window in windows)
    assert sorted({place for window in windows for place, _, _ in window.places}) == list(range(82))
    found, _ = reader.logits(QUESTION, sentences)
    assert len(found) == 82
    assert max(range(82), key=lambda i: found[i]) == 70


def test_nothing_to_read_answers_nothing(reader: Reader) -> None:
    assert reader.logits(QUESTION, ()) == reader.logits("", []) == ((), LOW)
    assert len(reader.logits(QUESTION, ("", "\ud800 ", "One."))[0]) == 3


def test_an_altered_graph_is_not_opened(tmp_path: Path) -> None:
    for name in (GRAPH, CARD):
        shutil.copyfile(MODELS / name, tmp_path / name)
    with (tmp_path / GRAPH).open("r+b") as file:
        file.seek(10_000)
        file.write(b"x")
    with pytest.raises(ModelError, match="not the one"):
        open_reader(tmp_path)


def test_a_missing_reader_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        open_reader(tmp_path)
