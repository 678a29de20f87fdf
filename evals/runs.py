"""A run on disk: a folder that is written item by item, so that what was answered is never lost.

runs/NAME/passport.json   what was run, with what, where and when
runs/NAME/answers.jsonl   one line an answer, written when it is there
runs/NAME/scores.jsonl    one line a case, in the order of the suite
runs/NAME/summary.json    what the scores add up to
runs/NAME/report.html     for people

A run is never written over: another suite, engine, setting or index makes another folder.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.records import Record, to_json
from assistant.settings import Settings

PASSPORT, ANSWERS, SCORES, SUMMARY, REPORT = (
    "passport.json",
    "answers.jsonl",
    "scores.jsonl",
    "summary.json",
    "report.html",
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NOT_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What one system said to one case."""

    id: str
    """Of the case."""
    answer: Record | None
    """An answer/1 record; None where there was an error."""
    error: str | None = None
    ranking: tuple[tuple[str, str, float], ...] = ()
    """(passage id, ref, score), best first: the fused ranking behind the answer."""
    seconds: float = 0.0
    repeat: int = 0
    """From 0: which time the case was asked."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was read: `answers` in the order of the file, the latest of each (id, repeat)."""

    folder: Path
    passport: Mapping[str, Any]
    answers: tuple[StoredAnswer, ...]
    scores: tuple[Mapping[str, Any], ...]
    """Records of scores.jsonl; empty before the run was scored."""
    summary: Mapping[str, Any] | None
    """None before the run was scored."""
    remarks: tuple[str, ...] = ()
    """What was wrong with its files and did no harm."""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def first_answers(self) -> tuple[StoredAnswer, ...]:
        """The answers that are scored: those of the first time each case was asked."""
        return tuple(answer for answer in self.answers if answer.repeat == 0)


def runs_folder(settings: Settings) -> Path:
    """Return where the runs are."""
    return settings.data / "runs"


def run_folder(name: str, settings: Settings) -> Path:
    """Return the folder of the run `name`, there or not. Raises DatasetError when it cannot be a name."""
    if not _NAME.fullmatch(name):
        raise DatasetError(
            f"{name!r} cannot name a run.", "Use letters, digits, '.', '_' and '-', beginning with a letter or digit."
        )
    return runs_folder(settings) / name


def name_from(text: str) -> str:
    """Return a text as part of a run's name."""
    return _NOT_NAME.sub("-", text).strip("-.")[:60] or "run"


def find_runs(settings: Settings) -> tuple[Path, ...]:
    """Return the folders of all runs, by name."""
    return tuple(sorted(path.parent for path in runs_folder(settings).glob(f"*/{PASSPORT}")))


def find_run(name: str, settings: Settings) -> Path:
    """Return the folder of a run, by its name or its path. Raises DatasetError naming the runs that exist."""
    for folder in (runs_folder(settings) / name, Path(name)):
        if (folder / PASSPORT).is_file():
            return folder
    known = ", ".join(folder.name for folder in find_runs(settings)) or "none yet"
    raise DatasetError(
        f"There is no run {name!r}.", f"Runs in {runs_folder(settings)}: {known}. `strategy eval run SUITE` makes one."
    )


def read_run(folder: Path) -> Run:
    """Return what a run's folder holds. Raises DatasetError naming the file and line that cannot be read."""
    answers, remarks = read_answers(folder)
    scores = folder / SCORES
    return Run(
        folder,
        read_passport(folder),
        answers,
        tuple(read_lines(scores)[0]) if scores.exists() else (),
        _read_object(folder / SUMMARY) if (folder / SUMMARY).exists() else None,
        remarks,
    )


def read_passport(folder: Path) -> Mapping[str, Any]:
    """Return a run's passport. Raises DatasetError."""
    return _read_object(folder / PASSPORT)


def read_answers(folder: Path) -> tuple[tuple[StoredAnswer, ...], tuple[str, ...]]:
    """Return a run's answers, the latest of each (id, repeat), and remarks on what was left out. Raises DatasetError."""
    path = folder / ANSWERS
    if not path.exists():
        return (), ()
    records, remarks = read_lines(path)
    latest: dict[tuple[str, int], StoredAnswer] = {}
    for number, record in enumerate(records, start=1):
        stored = _stored(record, f"{path}, line {number}")
        latest[stored.id, stored.repeat] = stored
    return tuple(latest.values()), remarks


