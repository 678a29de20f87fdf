"""The library page: which documents there are, one more, one less, and what differs between two versions."""

import gc
from typing import TYPE_CHECKING

import streamlit as st

from assistant.differing import differences
from assistant.errors import AssistantError
from assistant.manifest import read_library
from assistant.schema import is_beside
from ui import announcing, children, drawing, incidents, resources, session, shelves, uploads

if TYPE_CHECKING:
    from assistant.opening import Assistant


def show() -> None:
    """Draw the page once. Streamlit calls this at every interaction."""
    drawing.page()
    shelves.masthead()
    try:
        _page()
    except Exception as error:  # noqa: BLE001  the last border before the person
        trouble = incidents.explained(error)
        drawing.problem(trouble.message, trouble.hint)


def _page() -> None:
    voice, told = st.container(key="voice"), st.container(key="told")
    with voice:
        announcing.announce(announcing.SILENCE, "announcer-early")
    assistant = resources.assistant()
    with told:
        done = session.take_told()
        if done:
            shelves.done(done)
    _documents(assistant)
    _add()
    _compare(assistant)
    shelves.card(assistant.index.card)
    with voice:
        announcing.announce(session.announcement(), "announcer-late")


def _documents(assistant: "Assistant") -> None:
    added = {row.id for row in read_library(resources.settings())}
    for number, document in enumerate(assistant.documents):
        passages = sum(passage.document == document.id for passage in assistant.index.passages)
        standing = assistant.standings[document.id]
        is_added = document.id in added
        shelves.document(number, document, standing, passages, session.ask_removal if is_added else None)
        if is_added and session.removal() == document.id:
            _confirm(document.id, document.title)


@st.dialog("Take this document away?", on_dismiss=session.drop_removal)
def _confirm(id: str, title: str) -> None:
    """Ask once more. What is being asked is kept in the session, so that a rerun in the middle asks it again."""
    shelves.question_of_removal(title, id)
    if st.button("Keep it", key="keep"):
        session.drop_removal()
        st.rerun()
    if st.button("Take it away", key="take-away", type="primary"):
        try:
            _remove(id)
        except Exception as error:  # noqa: BLE001  told where it was asked for
            trouble = incidents.explained(error)
            drawing.problem(trouble.message, trouble.hint)
            return
        session.drop_removal()
        _tell(f"{title} is taken away. Nothing of it answers any more.")
        st.rerun()


def _remove(id: str) -> None:
    with shelves.progress() as moved:
        record = children.ingest(["--remove", id], moved)
        if record.get("still_held"):
            # This server had the generation before open. Once it has let go, another build deletes it.
            resources.assistant()
            gc.collect()
            children.ingest([], moved)


def _add() -> None:
    file = shelves.uploader(session.uploads_done())
    if file is None:
        return
    given: dict[str, str] = {}
    try:
        with uploads.kept(file.name, file.getvalue()) as path:
            seen = session.once(f"preview {file.file_id}", lambda: children.ingest(["--preview", str(path)]))
            given = shelves.preview(seen, key=str(session.uploads_done()))
            arguments = [str(path), *(f"--{name}={value}" for name, value in given.items())]
            if seen["state"] == "taken":
                arguments += ["--replace"] if given["id"] == seen["row"]["id"] else []
            if st.button(shelves.ADD[str(seen["state"])], key="add", type="primary", disabled=seen["state"] == "same"):
                with shelves.progress() as moved:
                    children.ingest(arguments, moved)
                session.count_upload()
                _tell(f"{given['title']} is in the library.")
                st.rerun()
    except AssistantError as error:
        drawing.problem(error.message, error.hint)
        session.announce(f"{error.message} {error.hint}", reveals="problem")


def _compare(assistant: "Assistant") -> None:
    documents = [document for document in assistant.documents if not is_beside(document)]
    if len(documents) < 2:
        return
    old, new = shelves.two_of(documents, assistant.standings)
    if old.id == new.id:
        shelves.note("Choose two documents.")
        return
    parts = {
        document.id: [section for section in assistant.index.sections if section.document == document.id]
        for document in (old, new)
    }
    shelves.differences(differences(parts[old.id], parts[new.id]))


def _tell(text: str) -> None:
    session.tell(text)
    session.announce(text)
