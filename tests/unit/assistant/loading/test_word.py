import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from assistant.loading import Limits, load_bytes

Refused = Callable[..., str]
NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>never</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> The second note.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>The first note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def p(*runs: str, style: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{style}</w:pPr>' if style else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def text_of(data: bytes) -> str:
    return load_bytes(data, "a.docx").text


def test_headings_paragraphs_lists_and_tables_are_read_in_order(word: Any) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Mission Goal 1: Security", 1)
        document.add_heading("Mission Objective 1.1: Crime", 2)
        document.add_paragraph("Peru is a partner.")
        document.add_paragraph("train police", style="List Bullet")
        document.add_paragraph("first", style="List Number")
        document.add_paragraph("second", style="List Number")
        table = document.add_table(2, 2)
        for cell, words in zip(
            (c for row in table.rows for c in row.cells), ("Goal", "Lead", "One", "INL"), strict=True
        ):
            cell.text = words
        document.add_paragraph("The end.")

    loaded = load_bytes(word(fill), "a.docx")

    assert loaded.text.split("\n\n") == [
        "Mission Goal 1: Security",
        "Mission Objective 1.1: Crime",
        "Peru is a partner.",
        "• train police",
        "1. first",
        "2. second",
        "Goal | Lead",
        "One | INL",
        "The end.",
    ]
    named = [(loaded.text[start:end], level) for start, end, level in loaded.headings]
    assert named == [("Mission Goal 1: Security", 1), ("Mission Objective 1.1: Crime", 2)]
    assert loaded.pages == ()


def test_a_table_that_only_places_text_reads_like_text(word: Any) -> None:
    def fill(document: Any) -> None:
        left, right = document.add_table(1, 2).rows[0].cells
        left.text = "Goal one."
        left.add_paragraph("Its text.")
        right.text = "Aside."

    assert text_of(word(fill)) == "Goal one.\n\nIts text.\n\nAside."


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_read(word_of: Any) -> None:
    change = 'w:id="1" w:author="A"'
    body = p(
        r("The mission "),
        f"<w:del {change}><w:r><w:delText>never </w:delText></w:r></w:del>",
        f"<w:del {change}><w:r><w:t>never ever </w:t></w:r></w:del>",
        f"<w:moveFrom {change}>{r('moved away ')}</w:moveFrom>",
        f"<w:ins {change}>{r('always ')}</w:ins>",
        r("secret ", "<w:vanish/>"),
        r("helps.", '<w:vanish w:val="0"/>'),
    )
    body += p(r("A paragraph whose end "), style=f"<w:rPr><w:del {change}/></w:rPr>") + p(r("was deleted."))
    body += f"<w:tbl><w:tr><w:trPr><w:del {change}/></w:trPr><w:tc>{p(r('gone row'))}</w:tc></w:tr></w:tbl>"

    assert text_of(word_of(body)) == "The mission always helps.\n\nA paragraph whose end was deleted."


def test_links_fields_controls_and_text_boxes_are_read_once(word_of: Any) -> None:
    box = f'<w:pict><v:shape xmlns:v="v"><v:textbox><w:txbxContent>{p(r("In the box."))}</w:txbxContent></v:textbox></v:shape></w:pict>'
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    )
    body = p(
        f"<w:hyperlink>{r('A link')}</w:hyperlink>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF x </w:instrText></w:r>',
        f"<w:r><w:br/></w:r><w:sdt><w:sdtContent>{r('and a control')}</w:sdtContent></w:sdt>",
        f"<w:r>{both}</w:r>",
        r("."),
    )
    body += f"<w:sdt><w:sdtContent>{p(r('A block.'))}</w:sdtContent></w:sdt>"

    assert text_of(word_of(body)) == "A link\nand a control.\n\nIn the box.\n\nA block."


