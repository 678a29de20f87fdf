from assistant.schema import Citation, Passage, Section, Sentence
from ui.evidence import gather, marked

TWICE = Passage(
    "d/MO 1.1/01",
    "d",
    "MO 1.1",
    "Justification",
    "Trade grew. It helped. Trade grew.",
    ((0, 40),),
    (Sentence("Trade grew.", ((0, 11),)), Sentence("It helped.", ((12, 22),)), Sentence("Trade grew.", ((23, 34),))),
)


def _citation(quote: str, start: int, passage: str = "d/MO 1.1/01") -> Citation:
    return Citation(1, "d", "T", "MO 1.1", "H", "Justification", passage, quote, ((start, start + len(quote)),))


def _section(document: str, ref: str, parent: str | None, *passages: Passage) -> Section:
    return Section(document, ref, "objective", "H", (), parent, (), passages)


def test_the_marked_piece_is_the_quote_and_the_pieces_are_the_passage() -> None:
    pieces = marked(TWICE, _citation("It helped.", 12))

    assert [text for text, quoted in pieces if quoted] == ["It helped."]
    assert "".join(text for text, _ in pieces) == TWICE.text


def test_the_ranges_tell_which_of_two_equal_sentences_is_meant() -> None:
    first, second = marked(TWICE, _citation("Trade grew.", 0)), marked(TWICE, _citation("Trade grew.", 23))

    assert first[0] == ("Trade grew.", True)
    assert second[-1] == ("Trade grew.", True)


def test_part_of_a_sentence_can_be_marked() -> None:
    assert ("helped", True) in marked(TWICE, _citation("helped", 15))


def test_several_sentences_can_be_marked_together() -> None:
    assert ("It helped. Trade grew.", True) in marked(TWICE, _citation("It helped. Trade grew.", 12))


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    assert marked(TWICE, _citation("Invented.", 0)) == ((TWICE.text, False),)


def test_evidence_is_gathered_from_the_cited_document_with_the_goal_above() -> None:
    sections = {
        "MO 1.1": (_section("other", "MO 1.1", None), _section("d", "MO 1.1", "MG 1", TWICE)),
        "MG 1": (_section("d", "MG 1", None),),
    }

    evidence = gather(_citation("It helped.", 12), lambda ref: sections[ref])

    assert evidence.passage is TWICE
    assert evidence.section is sections["MO 1.1"][1]
    assert evidence.parent is sections["MG 1"][0]


def test_a_citation_into_a_vanished_section_still_has_its_quote() -> None:
    evidence = gather(_citation("It helped.", 12), lambda ref: ())

    assert (evidence.passage, evidence.section, evidence.parent) == (None, None, None)
    assert evidence.citation.quote == "It helped."
