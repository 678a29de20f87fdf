"""The conversation of `strategy ask` without a question: questions, follow-ups, and a few commands."""

import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import AssistantError
from assistant.schema import Answer, Turn
from assistant.screening import has_words
from assistant.settings import Settings
from ui import printing
from ui.commands.preparing import remark_on

if TYPE_CHECKING:
    from assistant.opening import Assistant

AS_TYPED, EXPLAIN, NEW, HELP, LEAVE = "/as-typed", "/explain", "/new", "/help", "/exit"
COMMANDS = {
    AS_TYPED: "ask the last question again exactly as typed, apart from what came before",
    EXPLAIN: "show how the last answer was made",
    NEW: "begin a new conversation",
    HELP: "show this",
    LEAVE: "leave; so do exit, quit and Ctrl-D",
}
"""What may be typed in place of a question, and what it does."""

_ALSO_LEAVE = frozenset({LEAVE, "exit", "quit", ":q"})
_COMMAND = re.compile(r"/[a-z][a-z-]*")
_WELCOME = (
    f"Ask about the strategy. A follow-up may lean on what came before. {HELP} lists the commands, {LEAVE} leaves."
)
_WAY_BACK = f"type {AS_TYPED} to ask it as typed"
_NOTHING_YET = "Nothing has been asked yet."


@dataclass(frozen=True, slots=True)
class _Asked:
    """The last question, the turns that it was asked after, and its answer."""

    question: str
    before: tuple[Turn, ...]
    answer: Answer

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The conversation that the next question follows."""
        return (*self.before, Turn("user", self.question), Turn("assistant", self.answer.text))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who answers, from which documents, and where it is drawn."""

    assistant: "Assistant"
    scope: tuple[str, ...]
    settings: Settings
    out: printing.Terminal


@dataclass(frozen=True, slots=True)
class _Talk:
    """Where a conversation stands."""

    last: _Asked | None = None
    told: frozenset[str] = frozenset()
    """Remarks that have been made."""


def draw(out: printing.Terminal, answer: Answer, settings: Settings, way_back: str = "") -> None:
    """Draw an answer; what is no question, or too long to be one, gets the line that says so and nothing else."""
    if len(answer.question) > settings.max_question or not has_words(answer.question):
        out.line(printing.clean(answer.text))
    else:
        printing.draw_answer(out, answer, way_back)


def converse(assistant: "Assistant", scope: tuple[str, ...], settings: Settings) -> int:
    """Ask and answer until `exit` or the end of input; the conversation is kept for follow-ups. Returns 0."""
    desk = _Desk(assistant, scope, settings, printing.terminal(sys.stdout, settings.no_color))
    desk.out.line(_WELCOME)
    talk = _Talk(told=frozenset(assistant.index.notes))
    while (line := _read_line()) is not None:
        try:
            if _COMMAND.fullmatch(line.lower()):
                talk = _obey(desk, talk, line.lower())
            elif line:
                talk = _ask(desk, talk, line, talk.last.turns if talk.last else ())
        except AssistantError as error:
            printing.problem(error)
    return 0


def _ask(desk: _Desk, talk: _Talk, question: str, before: tuple[Turn, ...]) -> _Talk:
    answer = desk.assistant.ask(question, before, desk.scope)
    draw(desk.out, answer, desk.settings, _WAY_BACK if before else "")
    desk.out.line()
    remark_on(answer.notes, talk.told)
    return _Talk(_Asked(question, before, answer), talk.told | frozenset(answer.notes))


def _obey(desk: _Desk, talk: _Talk, command: str) -> _Talk:
    """Do what a command says; a question asked apart from what came before begins the conversation anew."""
    if command == NEW:
        desk.out.line("A new conversation.")
        return replace(talk, last=None)
    if command not in (AS_TYPED, EXPLAIN):
        _help(desk, command)
    elif talk.last is None:
        desk.out.line(_NOTHING_YET)
    elif command == AS_TYPED:
        return _ask(desk, talk, talk.last.question, ())
    else:
        _explain(desk, talk.last)
    desk.out.line()
    return talk


def _help(desk: _Desk, command: str) -> None:
    if command != HELP:
        desk.out.line(f"There is no command {command}.")
    for name, meaning in COMMANDS.items():
        desk.out.line(meaning, f"  {name:<11}", " " * 13)


def _explain(desk: _Desk, asked: _Asked) -> None:
    from assistant.explaining import explanation_record
    from ui.explanations import parts_of

    record = explanation_record(desk.assistant.trace(asked.question, asked.before, desk.scope))
    printing.draw_explanation(desk.out, parts_of(record))


def _read_line() -> str | None:
    """Return what is typed next, empty for an empty line, None to leave."""
    try:
        line = input("? ")
    except EOFError:
        print()
        return None
    typed = records.whole(line).strip()
    return None if typed.lower() in _ALSO_LEAVE else typed
