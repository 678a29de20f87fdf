"""A draft is read as a drafter wrote it, and every piece of it can be found again in the text as given."""

import time
from collections.abc import Callable

import pytest

from assistant.cables.cable import Cable, Paragraph, Role
from assistant.cables.reading import read_cable
from assistant.schema import reading_of


def by_label(cable: Cable) -> dict[str, Paragraph]:
    return {paragraph.label: paragraph for paragraph in cable.paragraphs}


def body(text: str) -> Cable:
    return read_cable(f"UNCLASSIFIED\n\nSUBJECT: PERU: A TALK\n\n{text}")


def texts(cable: Cable) -> list[str]:
    return [paragraph.text for paragraph in cable.paragraphs]


def test_headers_of_the_present_system_are_read(present: Cable) -> None:
    assert present.mrn == "19 LIMA 1234"
    assert present.date == "2019-03-12"
    assert present.date_time_group == "121530Z MAR 19"
    assert present.from_ == "AMEMBASSY LIMA"
    assert present.action == ("WASHDC, SECSTATE",)
    assert present.info == ("BOGOTA, AMEMBASSY", "QUITO, AMEMBASSY")
    assert present.tags == ("SNAR", "KCRM", "EAID", "PE")
    assert present.captions == ("SENSITIVE", "SIPDIS")
    assert present.subject == "Peru: Eradication Starts Early in the Upper Huallaga"
    assert [(r.letter, r.text) for r in present.references] == [("A", "19 LIMA 1001"), ("B", "18 STATE 98765 (NOTAL)")]


def test_headers_of_a_telegram_of_the_seventies_are_read(telegram: Cable) -> None:
    assert telegram.mrn == "LIMA 01234"
    assert telegram.date == "1974-01-12"
    assert telegram.eo_line == "11652: N/A"
    assert telegram.from_ == "AMEMBASSY LIMA"
    assert "SECSTATE WASHDC" in telegram.action and "ARA-10" in telegram.action
    assert telegram.info[-2:] == ("AMEMBASSY BOGOTA", "AMEMBASSY LA PAZ")
    assert telegram.tags == ("SNAR", "PE")
    assert telegram.subject == "NARCOTICS: GOP SEEKS HELP WITH COCA CONTROL"
    assert [(r.letter, r.text) for r in telegram.references] == [("A", "STATE 009876"), ("B", "LIMA 00455")]
    assert telegram.signature == "BELCHER"


def test_pages_and_repeated_headers_of_a_telegram_are_no_text(telegram: Cable) -> None:
    paragraphs = by_label(telegram)
    assert paragraphs["2"].text == (
        "DURING CALL ON AMB, FONMIN SAID PIP LACKS VEHICLES AND RADIOS FOR WORK IN UPPER HUALLAGA. HE HAD RAISED MATTER "
        "WITH MININT LAST WEEK. POINTS MADE: A. VEHICLES ARE NEEDED BEFORE RAINS; B. RADIOS ARE OLD."
    )
    assert list(paragraphs) == ["1", "2", "3", "4"]


def test_roles_come_from_headings_and_first_words(present: Cable, telegram: Cable) -> None:
    roles = [Role.SUMMARY, Role.BODY, Role.BODY, Role.BODY, Role.COMMENT, Role.ACTION_REQUEST]
    assert [p.role for p in present.paragraphs] == roles
    assert [p.role for p in telegram.paragraphs] == [Role.SUMMARY, Role.BODY, Role.COMMENT, Role.ACTION_REQUEST]


def test_number_mark_heading_and_end_are_no_part_of_the_reading_text(present: Cable) -> None:
    text = by_label(present)["1"].text
    assert text.startswith("The GOP began") and text.endswith("Objective 2.2.")


def test_points_belong_to_their_paragraph_across_a_page(present: Cable) -> None:
    text = by_label(present)["2"].text
    assert "-- three bases are open; -- alternative development follows within ninety days; and" in text
    assert "Page 2" not in text and "SBU" not in text
    assert by_label(present)["2"].heading == "Eradication Ahead of Plan"


def test_a_quoted_text_is_a_paragraph_of_its_own(present: Cable) -> None:
    paragraphs = by_label(present)
    assert paragraphs["3"].text == "The press covered the launch widely."
    quoted = paragraphs["3 text"]
    assert quoted.quoted and quoted.number == "3" and quoted.marking == "U" and quoted.role is Role.BODY
    assert quoted.text.startswith('"1. We will not rest')


