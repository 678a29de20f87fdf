"""The documents behind a suite, indexed: those in use, or the suite's own, built first where they are not current."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import DatasetError, IndexDamagedError, IndexMissingError
from assistant.settings import Settings
from ui import printing
from ui.commands.preparing import build_in_child

if TYPE_CHECKING:
    from evals.gold import Gold
    from evals.runs import Run
    from evals.suites import Suite
    from evals.tallying import Asked


@dataclass(frozen=True, slots=True)
class Indexed:
    """A corpus as gold sees it, and the settings under which it is asked."""

    settings: Settings
    gold: "Gold"
    corpus_sha256: str
    generation: str


def indexed(suite: "Suite", settings: Settings) -> Indexed:
    """Return the indexed documents of a suite, built in a process of its own where they are missing or stale.

    Raises BuildError or IndexDamagedError.
    """
    from assistant.index import open_index
    from evals.gold import Gold
    from evals.importing import settings_of
    from evals.timing import variables_of

    own = settings_of(suite, settings)
    try:
        notes = open_index(own).notes
    except IndexMissingError:
        notes = (f"The documents of {suite.name} are not indexed yet: building it, once.",)
    except IndexDamagedError as error:
        notes = (error.message,)
    if notes:
        printing.remark(notes[0])
        build_in_child(variables_of(own))
    index = open_index(own)
    return Indexed(own, Gold(index.documents, index.sections), index.card.corpus_sha256, index.card.generation)


def check_gold(suite: "Suite", documents: Indexed) -> None:
    """Raise DatasetError where the gold of a suite does not fit its documents, naming the lines."""
    from evals.cases import refuse
    from evals.validating import validate

    gold = documents.gold
    refuse(validate(suite, gold.sections, gold.documents.values(), documents.corpus_sha256))


def opened_run(name: str, settings: Settings) -> "tuple[Run, Asked, Indexed]":
    """Return a stored run, what it was made from, and the documents that it asked; remarks go to stderr.

    Raises DatasetError where one of them is missing or the documents are others by now.
    """
    from evals.runs import find_run, read_run
    from evals.tallying import asked_by, check_corpus

    run = read_run(find_run(name, settings))
    asked = asked_by(run, settings)
    documents = indexed(asked.suite, settings)
    check_corpus(run, documents.corpus_sha256)
    for remark in (*run.remarks, *asked.remarks):
        printing.remark(f"Note: {remark}")
    return run, asked, documents


def written(path: Path, text: str) -> None:
    """Write a file that a person named. Raises DatasetError where that cannot be done."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise DatasetError(f"{path} cannot be written: {error.strerror}.", "Name another file with --out.") from error
