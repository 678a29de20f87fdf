from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.loading import Limits, load_bytes

Refused = Callable[..., str]
PAGES = [
    [["UNCLASSIFIED"], ["Mission Goal 1: Strengthen citizen security"], ["Peru is a partner of the United", "States in counternar-", "cotics. It will"], ["1"]],
    [["UNCLASSIFIED"], ["go on with it."], ["2"]],
]  # fmt: skip
ONE_PAGE = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
    b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%%%EOF"
)
"""A page whose packed content is to be filled in: its length and its bytes."""


def test_lines_stay_lines_gaps_become_blank_lines_and_pages_are_kept_apart(pdf: Any) -> None:
    loaded = load_bytes(pdf(PAGES), "a.pdf")

    first, second = loaded.text.split("\n\n\f\n\n")
    assert first == (
        "UNCLASSIFIED\n\nMission Goal 1: Strengthen citizen security\n\n"
        "Peru is a partner of the United\nStates in counternar-\ncotics. It will\n\n1"
    )
    assert second == "UNCLASSIFIED\n\ngo on with it.\n\n2"
    assert [loaded.text[start : start + 12] for start in loaded.pages] == ["UNCLASSIFIED"] * 2
    assert loaded.pages == (0, len(first) + 5)


def test_the_same_file_gives_the_same_text_every_time(pdf: Any) -> None:
    data = pdf(PAGES)

    assert load_bytes(data, "a.pdf") == load_bytes(data, "a.pdf")


def test_two_columns_are_read_one_after_the_other(pdf: Any) -> None:
    def draw(canvas: Canvas) -> None:
        for x, words in (
            (72, ("left one", "left two", "left three")),
            (320, ("right one", "right two", "right three")),
        ):
            for number, line in enumerate(words):
                canvas.drawString(x, 700 - 14 * number, f"{line} of the column")

    text = load_bytes(pdf(draw=draw), "a.pdf").text

    assert text.replace("\n\n", "\n").split("\n") == [
        f"{side} {number} of the column" for side in ("left", "right") for number in ("one", "two", "three")
    ]


def test_a_heading_in_larger_letters_stands_apart(pdf: Any) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 700, "Management Objective")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 684, "The mission will recruit its staff")
        canvas.drawString(72, 671, "and train them in Lima.")

    assert load_bytes(pdf(draw=draw), "a.pdf").text == (
        "Management Objective\n\nThe mission will recruit its staff\nand train them in Lima."
    )


def test_a_blank_page_keeps_its_number_and_is_told(pdf: Any) -> None:
    loaded = load_bytes(pdf([[["The first page has some words."]], [], [["The third page has some words."]]]), "a.pdf")

    assert len(loaded.pages) == 3
    assert loaded.text[loaded.pages[2] :] == "The third page has some words."
    assert loaded.remarks == ("Page 2 holds no text.",)


def test_a_scan_is_refused(scan: bytes, refusal: Refused) -> None:
    said = refusal(scan, "a.pdf")

    assert "holds no text: it is a scan" in said
    assert "OCR" in said


def test_a_page_that_is_a_picture_under_a_running_head_is_told(pdf: Any) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "The first page has some words on it.")
        canvas.showPage()
        canvas.drawImage(ImageReader(Image.new("L", (20, 26), 230)), 0, 0, 612, 780)
        canvas.drawString(72, 770, "Integrated Country Strategy, United States Mission to Peru")

    assert load_bytes(pdf(draw=draw), "a.pdf").remarks == (
        "Page 2 is a picture with hardly any text; what it shows is not read.",
    )


def test_a_password_is_told_from_damage(pdf: Any, refusal: Refused) -> None:
    locked = pdf(PAGES, encrypt=StandardEncryption("user", "owner"))

    assert "protected by a password" in refusal(locked, "a.pdf")


def test_a_file_that_only_restricts_printing_is_read(pdf: Any) -> None:
    restricted = pdf(PAGES, encrypt=StandardEncryption("", "owner", canPrint=0))

    assert "Mission Goal 1" in load_bytes(restricted, "a.pdf").text


@pytest.mark.parametrize("part", [0.02, 0.2, 0.5, 0.8, 0.95, 0.99])
def test_a_file_cut_off_anywhere_is_refused(pdf: Any, refusal: Refused, part: float) -> None:
    data = pdf(PAGES * 10)

    assert "damaged" in refusal(data[: int(len(data) * part)], "a.pdf")


def test_a_byte_that_changed_in_a_page_is_seen(refusal: Refused) -> None:
    import zlib

    packed = zlib.compress(b"BT /F 12 Tf 72 700 Td (Auditors found losses of 12 percent in that year.) Tj ET")
    whole = ONE_PAGE % (len(packed), packed)

    assert load_bytes(whole, "a.pdf").text == "Auditors found losses of 12 percent in that year."
    for place in (4, len(packed) // 2, len(packed) - 1):
        changed = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        assert "damaged" in refusal(ONE_PAGE % (len(packed), changed), "a.pdf")


def test_noise_after_a_header_is_refused(refusal: Refused) -> None:
    assert "damaged" in refusal(b"%PDF-1.7\n" + bytes(range(256)) * 40, "a.pdf")
    assert "damaged" in refusal(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"startxref\n9\n%%EOF", "a.pdf")


def test_too_many_pages_are_refused(pdf: Any, refusal: Refused) -> None:
    assert "more than 10 pages" in refusal(pdf([[["word"]]] * 11), "a.pdf", Limits(pages=10))


def test_a_count_of_pages_that_is_a_lie_does_no_harm(pdf: Any) -> None:
    data = pdf(PAGES).replace(b"/Count 2", b"/Count 2000000000")

    assert len(load_bytes(data, "a.pdf").pages) == 2


def test_a_stream_that_unpacks_to_gigabytes_is_stopped(refusal: Refused) -> None:
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"(a) Tj " * 150_000) for _ in range(300)) + packer.flush()
    data = ONE_PAGE % (len(packed), packed)

    said = refusal(data, "a.pdf", Limits(seconds=3))

    assert "seconds" in said or "MB" in said
