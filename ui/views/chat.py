"""The chat page: questions, answers, and the evidence beside them."""

import streamlit as st

from assistant.errors import AssistantError
from ui import announcing, drawing, incidents, resources, session
from ui.evidence import gather
from ui.naming import counted
from ui.scopes import DEFAULT, choices
from ui.session import Exchange, Problem

STARTERS = (
    "What are the mission’s goals?",
    "What does Mission Objective 2.2 say?",
    "How will the mission fight corruption?",
    "Which objectives deal with natural disasters?",
    "What does the strategy say about illegal gold mining?",
    "When was this strategy approved?",
)


def show() -> None:
    """Draw the page once. Streamlit calls this at every interaction."""
    drawing.page()
    try:
        _page()
    except Exception as error:  # noqa: BLE001  the last border before the person
        trouble = _explained(error)
        drawing.problem(trouble.message, trouble.hint)


def _page() -> None:
    """Every part has a fixed place, drawn into or not: what moves in the tree is made anew and loses the focus."""
    typed = st.chat_input("Ask about the strategy", key="typed")
    asked = session.take_pending() if typed is None else typed
    # White space asks nothing: the page stays as it is, with a line that says so.
    is_blank = asked is not None and not asked.strip()
    asked = None if is_blank else asked
    before = session.conversation()
    with st.bottom:
        _choose_scope()
        drawing.privacy()
    drawing.masthead(session.forget if before or asked is not None else None)
    voice, opening, conversation = st.container(key="voice"), st.container(key="opening"), st.container(key="talk")
    with voice:
        announcing.announce(
            session.announce("Searching…") if asked is not None else announcing.SILENCE, "announcer-early"
        )
    with opening:
        if asked is None:
            _open(is_new=not before)
        else:
            session.select(len(before), 0)
    with conversation:
        for number, exchange in enumerate(before):
            row = drawing.row(number)
            _draw(row, number, exchange, is_last=asked is None and number == len(before) - 1)
        if asked is not None:
            _ask(len(before), asked)
        if is_blank:
            _blank()
    with voice:
        announcing.announce(session.announcement(), "announcer-late")


def _choose_scope() -> None:
    """Let a person choose what answers, where there is more than one document; what was chosen stays until changed."""
    assistant = resources.opened()
    if assistant is None:
        return
    offered = choices(assistant.documents, assistant.standings, assistant.home)
    if session.scope() not in [choice.names for choice in offered]:
        session.choose_scope(DEFAULT)
    if len(offered) > 1:
        drawing.scopes(offered, session.scope(), session.choose_scope)


def _open(is_new: bool) -> None:
    error = resources.problem()
    if error:
        drawing.problem(error.message, error.hint)
    if is_new:
        drawing.starters(STARTERS, session.ask_next)


def _ask(number: int, question: str) -> None:
    """Draw the question at once, then its answer in the same place and the same run."""
    row = drawing.row(number)
    with row.answer.container():
        drawing.question(question)
        drawing.searching()
    exchange = _answered(question)
    session.append(exchange)
    session.announce(_told(exchange), reveals="question")
    _draw(row, number, exchange, is_last=True)


def _blank() -> None:
    drawing.problem("There is no question yet.", "Type one in the field below.")
    session.announce("There is no question yet.", reveals="problem")


def _answered(question: str) -> Exchange:
    limit = resources.settings().max_question
    if len(question) > limit:
        return Exchange(
            question,
            problem=Problem(
                f"This question has {len(question):,} characters; the longest that can be answered has {limit:,}.",
                "Ask for one thing at a time, in a sentence or two.",
            ),
        )
    try:
        assistant = resources.assistant()
        answer = assistant.ask(question, session.history(), session.scope())
        cited = answer.citations or answer.nearest
        return Exchange(question, answer, tuple(gather(citation, assistant.section) for citation in cited))
    except Exception as error:  # noqa: BLE001  the conversation must survive whatever happened
        return Exchange(question, problem=_explained(error))


def _draw(row: drawing.Row, number: int, exchange: Exchange, is_last: bool) -> None:
    answer = exchange.answer
    with row.answer.container():
        drawing.question(exchange.question, _understood(exchange))
        if exchange.problem:
            drawing.problem(exchange.problem.message, exchange.problem.hint)
        if answer:
            drawing.answer(answer, number, lambda position: _show(number, position))
    if answer and answer.suggestions and is_last:
        with row.after.container():
            drawing.suggestions(answer.suggestions, number, session.ask_next)
    turn, position = session.selected()
    if turn == number and position < len(exchange.evidence) and answer:
        with row.evidence.container():
            drawing.evidence(exchange.evidence[position], number, bool(answer.citations), _opened)
        drawing.mark_pressed(number, position)


def _show(number: int, position: int) -> None:
    session.select(number, position)
    citation = session.conversation()[number].evidence[position].citation
    session.announce(f"Evidence {citation.label}: {citation.ref}, {citation.section}.", reveals="evidence")


def _opened() -> None:
    session.announce("The whole section is open.", reveals="section")


def _understood(exchange: Exchange) -> str | None:
    answer = exchange.answer
    if answer is None or answer.standalone_question.strip() == exchange.question.strip():
        return None
    return answer.standalone_question


def _told(exchange: Exchange) -> str:
    """The line that screen readers get when a question is done."""
    if exchange.problem:
        return f"{exchange.problem.message} {exchange.problem.hint}"
    if exchange.answer and exchange.answer.citations:
        return f"Answer ready with {counted(len(exchange.answer.citations), 'citation')}."
    return "No answer was found in the strategy." if exchange.answer else ""


def _explained(error: Exception) -> Problem:
    if isinstance(error, AssistantError):
        return Problem(error.message, error.hint)
    incident = incidents.record(error)
    return Problem(
        f"Something went wrong that should not have. Incident {incident}.",
        "Ask again; if it happens again, give this number to whoever runs the assistant.",
    )
