"""Web pages to text, by selectolax: what a person would see of the document, not the page around it.

Scripts, styles, forms, navigation and hidden text are left out; nothing is fetched and nothing is run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from assistant.loading.drafting import Block, compose, row, tidy
from assistant.loading.numbering import in_letters, in_roman
from assistant.loading.sniffing import HTML
from assistant.loading.values import Limits, Loaded, RefusedError

_LEFT_OUT = frozenset(
    "head script style noscript template nav svg math canvas iframe object embed audio video map button "
    "select textarea input datalist dialog del rp rt".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SPACES = re.compile(r"\s+")
_HEADING = re.compile(r"h([1-6])")
_AROUND = frozenset(("navigation", "search", "menu", "menubar", "banner", "contentinfo"))
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
_SHOWING = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible", re.I)
_CSS_NOISE = re.compile(r"/\*.*?\*/|@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^;{}]*;", re.S)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]*)\}")
_RULES_READ = 2_000
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.I)
# Browsers read the first two as Windows does, and so do we.
_ENCODINGS = {b"iso-8859-1": "cp1252", b"latin1": "cp1252", b"us-ascii": "cp1252", b"windows-1252": "cp1252", b"utf-8": "utf-8", b"utf8": "utf-8"}  # fmt: skip


@dataclass(slots=True)
class _Page:
    """What has been read of a page: finished blocks, the one being read, and the lists and tables it stands in."""

    sinks: list[list[Block]] = field(default_factory=lambda: [[]])
    """The innermost table cell's blocks last."""
    rows: list[list[list[Block]]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    lists: list[tuple[LexborNode, int]] = field(default_factory=list)
    """Open lists, each with the number of its next item; 0 for bullets."""
    marker: str = ""
    level: int = 0
    verbatim: int = 0

    def end_block(self) -> None:
        """Finish the block being read."""
        text = "".join(self.letters)
        self.letters.clear()
        if tidy(text):
            self.sinks[-1].append(Block(f"{self.marker}{text.lstrip()}", self.level))
            self.marker = ""


def read(data: bytes, limits: Limits) -> Loaded:
    """Return the text of a web page with its headings. Raises RefusedError."""
    try:
        tree = LexborHTMLParser(_decoded(data))
        if tree.root is None or tree.body is None:
            raise RefusedError("holds no page.", "Save the page again, complete.")
        hidden = _hidden_by_rules(tree)
        mains = [node for node in tree.css("main, [role=main]") if not _is_left_out(node, hidden)]
        page = _Page()
        # A page has one main part at most; more of them are parts of something else.
        _walk(mains[0] if len(mains) == 1 else tree.body, page, hidden, limits)
    except SelectolaxError as error:
        raise RefusedError("is damaged: it does not open as a web page.", "Save the page again, complete.") from error
    loaded = compose(page.sinks[0], HTML)
    if not any(character.isalpha() for character in loaded.text):
        raise RefusedError(
            "holds no text.", "Its text may be made by a program when it is shown: print the page to PDF."
        )
    return loaded


def _decoded(data: bytes) -> str:
    """Return the page's text by its byte order mark, its own declaration, or as UTF-8."""
    declared = _CHARSET.search(data[:4096])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf") or declared is None:
        encoding = "utf-8-sig"
    else:
        encoding = _ENCODINGS.get(declared.group(1).lower(), "")
    try:
        text = data.decode(encoding or "utf-8", "replace" if encoding == "cp1252" else "strict")
    except UnicodeDecodeError as error:
        raise RefusedError("is in an encoding that is not read.", "Save it as UTF-8.") from error
    if "\0" in text:
        raise RefusedError("holds null bytes, so it is no web page.", "Save the page again.")
    return text


def _walk(root: LexborNode, page: _Page, hidden: frozenset[int], limits: Limits) -> None:
    """Read everything below `root` in order. A stack of our own: pages may be nested without end."""
    count = 0
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            _closed(node, page)
            continue
        count += 1
        if count > limits.elements:
            raise RefusedError("has too many parts to be read.", "Split it, or print the page to PDF.")
        if node is not root and node.next is not None:
            stack.append((node.next, False))
        tag = node.tag or ""
        if tag == "-text":
            page.letters.append(_text(node, page))
        elif not tag.startswith("-") and not _is_left_out(node, hidden):
            _opened(node, page)
            stack.append((node, True))
            if node.child is not None:
                stack.append((node.child, False))


def _text(node: LexborNode, page: _Page) -> str:
    text = (node.text_content or "").replace("\f", " ")
    return text if page.verbatim else _SPACES.sub(" ", text)


def _opened(node: LexborNode, page: _Page) -> None:
    tag = node.tag or ""
    if tag == "br":
        page.letters.append("\n")
    elif tag == "q":
        page.letters.append("“")
    if tag not in _BLOCKS:
        return
    page.end_block()
    heading = _HEADING.fullmatch(tag)
    if heading:
        page.level = int(heading.group(1))
    elif tag == "pre":
        page.verbatim += 1
    elif tag in ("ul", "ol"):
        page.lists.append((node, _number(node.attributes.get("start"), 1) if tag == "ol" else 0))
    elif tag == "li":
        page.marker = _marker(node, page)
    elif tag == "tr":
        page.rows.append([])
    elif tag in ("td", "th") and page.rows:
        page.sinks.append([])


def _closed(node: LexborNode, page: _Page) -> None:
    tag = node.tag or ""
    if tag == "q":
        page.letters.append("”")
    if tag not in _BLOCKS:
        return
    page.end_block()
    if _HEADING.fullmatch(tag):
        page.level = 0
    elif tag == "pre":
        page.verbatim -= 1
    elif tag in ("ul", "ol"):
        page.lists.pop()
    elif tag == "li":
        page.marker = ""
    elif tag == "tr":
        cells = page.rows.pop()
        page.sinks[-1] += row(cells)
    elif tag in ("td", "th") and page.rows:
        cell = page.sinks.pop()
        page.rows[-1].append(cell)


def _marker(item: LexborNode, page: _Page) -> str:
    """Return what stands before a list item, and count it."""
    if not page.lists:
        return "• "
    parent, number = page.lists[-1]
    if parent.tag == "ul":
        return "• "
    number = _number(item.attributes.get("value"), number)
    page.lists[-1] = (parent, number + 1)
    kind = parent.attributes.get("type") or "1"
    shown = {"a": in_letters, "i": in_roman}.get(kind.lower(), str)(number)
    return f"{shown.upper() if kind.isupper() else shown}. "


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else otherwise


def _is_left_out(node: LexborNode, hidden: frozenset[int]) -> bool:
    attributes = node.attributes
    style = attributes.get("style") or ""
    if node.tag in _LEFT_OUT or "hidden" in attributes or (attributes.get("role") or "").lower() in _AROUND:
        return True
    return bool(_HIDING.search(style)) or (node.mem_id in hidden and not _SHOWING.search(style))


def _hidden_by_rules(tree: LexborHTMLParser) -> frozenset[int]:
    """Return the nodes that the page's own style sheets hide; a later rule may show them again."""
    hidden: set[int] = set()
    for selectors, rule in _rules(tree):
        if not (_HIDING.search(rule) or _SHOWING.search(rule)):
            continue
        try:
            found = {node.mem_id for node in tree.css(selectors)}
        except (SelectolaxError, ValueError):
            continue  # a selector that only browsers know
        hidden = hidden | found if _HIDING.search(rule) else hidden - found
    return frozenset(hidden)


def _rules(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations, those for print or other screens left out."""
    left = _RULES_READ
    for node in tree.css("style"):
        for match in _RULE.finditer(_CSS_NOISE.sub("", node.text() or "")):
            left -= 1
            if left < 0:
                return
            yield match.group(1).strip(), match.group(2)
