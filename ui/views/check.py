"""The page that checks a cable's draft: paste or upload, evidence paragraph by paragraph, decisions, files to take away."""

from typing import TYPE_CHECKING

import streamlit as st

from assistant import records
from assistant.errors import MarkingError
from assistant.loading import limits_of, load_bytes
from ui import announcing, clearance, drawing, incidents, resources, session
from ui.naming import counted
from ui.scopes import DEFAULT, choices

if TYPE_CHECKING:
    from assistant.clearing.check import Check
    from assistant.opening import Assistant

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show() -> None:
    """Draw the page once. Streamlit calls this at every interaction."""
    drawing.page()
    clearance.masthead()
    try:
        _page()
    except Exception as error:  # noqa: BLE001  the last border before the person
        trouble = incidents.explained(error)
        drawing.problem(trouble.message, trouble.hint)


def _page() -> None:
    voice = st.container(key="voice")
    with voice:
        announcing.announce(announcing.SILENCE, "announcer-early")
    refused = session.take_refusal()
    if refused:
        drawing.problem(refused.message, refused.hint)
    check = session.check()
    if check is None:
        _take(resources.assistant())
    else:
        _shown(check)
    with voice:
        announcing.announce(session.announcement(), "announcer-late")


def _take(assistant: "Assistant") -> None:
    offered = choices(assistant.documents, assistant.standings, assistant.home)
    if session.scope() not in [choice.names for choice in offered]:
        session.choose_scope(DEFAULT)
    if len(offered) > 1:
        drawing.scopes(offered, session.scope(), session.choose_scope)
    if session.older_check() is not None:
        clearance.note("The newer version is compared with the draft before; decisions on unchanged paragraphs stay.")
    given = clearance.fields(session.drafts_done())
    if given is None:
        return
    try:
        text = given.text
        if given.data is not None:
            text = load_bytes(given.data, given.name, limits_of(resources.settings())).text
        check = assistant.check(text, scope=session.scope())
    except Exception as error:  # noqa: BLE001  told where it was asked for
        _told(error)
        return
    older = session.older_check()
    if older is not None:
        from assistant.clearing.revisiting import compare

        check = compare(older, check)
    session.keep_check(check)
    session.announce(f"Checked {counted(len(check.alignment.paragraphs), 'paragraph')}.")
    st.rerun()


def _told(error: Exception) -> None:
    trouble = incidents.explained(error)
    session.announce(f"{trouble.message} {trouble.hint}", reveals="problem")
    if isinstance(error, MarkingError):
        # The fields still hold it: with new ones it is gone.
        session.drop_draft(trouble)
        st.rerun()
    drawing.problem(trouble.message, trouble.hint)


def _shown(check: "Check") -> None:
    with st.container(horizontal=True, key="again"):
        st.button("Check another draft", key="forget-draft", on_click=session.forget_check)
        st.button("Check a newer version of it", key="newer-draft", on_click=session.await_newer)
    clearance.head(check)
    clearance.downloads(_files(check))
    labels = [each.label for each in check.alignment.paragraphs]
    chosen = session.selected_paragraph()
    chosen = chosen if chosen in labels else labels[0]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        clearance.paragraphs(check, chosen, session.select_paragraph)
    with right:
        judged = next(each for each in check.alignment.paragraphs if each.label == chosen)
        clearance.evidence(check, judged, _decide)
    clearance.points("Findings", [f"{f.severity}{_at(f.paragraph)}: {f.message}" for f in check.findings])
    clearance.points("Claims", [f"“{c.claim.text}”{_at(c.claim.paragraph)}: {str(c.status).replace('_', ' ')}. {c.reason}" for c in check.claims])  # fmt: skip
    clearance.points("Since the draft before", [f"¶ {c.paragraph or c.old}: {c.change}. {c.message}" for c in check.changes])  # fmt: skip
    tags = check.alignment.suggested_tags
    clearance.points("TAGS to consider", [", ".join(tags)] if tags else [])
    clearance.matrix(check)


def _decide(paragraph: str, ref: str, decision: str | None) -> None:
    from assistant.clearing.deciding import decide

    check = session.check()
    if check is not None:
        session.keep_check(decide(check, paragraph, ref, decision))
        session.announce(f"{ref} in paragraph {paragraph}: {decision or 'open again'}.")


def _files(check: "Check") -> list[tuple[str, str, str, bytes]]:
    from assistant.clearing.html import to_html
    from assistant.clearing.recording import check_record
    from assistant.clearing.report import report_of
    from assistant.clearing.word import to_word

    report = report_of(check)
    record = records.to_json(check_record(check), 2)
    return [
        ("Download Word", "check.docx", _WORD, to_word(report)),
        ("Download HTML", "check.html", "text/html", to_html(report).encode()),
        ("Download JSON", "check.json", "application/json", record.encode()),
    ]


def _at(paragraph: str | None) -> str:
    return f", ¶ {paragraph}" if paragraph else ""
