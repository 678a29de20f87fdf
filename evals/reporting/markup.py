"""HTML that is safe by construction, and the page that holds a report.

Text is `str` and is escaped wherever it is put; only `element` makes Markup, which is not escaped again. The page
allows exactly its own script and style, by their hashes, and no request at all.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.records import to_json, whole

_HERE = Path(__file__).parent
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_VOID = frozenset({"meta", "input", "br", "rect", "circle", "line", "path", "polyline"})


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML whose every text is escaped already."""

    html: str

    def __add__(self, other: "Markup") -> "Markup":
        return Markup(self.html + other.html)


NOTHING = Markup("")
Child = Markup | str | int | None
Attribute = str | int | float | bool | None


def escape(text: str) -> str:
    """Return `text` as HTML that shows exactly its characters; control characters become U+FFFD."""
    return html.escape(_CONTROLS.sub("\ufffd", whole(text)))


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """Return one element. `class_` is class, `stroke_width` stroke-width; None and False leave an attribute out."""
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{opening}/>")
    return Markup(f"<{opening}>{joined(children).html}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Return the children one after the other."""
    return Markup("".join(child.html if isinstance(child, Markup) else _text(child) for child in children))


def _text(value: str | int | None) -> str:
    return "" if value is None else escape(str(value))


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    shown = f"{value:.6g}" if isinstance(value, float) else escape(str(value))
    return f' {name}="{shown}"'


def page(title: str, body: Markup, data: object) -> str:
    """Return one whole HTML file: `body`, with `data` as JSON beside it for the script to draw from."""
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = joined(
        [
            element("meta", charset="utf-8"),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", title),
            # No icon is asked for.
            Markup('<link rel="icon" href="data:,"/>'),
            Markup(f"<style>{style}</style>"),
        ]
    )
    embedded = Markup(f'<script type="application/json" id="data">{embeddable(data)}</script>')
    document = element("html", element("head", head), element("body", body, embedded, _script(script)), lang="en")
    return f"<!doctype html>\n{document.html}\n"


def embeddable(data: object) -> str:
    """Return `data` as JSON that cannot end the element it stands in: no `<` is left."""
    return to_json(data).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _script(text: str) -> Markup:
    return Markup(f"<script>{text}</script>")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
