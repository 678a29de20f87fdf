"""Draws values with Streamlit. Knows nothing of where they came from; a press is told to the function given."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.schema import Answer, AnswerSentence, Outcome
from ui import markup, naming, theme
from ui.evidence import Evidence
from ui.explanations import TITLE as TITLE_OF_EXPLANATION
from ui.explanations import Part
from ui.scopes import Choice

TITLE = "Strategy Assistant"
PROMISE = (
    "Answers only with exact quotes from the mission’s Integrated Country Strategy, and shows where each one stands."
)
PRIVACY = "Nothing you type leaves this machine."
DOUBT = "Low confidence: this may not be what was asked. Read the whole passage before you rely on it."
PART = "Part of an answer: the strategy says nothing on the rest of the question; see below."
NOT_AN_ANSWER = "Not an answer: the nearest passages"

Press = Callable[[int], None]


class Row(NamedTuple):
    """Where one exchange is drawn: the answer, the evidence beside it (on a narrow screen below), what may follow."""

    answer: DeltaGenerator
    evidence: DeltaGenerator
    after: DeltaGenerator


def page() -> None:
    """Set the title and the style; must come first."""
    st.set_page_config(page_title=TITLE, page_icon="📘", layout="wide", initial_sidebar_state="collapsed")
    st.html(theme.STYLE)


def masthead(on_forget: Callable[[], None] | None) -> None:
    """Draw the title and the promise, and a way to begin anew when there is something to forget."""
    with st.container(key="masthead", horizontal=True, vertical_alignment="center"):
        st.html(f"<h1>{TITLE}</h1>{markup.paragraph(PROMISE, 'promise')}")
        if on_forget:
            st.button("New conversation", key="forget", on_click=on_forget)


def starters(questions: Sequence[str], on_press: Callable[[str], None]) -> None:
    """Draw the questions to begin with."""
    with st.container(key="welcome"):
        st.html('<h2 class="welcome">What would you like to find in the strategy?</h2>')
        choices(questions, "starter", on_press)


def choices(questions: Sequence[str], key: str, on_press: Callable[[str], None]) -> None:
    """Draw questions as buttons."""
    with st.container(key=f"choices-{key}"):
        for position, question in enumerate(questions):
            st.button(markup.label(question), key=f"{key}-{position}", on_click=on_press, args=(question,))


def row(number: int) -> Row:
    """Make the places for exchange `number`, from 0; what is drawn into one replaces what was there."""
    with st.container(key=f"exchange-{number}"):
        return Row(*(st.container(key=f"{name}-{number}").empty() for name in ("answer", "beside", "after")))


def question(text: str) -> None:
    """Draw a question."""
    st.html(markup.question(text))


def searching() -> None:
    """Draw the sign that an answer is on its way."""
    st.html('<p class="searching"><span class="pulse" aria-hidden="true"></span>Searching the strategy…</p>')


def answer(value: Answer, number: int, notes: Sequence[str], on_cite: Press) -> None:
    """Draw an answer with the notes that were not told before; `on_cite` gets the position of the citation pressed."""
    if naming.is_greeting(value):
        st.html(markup.said(value.text))
    elif value.outcome in (Outcome.ABSTAINED, Outcome.CLARIFY):
        _no_answer(value, number, on_cite)
    else:
        if value.outcome is Outcome.PARTIAL:
            st.html(markup.paragraph(PART, "partial"))
        if naming.confidence_in_words(value.confidence) == "low":
            st.html(markup.paragraph(DOUBT, "doubt"))
        _sentences(value, number, on_cite)
        _standing(value)
    for note in notes:
        st.html(markup.paragraph(note, "note"))


def _sentences(value: Answer, number: int, on_cite: Press) -> None:
    """Draw the sentences; quotes that follow each other out of one passage run on as one paragraph."""
    cited = {citation.label: place for place, citation in enumerate(value.citations)}

    def together(numbered: tuple[int, AnswerSentence]) -> object:
        position, each = numbered
        places = [cited[label] for label in each.labels if label in cited]
        return value.citations[places[0]].passage if each.kind == "quote" and places else position

    names = {name for each in value.citations for name in naming.names_of(each.ref, value.language)}
    said = ""
    for _, group in groupby(enumerate(value.sentences), together):
        run = list(group)
        first, opening = run[0]
        if opening.kind == "lead" and any(name in opening.text for name in names):
            said = opening.text
        with st.container(key=f"sentence-{_manner(value.sentences, first)}-{number}-{first}"):
            for position, each in run:
                st.html(markup.sentence(each))
                for place in (cited[label] for label in each.labels if label in cited):
                    name = naming.citation_name(value.citations[place], f"{said} {each.text}", value.language)
                    key = f"cite-{number}-{place}-{position}"
                    st.button(markup.label(name), key=key, on_click=on_cite, args=(place,))


def _manner(sentences: tuple[AnswerSentence, ...], position: int) -> str:
    """How a sentence is set: `quote`, `lead`, `gloss`, what is `missing`, `item` of a list of titles, a `title` alone."""
    kind = sentences[position].kind
    if kind != "outline":
        # A line of ours with nothing quoted behind it says what is missing.
        introduces = kind == "lead" and any(each.labels for each in sentences[position:])
        return kind if kind in ("quote", "gloss") else "lead" if introduces else "missing"
    neighbours = sentences[max(0, position - 1) : position] + sentences[position + 1 : position + 2]
    return "item" if any(each.kind == "outline" for each in neighbours) else "title"


def _standing(value: Answer) -> None:
    words = naming.confidence_in_words(value.confidence)
    count = naming.quotes_counted(len(value.citations))
    st.html(f'<p class="standing">Confidence: <b>{words}</b> · {count}</p>')


def _no_answer(value: Answer, number: int, on_cite: Press) -> None:
    clarify = value.outcome is Outcome.CLARIFY
    heading = naming.REASONS[value.reason] if value.reason else "No answer"
    overline = "One question first" if clarify else "No answer"
    with st.container(key=f"clarify-{number}" if clarify else f"abstained-{number}"):
        st.html(
            f'{markup.paragraph(overline, "overline")}<h3 class="why">{markup.escape(heading)}</h3>'
            + markup.said(value.text)
        )
    if value.nearest:
        with st.container(key=f"nearest-{number}"):
            st.html(f'<h3 class="nearest">{NOT_AN_ANSWER}</h3>')
            for position, citation in enumerate(value.nearest):
                with st.container(key=f"near-{number}-{position}"):
                    st.html(markup.nearest(citation))
                    name = markup.label(f"Show {citation.ref}")
                    st.button(name, key=f"near-{number}-{position}-show", on_click=on_cite, args=(position,))


def suggestions(questions: Sequence[str], number: int, is_choice: bool, on_press: Callable[[str], None]) -> None:
    """Draw what could be asked next; `is_choice` where it is the ways to mean what was asked."""
    with st.container(key=f"suggestions-{number}"):
        st.html(f'<p class="overline">{"Choose one" if is_choice else "You could ask"}</p>')
        choices(questions, f"suggestion-{number}", on_press)


def explanation_asked(key: str, on_toggle: Callable[[str], None]) -> DeltaGenerator | None:
    """Draw the control that opens how an answer was made; return the place for it where it is open.

    `on_toggle` gets the key under which Streamlit keeps whether it is open.
    """
    name = f"made-{key}"
    panel = st.expander(TITLE_OF_EXPLANATION, key=name, on_change=on_toggle, args=(name,))
    return panel if panel.open else None


def explanation(parts: Sequence[Part]) -> None:
    """Draw how an answer was made."""
    st.html(markup.explanation(parts))


def evidence(value: Evidence, number: int, answers: bool, on_open: Callable[[], None]) -> None:
    """Draw the evidence panel, with the way to the whole section; `answers` is False for a passage merely near."""
    overline = f"Evidence [{value.citation.label}]" if answers else "Nearest passage, not an answer"
    with st.container(key=f"evidence-{number}"):
        st.html(markup.evidence(value, overline))
        if value.section and st.button("Read the whole section", key=f"section-{number}", on_click=on_open):
            _section(value)


@st.dialog("The whole section", width="medium", position="right")
def _section(value: Evidence) -> None:
    if value.section:
        st.html(markup.whole_section(value.section, value.citation))


def mark_pressed(number: int, position: int) -> None:
    """Mark the buttons of the citation whose evidence is shown.

    By style alone: another kind of button would be a new element and would lose the keyboard's focus.
    """
    buttons = ", ".join(f'[class*="st-key-{kind}-{number}-{position}-"] button' for kind in ("cite", "near"))
    st.html(f"<style>{buttons} {{ {theme.PRESSED} }}</style>")


def problem(message: str, hint: str) -> None:
    """Draw what went wrong and what to do."""
    st.html(
        f'<div class="problem" role="group" aria-label="Problem"><p class="message">{markup.escape(message)}</p>'
        f"{markup.paragraph(hint, 'hint') if hint else ''}</div>"
    )


def scopes(offered: Sequence[Choice], chosen: tuple[str, ...], on_choose: Callable[[tuple[str, ...]], None]) -> None:
    """Draw the choice of what questions are put to."""
    position = next((at for at, choice in enumerate(offered) if choice.names == chosen), 0)
    picked = st.selectbox(
        "Answer from", offered, index=position, format_func=lambda choice: choice.label, key="scope-choice"
    )
    on_choose(picked.names)


def privacy() -> None:
    """Draw, under the question field, what happens to what is typed."""
    st.html(markup.paragraph(PRIVACY, "privacy"))
