"""Draws a checked draft with Streamlit. Words of a draft are shown as text; a press is told to the function given."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from assistant.aligning.alignment import Alignment, ParagraphAlignment
from assistant.clearing.check import Check, Wording
from assistant.clearing.deciding import ACCEPTED, ADDED, REJECTED, decided
from assistant.clearing.report import VERDICTS, mark_of
from assistant.loading import LIMITS
from assistant.loading.sniffing import MEDIA
from ui import markup

PROMISE = (
    "See which objectives each paragraph of a draft serves, with the words of both, and whether its claims hold. "
    "A draft stays in this tab and is never stored; one marked CONFIDENTIAL or above is refused."
)
OFFER = "An offer in our words, not a verified fact:"
_NEITHER = "Choose an objective"

Decide = Callable[[str, str, str | None], None]


class Given(NamedTuple):
    """What a person gave to be checked: pasted words, or a file's name and bytes."""

    text: str
    name: str = ""
    data: bytes | None = None


def masthead() -> None:
    """Draw the title and what the page is for."""
    with st.container(key="masthead"):
        st.html(f"<h1>Check a cable</h1>{markup.paragraph(PROMISE, 'promise')}")


def fields(number: int) -> Given | None:
    """Draw the fields for a draft; return what was given once the button is pressed. `number` makes them new and empty."""
    kinds = ", ".join(MEDIA)
    text = st.text_area("Paste the draft", height=260, key=f"draft-{number}")
    file = st.file_uploader(
        f"Or choose a file ({kinds}, at most {LIMITS.file_bytes >> 20} MB)",
        type=[each.removeprefix(".") for each in MEDIA],
        key=f"draft-file-{number}",
    )
    if not st.button("Check the draft", key=f"check-{number}", type="primary"):
        return None
    return Given("", file.name, file.getvalue()) if file else Given(text)


def note(text: str) -> None:
    """Draw a remark."""
    st.html(markup.paragraph(text, "note"))


def head(check: Check) -> None:
    """Draw the highest mark of what the page quotes, and which draft this is."""
    mark = mark_of(check)
    banner = markup.paragraph(mark, "banner") if mark else ""
    subject = markup.paragraph(check.cable.subject, "said") if check.cable.subject else ""
    st.html(f'{banner}<h2 class="shelf">What was found</h2>{subject}')


def paragraphs(check: Check, chosen: str, on_choose: Callable[[str], None]) -> None:
    """Draw the draft, each paragraph with its verdict in words, and a button that shows its evidence."""
    for number, judged in enumerate(check.alignment.paragraphs):
        paragraph = next(each for each in check.cable.paragraphs if each.label == judged.label)
        about = (f"¶ {judged.label}", paragraph.marking, judged.role.replace("_", " "), VERDICTS[judged.verdict])
        refs = ", ".join(each.ref for each in judged.alignments)
        line = " · ".join(filter(None, (*about, refs)))
        st.html(
            f'<div class="draft {judged.verdict}">{markup.paragraph(line, "overline")}'
            f'<p class="words" dir="auto">{markup.escape(paragraph.text)}</p></div>'
        )
        shown = "Shown beside" if judged.label == chosen else "Show the evidence for"
        name = markup.label(f"{shown} ¶ {judged.label}")
        st.button(name, key=f"paragraph-{number}", on_click=on_choose, args=(judged.label,))


def evidence(check: Check, judged: ParagraphAlignment, on_decide: Decide) -> None:
    """Draw the evidence for a paragraph, and what a person may decide on it."""
    st.html(f'<h2 class="shelf">Evidence for ¶ {markup.escape(judged.label)}</h2>')
    for number, each in enumerate(judged.alignments):
        _pair(check, judged.label, number, each, on_decide)
    if judged.nearest:
        st.html(markup.paragraph(judged.nearest.why, "note"))
    for wording in check.wordings:
        if wording.paragraph == judged.label:
            _offer(wording)
    _add(check, judged, on_decide)