def test_footnotes_stand_at_the_end_under_the_numbers_in_the_text(word_of: Any, with_parts: Any) -> None:
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    data = word_of(
        p(r("Strengthen security"), note.format(2)) + p(r("More text."), note.format(5)), {"word/footnotes.xml": NOTES}
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = ("[Content_Types].xml", "word/_rels/document.xml.rels")
        types, rels = (archive.read(name).decode() for name in names)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = types.replace("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>')
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    rels = rels.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{target}" Target="footnotes.xml"/></Relationships>'
    )
    data = with_parts(data, dict(zip(names, (types, rels), strict=True)))

    assert text_of(data) == "Strengthen security1\n\nMore text.2\n\n1 The first note.\n\n2 The second note."


def test_a_contents_table_and_page_numbers_in_feet_are_left_out(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    def fill(document: Any) -> None:
        document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Mission Goal 1\t4", style="toc 1")
        document.add_paragraph("Text.")
        document.sections[0].header.paragraphs[0].text = "UNCLASSIFIED"
        document.sections[0].footer.paragraphs[0].text = "Page 1 of 12"

    assert text_of(word(fill)) == "UNCLASSIFIED\n\nText."


def test_pages_are_those_that_word_has_saved(word_of: Any) -> None:
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = p(r("Page one.")) + p(mark, r("Page two goes "), mark, r("on to three.")) + p(mark) + p(r("Four."))
    pages = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{}</Pages></Properties>'

    loaded = load_bytes(word_of(body, {"docProps/app.xml": pages.format(4)}), "a.docx")
    starts = [loaded.text[start:][:8] for start in loaded.pages]
    other = load_bytes(word_of(body, {"docProps/app.xml": pages.format(9)}), "a.docx")

    assert loaded.text == "Page one.\n\nPage two goes on to three.\n\nFour."
    assert starts == ["Page one", "Page two", "on to th", "Four."]
    assert other.pages == ()
    assert "Word counted 9 pages" in other.remarks[0]


DTD = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="{}"><w:body><w:p/></w:body></w:document>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"word/document.xml": DTD.format(W)}, "declares entities"),
        ({"word/document.xml": DTD.format(W).encode("utf-16")}, "declares entities"),
        ({"customXml/item1.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}, "declares entities"),
        ({"word/document.xml": "<w:document"}, "XML is broken"),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}, "damaged"),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'}, "holds no text"),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"<w:sdt>" * 5000}{"</w:sdt>" * 5000}</w:body></w:document>'}, "nested too deeply"),
        ({"[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'}, "damaged"),
        ({"_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/document.xml"/></Relationships>'}, "Strict Open XML"),
        ({"../../etc/cron.d/x": "x"}, "leads out of the archive"),
        ({"/etc/x": "x"}, "leads out of the archive"),
        ({"word\\..\\x": "x"}, "leads out of the archive"),
        ({"WORD/DOCUMENT.XML": "<x/>"}, "two files of one name"),
        ({"word/media/zeros.bin": b"\0" * 80_000_000}, "as bombs do"),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"<w:p/>" * 4_000_000}</w:body></w:document>'}, "as bombs do"),
    ],
)  # fmt: skip
def test_an_archive_that_is_hostile_or_damaged_is_refused(
    word: Any, with_parts: Any, refusal: Refused, parts: dict[str, str | bytes], why: str
) -> None:
    plain = word(lambda document: document.add_paragraph("Peru."))

    assert why in refusal(with_parts(plain, parts), "a.docx")


def test_two_million_paragraphs_are_refused_in_time(word_of: Any, refusal: Refused) -> None:
    body = "".join(f"<w:p><w:pPr/><!--{number:x}--></w:p>" for number in range(900_000))

    said = refusal(word_of(body), "a.docx")

    assert "too many parts" in said or "unpacks to" in said


def test_too_many_files_inside_are_refused(word: Any, with_parts: Any, refusal: Refused) -> None:
    plain = word(lambda document: document.add_paragraph("Peru."))

    assert "more than 50 files" in refusal(
        with_parts(plain, {f"x/{n}": "" for n in range(60)}), "a.docx", Limits(entries=50)
    )


def test_what_unpacks_to_too_much_is_refused(word: Any, refusal: Refused) -> None:
    data = word(lambda document: document.add_paragraph("Peru."))

    assert "unpacks to more than" in refusal(data, "a.docx", Limits(markup=1000))


def test_an_archive_within_is_not_opened(word: Any, with_parts: Any) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bomb", b"\0" * 50_000_000)
    plain = word(lambda document: document.add_paragraph("Peru."))

    assert text_of(with_parts(plain, {"word/embeddings/inner.zip": inner.getvalue()})) == "Peru."


def test_files_that_share_their_bytes_are_refused(word: Any, refusal: Refused) -> None:
    data = bytearray(word(lambda document: document.add_paragraph("Peru.")))
    # The packed size of every entry in the directory: more, added up, than the whole file.
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 20 : place + 24] = (len(data) // 2).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)

    assert "as bombs do" in refusal(bytes(data), "a.docx")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_anywhere_is_refused(word: Any, refusal: Refused, part: float) -> None:
    data = word(lambda document: document.add_paragraph("Peru."))

    assert "damaged" in refusal(data[: int(len(data) * part)], "a.docx")


def test_a_flipped_byte_in_the_text_is_seen(word: Any, refusal: Refused) -> None:
    data = bytearray(word(lambda document: [document.add_paragraph(f"Peru {n}.") for n in range(500)]))
    start = data.find(b"word/document.xml") + 60
    data[start] ^= 0xFF

    assert "damaged" in refusal(bytes(data), "a.docx")


def test_the_same_file_gives_the_same_text_every_time(word: Any) -> None:
    data = word(lambda document: [document.add_paragraph(f"Peru {n}.", style="List Number") for n in range(20)])

    assert load_bytes(data, "a.docx") == load_bytes(data, "a.docx")
