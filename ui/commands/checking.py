"""`strategy check`: one draft, a folder of drafts, or a batch of them. Nothing of a draft is written unless asked."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import AssistantError, RecordError, SourceError
from assistant.settings import Settings
from ui import inputs, printing
from ui.commands.preparing import ready_assistant

if TYPE_CHECKING:
    from assistant.clearing.check import Check
    from assistant.clearing.report import Report

_LINE = 'A line looks like {"id": "c1", "text": "…"}.'
_FAILS = {"error": ("error",), "warning": ("error", "warning"), None: ()}


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Check what was named; return 1 for a failed check or a draft that could not be checked, 2 for misuse."""
    if wrong := _misused(args):
        printing.remark(f"strategy check: {wrong}")
        return 2
    if args.allow_classified:
        printing.remark(
            "Note: with --allow-classified a classified draft is read in memory only; nothing is sent or kept."
        )
    if args.batch is not None:
        with inputs.lines_of(args.batch) as lines:
            return _batch(args, _examiner(args, settings), lines)
    if _is_folder(args):
        return _folder(args, settings)
    return _once(args, settings)


def _misused(args: argparse.Namespace) -> str | None:
    is_folder = _is_folder(args)
    outputs = [name for name in ("markdown", "html", "word", "csv") if getattr(args, name)]
    if args.batch is not None and (args.file or args.against or outputs):
        return "--batch goes with no file, --against or report"
    if args.batch is None and args.file is None and sys.stdin.isatty():
        return "name a draft, or - for standard input"
    if is_folder and args.against:
        return "--against needs one draft, not a folder"
    if args.csv and not is_folder:
        return "--csv needs a folder of drafts"
    return None


def _is_folder(args: argparse.Namespace) -> bool:
    # Unlike Path's own question this says no where a folder above cannot be searched.
    return args.file not in (None, inputs.STDIN) and os.path.isdir(args.file)  # noqa: PTH112


def _examiner(args: argparse.Namespace, settings: Settings) -> "Callable[[str], Check]":
    from assistant.scoping import read_scope

    assistant = ready_assistant(settings)
    scope = read_scope(args.scope)
    return lambda text: assistant.check(text, args.allow_classified, scope)


def _once(args: argparse.Namespace, settings: Settings) -> int:
    from assistant.clearing.recording import check_record

    text = _text(args.file, settings)
    older = _text(args.against, settings) if args.against else None
    examine = _examiner(args, settings)
    check = examine(text)
    if older is not None:
        from assistant.clearing.revisiting import compare

        check = compare(examine(older), check)
    if args.markdown or args.html or args.word:
        from assistant.clearing.report import report_of

        _write(args, report_of(check))
    if args.json:
        print(records.to_json(check_record(check), 2 if sys.stdout.isatty() else None))
    else:
        from ui.verdicts import draw_check

        draw_check(printing.terminal(sys.stdout, settings.no_color), check)
    return _code(args, check)


def _batch(args: argparse.Namespace, examine: "Callable[[str], Check]", lines: Iterable[str]) -> int:
    """Print one record a line, in order and at once; a line that cannot be checked becomes {"id","error"}."""
    from assistant.clearing.recording import check_record

    bad, failed = 0, 0
    for line in lines:
        if not line.strip():
            continue
        identity: str | int | None = None
        try:
            given = records.read_object(line)
            identity = records.id_of(given)
            text = given.get("text")
            if not isinstance(text, str):
                raise RecordError("`text` must be a string.", _LINE)
            check = examine(text)
            record, failed = check_record(check, identity), failed + _code(args, check)
        except AssistantError as error:
            record, bad = {"id": identity, "error": error.message}, bad + 1
        print(records.to_json(record), flush=True)
    if bad:
        printing.remark(f"strategy: {bad} of the lines could not be checked; see their `error`.")
    return 1 if bad or failed else 0


def _folder(args: argparse.Namespace, settings: Settings) -> int:
    """Check every draft of a folder; one that cannot be read is named and leaves the others alone."""
    from assistant.clearing.recording import check_record
    from assistant.clearing.tabulating import matrix_record, matrix_report, tabulate, to_csv
    from assistant.loading.sniffing import MEDIA

    paths = sorted(each for each in Path(args.file).iterdir() if each.is_file() and each.suffix.lower() in MEDIA)
    if not paths:
        raise SourceError(f"{args.file} holds no draft.", f"Put files in it that end in {', '.join(MEDIA)}.")
    examine = _examiner(args, settings)
    checks: list[tuple[str, Check]] = []
    refused: list[tuple[str, str]] = []
    for path in paths:
        try:
            checks.append((path.name, examine(_text(str(path), settings))))
        except AssistantError as error:
            refused.append((path.name, error.message))
    matrix = tabulate(checks, refused)
    if args.csv:
        _put(args.csv, to_csv(matrix).encode())
    _write(args, matrix_report(matrix))
    if args.json:
        cables: list[records.Record] = [{"file": name, **check_record(check)} for name, check in checks]
        cables += [{"file": name, "error": why} for name, why in refused]
        value = {"schema": "alignment-matrix/1", "cables": cables, "matrix": matrix_record(matrix)}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
    else:
        from ui.verdicts import draw_matrix

        draw_matrix(printing.terminal(sys.stdout, settings.no_color), matrix)
    for name, why in refused:
        printing.remark(f"strategy: {name}: {why}")
    return 1 if refused or any(_code(args, check) for _, check in checks) else 0


def _text(name: str | None, settings: Settings) -> str:
    """Return the text of a draft, in which its offsets count. Raises SourceError."""
    if name in (None, inputs.STDIN):
        return inputs.whole_stdin()
    from assistant.loading import limits_of, load

    return load(Path(str(name)), limits_of(settings)).text


def _write(args: argparse.Namespace, report: "Report") -> None:
    if args.markdown:
        from assistant.clearing.markdown import to_markdown

        _put(args.markdown, to_markdown(report).encode())
    if args.html:
        from assistant.clearing.html import to_html

        _put(args.html, to_html(report).encode())
    if args.word:
        from assistant.clearing.word import to_word

        _put(args.word, to_word(report))


def _put(name: str, data: bytes) -> None:
    try:
        Path(name).write_bytes(data)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a file name"
        raise SourceError(
            f"{name} cannot be written: {why}.", "Name a file in a folder that can be written."
        ) from error


def _code(args: argparse.Namespace, check: "Check") -> int:
    severities: Sequence[str] = _FAILS[args.fail_on]
    return int(any(finding.severity in severities for finding in check.findings))
