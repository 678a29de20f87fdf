"""A suite put to the assistant: which cases, in which order, each answer on disk before the next is asked.

Answers are those of the product: the same engine, index and settings as `strategy ask`. A crash of one question is
kept as its error and counted; it never ends a run. What was answered before is not asked again.
"""

import random
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.locking import claimed
from assistant.opening import Assistant, open_assistant
from assistant.records import Record, answer_record
from assistant.retrieving import CANDIDATES
from assistant.settings import Settings
from evals import passport as passports
from evals.cases import HALVES, QuestionCase
from evals.runs import (
    PASSPORT,
    Run,
    StoredAnswer,
    append_answer,
    cut_half_line,
    name_from,
    read_answers,
    read_passport,
    read_run,
    run_folder,
    write_answers,
    write_object,
)
from evals.suites import Suite

JUDGED_DEPTH = 100
"""How much of the ranking is kept of a case with judgements of its own; of others as much as an answer looks at."""

OnProgress = Callable[[int, int], None]
"""Called with how many of how many answers are there."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to ask, and how."""

    tags: tuple[str, ...] = ()
    """Cases with any of these; all if empty."""
    half: str | None = None
    sample: int | None = None
    """So many cases, drawn with a fixed seed."""
    repeat: int = 1
    """How often each case is asked."""
    workers: int = 1
    """Processes that ask at the same time."""
    name: str | None = None
    """Of the run's folder; without it one made of the suite's name and of all that decides the answers."""
    is_fresh: bool = False
    """Begin another run even where one could be gone on with."""
    retries_errors: bool = False
    scope: tuple[str, ...] = ()
    """The names of documents to ask where a case names none; none for those that answer by default."""

    @property
    def selection(self) -> dict[str, object]:
        """What decides which answers a run holds."""
        chosen: dict[str, object] = {
            "tags": list(self.tags),
            "half": self.half,
            "sample": self.sample,
            "repeat": self.repeat,
        }
        return {**chosen, "scope": list(self.scope)} if self.scope else chosen


@dataclass(frozen=True, slots=True)
class Ran:
    """A run that has all its answers."""

    run: Run
    cases: tuple[QuestionCase, ...]
    asked: int
    """How many questions were asked now; the others were there."""
    remarks: tuple[str, ...]
    unstable: tuple[str, ...]
    """Cases that were not answered alike each time."""


def select(cases: Sequence[QuestionCase], selection: Mapping[str, Any]) -> tuple[QuestionCase, ...]:
    """Return the cases of a selection, in their order. Raises DatasetError where it leaves none."""
    tags, half, sample = selection["tags"], selection["half"], selection["sample"]
    known = sorted({tag for case in cases for tag in case.tags})
    unknown = [tag for tag in tags if tag not in known]
    if unknown:
        raise DatasetError(f"No case has the tag {unknown[0]!r}.", f"Tags: {', '.join(known) or 'none'}.")
    if half and half not in {case.half for case in cases}:
        raise DatasetError(f"No case is of the half {half!r}.", f"A suite may have the halves {' and '.join(HALVES)}.")
    kept = [case for case in cases if (not tags or set(tags) & set(case.tags)) and (not half or case.half == half)]
    if not kept:
        raise DatasetError("No case is left to be asked.", "Choose other tags or the other half.")
    if sample and sample < len(kept):
        drawn = set(random.Random(0).sample([case.id for case in kept], sample))
        kept = [case for case in kept if case.id in drawn]
    scope = tuple(selection.get("scope") or ())
    return tuple(replace(case, scope=case.scope or scope) for case in kept)


def run(
    suite: Suite,
    settings: Settings,
    options: Options,
    on_progress: OnProgress = lambda done, total: None,
    command: Sequence[str] = (),
    home: Settings | None = None,
) -> Ran:
    """Ask the cases and return the run with all answers, in the order of the suite.

    `settings` are those of the index that answers, `home` those whose data folder keeps the runs. Raises DatasetError
    where a run of that name is of something else; then nothing was changed.
    """
    cases = select(suite.cases, options.selection)
    assistant = open_assistant(settings)
    record = passports.passport("", suite, assistant.index.card, settings, options.selection, command)
    folder = _begin(suite, record, options, home or settings)
    with _alone(folder):
        said = list(cut_half_line(folder))
        started = time.perf_counter()
        known, _ = read_answers(folder)
        wanted = [(case, number) for number in range(options.repeat) for case in cases]
        kept = {(a.id, a.repeat): a for a in known if not (options.retries_errors and a.error is not None)}
        pending = [(case, number) for case, number in wanted if (case.id, number) not in kept]
        if kept:
            said.append(f"{len(kept)} of {len(wanted)} answers are there already; `--fresh` asks all anew.")
        on_progress(len(kept), len(wanted))
        for done, stored in enumerate(_answers(assistant, pending, settings, options.workers), start=len(kept) + 1):
            append_answer(folder, stored)
            kept[stored.id, stored.repeat] = stored
            on_progress(done, len(wanted))
        if pending or read_passport(folder).get("finished") is None:
            write_answers(folder, [kept[case.id, number] for case, number in wanted])
            _finish(folder, time.perf_counter() - started)
    found = read_run(folder)
    return Ran(found, cases, len(pending), (*said, *assistant.index.notes), unstable(found.answers))


