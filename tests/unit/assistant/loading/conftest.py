"""Real files of every format, made by the libraries that people's programs are made with."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import SourceError
from assistant.loading import LIMITS, Limits, load_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _pdf(draw: Callable[[Canvas], object], **options: Any) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=letter, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return made.getvalue()


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """Make a PDF of pages, each a list of paragraphs, each a list of lines; or of what `draw` puts on a canvas."""

    def make(pages: Sequence[Sequence[Sequence[str]]] = (), draw: Any = None, **options: Any) -> bytes:
        def put(canvas: Canvas) -> None:
            for page in pages:
                y = 740
                for paragraph in page:
                    for line in paragraph:
                        canvas.drawString(72, y, line)
                        y -= 14
                    y -= 12
                canvas.showPage()

        return _pdf(draw or put, **options)

    return make


@pytest.fixture
def scan() -> bytes:
    """A PDF of two pages that are pictures."""

    def put(canvas: Canvas) -> None:
        for _ in range(2):
            canvas.drawImage(ImageReader(Image.new("L", (200, 260), 230)), 0, 0, 612, 792)
            canvas.showPage()

    return _pdf(put)


def _docx(fill: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    fill(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
def word() -> Callable[[Callable[[Any], object]], bytes]:
    """Make a Word file; the function given fills the python-docx document."""
    return _docx


@pytest.fixture
def word_of() -> Callable[..., bytes]:
    """Make a Word file whose body is the XML given; further parts by their names replace or join the others."""

    def make(body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
        plain = _docx(lambda document: document.add_paragraph("gone"))
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        return rezipped(plain, {"word/document.xml": xml, **(parts or {})})

    return make


def rezipped(data: bytes, parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def with_parts() -> Callable[[bytes, dict[str, str | bytes]], bytes]:
    """Put files into an archive, in the place of those of the same name."""
    return rezipped


@pytest.fixture
def refusal() -> Callable[..., str]:
    """Load bytes that must be refused; return message and hint on a line each."""

    def load(data: bytes, name: str, limits: Limits = LIMITS) -> str:
        with pytest.raises(SourceError) as caught:
            load_bytes(data, name, limits)
        assert caught.value.message.startswith(name)
        assert caught.value.message.endswith(".")
        assert caught.value.hint
        return f"{caught.value.message}\n{caught.value.hint}"

    return load
