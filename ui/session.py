"""What one browser tab remembers. The only module that touches Streamlit's session state."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from assistant.schema import Answer, Turn
from ui.announcing import SILENCE, Announcement
from ui.evidence import Evidence

T = TypeVar("T")


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


def choose_scope(names: tuple[str, ...]) -> None:
    """Put the questions that follow to these documents."""
    st.session_state["scope"] = names


def scope() -> tuple[str, ...]:
    """Return the names of the documents that questions are put to; none for the default."""
    names: tuple[str, ...] = st.session_state.get("scope", ())
    return names


def tell(text: str) -> None:
    """Keep a line on what was done for the run that follows."""
    st.session_state["told"] = text


def take_told() -> str | None:
    """Return that line once."""
    text: str | None = st.session_state.pop("told", None)
    return text


def ask_removal(id: str) -> None:
    """Keep that a person wants a document taken away, until they confirm it or not."""
    st.session_state["removal"] = id


def removal() -> str | None:
    """Return the id of the document that a person is asked about."""
    asked: str | None = st.session_state.get("removal")
    return asked


def drop_removal() -> None:
    """Forget that anything was to be taken away."""
    st.session_state.pop("removal", None)


def once(name: str, make: Callable[[], T]) -> T:
    """Return what `make` gives, made at the first run that asks for `name` and kept until another name is asked for."""
    known: tuple[str, T] | None = st.session_state.get("made")
    if known is None or known[0] != name:
        known = (name, make())
        st.session_state["made"] = known
    return known[1]


def count_upload() -> None:
    """Note that an uploaded file has been taken in, so that its field is emptied."""
    st.session_state["uploads"] = uploads_done() + 1


def uploads_done() -> int:
    """Return how many uploaded files have been taken in."""
    count: int = st.session_state.get("uploads", 0)
    return count


def announce(text: str, reveals: str = "") -> Announcement:
    """Return a new announcement of `text` and remember it as the latest."""
    announcement = Announcement(time.time_ns() // 1000, text, reveals)
    st.session_state["announcement"] = announcement
    return announcement


def announcement() -> Announcement:
    """Return the latest announcement, silence before the first."""
    latest: Announcement = st.session_state.get("announcement", SILENCE)
    return latest