def test_a_hyphen_at_a_lines_end_joins_its_word(present: Cable) -> None:
    assert by_label(present)["4"].text == "The three-pronged approach holds."


def test_a_soft_hyphen_goes_where_the_draft_has_the_whole_word() -> None:
    cable = read_cable("The eradi-\ncation season began. Then eradication stopped in the long-\nterm plan.")
    assert texts(cable) == ["The eradication season began. Then eradication stopped in the long-term plan."]


def test_drafters_and_clearers_are_read(present: Cable) -> None:
    assert present.signature == "URRUTIA"
    assert present.drafting is not None
    assert [(c.office, c.name, c.state) for c in present.drafting.drafted] == [("POL", "jsmith", None)]
    assert [(c.office, c.name, c.state) for c in present.drafting.cleared] == [
        ("ECON", "aroe", "ok"),
        ("INL", "bdoe", "info"),
    ]
    assert [c.name for c in present.drafting.approved] == ["mlee"]


def test_one_line_may_hold_drafter_and_clearers() -> None:
    cable = body("1. (U) Text.\n\nJONES\n\nDrafted by: POL: rroe Cleared by: POL: jdoe (ok), ECON: aroe (subs)")
    assert cable.signature == "JONES"
    assert cable.drafting is not None
    assert [c.name for c in cable.drafting.drafted] == ["rroe"]
    assert [(c.office, c.name, c.state) for c in cable.drafting.cleared] == [
        ("POL", "jdoe", "ok"),
        ("ECON", "aroe", "subs"),
    ]
    assert texts(cable) == ["Text."]


def test_a_plain_text_is_paragraphs_and_nothing_else() -> None:
    cable = read_cable("The minister met us.\nHe spoke of roads.\n\nLater he left for Cusco.\n")
    assert texts(cable) == ["The minister met us. He spoke of roads.", "Later he left for Cusco."]
    assert [p.label for p in cable.paragraphs] == ["¶1", "¶2"]
    assert not (cable.subject or cable.tags or cable.markings or cable.signature or cable.mrn or cable.remarks)
    assert all(p.role is Role.BODY and p.number is None for p in cable.paragraphs)


def test_a_letter_that_begins_with_from_stays_text() -> None:
    cable = read_cable("From: the desk of the minister, with thanks.\n\nWe agreed on three points.")
    assert len(cable.paragraphs) == 2 and cable.from_ is None


def test_a_document_with_one_line_a_paragraph_is_read_line_by_line() -> None:
    long = (
        "The ministry explained at great length how the new regional roads would reach the valley before the rains. "
        * 2
    )
    cable = read_cable(f"{long}\n{long}\nShort end.")
    assert len(cable.paragraphs) == 3


@pytest.mark.parametrize(
    ("text", "label", "role", "words"),
    [
        ("SUMMARY: Talks went well. END SUMMARY.\n\n1. Text.", "summary", Role.SUMMARY, "Talks went well."),
        ("Summary:\n\nTalks went well.\n\nEnd summary.\n\n1. Text.", "summary", Role.SUMMARY, "Talks went well."),
        ("SUMMARY AND COMMENT: Talks went well.\n\n1. Text.", "summary", Role.SUMMARY, "Talks went well."),
        ("(SBU) Summary: Talks went well.\n\n1. Text.", "summary", Role.SUMMARY, "Talks went well."),
        ("1. Text.\n\nCOMMENT: Talks may stall. END COMMENT.", "comment", Role.COMMENT, "Talks may stall."),
        ("1. Text.\n\n2. (U) COMMENT. Talks may stall.", "2", Role.COMMENT, "Talks may stall."),
        ("1. (U) Action Request: Please send funds.\n\n2. Text.", "1", Role.ACTION_REQUEST, "Please send funds."),
        ("1. ACTION REQUESTED: SEND FUNDS.\n\n2. TEXT.", "1", Role.ACTION_REQUEST, "SEND FUNDS."),
        ("1. Text.\n\n2. Embassy requests Department approval by May 2.", "2", Role.ACTION_REQUEST, "Embassy requests Department approval by May 2."),
        ("1. TEXT.\n\n2. DEPT PLEASE ADVISE SOONEST.", "2", Role.ACTION_REQUEST, "DEPT PLEASE ADVISE SOONEST."),
        ("1. Background: The law is old.\n\n2. Text.", "1", Role.BACKGROUND, "The law is old."),
    ],
)  # fmt: skip
def test_parts_are_told_apart(text: str, label: str, role: Role, words: str) -> None:
    paragraph = by_label(body(text))[label]
    assert (paragraph.role, paragraph.text) == (role, words)


