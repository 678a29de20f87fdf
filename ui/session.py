"""What one browser tab remembers. The only module that touches Streamlit's session state."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from assistant.records import Record
from assistant.schema import Answer, Turn
from ui.announcing import SILENCE, Announcement
from ui.evidence import Evidence

if TYPE_CHECKING:
    from assistant.clearing.check import Check

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
    """As typed."""
    answer: Answer | None = None
    evidence: tuple[Evidence, ...] = ()
    problem: Problem | None = None
    alone: str | None = None
    """What was asked apart from the conversation before: the question as typed or as edited. None: a follow-up."""
    attempt: int = 0
    """How often the question had been asked before, otherwise."""
    scope: tuple[str, ...] = ()
    """The names of the documents that it was put to; none for the default."""
    explanation: Record | None = None
    """How the answer was made, once somebody wanted to know."""

    @property
    def asked(self) -> str:
        """What the assistant was asked."""
        return self.question if self.alone is None else self.alone


@dataclass(frozen=True, slots=True)
class Wish:
    """A question that was chosen from a button, for the run that follows."""

    question: str
    alone: str | None = None
    """See `Exchange.alone`."""
    replaces: bool = False
    """It takes the place of the last exchange."""


def conversation() -> tuple[Exchange, ...]:
    """Return the exchanges so far, oldest first."""
    exchanges: tuple[Exchange, ...] = st.session_state.get("conversation", ())
    return exchanges


def keep(number: int, exchange: Exchange) -> None:
    """Put an exchange at its number, from 0, in place of all from there on, and select its first piece of evidence."""
    select(number, 0)
    st.session_state["conversation"] = (*conversation()[:number], exchange)
    st.session_state.pop("editing", None)


def explain(number: int, explanation: Record) -> None:
    """Keep how the answer of an exchange was made."""
    exchanges = list(conversation())
    exchanges[number] = replace(exchanges[number], explanation=explanation)
    st.session_state["conversation"] = tuple(exchanges)


def forget() -> None:
    """Begin a new conversation."""
    for key in ("conversation", "selected", "pending", "editing"):
        st.session_state.pop(key, None)
    announce("A new conversation.", reveals="welcome")


def history(number: int, alone: str | None) -> tuple[Turn, ...]:
    """Return what exchange `number` follows, as the assistant wants it: questions that were answered, and the answers.

    What was asked apart from the conversation follows nothing, and what comes after follows only it.
    """
    if alone is not None:
        return ()
    turns: list[Turn] = []
    for exchange in conversation()[:number]:
        if exchange.answer:
            before = [] if exchange.alone is not None else turns
            turns = [*before, Turn("user", exchange.asked), Turn("assistant", exchange.answer.text)]
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
    st.session_state["pending"] = Wish(question)


def ask_instead(alone: str | None) -> None:
    """Have the last question asked again: apart from the conversation in the words of `alone`, or, None, within it."""
    st.session_state["pending"] = Wish(conversation()[-1].question, alone, replaces=True)


def take_pending() -> Wish | None:
    """Return the chosen question once."""
    wish: Wish | None = st.session_state.pop("pending", None)
    return wish


def edit(wants: bool) -> None:
    """Remember whether the last question's wording is being edited."""
    st.session_state["editing"] = wants


def is_editing() -> bool:
    """Say whether the last question's wording is being edited."""
    return bool(st.session_state.get("editing"))


def typed_into(key: str) -> str:
    """Return what stands in the field with that key."""
    return str(st.session_state.get(key, ""))


def is_open(key: str) -> bool:
    """Say whether the panel with that key is open."""
    return bool(st.session_state.get(key))


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


def keep_check(check: "Check") -> None:
    """Keep a checked draft for this tab; it is nowhere else."""
    st.session_state["check"] = check


def check() -> "Check | None":
    """Return the checked draft of this tab."""
    kept: Check | None = st.session_state.get("check")
    return kept


def older_check() -> "Check | None":
    """Return the check that a newer version is to be compared with."""
    kept: Check | None = st.session_state.get("older-check")
    return kept


def await_newer() -> None:
    """Ask for a newer version of the draft, and keep the check of this one for comparison."""
    st.session_state["older-check"] = check()
    _empty_draft()


def forget_check() -> None:
    """Forget the draft and all that was found in it."""
    st.session_state.pop("older-check", None)
    _empty_draft()


def drop_draft(problem: Problem) -> None:
    """Forget a draft that may not be read here, and keep why for the run that follows."""
    forget_check()
    st.session_state["refused"] = problem


def take_refusal() -> Problem | None:
    """Return once why a draft was refused."""
    problem: Problem | None = st.session_state.pop("refused", None)
    return problem


def drafts_done() -> int:
    """Return how many drafts were given: the number of the fields for the next one."""
    count: int = st.session_state.get("drafts", 0)
    return count


def _empty_draft() -> None:
    for key in ("check", "paragraph"):
        st.session_state.pop(key, None)
    # New fields are empty ones: what was in the old goes with them.
    st.session_state["drafts"] = drafts_done() + 1


def select_paragraph(label: str) -> None:
    """Show the evidence for this paragraph."""
    st.session_state["paragraph"] = label


def selected_paragraph() -> str | None:
    """Return the label of the paragraph whose evidence is shown."""
    label: str | None = st.session_state.get("paragraph")
    return label


def announce(text: str, reveals: str = "") -> Announcement:
    """Return a new announcement of `text` and remember it as the latest."""
    announcement = Announcement(time.time_ns() // 1000, text, reveals)
    st.session_state["announcement"] = announcement
    return announcement


def announcement() -> Announcement:
    """Return the latest announcement, silence before the first."""
    latest: Announcement = st.session_state.get("announcement", SILENCE)
    return latest
