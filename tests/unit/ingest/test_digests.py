from assistant.schema import Document, Section, reading_of
from ingest.digests import read_digest

DIGEST = """# The Plan

The plan is a plan. It is ours.

## What it says

It has goals.

- One is an item.
- Another is one.

## Goal 1: Protect the harbour

Goal 1 is about the harbour.

## Objective 1.1: boats

Objective 1.1 is about boats.

## What is not known

Its price.
"""
OFFICIAL = """THE ORDER

By the authority vested in me, it is ordered as follows:

Section 1. Purpose. Storms close the harbour.
They do so often.

Sec. 2. Policy. It shall be the policy to dredge.

(a) Each year.
"""


def _read(text: str, short: str = "JSP", authority: str = "digest") -> dict[str, Section]:
    document = Document("d", "Title", short, "related", None, None, None, None, "0" * 64, text, authority=authority)
    sections = read_digest(document, lambda piece: len(piece.split()))
    for section in sections:
        for passage in section.passages:
            assert reading_of(text, passage.ranges) == passage.text
    return {section.ref: section for section in sections}


def test_headings_that_name_a_place_open_it_and_others_are_parts_of_the_whole() -> None:
    sections = _read(DIGEST)

    assert list(sections) == ["JSP", "JSP 1", "JSP 1.1"]
    assert [p.part for p in sections["JSP"].passages] == [
        "Title", "Text", "What it says", "What it says", "What it says", "What is not known",
    ]  # fmt: skip


def test_a_place_has_its_heading_first_its_kind_and_its_parent() -> None:
    objective = _read(DIGEST)["JSP 1.1"]

    assert [p.text for p in objective.passages] == ["Objective 1.1: boats", "Objective 1.1 is about boats."]
    assert (objective.kind, objective.title, objective.parent) == ("digest", "boats", "JSP 1")


def test_marks_of_headings_and_items_are_no_part_of_what_is_quoted() -> None:
    texts = [p.text for section in _read(DIGEST).values() for p in section.passages]

    assert not [text for text in texts if text.startswith(("#", "-"))]


def test_an_official_text_is_read_by_the_names_of_its_places() -> None:
    sections = _read(OFFICIAL, "EO 13773", "official")

    assert list(sections) == ["EO 13773", "EO 13773 §1", "EO 13773 §2"]
    assert [p.text for p in sections["EO 13773 §2"].passages][-1] == "(a) Each year."
    assert sections["EO 13773 §1"].kind == "official"
