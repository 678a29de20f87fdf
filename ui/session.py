"""What one browser tab remembers. The only module that touches Streamlit's session state."""

import time
from dataclasses import dataclass

import streamlit as st

from assistant.schema import Answer, Turn
from ui.announcing import SILENCE, Announcement
from ui.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong and what to do, in words for a person."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer with its evidence, or a problem."""

    question: str
    answer: Answer | None = None
    evidence: tuple[Evidence, ...] = ()
    problem: Problem | None = None


def conversation() -> tuple[Exchange, ...]:
    """Return the exchanges so far, oldest first."""
    exchanges: tuple[Exchange, ...] = st.session_state.get("conversation", ())
    return exchanges


def append(exchange: Exchange) -> None:
    """Add an exchange and select its first piece of evidence."""
    select(len(conversation()), 0)
    st.session_state["conversation"] = (*conversation(), exchange)


def forget() -> None:
    """Begin a new conversation."""
    for key in ("conversation", "selected", "pending"):
        st.session_state.pop(key, None)
    announce("A new conversation.", reveals="welcome")


def history() -> tuple[Turn, ...]:
    """Return the conversation as the assistant wants it: questions that were answered, and the answers."""
    turns: list[Turn] = []
    for exchange in conversation():
        if exchange.answer:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns)


def select(exchange: int, position: int) -> None:
    """Show the evidence at `position` of the exchange with that number, both from 0."""
    st.session_state["selected"] = (exchange, position)


def selected() -> tuple[int, int]:
    """Return the number of the exchange and the position of the evidence shown."""
    pair: tuple[int, int] = st.session_state.get("selected", (0, 0))
    return pair


def ask_next(question: str) -> None:
    """Keep a question that was chosen from a button for the run that follows."""
    st.session_state["pending"] = question


def take_pending() -> str | None:
    """Return the chosen question once."""
    question: str | None = st.session_state.pop("pending", None)
    return question


def announce(text: str, reveals: str = "") -> Announcement:
    """Return a new announcement of `text` and remember it as the latest."""
    announcement = Announcement(time.time_ns() // 1000, text, reveals)
    st.session_state["announcement"] = announcement
    return announcement


def announcement() -> Announcement:
    """Return the latest announcement, silence before the first."""
    latest: Announcement = st.session_state.get("announcement", SILENCE)
    return latest
