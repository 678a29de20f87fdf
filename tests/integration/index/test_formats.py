"""A corpus of one strategy in every format: each builds, each quote stands in what was extracted, pages are cited."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.diagnosing import Level, diagnose
from assistant.errors import SourceError
from assistant.opening import open_assistant
from assistant.schema import reading_of
from assistant.settings import Settings, read_settings
from ingest import sources
from ingest.building import build

LINES = (
    ("h", "Mission Goal 1: Strengthen democratic institutions in Utopia"),
    ("p", "Description: Utopia is a close partner, and its courts serve every citizen."),
    ("h", "Mission Objective 1.1: Reduce corruption in public procurement"),
    ("p", "Justification: Auditors found losses of 12 percent in 2019. The mission trains investigators."),
)
QUOTE = "Auditors found losses of 12 percent in 2019."


def as_pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    for number in (0, 2):
        for step, (_, line) in enumerate(LINES[number : number + 2]):
            canvas.drawString(72, 700 - 30 * step, line)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def as_docx() -> bytes:
    document = docx.Document()
    for kind, line in LINES:
        document.add_heading(line) if kind == "h" else document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def as_markdown() -> bytes:
    heads = (f"## *{line}*" if kind == "h" else "**{}:** {}".format(*line.split(": ")) for kind, line in LINES)
    return "\n\n".join(heads).encode()


def as_html() -> bytes:
    lines = (f"<h2>{line}</h2>" if kind == "h" else f"<p>{line}</p>" for kind, line in LINES)
    return f"<html><body>{''.join(lines)}</body></html>".encode()


FILES = {
    "txt": lambda: "\n\n".join(line for _, line in LINES).encode(),
    "md": as_markdown,
    "html": as_html,
    "pdf": as_pdf,
    "docx": as_docx,
}


@pytest.fixture
def formats(tmp_path: Path) -> Settings:
    """Settings over a corpus with one document a format, its id the format's name."""
    corpus = tmp_path / "formats"
    corpus.mkdir()
    rows = []
    for name, make in FILES.items():
        data = make()
        (corpus / f"a.{name}").write_bytes(data)
        rows.append(
            f'[[documents]]\nid = "{name}"\npath = "a.{name}"\ntitle = "Strategy"\nshort = "S"\nkind = "strategy"\n'
            f'post = "peru"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        )
    (corpus / "manifest.toml").write_text("\n".join(rows), encoding="utf-8")
    return read_settings().model_copy(update={"data": tmp_path / "built", "corpus": corpus})


@pytest.fixture
def opened(formats: Settings) -> Iterator[Any]:
    build(formats)
    yield open_assistant(formats)


def test_every_format_is_read_and_every_quote_stands_in_what_was_extracted(opened: Any) -> None:
    texts = {document.id: document.text for document in opened.documents}

    assert set(texts) == set(FILES)
    for name in FILES:
        sections = [section for section in opened.index.sections if section.document == name]
        assert [section.ref for section in sections][:2] == ["MG 1", "MO 1.1"], name
        sentences = [s for section in sections for passage in section.passages for s in passage.sentences]
        assert QUOTE in [sentence.text for sentence in sentences], name
        assert all(reading_of(texts[name], sentence.ranges) == sentence.text for sentence in sentences)
        assert not any(mark in sentence.text for sentence in sentences for mark in "*#<")


@pytest.mark.parametrize(("name", "page"), [("pdf", 2), ("docx", None), ("html", None), ("md", None), ("txt", None)])
def test_a_citation_names_the_page_where_the_format_has_pages(opened: Any, name: str, page: int | None) -> None:
    answer = opened.ask("What is MO 1.1?", scope=(name,))

    assert answer.citations
    assert {citation.page for citation in answer.citations} == {page}


def test_the_check_up_finds_all_files_and_quotes_in_order(opened: Any, formats: Settings) -> None:
    findings = list(diagnose(formats))

    assert not [
        finding for finding in findings if finding.level is Level.FAIL and finding.check in ("corpus", "citations")
    ]
    assert not [finding for finding in findings if "read otherwise" in finding.message]


def test_the_check_up_tells_when_a_file_is_read_otherwise_than_before(
    formats: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    read = sources.read_text
    monkeypatch.setattr(
        sources, "read_text", lambda *given: replace(read(*given), text=f"{read(*given).text} ", markup=())
    )
    build(formats)
    monkeypatch.undo()

    said = [finding.message for finding in diagnose(formats) if "read otherwise" in finding.message]

    assert len(said) == len(FILES)


def test_the_same_corpus_twice_is_the_same_generation(formats: Settings) -> None:
    first, second = build(formats), build(formats)

    assert second.unchanged
    assert (first.generation, first.passages) == (second.generation, second.passages)


def test_a_file_that_cannot_be_read_stops_the_build_and_the_index_stays(formats: Settings) -> None:
    build(formats)
    path = formats.corpus / "a.pdf" if formats.corpus else Path()
    data = path.read_bytes()[:-200]
    path.write_bytes(data)
    manifest = path.with_name("manifest.toml")
    rows = manifest.read_text(encoding="utf-8").replace(
        hashlib.sha256(as_pdf()).hexdigest(), hashlib.sha256(data).hexdigest()
    )
    manifest.write_text(rows, encoding="utf-8")

    with pytest.raises(SourceError, match="is damaged"):
        build(formats)
    assert open_assistant(formats).ask("What is MO 1.1?").citations


def test_asking_loads_no_reader(opened: Any) -> None:
    import subprocess
    import sys

    code = "import ui.commands.asking, ui.commands.showing, assistant.opening, sys; print([m for m in sys.modules if m.split('.')[0] in ('docx', 'lxml', 'pypdfium2', 'selectolax') or m.startswith('assistant.loading')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
