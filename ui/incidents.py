"""Errors nobody foresaw: an id for the person, the place for the log, and never the question's text."""

import logging
import secrets
import traceback

from assistant.errors import AssistantError
from ui.session import Problem

log = logging.getLogger("strategy.incidents")


def record(error: BaseException) -> str:
    """Log where `error` arose, under a new id, and return the id.

    Neither the error's message nor any value is logged: either may hold what a person typed.
    """
    incident = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    log.error("incident %s: %s at %s", incident, type(error).__qualname__, places)
    return incident


def explained(error: Exception, retry: str = "Try again") -> Problem:
    """Return what a person is told of an error: the known by its own words, any other by its incident and `retry`."""
    if isinstance(error, AssistantError):
        return Problem(error.message, error.hint)
    return Problem(
        f"Something went wrong that should not have. Incident {record(error)}.",
        f"{retry}; if it happens again, give this number to whoever runs the assistant.",
    )


def report(error: Exception) -> bool:
    """Record what escaped the page; Streamlit then shows its own plain notice."""
    record(error)
    return False
