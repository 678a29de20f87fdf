"""Marks are read wherever they stand, and words that only look like them are not."""

import pytest

from assistant.cables.admitting import assert_allowed, governing_mark, highest, is_classified, may_leave
from assistant.cables.cable import Level, Place
from assistant.cables.reading import read_cable
from assistant.errors import MarkingError


def marks(text: str) -> list[str]:
    return [mark.mark for mark in read_cable(text).markings]


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("UNCLASSIFIED", "U"),
        ("UNCLAS SECTION 01 OF 02 LIMA 01234", "U"),
        ("UNCLASSIFIED//NOFORN", "U//NF"),
        ("SBU", "SBU"),
        ("SENSITIVE", "SBU"),
        ("UNCLAS SENSITIVE LIMA 000123", "SBU"),
        ("Sensitive But Unclassified", "SBU"),
        ("SENSITIVE BUT UNCLASSIFIED; PLEASE PROTECT ACCORDINGLY", "SBU"),
        ("SBU NOFORN", "SBU/NF"),
        ("SBU//LAW ENFORCEMENT", "SBU//LAW ENFORCEMENT"),
        ("SBU - LAW ENFORCEMENT SENSITIVE", "SBU/LES"),
        ("UNCLASSIFIED//FOUO", "U//FOUO"),
        ("UNCLAS EFTO", "UNCLAS EFTO"),
        ("LIMITED OFFICIAL USE", "LOU"),
        ("LIMITED OFFICIAL USE LIMA 1234", "LOU"),
        ("CUI", "CUI"),
        ("CUI//SP-PRVCY//NOFORN", "CUI//SP-PRVCY//NOFORN"),
        ("CONTROLLED//SP-CTI/PRVCY", "CUI//SP-CTI/PRVCY"),
        ("CONFIDENTIAL", "C"),
        ("confidential", "C"),
        ("Confidential", "C"),
        ("C O N F I D E N T I A L", "C"),
        ("C O N F I D E N T I A L SECTION 01 OF 02 LIMA 001234 SIPDIS", "C"),
        ("CONFI DENTIAL", "C"),
        ("*** CONFIDENTIAL ***", "C"),
        ("CONFIDENTIAL    PAGE 02", "C"),
        ("PAGE 02 LIMA 01234 121545Z CONFIDENTIAL", "C"),
        ("CONFIDENTIAL  E.O. 11652: GDS", "C"),
        ("CONFIDENTIAL//REL TO USA, PER", "C//REL TO USA, PER"),
        ("SECRET", "S"),
        ("S E C R E T SECTION 01 OF 02 LIMA 001234", "S"),
        ("SECRET//ORCON", "S//OC"),
        ("Classification: Secret//NOFORN", "S//NF"),
        ("T O P  S E C R E T", "TS"),
        ("TOP SECRET//SI//NOFORN", "TS//SI//NF"),
        ("ＳＥＣＲＥＴ", "S"),
        ("S\u200bECRET", "S"),
        ("SЕCRЕT", "S"),  # two Cyrillic letters
        ("COSMIC TOP SECRET", "COSMIC TOP SECRET"),
        ("NATO SECRET", "NATO SECRET"),
        ("//SECRET NATO//NF", "S//NATO//NF"),
        ("RESTRICTED", "RESTRICTED"),
    ],
)
def test_a_banner_is_read_in_every_dress(line: str, mark: str) -> None:
    assert marks(f"{line}\n\nThe minister spoke of roads and bridges.\n") == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1. (U) The text.", "U"),
        ("2. (SBU) The text.", "SBU"),
        ("¶2. (SBU) The text.", "SBU"),
        ("¶2 (SBU/NF) The text.", "SBU/NF"),
        ("3.  (C/NF) The text.", "C/NF"),
        ("3.(S//NF) The text.", "S//NF"),
        ("4. (c) the text.", "C"),
        ("4. [C] The text.", "C"),
        ("(TS//SI) The text.", "TS//SI"),
        ("(confidential) The text.", "C"),
        ("(LOU) The text.", "LOU"),
        ("1. (U//FOUO) The text.", "U//FOUO"),
        ("1. (CUI//SP-CTI) The text.", "CUI//SP-CTI"),
        ("SUBJECT: (C) PERU: A TALK", "C"),
        ("SUBJECT: PERU: A TALK (SBU)", "SBU"),
        ("Summary (SBU): The text.", "SBU"),
        ("a. (SBU) A point.", "SBU"),
        ("-- (C) A point.", "C"),
        ("• (U) A point.", "U"),
    ],
)
def test_a_portion_mark_is_read_where_portions_stand(text: str, mark: str) -> None:
    assert marks(text) == [mark]


@pytest.mark.parametrize(
    "text",
    [
        "The confidential talks went on for hours.",
        "It remained strictly confidential.\nSecret talks followed.",
        "the talks were\nconfidential.",
        "The secretariat met. The Secretary of State called the U.S. Secret Service.",
        "SECRET SERVICE",
        "CONFIDENTIAL TALKS WITH MINISTER",
        "TOP SECRET CLEARANCE HOLDERS MET",
        "The Under Secretary (U/S) and the office (S/P) replied; serial (S/N) 12.",
        "(a) first\n(b) second\n(c) third",
        "(A) First point. (B) Second point. (C) Third point.",
        "It was 20 degrees (C) in Puno, and the price was (S/. 300) lower.",
        "(c) 2019 Reuters",
        "Classification: none",
        "declassified",
        "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
        "The Central Unica (CUT) and the suspect(s) left.",
        "FOR PUBLIC RELEASE",
    ],
)
def test_words_of_prose_are_no_marks(text: str) -> None:
    cable = read_cable(text)
    assert not cable.markings
    assert not is_classified(cable)


