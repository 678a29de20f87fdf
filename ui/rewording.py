"""Draws how a question was understood, and the ways to have it understood otherwise. Knows nothing of what follows."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from ui import markup

UNDERSTOOD = "Understood as:"
APART = "Asked by itself, exactly as typed, apart from what came before."
REWORDED = "Asked by itself, in your words:"
AS_TYPED = "Ask exactly what I typed instead"
AS_FOLLOW_UP = "Ask it as a follow-up instead"
CHANGE = "Change the wording"
FIELD = "The question as it should be understood, by itself"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read."""

    key: str
    """Of what is drawn for it; another for each time that it is asked anew."""
    question: str
    """As typed."""
    alone: str | None
    """What was asked in its place, apart from the conversation; None for a follow-up."""
    understood: str | None
    """The stand-alone question, where it differs from what was asked."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is told about a press."""

    again: Callable[[str | None], None]
    """Gets the words to ask by themselves, None to ask as a follow-up."""
    reword: Callable[[str], None]
    """Gets the key of the field that holds the words."""
    edit: Callable[[bool], None]
    """Gets whether the wording is to be edited."""


def reading(value: Reading, ways: Ways | None, is_editing: bool, longest: int) -> None:
    """Draw how a question was understood and, where there are `ways`, what can be done about it."""
    with st.container(key=f"reading-{value.key}"):
        if ways and is_editing:
            _field(value, ways, longest)
            return
        lines = _told(value)
        if lines:
            st.html("".join(markup.named(name, text) for name, text in lines))
        if ways and lines:
            _buttons(value, ways)


def _told(value: Reading) -> list[tuple[str, str]]:
    lines = []
    if value.alone is not None:
        lines.append((APART, "") if value.alone == value.question else (REWORDED, value.alone))
    return [*lines, (UNDERSTOOD, value.understood)] if value.understood else lines


def _buttons(value: Reading, ways: Ways) -> None:
    with st.container(key=f"ways-{value.key}"):
        if value.alone != value.question:
            st.button(AS_TYPED, key=f"as-typed-{value.key}", on_click=ways.again, args=(value.question,))
        if value.alone is not None:
            st.button(AS_FOLLOW_UP, key=f"follow-up-{value.key}", on_click=ways.again, args=(None,))
        st.button(CHANGE, key=f"change-{value.key}", on_click=ways.edit, args=(True,))


def _field(value: Reading, ways: Ways, longest: int) -> None:
    key = f"wording-{value.key}"
    wording = value.understood or value.alone or value.question
    with st.form(key=f"reword-{value.key}", border=False):
        st.text_area(FIELD, value=wording, key=key, height=92, max_chars=longest)
        with st.container(key=f"ways-{value.key}"):
            st.form_submit_button("Ask this", key=f"ask-{value.key}", on_click=ways.reword, args=(key,))
            st.form_submit_button("Cancel", key=f"cancel-{value.key}", on_click=ways.edit, args=(False,))
