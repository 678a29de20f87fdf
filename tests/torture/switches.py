"""Questions asked by other processes while generations go live one after the other."""

import json
import os
import shutil
import time
from pathlib import Path

from corpora import edition, editions_in, write_corpus
from scenes import settings_of

from assistant.generations import live_generation
from assistant.opening import Assistant, open_assistant
from assistant.schema import Answer
from assistant.settings import Settings
from ingest.building import build

QUESTIONS = (
    "What is MO 1.1?",
    "How many fishing boats wait for a berth?",
    "Which mission goals are there?",
    "How many lorries does the bridge carry?",
    "Who mines upriver?",
)

# No build takes so long that nothing new is live by then.
LONGEST_S = 600.0


def asked_while_switching(folder: Path, switches: int, questions: int) -> tuple[int, tuple[str, ...]]:
    """Return how many questions were asked during at least `switches` builds, and what was wrong with the answers.

    One process opens what is live between two questions, as the app does; one opens it for each question; one asks
    of a generation that two others have followed.
    """
    data = folder / "switching"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    stop = data / "stop"
    asking = [_started(data / f"said-{kind}", _ask, data, stop, kind) for kind in ("app", "command", "slow")]
    building = _started(data / "said-built", _build_on, data, stop, switches, questions)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in (building, *asking)]
    if any(statuses):
        return 0, (f"processes ended with {statuses}",)
    said = {path.name: json.loads(path.read_text()) for path in data.glob("said-*")}
    editions = said.pop("said-built")
    complaints = [complaint for answers in said.values() for complaint in _wrong(answers, editions)]
    seen = {generation for answers in said.values() for generation, *_ in answers}
    if len(seen) < min(switches, 3):
        complaints.append(f"only {len(seen)} generations were seen")
    return sum(len(answers) for answers in said.values()), tuple(complaints)


def _started(said: Path, work: object, *arguments: object) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            assert callable(work)
            said.write_text(json.dumps(work(*arguments)))
            code = 0
        finally:
            os._exit(code)
    return child


def _build_on(data: Path, stop: Path, switches: int, questions: int) -> dict[str, int]:
    """Build one edition after the other until enough was asked; return generation to edition."""
    built: dict[str, int] = {}
    start = time.monotonic()
    try:
        while len(built) < switches or (_count(data) < questions and time.monotonic() - start < LONGEST_S):
            number = len(built) + 1
            settings = settings_of(data / "own", write_corpus(data / "corpus", edition(number)))
            built[build(settings).generation] = number
    finally:
        stop.touch()
    return built


def _count(data: Path) -> int:
    return sum(path.stat().st_size for path in data.glob("asked-*"))


def _ask(data: Path, stop: Path, kind: str) -> list[object]:
    """Ask until stopped; return for each answer its generation, how it ended and the editions that it speaks of."""
    settings = settings_of(data / "own", data / "corpus")
    found: list[object] = []
    assistant: Assistant | None = None
    with (data / f"asked-{kind}").open("ab", buffering=0) as count:
        while not stop.exists():
            live = live_generation(settings)
            if live is None:
                time.sleep(0.01)
                continue
            if assistant is None or kind == "command" or assistant.index.card.generation != live:
                assistant = open_assistant(settings)
            if kind == "slow":
                _wait_for_others(settings, stop)
            found.append(_said(assistant, assistant.ask(QUESTIONS[len(found) % len(QUESTIONS)]), settings))
            count.write(b".")
    return found


def _wait_for_others(settings: Settings, stop: Path) -> None:
    """Let two generations go live, so that only being in use keeps the one that was opened, engines still closed."""
    for _ in range(2):
        live = live_generation(settings)
        while live_generation(settings) == live and not stop.exists():
            time.sleep(0.01)


def _said(assistant: Assistant, answer: Answer, settings: Settings) -> tuple[str, str, list[int], list[str]]:
    quotes = [citation.quote for citation in (*answer.citations, *answer.nearest)]
    notes = [note for note in assistant.index.notes if "stale" not in note and "cannot be compared" not in note]
    return answer.generation, answer.outcome, sorted(editions_in(" ".join((*quotes, answer.text)))), notes


def _wrong(answers: list[object], editions: dict[str, int]) -> list[str]:
    complaints = []
    for generation, outcome, spoken, notes in answers:  # type: ignore[misc, attr-defined]
        if notes:
            complaints.append(f"notes {notes}")
        if spoken != [editions.get(generation)] and not (spoken == [] and outcome == "abstained"):
            complaints.append(f"{generation} is edition {editions.get(generation)}, the answer speaks of {spoken}")
    if not any(spoken for _, _, spoken, _ in answers):  # type: ignore[misc, attr-defined]
        complaints.append("nothing was cited")
    return complaints
