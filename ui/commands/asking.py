"""`strategy ask`: one question, a conversation (see `conversing`), or a batch."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import AssistantError
from assistant.settings import Settings
from ui import inputs, printing
from ui.commands.conversing import converse, draw
from ui.commands.preparing import ready_assistant, remark_on

if TYPE_CHECKING:
    from assistant.answering import Trace
    from assistant.opening import Assistant


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Answer what was asked; return 1 if a line of a batch could not be answered, 2 for what does not go together."""
    if args.batch is not None:
        if args.question:
            return _misuse("--batch and a question do not go together")
        with inputs.lines_of(args.batch) as lines:
            return _batch(*_opened(args, settings), lines)
    if args.question:
        return _once(args, " ".join(args.question), settings)
    if not sys.stdin.isatty():
        inputs.read_utf8()
        return _once(args, sys.stdin.read().strip(), settings)
    if args.json or args.explain:
        return _misuse("--json and --explain need a question")
    return converse(*_opened(args, settings), settings)


def _opened(args: argparse.Namespace, settings: Settings) -> "tuple[Assistant, tuple[str, ...]]":
    """Return the assistant and the documents that the arguments name. Raises UnknownPlaceError."""
    from assistant.scoping import in_scope, read_scope

    assistant = ready_assistant(settings)
    return assistant, in_scope(assistant.documents, read_scope(args.scope), settings.post)


def _once(args: argparse.Namespace, question: str, settings: Settings) -> int:
    assistant, scope = _opened(args, settings)
    told = assistant.index.notes
    trace = assistant.trace(records.whole(question), scope=scope)
    explanation = _explanation(trace) if args.explain else None
    if args.json:
        record = records.answer_record(trace.answer)
        if explanation:
            record["explanation"] = explanation
        print(records.to_json(record, 2 if sys.stdout.isatty() else None))
    else:
        out = printing.terminal(sys.stdout, settings.no_color)
        draw(out, trace.answer, settings)
        if explanation:
            _draw_explanation(out, explanation)
    remark_on(trace.answer.notes, told)
    return 0


def _explanation(trace: "Trace") -> records.Record:
    from assistant.explaining import explanation_record

    return explanation_record(trace)


def _draw_explanation(out: printing.Terminal, explanation: records.Record) -> None:
    from ui.explanations import parts_of

    printing.draw_explanation(out, parts_of(explanation))


def _batch(assistant: "Assistant", scope: tuple[str, ...], lines: Iterable[str]) -> int:
    """Print one record a line, in order and at once; a line that cannot be answered becomes {"id","error"}."""
    failed = 0
    for line in lines:
        if not line.strip():
            continue
        record = _answered_line(assistant, scope, line)
        failed += "error" in record
        print(records.to_json(record), flush=True)
    if failed:
        printing.remark(f"strategy: {failed} of the lines could not be answered; see their `error`.")
    return 1 if failed else 0


def _answered_line(assistant: "Assistant", scope: tuple[str, ...], line: str) -> records.Record:
    identity: str | int | None = None
    try:
        record = records.read_object(line)
        identity = records.id_of(record)
        asked = records.asked(record)
        answer = assistant.ask(asked.question, asked.history, asked.scope or scope)
        return records.answer_record(answer, identity)
    except AssistantError as error:
        return {"id": identity, "error": error.message}


def _misuse(message: str) -> int:
    printing.remark(f"strategy ask: {message}")
    return 2