def test_a_summary_lasts_until_it_ends() -> None:
    cable = body("1. (U) Summary: One.\n\n2. (U) Two. End summary.\n\n3. (U) Three.")
    assert [p.role for p in cable.paragraphs] == [Role.SUMMARY, Role.SUMMARY, Role.BODY]


def test_a_heading_stands_over_what_follows_it() -> None:
    cable = body("Summary\n\n1. (U) One.\n\nA Law Is Made\n\n2. (U) Two.\n\nComment\n\n3. (U) Three.\n\n4. (U) Four.")
    assert [p.role for p in cable.paragraphs] == [Role.SUMMARY, Role.BODY, Role.COMMENT, Role.COMMENT]
    assert [p.heading for p in cable.paragraphs] == ["Summary", "A Law Is Made", "Comment", None]


def test_a_comment_inside_a_paragraph_is_told_apart() -> None:
    cable = body("1. (SBU) He promised funds. (Comment: We doubt it. End comment.) He left.")
    paragraphs = by_label(cable)
    assert paragraphs["1"].text == "He promised funds. He left."
    assert (paragraphs["1 comment"].role, paragraphs["1 comment"].text) == (Role.COMMENT, "We doubt it.")
    assert paragraphs["1 comment"].marking == "SBU"


def test_a_text_quoted_without_an_end_is_remarked() -> None:
    cable = body("1. (U) The note reads. Begin text:\n\nWe thank you.\n\n2. (U) He left.")
    assert cable.remarks
    assert [p.quoted for p in cable.paragraphs] == [False, True, False]


def test_numbers_inside_a_paragraph_begin_no_paragraph() -> None:
    cable = body(
        "1. (U) GDP grew\n2.4 percent in 2018.\n\n2. (U) He asked for:\n\n   1. roads;\n   2. schools.\n\n3. (U) He left."
    )
    assert [p.number for p in cable.paragraphs] == ["1", "2", "3"]
    assert "2.4 percent" in cable.paragraphs[0].text and "2. schools" in cable.paragraphs[1].text


def test_a_missing_number_is_remarked() -> None:
    assert body("1. (U) One.\n\n3. (U) Three.").remarks == ("Paragraph 2 is missing.",)


@pytest.mark.parametrize(
    "style", ["{n}. (U) Text.", "{n}.  (U) Text.", "¶{n}. (U) Text.", "¶{n} (U) Text.", "{n}. Text.", "{n}) Text."]
)
def test_paragraphs_are_numbered_in_many_ways(style: str) -> None:
    cable = body("\n\n".join(style.format(n=n) for n in range(1, 13)))
    assert [p.number for p in cable.paragraphs] == [str(n) for n in range(1, 13)]
    assert set(texts(cable)) == {"Text."}


def test_windows_line_ends_change_nothing() -> None:
    cable = read_cable("UNCLASSIFIED\r\n\r\nSUBJECT: A TALK\r\n\r\n1. (U) One\r\nline.\r\n\r\n2. (U) Two.\r\n")
    assert cable.subject == "A TALK" and texts(cable) == ["One line.", "Two."]


def test_fields_may_share_a_line() -> None:
    cable = read_cable("E.O. 12065: N/A TAGS: SNAR, PE SUBJECT: COCA CONTROL\n\n1. TEXT.")
    assert (cable.eo_line, cable.tags, cable.subject) == ("12065: N/A", ("SNAR", "PE"), "COCA CONTROL")


def test_a_printed_telegram_is_read() -> None:
    cable = read_cable("183068. Subject: Narcotics Assistance.\n\n1. Embassy met FonMin.\n\n2. He agreed.")
    assert (cable.mrn, cable.subject, len(cable.paragraphs)) == ("183068", "Narcotics Assistance", 2)


def test_names_in_brackets_are_no_tags() -> None:
    assert read_cable("TAGS: PGOV, PE, (FUJIMORI, ALBERTO)\nSUBJECT: X\n\nText.").tags == ("PGOV", "PE")