def read_lines(path: Path) -> tuple[list[Mapping[str, Any]], tuple[str, ...]]:
    """Return the JSON objects of a file, one a line, and a remark where its last line is only half written.

    Raises DatasetError naming the line that is not one.
    """
    data, whole = _whole_lines(path)
    records: list[Mapping[str, Any]] = []
    for number, line in enumerate(data[:whole].split(b"\n")[:-1], start=1):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise DatasetError(
                f"{path}, line {number}: not a JSON object.",
                "Take the line out, or start another run with --fresh.",
            )
        records.append(record)
    lost = len(data) - whole
    return records, (_half_written(path, len(records) + 1, lost),) if lost else ()


def append_answer(folder: Path, stored: StoredAnswer) -> None:
    """Write one answer behind the others, in one step. Raises OSError."""
    line = to_json(_answer_line(stored)).encode() + b"\n"
    # One write of a whole line to a file opened for appending: a reader, or a crash, sees all of it or its beginning.
    descriptor = os.open(folder / ANSWERS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        written = 0
        while written < len(line):
            written += os.write(descriptor, line[written:])
    finally:
        os.close(descriptor)


def cut_half_line(folder: Path) -> tuple[str, ...]:
    """Take a last line that is only half written from a run's answers; return what was done, to be said."""
    path = folder / ANSWERS
    if not path.exists():
        return ()
    data, whole = _whole_lines(path)
    if whole == len(data):
        return ()
    os.truncate(path, whole)
    return (_half_written(path, data[:whole].count(b"\n") + 1, len(data) - whole),)


def write_answers(folder: Path, answers: Iterable[StoredAnswer]) -> None:
    """Write all answers anew, in their order, in one step. Raises OSError."""
    write_whole(folder / ANSWERS, "".join(to_json(_answer_line(stored)) + "\n" for stored in answers))


def write_scores(folder: Path, scores: Sequence[Mapping[str, object]]) -> None:
    """Write the scores of a run, one a line, in one step. Raises OSError."""
    write_whole(folder / SCORES, "".join(to_json(dict(score)) + "\n" for score in scores))


def write_object(path: Path, value: Mapping[str, object]) -> None:
    """Write one JSON value into a file, in one step. Raises OSError."""
    write_whole(path, to_json(dict(value), indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads sees the old one or the new one. Raises OSError."""
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _whole_lines(path: Path) -> tuple[bytes, int]:
    """Return a file's bytes and how many of them are whole lines. Raises DatasetError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be read: {error.strerror}.", "Check the file and its permissions."
        ) from error
    return data, data.rfind(b"\n") + 1


def _half_written(path: Path, number: int, lost: int) -> str:
    return f"{path}, line {number} is only half written ({lost} bytes) and was left out; its case counts as not asked."


def _answer_line(stored: StoredAnswer) -> Record:
    return {
        "id": stored.id,
        "repeat": stored.repeat,
        "answer": stored.answer,
        "error": stored.error,
        "ranking": [list(entry) for entry in stored.ranking],
        "seconds": round(stored.seconds, 6),
    }


def _stored(record: Mapping[str, Any], where: str) -> StoredAnswer:
    try:
        answer, error = record["answer"], record.get("error")
        if not isinstance(record["id"], str) or not (answer is None or isinstance(answer, dict)):
            raise TypeError
        return StoredAnswer(
            record["id"],
            answer,
            None if error is None else str(error),
            tuple((str(passage), str(ref), float(score)) for passage, ref, score in record.get("ranking", ())),
            float(record.get("seconds", 0.0)),
            int(record.get("repeat", 0)),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise DatasetError(
            f"{where}: not an answer as a run stores it.", "Take the line out, or start another run with --fresh."
        ) from fault


def _read_object(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be read: {error.strerror}.", "Check the file and its permissions."
        ) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise DatasetError(
            f"{path}, line {line}: not JSON.", "Score the run again: `strategy eval score RUN`."
        ) from error
    if not isinstance(value, dict):
        raise DatasetError(f"{path}, line 1: not a JSON object.", "Score the run again: `strategy eval score RUN`.")
    return value
