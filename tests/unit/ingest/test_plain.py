from assistant.schema import Document, Sentence, reading_of
from ingest.passages import PASSAGE_PIECES
from ingest.plain import read_plain


def document(text: str, kind: str = "passages", title: str = "Harbours") -> Document:
    return Document("d", title, "set/7", kind, None, None, None, None, "0" * 64, text)


def words(text: str) -> int:
    return len(text.split())


def test_a_document_is_one_section_named_by_its_short_name() -> None:
    (section,) = read_plain(document("The harbour is closed. Boats wait.\n\n  \nA storm\ncame.\n"), words)

    assert (section.ref, section.kind, section.title) == ("set/7", "passages", "Harbours")
    assert [passage.text for passage in section.passages] == ["The harbour is closed. Boats wait.", "A storm came."]
    assert [passage.id for passage in section.passages] == ["d/set/7/01", "d/set/7/02"]
    assert {passage.ref for passage in section.passages} == {"set/7"}


def test_every_sentence_stands_in_the_source() -> None:
    text = "  One is here.  Two\nis there. \r\n\r\nThree."
    (section,) = read_plain(document(text), words)
    sentences = [sentence for passage in section.passages for sentence in passage.sentences]

    assert [sentence.text for sentence in sentences] == ["One is here.", "Two is there.", "Three."]
    assert all(reading_of(text, sentence.ranges) == sentence.text for sentence in sentences)


def test_lines_keep_the_sentences_that_they_came_with() -> None:
    text = "Mr. A. came. He saw.\n\n and  left\nwithout a stop"
    (section,) = read_plain(document(text, "lines"), words)
    (passage,) = section.passages

    assert passage.sentences == (
        Sentence("Mr. A. came. He saw.", ((0, 20),)),
        Sentence("and left", ((23, 32),)),
        Sentence("without a stop", ((33, 47),)),
    )
    assert all(reading_of(text, sentence.ranges) == sentence.text for sentence in passage.sentences)


def test_long_texts_are_cut_for_the_model() -> None:
    (section,) = read_plain(document("This is one of many sentences. " * 100), words)

    assert len(section.passages) > 1
    assert all(words(passage.text) <= PASSAGE_PIECES for passage in section.passages)


def test_a_title_that_is_only_a_name_is_left_out_and_an_empty_text_is_no_section() -> None:
    assert read_plain(document("Text.", title="set/7"), words)[0].title == ""
    assert read_plain(document(" \n ", "lines"), words) == read_plain(document(" \n "), words) == ()