def test_routing_lines_are_no_text() -> None:
    cable = read_cable(
        "VZCZCXYZ0001\nRR RUEHC\nDE RUEHPE #0123/01 0721530\nZNR UUUUU ZZH\nR 131530Z MAR 07\nFM AMEMBASSY LIMA\n"
        "TO RUEHC/SECSTATE WASHDC 1234\nBT\nUNCLAS LIMA 000123\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PGOV, PE\nSUBJECT: PERU: ROADS\n\n"
        "1. (U) Roads opened.\nSTRUBLE\nBT\n#0123\nNNNN\n"
    )
    assert texts(cable) == ["Roads opened."]
    assert (cable.date, cable.mrn, cable.signature, cable.eo_line) == (
        "2007-03-13",
        "LIMA 000123",
        "STRUBLE",
        "12958: N/A",
    )
    assert cable.captions == ("SIPDIS",)


def test_a_classified_by_block_is_no_paragraph() -> None:
    cable = read_cable(
        "CONFIDENTIAL\n\nE.O. 13526: DECL: 2029/03/12\nTAGS: PGOV, PE\nSUBJECT: A TALK\n\n"
        "CLASSIFIED BY: DCM JANE ROE, REASON: 1.4\n(B) AND (D)\n\n1. (C) He spoke."
    )
    assert texts(cable) == ["He spoke."] and len(cable.blocks) == 2


@pytest.mark.parametrize("name", ["present", "telegram"])
def test_every_piece_is_found_again_in_the_draft(name: str, request: pytest.FixtureRequest) -> None:
    cable: Cable = request.getfixturevalue(name)
    for paragraph in cable.paragraphs:
        assert reading_of(cable.text, paragraph.ranges) == paragraph.text
        assert paragraph.start <= paragraph.ranges[0][0] and paragraph.ranges[-1][1] <= paragraph.end
    assert cable.subject == reading_of(cable.text, cable.subject_ranges)
    assert all(" ".join(cable.text[r.start : r.end].split()) == r.text for r in cable.references)
    assert len({p.label for p in cable.paragraphs}) == len(cable.paragraphs)


def test_three_pages_are_read_in_a_moment(present: Cable) -> None:
    many = "\n\n".join(
        f"{n}. (U) {'The ministry explained how roads would reach the valley. ' * 8}" for n in range(1, 21)
    )
    text = f"{present.text[: present.body_start]}{many}\n"
    read_cable(text)
    best = min(_seconds(text) for _ in range(5))
    # 20 ms on the slowest machine that we know; the limit leaves room for a busy one.
    assert best < 0.06


def _seconds(text: str) -> float:
    started = time.perf_counter()
    read_cable(text)
    return time.perf_counter() - started


def test_a_telegram_without_a_subject_has_headers_too() -> None:
    cable = read_cable("R 121530Z JAN 72\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 123\n\nFONMIN RECEIVED AMB TODAY.")
    assert (cable.from_, cable.action, cable.date) == ("AMEMBASSY LIMA", ("SECSTATE WASHDC",), "1972-01-12")
    assert texts(cable) == ["FONMIN RECEIVED AMB TODAY."]


def test_a_cable_of_the_two_thousands_is_read(read_draft: Callable[[str], Cable]) -> None:
    cable = read_draft("sections.txt")
    assert (cable.mrn, cable.signature, cable.eo_line) == ("LIMA 000123", "STRUBLE", "12958: DECL: 02/14/2017")
    assert [(p.heading, p.role, p.marking) for p in cable.paragraphs] == [
        ("SUMMARY", Role.SUMMARY, "C"),
        ("Growers and Police", Role.BODY, "SBU"),
        (None, Role.BODY, "U"),
        ("COMMENT", Role.COMMENT, "C"),
    ]
    assert "(Note: CORAH is GOP-funded with USG support. End note.) The Minister" in cable.paragraphs[1].text


def test_a_draft_without_numbers_is_read_by_its_headings(read_draft: Callable[[str], Cable]) -> None:
    cable = read_draft("unnumbered.txt")
    assert [p.label for p in cable.paragraphs] == ["summary", "background", "¶3", "comment"]
    assert cable.paragraphs[2].heading == "Trade mission" and "port of Callao" in cable.paragraphs[2].text
    assert cable.drafting is not None and cable.drafting.drafted[0].office == "ECON"


def test_a_telegram_of_a_documentary_edition_is_read(read_draft: Callable[[str], Cable]) -> None:
    cable = read_draft("printed.txt")
    assert (cable.subject, cable.date, cable.signature) == ("Narcotics Assistance", "1976-04-05", "Dean")
    assert [r.text for r in cable.references] == ["State 81234"]
    assert [p.role for p in cable.paragraphs] == [Role.SUMMARY, Role.BODY, Role.ACTION_REQUEST]
