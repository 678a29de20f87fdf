"""The chat page: questions, answers, and the evidence beside them."""

from dataclasses import replace

import streamlit as st

from assistant.records import Record
from assistant.schema import Outcome
from ui import announcing, drawing, incidents, resources, rewording, session
from ui.evidence import gather
from ui.explanations import parts_of
from ui.naming import counted, is_greeting
from ui.scopes import DEFAULT, choices
from ui.session import Exchange, Problem, Wish

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
        trouble = incidents.explained(error, "Ask again")
        drawing.problem(trouble.message, trouble.hint)


def _page() -> None:
    """Every part has a fixed place, drawn into or not: what moves in the tree is made anew and loses the focus."""
    typed = st.chat_input("Ask about the strategy", key="typed")
    wish = session.take_pending() if typed is None else Wish(typed)
    # White space asks nothing: the page stays as it is, with a line that says so.
    is_blank = wish is not None and not (wish.alone or wish.question).strip()
    wish = None if is_blank else wish
    before = session.conversation()
    with st.bottom:
        _choose_scope()
        drawing.privacy()
    drawing.masthead(session.forget if before or wish else None)
    if wish and wish.replaces:
        before = before[:-1]
    voice, opening, conversation = st.container(key="voice"), st.container(key="opening"), st.container(key="talk")
    with voice:
        announcing.announce(session.announce("Searching…") if wish else announcing.SILENCE, "announcer-early")
    with opening:
        if wish is None:
            _open(is_new=not before)
        else:
            session.select(len(before), 0)
    with conversation:
        for number, exchange in enumerate(before):
            row = drawing.row(number)
            _draw(row, number, exchange, is_last=wish is None and number == len(before) - 1)
        if wish:
            _ask(len(before), wish)
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


def _ask(number: int, wish: Wish) -> None:
    """Draw the question at once, then its answer in the same place and the same run."""
    row = drawing.row(number)
    with row.answer.container():
        drawing.question(wish.question)
        drawing.searching()
    exchange = _answered(number, wish)
    session.keep(number, exchange)
    session.announce(_told(exchange), reveals="question")
    _draw(row, number, exchange, is_last=True)


def _blank() -> None:
    drawing.problem("There is no question yet.", "Type one in the field below.")
    session.announce("There is no question yet.", reveals="problem")


def _answered(number: int, wish: Wish) -> Exchange:
    attempt = session.conversation()[number].attempt + 1 if wish.replaces else 0
    exchange = Exchange(wish.question, alone=wish.alone, attempt=attempt, scope=session.scope())
    limit = resources.settings().max_question
    if len(exchange.asked) > limit:
        problem = Problem(
            f"This question has {len(exchange.asked):,} characters; the longest that can be answered has {limit:,}.",
            "Ask for one thing at a time, in a sentence or two.",
        )
        return replace(exchange, problem=problem)
    try:
        assistant = resources.assistant()
        answer = assistant.ask(exchange.asked, session.history(number, exchange.alone), exchange.scope)
        cited = answer.citations or answer.nearest
        evidence = tuple(gather(citation, assistant.section) for citation in cited)
        return replace(exchange, answer=answer, evidence=evidence)
    except Exception as error:  # noqa: BLE001  the conversation must survive whatever happened
        return replace(exchange, problem=incidents.explained(error, "Ask again"))


def _draw(row: drawing.Row, number: int, exchange: Exchange, is_last: bool) -> None:
    answer = exchange.answer
    with row.answer.container():
        drawing.question(exchange.question)
        _reading(number, exchange, is_last)
        if exchange.problem:
            drawing.problem(exchange.problem.message, exchange.problem.hint)
        if answer:
            told = {note for each in session.conversation()[:number] if each.answer for note in each.answer.notes}
            notes = [note for note in answer.notes if note not in told]
            drawing.answer(answer, number, notes, lambda position: _show(number, position))
            _explanation(number, exchange)
    if answer and answer.suggestions and is_last:
        with row.after.container():
            is_choice = answer.outcome is Outcome.CLARIFY
            drawing.suggestions(answer.suggestions, number, is_choice, session.ask_next)
    turn, position = session.selected()
    if turn == number and position < len(exchange.evidence) and answer:
        with row.evidence.container():
            drawing.evidence(exchange.evidence[position], number, bool(answer.citations), _opened)
        drawing.mark_pressed(number, position)


def _reading(number: int, exchange: Exchange, is_last: bool) -> None:
    """Draw how the question was understood; what can be done about it stands at the last one, if it had one before it."""
    key = f"{number}-{exchange.attempt}"
    understood = exchange.answer.standalone_question if exchange.answer else exchange.asked
    differs = understood.strip() != exchange.asked.strip()
    reading = rewording.Reading(key, exchange.question, exchange.alone, understood if differs else None)
    can_change = is_last and (exchange.alone is not None or bool(session.history(number, None)))
    ways = rewording.Ways(session.ask_instead, _reword, _edit) if can_change else None
    rewording.reading(reading, ways, is_last and session.is_editing(), resources.settings().max_question)


def _reword(key: str) -> None:
    session.ask_instead(session.typed_into(key))


def _edit(wants: bool) -> None:
    session.edit(wants)
    session.announce(
        "The wording can be changed." if wants else "The wording stays as it was.",
        reveals="wording" if wants else "change",
    )


def _explanation(number: int, exchange: Exchange) -> None:
    """Draw the control that opens how the answer was made; it is worked out when first opened, and kept."""
    panel = drawing.explanation_asked(f"{number}-{exchange.attempt}", _toggled)
    if panel is None:
        return
    with panel:
        try:
            record = exchange.explanation or _explanation_of(number, exchange)
            drawing.explanation(parts_of(record))
        except Exception as error:  # noqa: BLE001  the answer stands, whatever happens to its explanation
            trouble = incidents.explained(error, "Ask again")
            drawing.problem(trouble.message, trouble.hint)


def _toggled(key: str) -> None:
    if session.is_open(key):
        session.announce("How this answer was made is open.", reveals="explained")


def _explanation_of(number: int, exchange: Exchange) -> Record:
    from assistant.explaining import explanation_record

    history = session.history(number, exchange.alone)
    trace = resources.assistant().trace(exchange.asked, history, exchange.scope)
    record = explanation_record(trace)
    session.explain(number, record)
    return record


def _show(number: int, position: int) -> None:
    session.select(number, position)
    citation = session.conversation()[number].evidence[position].citation
    session.announce(f"Evidence {citation.label}: {citation.ref}, {citation.section}.", reveals="evidence")


def _opened() -> None:
    session.announce("The whole section is open.", reveals="section")


def _told(exchange: Exchange) -> str:
    """The line that screen readers get when a question is done."""
    if exchange.problem:
        return f"{exchange.problem.message} {exchange.problem.hint}"
    answer = exchange.answer
    if answer and answer.citations:
        what = "A part of an answer is" if answer.outcome is Outcome.PARTIAL else "Answer"
        return f"{what} ready with {counted(len(answer.citations), 'citation')}."
    if answer and is_greeting(answer):
        return answer.text
    if answer and answer.outcome is Outcome.CLARIFY:
        return "The question can mean more than one thing; choose one."
    return "No answer was found in the strategy." if answer else ""