def ask(assistant: Assistant, case: QuestionCase, number: int = 0) -> StoredAnswer:
    """Return what the assistant says to a case, with the ranking behind it; whatever it raises is the case's error."""
    start = time.perf_counter()
    try:
        answer = assistant.ask(case.question, case.history, case.scope)
        seconds = time.perf_counter() - start
        depth = JUDGED_DEPTH if case.grades else CANDIDATES
        hits = assistant.search(case.question, depth, case.history, case.scope)
    except Exception as error:  # noqa: BLE001  a crash of one question is a result
        return StoredAnswer(case.id, None, f"{type(error).__name__}: {error}", (), time.perf_counter() - start, number)
    # As it was asked: the names of all documents would be most of a large collection's answers.
    record = answer_record(answer, case.id) | {"scope": list(case.scope)}
    ranking = tuple((hit.passage.id, hit.passage.ref, hit.score) for hit in hits)
    return StoredAnswer(case.id, record, None, ranking, seconds, number)


def unstable(answers: Iterable[StoredAnswer]) -> tuple[str, ...]:
    """Return the ids of the cases whose answers differ, but for the time they took, in the order of the answers."""
    first: dict[str, object] = {}
    differing = []
    for stored in answers:
        said = (_timeless(stored.answer), stored.error, stored.ranking)
        if first.setdefault(stored.id, said) != said:
            differing.append(stored.id)
    return tuple(dict.fromkeys(differing))


def _timeless(answer: Record | None) -> Record | None:
    return None if answer is None else {key: value for key, value in answer.items() if key != "timings_ms"}


def _begin(suite: Suite, record: Record, options: Options, home: Settings) -> Path:
    """Return the folder of a new run, its passport written, or of the one that can be gone on with."""
    own = f"{name_from(suite.name)}-{str(record['fingerprint'])[:8]}"
    folder = run_folder(options.name or own, home)
    if options.is_fresh and options.name is None:
        folder = next(folder for folder in _numbered(folder) if not folder.exists())
    if not (folder / PASSPORT).exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_object(folder / PASSPORT, record | {"run": folder.name})
        return folder
    if options.is_fresh:
        raise DatasetError(f"There is a run {folder.name!r} already; nothing was changed.", "Choose another --name.")
    differing = _differences(read_passport(folder), record)
    if differing:
        raise DatasetError(
            f"The run {folder.name!r} is of another {', '.join(differing)}; nothing was changed.",
            "Choose another --name, or leave it out.",
        )
    return folder


def _numbered(folder: Path) -> Iterator[Path]:
    yield folder
    number = 1
    while True:
        number += 1
        yield folder.with_name(f"{folder.name}-{number}")


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what decides the answers and differs between two passports."""
    if before.get("fingerprint") == now["fingerprint"]:
        return []
    keys = ("suite", "selection", "engine", "index", "model", "settings")
    return [key for key in keys if before.get(key) != now[key]] or ["kind"]


def _finish(folder: Path, seconds: float) -> None:
    record = dict(read_passport(folder))
    took = float(record.get("seconds") or 0.0) + seconds
    write_object(folder / PASSPORT, record | {"finished": passports.now(), "seconds": round(took, 3)})


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with claimed(folder) as is_ours:
        if not is_ours:
            raise DatasetError(
                f"Another process is writing the run {folder.name!r}.", "Wait, or choose another --name."
            )
        yield


Item = tuple[QuestionCase, int]
# The assistant of a worker process.
_opened: list[Assistant] = []


def _answers(assistant: Assistant, items: Sequence[Item], settings: Settings, workers: int) -> Iterator[StoredAnswer]:
    """Yield the answers to (case, number) in their order, whoever gave them."""
    if workers < 2 or len(items) < 2:
        if items:
            assistant.warm()
        yield from (ask(assistant, case, number) for case, number in items)
        return
    # Spawned: the libraries behind an opened index do not survive a fork.
    pool = ProcessPoolExecutor(
        min(workers, len(items)), get_context("spawn"), initializer=_open_in_worker, initargs=(settings,)
    )
    try:
        yield from pool.map(_ask_in_worker, items)
    except BrokenProcessPool as error:
        hint = "What was answered is kept: run it again, with fewer --workers if memory was short."
        raise DatasetError("A process that asked ended unexpectedly.", hint) from error
    finally:
        # Whoever stops the run does not wait for questions that were not asked yet.
        pool.shutdown(cancel_futures=True)


def _open_in_worker(settings: Settings) -> None:
    # Ctrl-C goes to every process of a terminal; the one that writes decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _opened[:] = [open_assistant(settings)]
    _opened[0].warm()


def _ask_in_worker(item: Item) -> StoredAnswer:
    return ask(_opened[0], *item)
