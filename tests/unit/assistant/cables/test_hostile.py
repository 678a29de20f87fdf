"""Drafts that nobody would write: never a failure, and every offset holds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.cables.admitting import highest, is_classified, may_leave
from assistant.cables.cable import Cable
from assistant.cables.claiming import find_claims
from assistant.cables.expanding import expanded
from assistant.cables.reading import read_cable
from assistant.cables.situating import situate
from assistant.schema import reading_of

PIECES = [
    "UNCLASSIFIED", "SBU", "CONFIDENTIAL", "S E C R E T", "(SBU) ", "(C) ", "(TS//SI)", "1. ", "2. (U) ", "¶3. ", "4) ", "-- ", "a. ",
    "SUBJECT: ", "TAGS: SNAR, PE", "E.O. 11652: GDS", "REF: (A) LIMA 1; (B) STATE 2", "FM AMEMBASSY LIMA", "TO SECSTATE WASHDC",
    "INFO ", "BT", "NNNN", "PAGE 02 LIMA 01234 121545Z", "UNCLAS SECTION 02 OF 02 LIMA 01234", "Summary: ", "End summary.", "COMMENT: ",
    "(Comment: ", "End comment.)", "ACTION REQUESTED: ", "Begin text: ", "End text.", "Entire text is SBU", "MO 2.2", "Goal 5", "CDCS DO3",
    "JONES", "Drafted by: POL: x (ok)", "Cleared by: ", "Message Attributes", "The GOP spoke of roads.", "three-\npronged", "\n", "\n\n", "\r\n",
    "\t", "\x0c", "\u2028", "\x85", "\x00", "\u200b", "“", "(", ")", "[", "–", "İ", "ﬁ", "𝟏", "٣. ", "²", "¶", " ", " ", ".", ":", "//",
]  # fmt: skip
DRAFTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)
ANY = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def holds(cable: Cable) -> None:
    size = len(cable.text)
    for paragraph in cable.paragraphs:
        assert reading_of(cable.text, paragraph.ranges) == paragraph.text
        assert 0 <= paragraph.start <= paragraph.end <= size
        assert all(a < b for a, b in paragraph.ranges)
        assert all(first[1] <= second[0] for first, second in zip(paragraph.ranges, paragraph.ranges[1:], strict=False))
        assert paragraph.start <= paragraph.ranges[0][0] and paragraph.ranges[-1][1] <= paragraph.end
    assert len({p.label for p in cable.paragraphs}) == len(cable.paragraphs)
    assert all(0 <= m.start <= m.end <= size for m in (*cable.markings, *cable.blocks))
    assert all(0 <= r.start <= r.end <= size for r in cable.references)
    assert 0 <= cable.body_start <= size and 0 <= cable.body_end <= size
    assert list(cable.markings) == sorted(cable.markings, key=lambda m: (-m.level, m.start))


@ANY
@given(DRAFTS)
def test_no_draft_breaks_the_reading(text: str) -> None:
    cable = read_cable(text)
    holds(cable)
    assert cable.text == text
    for paragraph in cable.paragraphs:
        expanded(paragraph)
    situate(cable)
    assert is_classified(cable) == (not may_leave(cable, True))


@ANY
@given(DRAFTS)
def test_every_claim_stands_in_the_draft(text: str) -> None:
    cable = read_cable(text)
    for claim in find_claims(cable):
        assert 0 <= claim.start < claim.end <= len(text)
        assert "".join(claim.text.split())[:1] in text[claim.start : claim.end]


@ANY
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    holds(read_cable(text))


@ANY
@given(
    DRAFTS,
    st.sampled_from(["SECRET", "CONFIDENTIAL", "C O N F I D E N T I A L", "TOP SECRET//SI", "COSMIC TOP SECRET"]),
)
def test_a_banner_is_never_lost(text: str, banner: str) -> None:
    cable = read_cable(f"{text}\n\n{banner}\n\n{text}")
    mark = highest(cable)
    assert is_classified(cable) and mark is not None


def test_long_and_degenerate_drafts_end_soon() -> None:
    for text in (
        "(" * 20_000,
        "1. " * 10_000,
        "A " * 20_000,
        "-" * 50_000,
        "\n" * 50_000,
        "x" * 200_000,
        "Begin text: " * 2_000,
        "S " * 20_000,
        "MO 2.2 " * 3_000,
    ):
        holds(read_cable(text))
