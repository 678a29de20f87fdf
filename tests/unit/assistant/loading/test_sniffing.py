from collections.abc import Callable
from typing import Any

import pytest

from assistant.loading import load_bytes

Refused = Callable[..., str]
HTML = b"<!DOCTYPE html><html><body><p>Peru grows coca.</p></body></html>"


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"%PDF-1.7\n", "a.txt", "is named .txt, but its content is a PDF"),
        (b"%PDF-1.7\n", "a.docx", "is named .docx, but its content is a PDF"),
        (HTML, "a.txt", "is named .txt, but its content is a web page"),
        (b"<!-- saved -->\n" + HTML, "a.md", "is named .md, but its content is a web page"),
        (b"Plain words.", "a.pdf", "is named .pdf, but its content is plain text"),
        (b"Plain words.", "a.docx", "is named .docx, but its content is plain text"),
        (b"Plain words, 1 < 2.", "a.html", "is named .html, but its content is plain text"),
        (b"{\\rtf1 x}", "a.docx", "is rich text"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "is a picture"),
        (b"\x1f\x8b\x08\0\0", "a.txt", "is a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "is in an old Office format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "is protected by a password",
        ),
        (b"PK\x03\x04" + b"\0" * 30 + b"readme", "a.docx", "is an archive"),
        (b"PK\x03\x04" + b"\0" * 30 + b"xl/workbook.xml", "a.docx", "a workbook"),
        (b"Words.", "a.exe", "which is not read"),
        (b"Words.", "strategy", "which is not read"),
    ],
)
def test_a_name_that_does_not_agree_with_the_content_is_refused(
    refusal: Refused, data: bytes, name: str, why: str
) -> None:
    assert why in refusal(data, name)


def test_a_word_file_under_another_name_is_refused(word: Callable[..., bytes], refusal: Refused) -> None:
    data = word(lambda document: document.add_paragraph("Peru."))

    for name in ("a.pdf", "a.txt", "a.html"):
        assert "its content is a Word file" in refusal(data, name)


def test_endings_are_read_in_capitals_too(pdf: Any) -> None:
    assert load_bytes(HTML, "A.HTM").text == "Peru grows coca."
    assert load_bytes(b"Peru.", "A.TXT").text == "Peru."
    assert "Peru" in load_bytes(pdf([[["Peru grows coca and sells much of it."]]]), "A.PDF").text
