"""Draws the library with Streamlit. Whatever a document or a file name says is shown as text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.card import Card
from assistant.differing import ADDED, DROPPED, MOVED, REWORDED, Change, Edit
from assistant.loading import LIMITS
from assistant.loading.sniffing import MEDIA
from assistant.schema import Document
from assistant.standing import Standing
from ui import markup
from ui.naming import counted

ADD = {
    "new": "Add to the library",
    "changed": "Change what is said of it",
    "same": "It is in the library as it is",
    "taken": "Put it in place of the other text",
}
_FIELDS = {
    "id": "Id, which citations carry",
    "title": "Title",
    "short": "Short name",
    "post": "Post",
    "updated": "Updated (YYYY-MM-DD)",
    "period": "Period (YYYY-YYYY)",
}
_MAY_LACK = ("post", "updated", "period")
_STANDING = {
    "current": "Answers by default",
    "superseded": "Superseded by {newer}: answers only when chosen",
    "other_post": "Of another post: answers only when chosen",
}
_CHANGES = {ADDED: "Added", REWORDED: "Reworded", MOVED: "Moved or renumbered", DROPPED: "Dropped"}
_STAGES = {
    "read": "Reading the documents",
    "model": "Exporting the model",
    "embed": "Embedding",
    "write": "Writing",
    "verify": "Verifying",
}


def masthead() -> None:
    """Draw the title and what the page is for."""
    promise = "The documents that answers are quoted from. What is added stays on this machine."
    with st.container(key="masthead"):
        st.html(f"<h1>Library</h1>{markup.paragraph(promise, 'promise')}")


def document(
    number: int, value: Document, standing: Standing, passages: int, on_remove: Callable[[str], None] | None
) -> None:
    """Draw what is known of a document and, where it can be taken away, the button for that; it is told the id."""
    facts = {
        "Id": value.id,
        "Kind": value.kind,
        "Authority": value.authority,
        "Post": value.post,
        "Approved": value.approved,
        "Updated": value.updated,
        "Period": value.period,
        "Passages": str(passages),
        "SHA-256": value.sha256,
    }
    with st.container(key=f"document-{number}"):
        said = _STANDING[standing.status].format(newer=standing.newer)
        st.html(
            f'<h2 class="shelf">{markup.escape(value.title)}</h2>{markup.paragraph(said, "standing")}{_facts(facts)}'
        )
        if on_remove:
            name = markup.label(f"Take away {value.title} ({value.id})")
            st.button(name, key=f"remove-{number}", on_click=on_remove, args=(value.id,))


def card(value: Card) -> None:
    """Draw what the index in use was made from."""
    facts = {
        "Generation": value.generation,
        "Corpus": value.corpus_sha256,
        "Model": f"{value.model}, {value.precision}",
        "Model SHA-256": value.model_sha256,
        "Documents": str(value.counts["documents"]),
        "Passages": str(value.counts["passages"]),
        "Sentences": str(value.counts["sentences"]),
    }
    with st.container(key="card"):
        st.html(f'<h2 class="shelf">The index in use</h2>{_facts(facts)}')


def uploader(number: int) -> UploadedFile | None:
    """Draw the field for a new document; `number` makes it a new, empty one after each addition."""
    st.html('<h2 class="shelf">Add a document</h2>')
    kinds = ", ".join(MEDIA)
    name = f"A text of a strategy or a policy ({kinds}, at most {LIMITS.file_bytes >> 20} MB)"
    return st.file_uploader(name, type=[each.removeprefix(".") for each in MEDIA], key=f"upload-{number}")


def preview(seen: Mapping[str, Any], key: str) -> dict[str, str]:
    """Draw what would be made of a file; return what is to be said of it, guessed or corrected by the person."""
    row, outline = seen["row"], seen["outline"]
    st.html(f'<h3 class="shelf">{markup.escape(seen["name"])}</h3>')
    for remark in seen["remarks"]:
        st.html(markup.paragraph(remark, "note"))
    items = "".join(
        f'<li class="{"under" if each["parent"] else "top"}"><b>{markup.escape(each["ref"])}</b> {markup.escape(each["title"])}</li>'
        for each in outline
    )
    st.html(
        f'<p class="overline">Outline found: {counted(len(outline), "place")}</p><ul class="outline-found">{items}</ul>'
    )
    given = {}
    for name, label in _FIELDS.items():
        guessed = " — guessed, please check" if name in seen["guessed"] else ""
        value = st.text_input(f"{label}{guessed}", value=row[name] or "", key=f"field-{name}-{key}", max_chars=200)
        if value.strip() or name in _MAY_LACK:
            given[name] = value.strip()
    return given


def question_of_removal(title: str, id: str) -> None:
    """Draw what taking a document away means."""
    st.html(
        markup.paragraph(f"{title} ({id})", "said")
        + markup.paragraph("Nothing of it will answer any more, and no older index that holds it is kept.", "hint")
    )


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Draw a bar that the yielded function moves; it is gone at the end."""
    bar = st.progress(0.0, text="Starting")

    def moved(stage: str, done: int, total: int) -> None:
        bar.progress(done / max(1, total), text=f"{_STAGES.get(stage, stage)}: {done} of {total}")

    try:
        yield moved
    finally:
        bar.empty()


