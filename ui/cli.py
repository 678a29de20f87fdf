"""The `strategy` command: its arguments, and which module runs them. Nothing heavy is imported here.

Exit codes: 0 done (an abstention is done), 1 known error, 2 misuse, 3 evaluation gate failed, 130 interrupted.
"""

import argparse
import errno
import sys
from collections.abc import Sequence
from importlib import import_module

from ui import streams
from ui.arguments import add_check, add_eval, add_ingest

# A command's module has `run(args, settings) -> int`, the exit code.
_MODULES = {
    "ask": "ui.commands.asking",
    "search": "ui.commands.searching",
    "show": "ui.commands.showing",
    "check": "ui.commands.checking",
    "ingest": "ui.commands.ingesting",
    "library": "ui.commands.listing",
    "diff": "ui.commands.differing",
    "fetch": "ui.commands.fetching",
    "ui": "ui.commands.starting",
    "doctor": "ui.commands.doctoring",
    "eval": "ui.commands.evaluating",
}
_INTERRUPTED = 130
_UNWRITABLE = {errno.ENOSPC: "no space left", errno.EBADF: "it is not open for writing"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if not streams.prepare():
        sys.stderr.write("strategy: Standard output is closed; there is nowhere to print to.\n")
        return 1
    try:
        code = _run(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough. What is still buffered must not fail at exit.
        streams.forget_output()
        code = 0
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        streams.forget_output()
        sys.stderr.write(f"strategy: The output could not be written: {_UNWRITABLE[error.errno]}.\n")
        code = 1
    return code


def _run(argv: Sequence[str] | None) -> int:
    try:
        args, unknown = parser().parse_known_args(argv)
        if unknown:
            # Of the sub-command's own parser, so that its usage is what is shown.
            args.refuse(f"unrecognized arguments: {' '.join(unknown)}")
    except SystemExit as stop:
        return int(stop.code or 0)
    if args.version:
        sys.stdout.write(f"strategy {_version()}\n")
        return 0
    if args.command is None:
        parser().print_help(sys.stderr)
        return 2
    return _dispatch(args)


def _dispatch(args: argparse.Namespace) -> int:
    from assistant.errors import AssistantError
    from assistant.settings import read_settings
    from ui import printing

    try:
        settings = read_settings()
        _remark_on_misspelt(args)
        code: int = import_module(_MODULES[args.command]).run(args, settings)
    except AssistantError as error:
        printing.problem(error)
        return 1
    return code


def _remark_on_misspelt(args: argparse.Namespace) -> None:
    from assistant.settings import unknown_variables
    from ui import printing

    # The doctor says more of them itself, and a program that reads JSON may read stderr too.
    if args.command != "doctor" and not getattr(args, "json", False):
        for name in unknown_variables():
            printing.remark(f"Note: {name} is not a setting; nothing reads it. `strategy doctor` names the nearest.")


def parser() -> argparse.ArgumentParser:
    """Return the parser of `strategy` and its sub-commands."""
    root = argparse.ArgumentParser(
        prog="strategy",
        description="Ask an embassy's Integrated Country Strategy; every sentence of an answer is an exact quote.",
    )
    root.add_argument("--version", action="store_true", help="print the version and exit")
    commands = root.add_subparsers(dest="command", metavar="COMMAND")
    _add_ask(commands.add_parser("ask", help="ask a question, hold a conversation, or answer a file of questions"))
    search = commands.add_parser("search", help="show the passages found for some words, with each channel's rank")
    search.add_argument("question", nargs="+", help="what to look for")
    search.add_argument("--k", type=_count, default=10, metavar="N", help="how many passages (default 10)")
    _add_scope(search)
    _add_show(commands.add_parser("show", help="print the outline, sections, footnotes, or a source text"))
    check = commands.add_parser("check", help="check a cable's draft: what it serves, its claims, what is open")
    add_check(check)
    _add_scope(check)
    add_ingest(commands.add_parser("ingest", help="build the index; with files add them, --remove ID takes one away"))
    library = commands.add_parser("library", help="list the documents, their versions and dates")
    differ = commands.add_parser("diff", help="what a newer version of a strategy added, reworded, moved and dropped")
    differ.add_argument("old", help="the id of a document, or a file")
    differ.add_argument("new", help="the id of a document, or a file")
    fetch = commands.add_parser("fetch", help="download the official texts that the manifest names, if you allow it")
    fetch.add_argument("id", nargs="*", help="of the digests to replace; without one all that have an address")
    fetch.add_argument("--online", action="store_true", help="allow it for this once (always: STRATEGY_ONLINE=1)")
    web = commands.add_parser("ui", help="start the web app")
    web.add_argument("--port", type=_port, help="port (default: STRATEGY_PORT or 8501)")
    web.add_argument("--address", help="address to listen on (default: STRATEGY_ADDRESS or 127.0.0.1)")
    doctor = commands.add_parser("doctor", help="check settings, index, model and answers; say what to do")
    for command in (search, check, library, differ, fetch, doctor):
        _add_json(command)
    add_eval(commands.add_parser("eval", help="measure answers: run question sets, score, compare, report"))
    root.set_defaults(refuse=root.error)
    for command in commands.choices.values():
        command.set_defaults(refuse=command.error)
    return root


_IN_A_CONVERSATION = (
    "In a conversation, in place of a question: /as-typed asks the last one again exactly as typed, apart from what came "
    "before; /explain shows how the last answer was made; /new begins anew; /help lists these; /exit leaves."
)


def _add_ask(command: argparse.ArgumentParser) -> None:
    command.epilog = _IN_A_CONVERSATION
    command.add_argument(
        "question", nargs="*", help="the question; without one a conversation begins, or standard input is read"
    )
    command.add_argument(
        "--batch",
        metavar="FILE",
        help='JSON lines {"id","question","history"}, - for standard input; one answer a line',
    )
    _add_scope(command)
    command.add_argument("--explain", action="store_true", help="also say what was searched, found and decided")
    _add_json(command)


def _add_show(command: argparse.ArgumentParser) -> None:
    command.add_argument("ref", nargs="*", help='places: "MO 2.2", "goal 4", CoM, footnote 2; without one the outline')
    command.add_argument(
        "--crosswalk", action="store_true", help="which texts above the strategy each place serves, and who says so"
    )
    command.add_argument("--source", metavar="ID", help="print the source text of a document, which offsets count in")
    _add_json(command)


def _add_scope(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--scope",
        default="",
        metavar="ID,…|post:NAME|all",
        help="only from these documents (default: the home post's newest strategy and what belongs to it)",
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON value; remarks go to standard error")


def _count(text: str) -> int:
    return _number(text, 1000)


def _port(text: str) -> int:
    return _number(text, 65535)


def _number(text: str, largest: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= largest):
        raise argparse.ArgumentTypeError(f"must be a whole number between 1 and {largest}")
    return int(text)


def _version() -> str:
    from importlib.metadata import version

    return version("strategy-assistant")


if __name__ == "__main__":
    sys.exit(main())