def _pair(check: Check, label: str, number: int, each: Alignment, on_decide: Decide) -> None:
    title = dict(check.titles).get(each.ref, "")
    st.html(
        f'<h3 class="place">{markup.escape(f"{each.ref} {title}")}</h3>'
        f"{markup.paragraph(f'{each.score:.0%} · {each.strength} · {each.relation}', 'standing')}"
        f'<p class="pair"><b>The draft:</b> <q>{markup.escape(each.cable_quote.text)}</q></p>'
        f'<p class="pair"><b>The strategy:</b> <q>{markup.escape(each.strategy_quote.quote)}</q></p>'
    )
    now = decided(check, label, each.ref)
    with st.container(horizontal=True, key=f"decide-{number}"):
        for decision, verb in ((ACCEPTED, "Accept"), (REJECTED, "Reject")):
            name = f"{decision.capitalize()}: take back" if now == decision else verb
            wanted = None if now == decision else decision
            st.button(
                markup.label(f"{name} ({each.ref})"),
                key=f"{decision}-{label}-{number}",
                on_click=on_decide,
                args=(label, each.ref, wanted),
            )


def _add(check: Check, judged: ParagraphAlignment, on_decide: Decide) -> None:
    own = {each.ref for each in judged.alignments}
    added = [each.ref for each in check.decisions if each.paragraph == judged.label and each.decision == ADDED]
    for ref in added:
        name = markup.label(f"Added: take back ({ref})")
        st.button(name, key=f"back-{judged.label}-{ref}", on_click=on_decide, args=(judged.label, ref, None))
    left = [ref for ref, _ in judged.scores if ref not in own and ref not in added]
    titles = dict(check.titles)
    ref = st.selectbox(
        "Add an objective",
        [_NEITHER, *left],
        format_func=lambda each: f"{each} {titles.get(each, '')}".strip(),
        key=f"add-{judged.label}-{len(added)}",
    )
    if ref != _NEITHER:
        name = markup.label(f"Add {ref} to ¶ {judged.label}")
        st.button(name, key=f"adding-{judged.label}", on_click=on_decide, args=(judged.label, ref, ADDED))


def _offer(each: Wording) -> None:
    mark = f"({each.marking}) " if each.marking else ""
    scores = f"{OFFER} score {each.score_before:.0%} before, {each.score_after:.0%} after."
    st.html(
        f"{markup.paragraph(scores, 'note')}"
        f'<p class="pair"><b>Before:</b> {markup.escape(each.before)}</p>'
        f'<p class="pair"><b>After:</b> {markup.escape(mark)}{markup.escape(each.after)}</p>'
    )


def matrix(check: Check) -> None:
    """Draw paragraphs by objective; what is named is told by bold figures, too."""
    refs = [ref for ref, _ in check.alignment.paragraphs[0].scores]
    heads = "".join(f'<th scope="col">{markup.escape(ref)}</th>' for ref in refs)
    rows = []
    for judged in check.alignment.paragraphs:
        named, scores = {each.ref for each in judged.alignments}, dict(judged.scores)
        cells = "".join(_cell(scores[ref], ref in named) for ref in refs)
        rows.append(f'<tr><th scope="row">¶ {markup.escape(judged.label)}</th>{cells}</tr>')
    st.html(
        f'<h2 class="shelf">Paragraphs by objective</h2><div class="matrix" tabindex="0" role="region" aria-label="Paragraphs by objective">'
        f'<table><thead><tr><th scope="col">¶</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _cell(score: float, is_named: bool) -> str:
    return f'<td class="sure">✓ {score:.0%}</td>' if is_named else f"<td>{score:.0%}</td>"


def points(heading: str, lines: Sequence[str]) -> None:
    """Draw a list under a heading; nothing for an empty one."""
    if lines:
        items = "".join(f"<li>{markup.escape(line)}</li>" for line in lines)
        st.html(f'<h2 class="shelf">{heading}</h2><ul class="points">{items}</ul>')


def downloads(files: Sequence[tuple[str, str, str, bytes]]) -> None:
    """Draw a button for each file: its label, name, media type and bytes."""
    with st.container(horizontal=True, key="downloads"):
        for label, name, media, data in files:
            st.download_button(label, data, file_name=name, mime=media, key=f"download-{name}", on_click="ignore")