def done(text: str) -> None:
    """Draw what was done."""
    st.html(markup.paragraph(text, "done"))


def note(text: str) -> None:
    """Draw a remark."""
    st.html(markup.paragraph(text, "note"))


def two_of(documents: Sequence[Document], standings: Mapping[str, Standing]) -> tuple[Document, Document]:
    """Draw the choice of two documents, a superseded one and its successor first; return the older and the newer."""
    ids = [each.id for each in documents]
    pair = next(((each, newer) for each in ids if (newer := standings[each].newer)), (ids[0], ids[0]))
    st.html('<h2 class="shelf">Difference between two versions</h2>')
    left, right = st.columns(2)

    def named(each: Document) -> str:
        return f"{each.title} ({each.id})"

    with left:
        old = st.selectbox("From", documents, index=ids.index(pair[0]), format_func=named, key="diff-old")
    with right:
        new = st.selectbox("To", documents, index=ids.index(pair[1]), format_func=named, key="diff-new")
    return old, new


def differences(changes: Sequence[Change]) -> None:
    """Draw what became of each place; told by words, not by colour alone."""
    same = sum(each.change not in _CHANGES for each in changes)
    parts = [markup.paragraph(f"{counted(same, 'place')} unchanged.", "note")]
    for name, heading in _CHANGES.items():
        chosen = [each for each in changes if each.change == name]
        if chosen:
            items = "".join(f"<li>{_change(each)}</li>" for each in chosen)
            parts.append(f'<h3 class="shelf">{heading}</h3><ul class="changes">{items}</ul>')
    with st.container(key="differences"):
        st.html("".join(parts))


def _change(value: Change) -> str:
    moved = value.old_ref and value.new_ref and value.old_ref != value.new_ref
    place = f"{value.old_ref} is now {value.new_ref}" if moved else value.new_ref or value.old_ref or ""
    edits = "".join(f"<li>{_edit(each)}</li>" for each in value.edits)
    return f"<b>{markup.escape(place)}</b> {markup.escape(value.title)}{f'<ul>{edits}</ul>' if edits else ''}"


def _edit(value: Edit) -> str:
    old = f'<span class="went">was “{markup.escape(value.old)}”</span>' if value.old else ""
    new = (
        f'<span class="came">is “{markup.escape(value.new)}”</span>'
        if value.new
        else '<span class="came">left out</span>'
    )
    around = f"after “…{value.before}”" if value.before else "at the start"
    return f"{markup.escape(value.part)}, {markup.escape(around)}: {'; '.join(filter(None, (old, new)))}"


def _facts(facts: Mapping[str, str | None]) -> str:
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{markup.escape(value)}</dd></div>" for name, value in facts.items() if value
    )
    return f'<dl class="facts">{rows}</dl>'
