"""`strategy ask`: one question, a conversation, or a batch."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import AssistantError, RecordError
from assistant.schema import Answer, Turn
from assistant.screening import has_words
from assistant.settings import Settings
from ui import printing
from ui.commands.preparing import ready_assistant, remark_on

if TYPE_CHECKING:
    from assistant.opening import Assistant

_LEAVE = frozenset({"exit", "quit", ":q"})
_STDIN = "-"


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Answer what was asked; return 1 if a line of a batch could not be answered, 2 for what does not go together."""
    if args.batch is not None:
        if args.question:
            return _misuse("--batch and a question do not go together")
        with _lines(args.batch) as lines:
            return _batch(ready_assistant(settings), lines)
    if args.question:
        return _once(ready_assistant(settings), " ".join(args.question), args.json, settings)
    if not sys.stdin.isatty():
        _read_utf8()
        return _once(ready_assistant(settings), sys.stdin.read().strip(), args.json, settings)
    if args.json:
        return _misuse("--json needs a question")
    return _converse(ready_assistant(settings), settings)


def _once(assistant: "Assistant", question: str, as_json: bool, settings: Settings) -> int:
    told = assistant.index.notes
    answer = assistant.ask(records.whole(question))
    if as_json:
        indent = 2 if sys.stdout.isatty() else None
        print(records.to_json(records.answer_record(answer), indent))
    else:
        _draw(printing.terminal(sys.stdout, settings.no_color), answer, settings)
    remark_on(answer.notes, told)
    return 0


def _draw(out: printing.Terminal, answer: Answer, settings: Settings) -> None:
    """Draw an answer; what is no question, or too long to be one, gets the line that says so and nothing else."""
    if len(answer.question) > settings.max_question or not has_words(answer.question):
        out.line(printing.clean(answer.text))
    else:
        printing.draw_answer(out, answer)


def _converse(assistant: "Assistant", settings: Settings) -> int:
    """Ask and answer until `exit` or the end of input; the conversation is kept for follow-ups."""
    out = printing.terminal(sys.stdout, settings.no_color)
    out.line("Ask about the strategy. A follow-up may lean on what came before. `exit` or Ctrl-D leaves.")
    history: tuple[Turn, ...] = ()
    told = set(assistant.index.notes)
    while True:
        question = _read_question()
        if question is None:
            return 0
        if not question:
            continue
        try:
            answer = assistant.ask(question, history)
        except AssistantError as error:
            printing.problem(error)
            continue
        _draw(out, answer, settings)
        out.line()
        remark_on(answer.notes, told)
        told = {*told, *answer.notes}
        history = (*history, Turn("user", question), Turn("assistant", answer.text))


def _read_question() -> str | None:
    """Return the next question, empty for an empty line, None to leave."""
    try:
        line = input("? ")
    except EOFError:
        print()
        return None
    question = records.whole(line).strip()
    return None if question.lower() in _LEAVE else question


def _batch(assistant: "Assistant", lines: Iterable[str]) -> int:
    """Print one record a line, in order and at once; a line that cannot be answered becomes {"id","error"}."""
    failed = 0
    for line in lines:
        if not line.strip():
            continue
        record = _answered_line(assistant, line)
        failed += "error" in record
        print(records.to_json(record), flush=True)
    if failed:
        printing.remark(f"strategy: {failed} of the lines could not be answered; see their `error`.")
    return 1 if failed else 0


def _answered_line(assistant: "Assistant", line: str) -> records.Record:
    identity: str | int | None = None
    try:
        record = records.read_object(line)
        identity = records.id_of(record)
        asked = records.asked(record)
        return records.answer_record(assistant.ask(asked.question, asked.history), identity)
    except AssistantError as error:
        return {"id": identity, "error": error.message}


@contextmanager
def _lines(path: str) -> Iterator[Iterable[str]]:
    if path == _STDIN:
        _read_utf8()
        yield sys.stdin
        return
    try:
        # Opened before the index, so that a wrong name is told at once; newline="\n" keeps U+2028 and a lone CR inside.
        file = open(path, encoding="utf-8-sig", errors="replace", newline="\n")  # noqa: SIM115, PTH123
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a file name"
        raise RecordError(
            f"{path} cannot be read: {why}.", "Name a file of JSON lines, or - for standard input."
        ) from error
    with file:
        yield file


def _read_utf8() -> None:
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")


def _misuse(message: str) -> int:
    printing.remark(f"strategy ask: {message}")
    return 2