@pytest.mark.parametrize(
    "text",
    [
        "1. (TS//SI) Text.",
        "1. (XS//AB) Text.",
        "1. (R) Text.",
        "1. (NF) Text.",
        "1. (S/ABCD) Text.",
        "1. (C//XYZ) Text.",
        "NODIS\n\nText.",
        "Classification: RESTRICTED\n\nText.",
        "Classification: Ultra\n\nText.",
        "CLASSIFIED BY: AMB. X, REASON 1.4 (B) AND (D)\n\nText.",
        "Derived From: Multiple Sources\n\nText.",
        "E.O. 13526: DECL: 2030/01/01\n\nText.",
        "UNCLASSIFIED\nE.O. 13526: DECL: 2030/01/01\n\nText.",
        "E.O. 11652: XGDS-1\n\nText.",
        "E.O. 11652: GDS\n\nText.",
        "1. (U) Open text. (C) A second sentence. (U) A third.",
        "UNCLASSIFIED\n\n1. (U) Text.\n\n2. (S/NF) Text.",
        "This cable is classified Secret.",
        "1. CONFIDENTIAL - ENTIRE TEXT.\n\n2. Text.",
    ],
)
def test_what_is_classified_or_may_be_is_refused(text: str) -> None:
    with pytest.raises(MarkingError):
        assert_allowed(read_cable(text))


@pytest.mark.parametrize(
    "text",
    [
        "UNCLASSIFIED\nE.O. 13526: N/A\n\n1. (U) Text.",
        "SBU\n\n1. (SBU) Text.",
        "Plain text.",
        "UNCLAS LIMA 01234\nE.O. 11652: GDS\nSUBJECT: X\n\n1. TEXT.",
    ],
)
def test_unclassified_drafts_are_read(text: str) -> None:
    assert_allowed(read_cable(text))


def test_a_refusal_keeps_the_drafts_words_to_itself() -> None:
    with pytest.raises(MarkingError) as caught:
        assert_allowed(read_cable("SECRET\n\n1. (S) Minister Quispe is a source."))
    said = caught.value.message + caught.value.hint
    assert "Quispe" not in said and "--allow-classified" in said and "Nothing" in said


def test_an_accredited_system_may_read_them() -> None:
    assert_allowed(read_cable("SECRET\n\nText."), allow_classified=True)


@pytest.mark.parametrize(
    ("text", "setting", "leaves"),
    [
        ("Text.", False, True),
        ("UNCLASSIFIED\n\nText.", False, True),
        ("SBU\n\nText.", False, False),
        ("SBU\n\nText.", True, True),
        ("CUI//SP-PRVCY\n\nText.", False, False),
        ("UNCLASSIFIED\nNODIS\n\nText.", False, False),
        ("SECRET\n\nText.", True, False),
    ],
)
def test_only_open_text_leaves_the_machine_unless_a_setting_says_so(text: str, setting: bool, leaves: bool) -> None:
    assert may_leave(read_cable(text), setting) is leaves


def test_the_highest_mark_comes_first() -> None:
    cable = read_cable("UNCLASSIFIED\nSBU\n\n1. (U) Text.\n\n2. (C/NF) Text.")
    assert [mark.mark for mark in cable.markings] == ["C/NF", "SBU", "U", "U"]
    found = highest(cable)
    assert found is not None and found.level is Level.CONFIDENTIAL


def test_each_mark_stands_where_it_says() -> None:
    text = "SBU\n\n1. (SBU) Text.\n\n2. (U) More."
    assert [text[m.start : m.end] for m in read_cable(text).markings] == ["SBU", "(SBU)", "(U)"]


@pytest.mark.parametrize(
    ("first", "mark"),
    [("(C - Entire text.)", "C"), ("(C–Entire Text.)", "C"), ("(SBU) Entire text.", "SBU"), ("Entire text is SBU.", "SBU"), ("(LOU - ENTIRE TEXT)", "LOU"), ("Entire text confidential.", "C")],
)  # fmt: skip
def test_a_mark_of_the_entire_text_spreads_to_all_paragraphs(first: str, mark: str) -> None:
    cable = read_cable(f"SUBJECT: A TALK\n\n1. {first}\n\n2. The first point stands.\n\n3. (U) The second is open.")
    assert any(each.place is Place.WHOLE_TEXT for each in cable.markings)
    assert [(p.number, p.marking) for p in cable.paragraphs] == [("2", mark), ("3", "U")]


def test_no_mark_is_invented() -> None:
    cable = read_cable("SBU\n\n1. The first.\n\n2. (U) The second.")
    assert [p.marking for p in cable.paragraphs] == [None, "U"]
    assert governing_mark(cable, None) == "SBU"
    assert governing_mark(read_cable("Text."), None) is None


def test_a_banner_in_mid_sentence_is_read_and_left_out() -> None:
    cable = read_cable("1. The minister said that roads\n\nCONFIDENTIAL\n\nwould open in May.\n\n2. He left.")
    assert marks(cable.text) == ["C"]
    assert cable.paragraphs[0].text == "The minister said that roads would open in May."


def test_the_entire_text_of_something_else_is_no_mark() -> None:
    cable = read_cable("1. (U) The entire text of the treaty was read aloud.")
    assert cable.paragraphs[0].text == "The entire text of the treaty was read aloud."
