"""What all browser tabs share: the settings and the opened assistant, warmed behind the first page."""

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from assistant.errors import AssistantError
from assistant.generations import live_generation
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.opening import Assistant


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Return the settings, read once for the life of the server."""
    return read_settings()


@st.cache_resource(show_spinner=False, max_entries=1)
def _opening(generation: str | None) -> "Future[Assistant]":  # noqa: ARG001  it is the key
    """Open the assistant in a thread of its own; a new generation id is a new key, so the old one is let go."""
    future: Future[Assistant] = Future()
    Thread(target=_open, args=(future, settings()), name="opening", daemon=True).start()
    return future


def _open(future: "Future[Assistant]", chosen: Settings) -> None:
    try:
        # Imported here, behind the first page: the stores and the model take most of a second to load.
        from assistant.opening import open_assistant

        opened = open_assistant(chosen)
        opened.warm()
    except BaseException as error:  # noqa: BLE001  handed to whoever waits
        future.set_exception(error)
    else:
        future.set_result(opened)


def start() -> None:
    """Begin to open the assistant, without waiting. What goes wrong is told to the first who asks."""
    try:
        _opening(live_generation(settings()))
    except AssistantError:
        return


def assistant() -> "Assistant":
    """Return the assistant of the live generation, waiting until it is open.

    Raises what opening it raised; the next call tries again.
    """
    future = _opening(live_generation(settings()))
    try:
        return future.result()
    except BaseException:
        _opening.clear()
        raise


def opened() -> "Assistant | None":
    """Return the assistant if it is open already; never waits."""
    try:
        future = _opening(live_generation(settings()))
    except AssistantError:
        return None
    return future.result() if future.done() and not future.exception() else None


def state() -> str:
    """Return `ready`, `opening` or `unavailable`, without waiting."""
    try:
        future = _opening(live_generation(settings()))
    except AssistantError:
        return "unavailable"
    if not future.done():
        return "opening"
    return "unavailable" if future.exception() else "ready"


def problem() -> AssistantError | None:
    """Return the known error that keeps the assistant from opening, if it has shown itself; never waits."""
    try:
        future = _opening(live_generation(settings()))
    except AssistantError as error:
        return error
    trouble = future.exception() if future.done() else None
    if trouble is not None:
        _opening.clear()
    return trouble if isinstance(trouble, AssistantError) else None
