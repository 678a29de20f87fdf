import json
import re
from dataclasses import replace

from assistant.hashing import sha256_of_text
from assistant.schema import Document, Section, reading_of
from ingest.outline import expected_refs, has_detail, read_sections
from ingest.passages import PASSAGE_PIECES

REFS = [
    "CoM", "MG 1", "MO 1.1", "MO 1.2", "MG 2", "MO 2.1", "MO 2.2", "MG 3", "MO 3.1", "MO 3.2",
    "MG 4", "MO 4.1", "MO 4.2", "MO 4.3", "MgO 1", "MgO 2", "About",
]  # fmt: skip

# Of (passage id, part, text, ranges) in order: an answer that was right stays so, and so does every stored citation.
COUNT, HASH = 73, "5b01dbf395ead49d7606a4db4bb2175e53d89794acc01126119313b982e09098"


def small(text: str) -> Document:
    return Document("small", "Small", "Small", "strategy", "peru", None, None, None, "", text)


def test_every_goal_and_objective_has_its_section(sections: tuple[Section, ...]) -> None:
    assert [section.ref for section in sections] == REFS


def test_every_expected_ref_comes_with_a_text_of_its_own(strategy: Document, by_ref: dict[str, Section]) -> None:
    assert expected_refs(strategy) == tuple(REFS[:-1])
    assert all(has_detail(by_ref[ref]) for ref in expected_refs(strategy))


def test_each_passage_is_the_reading_text_of_its_ranges(strategy: Document, sections: tuple[Section, ...]) -> None:
    for section in sections:
        for passage in section.passages:
            assert reading_of(strategy.text, passage.ranges) == passage.text


def test_each_sentence_is_the_reading_text_of_its_ranges(strategy: Document, sections: tuple[Section, ...]) -> None:
    for section in sections:
        for passage in section.passages:
            for sentence in passage.sentences:
                assert reading_of(strategy.text, sentence.ranges) == sentence.text


def test_sentences_follow_one_another_and_make_up_the_passage(sections: tuple[Section, ...]) -> None:
    for section in sections:
        for passage in section.passages:
            assert " ".join(sentence.text for sentence in passage.sentences) == passage.text


def test_passage_ids_are_unique_and_count_up(sections: tuple[Section, ...]) -> None:
    for section in sections:
        ids = [passage.id for passage in section.passages]
        assert ids == [f"{section.document}/{section.ref}/{n:02d}" for n in range(1, len(ids) + 1)]


def test_passages_fit_the_embedding_model(sections: tuple[Section, ...]) -> None:
    sizes = [round(len(p.text.split()) * 1.4) for s in sections for p in s.passages]
    assert max(sizes) <= PASSAGE_PIECES


def test_page_furniture_stands_in_no_passage_but_about(sections: tuple[Section, ...]) -> None:
    text = " ".join(p.text for s in sections if s.ref != "About" for p in s.passages)
    assert "FOR PUBLIC RELEASE" not in text
    assert "Approved:" not in text


def test_a_sentence_that_runs_across_a_page_head_is_whole(by_ref: dict[str, Section]) -> None:
    sentences = [s for p in by_ref["MO 2.1"].passages for s in p.sentences]
    torn = next(s for s in sentences if s.text.startswith("Peru has a national plan"))
    assert "a national plan to combat human trafficking, but much remains" in torn.text
    assert len(torn.ranges) == 2


def test_a_blank_line_inside_a_sentence_does_not_end_it(by_ref: dict[str, Section]) -> None:
    texts = [s.text for p in by_ref["CoM"].passages for s in p.sentences]
    assert any(text.startswith("This Mission Goal recognizes ongoing bilateral engagement") for text in texts)


def test_real_hyphens_at_line_ends_stay(sections: tuple[Section, ...]) -> None:
    text = " ".join(p.text for s in sections for p in s.passages)
    for word in (
        "U.S.-Peru",
        "billion-dollar",
        "military-to-military",
        "three-pronged",
        "State-USAID",
        "non-compliance",
        "anti-corruption",
    ):
        assert word in text
    assert "- " not in text.replace(" – ", "")


def test_footnotes_belong_to_the_objectives_that_carry_their_numbers(by_ref: dict[str, Section]) -> None:
    carried = {ref: section.footnotes for ref, section in by_ref.items() if section.footnotes}
    assert carried == {"MO 2.1": (1,), "MO 2.2": (2,), "MO 3.2": (3,), "MO 4.3": (4,)}
    assert "CDCS DO1" in by_ref["MO 2.2"].passages[-1].text


def test_a_footnote_mark_is_no_part_of_the_title(by_ref: dict[str, Section]) -> None:
    assert by_ref["MO 2.2"].title.endswith("cocaine interdiction.")
    assert all(not p.text[-1].isdigit() for p in by_ref["MO 2.2"].passages)


def test_the_bundled_strategy_reads_as_it_always_did(sections: tuple[Section, ...]) -> None:
    found = [(p.id, p.part, p.text, p.ranges) for s in sections for p in s.passages]
    assert len(found) == COUNT
    assert sha256_of_text(json.dumps(found, ensure_ascii=False)) == HASH


def test_both_wordings_of_goal_four_are_kept(by_ref: dict[str, Section]) -> None:
    assert by_ref["MG 4"].title == "Strengthen U.S. citizen safety and security."
    assert by_ref["MG 4"].other_titles == ("Strengthen citizen safety and security.",)


def test_the_detailed_text_comes_before_the_framework(by_ref: dict[str, Section]) -> None:
    assert [p.part for p in by_ref["MO 4.1"].passages] == ["Title", "Justification", "Framework"]


def test_objectives_know_their_goal(by_ref: dict[str, Section]) -> None:
    assert by_ref["MO 3.2"].parent == "MG 3"
    assert by_ref["MgO 1"].parent is None


def test_dates_and_release_mark_become_the_about_section(by_ref: dict[str, Section]) -> None:
    assert [p.text for p in by_ref["About"].passages] == [
        "FOR PUBLIC RELEASE", "Originally Approved: August 8, 2018", "Updated: February 7, 2020",
    ]  # fmt: skip


def test_a_soft_hyphen_at_a_line_end_is_left_out() -> None:
    text = (
        "1. Chief of Mission Priorities\n\nOur government helps the govern-\nment reform the anti-\ncorruption law.\n"
    )
    sections = read_sections(small(text), len)
    assert sections[0].passages[1].text == "Our government helps the government reform the anti-corruption law."


def test_marks_of_the_format_part_no_words_and_join_none() -> None:
    text = "Mission Goal 1: Grow\n\nDescription: Trade **rises**\n**and** falls.\n"
    marks = tuple(match.span() for match in re.finditer(r"\*\*", text))
    sections = read_sections(replace(small(text), markup=marks), len)
    assert sections[0].passages[1].text == "Trade rises and falls."


def test_a_text_without_structure_is_one_section() -> None:
    (section,) = read_sections(small("Just a plain letter.\n\nNothing more.\n"), len)
    assert (section.ref, section.title) == ("§ 1", "")


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    long = "Peru " + "very " * 400 + "grows."
    sections = read_sections(
        small(f"1. Chief of Mission Priorities\n\n{long} It is short.\n"), lambda text: len(text.split())
    )
    assert [p.text for p in sections[0].passages[1:]] == [long, "It is short."]
