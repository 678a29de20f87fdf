"""The build: corpus to a sealed generation, written aside, verified, then made live in one step.

A build that is killed or fails changes nothing: the live generation answers, and the next build starts clean.
"""

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from assistant.card import FORMAT_VERSION, read_card
from assistant.embedding import GRAPH, model_folder, open_tokenizer
from assistant.errors import BuildError, IndexDamagedError
from assistant.generations import Entry, check_file, generation_folder, index_folder, open_generation
from assistant.hashing import sha256_of_text
from assistant.loading import limits_of
from assistant.manifest import corpus_sha256, read_corpus
from assistant.schema import Anticipated, Document, Section
from assistant.settings import Settings
from assistant.store import Store, store_bytes
from assistant.weights import TOKENIZER, Weights, find_weights
from ingest.outline import has_detail
from ingest.publishing import disk_faults, entries_of, make_live, publish, writing
from ingest.questions import read_questions
from ingest.sources import outline_of, read_document

PRECISION = "fp32"
"""Each text alone, in single precision: the vectors do not depend on what else is embedded."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `stage` is one of read, model, embed, write, verify."""

    stage: str
    done: int
    total: int


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one document was read."""

    document: str
    reader: str
    """`strategy` (goals and objectives), `headings`, `numbered`, `paragraphs`, or `plain` for a question set's texts."""
    sections: int
    unsure: tuple[str, ...]
    """What the reader left out or is unsure of, in sentences for a person to check."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and made."""

    generation: str
    unchanged: bool
    documents: int
    sections: dict[str, int]
    """Kind to count."""
    expected: int
    """Goals and objectives that the documents state."""
    found: int
    """Those of them that come with a text of their own."""
    missing: tuple[str, ...]
    remarks: tuple[str, ...]
    """What a person should know of how a file was read, each after the document's id."""
    readings: tuple[Reading, ...]
    """One for each document, in the order of the manifest."""
    passages: int
    sentences: int
    embedded: int
    """Texts that the model read in this build."""
    reused: int
    """Texts whose vectors were known; like `embedded`, 0 when nothing had to be made."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a generation follows from, and its id."""

    generation: str
    corpus_sha256: str
    weights: Weights
    model_key: str
    precision: str
    store: Store
    questions: tuple[Anticipated, ...]
    readings: tuple[Reading, ...]
    expected: tuple[tuple[str, str], ...]
    """Document and ref of every goal and objective that is stated."""


def build(settings: Settings, report: Report = lambda _: None) -> BuildReport:
    """Build the index of the corpus and make it live; return what was found and done.

    Raises SourceError, ModelError, IndexBusyError or BuildError; whichever it is, an index that was there answers.
    """
    start = time.perf_counter()
    index = index_folder(settings)
    with disk_faults(index), writing(index):
        plan = _plan(settings, report)
        entry = _whole(settings, plan)
        embedded = reused = 0
        if entry is None:
            embedded, reused = _make(settings, plan, report)
        elif entries_of(index)[0] != entry:
            make_live(index, entry)
    return _report(plan, (embedded, reused), entry is not None, time.perf_counter() - start)


def _plan(settings: Settings, report: Report) -> Plan:
    placed = read_corpus(settings)
    tokenizer = open_tokenizer(settings)
    weights = find_weights(settings)
    documents: list[Document] = []
    sections: list[Section] = []
    questions: list[Anticipated] = []
    readings: list[Reading] = []
    expected: list[tuple[str, str]] = []
    for number, each in enumerate(placed, start=1):
        documents.append(read_document(each.folder, each.row, limits_of(settings)))
        outline = outline_of(documents[-1], tokenizer.count)
        sections += outline.sections
        questions += read_questions(each.folder, each.row, outline.sections)
        readings.append(Reading(each.row.id, outline.reader, len(outline.sections), outline.remarks))
        expected += [(each.row.id, ref) for ref in outline.expected]
        report(Progress("read", number, len(placed)))
    store = Store(tuple(documents), tuple(sections))
    if not store.counted_passages:
        raise BuildError("No passage was found in the corpus.", "Check its texts, and the kind that each row gives.")
    corpus, key = corpus_sha256(tuple(each.row for each in placed)), weights.key()
    # What was extracted may differ between versions of a reader, although the files do not.
    texts = [sha256_of_text(document.text) for document in documents]
    content = "\n".join((str(FORMAT_VERSION), corpus, key, PRECISION, *texts, store_bytes(store).decode()))
    return Plan(
        sha256_of_text(content)[:16],
        corpus,
        weights,
        key,
        PRECISION,
        store,
        tuple(questions),
        tuple(readings),
        tuple(expected),
    )


def _whole(settings: Settings, plan: Plan) -> Entry | None:
    """Return the pointer's line for the planned generation if it is there, whole, and its model can be served."""
    index = index_folder(settings)
    entry = next((entry for entry in entries_of(index) if entry.id == plan.generation), None)
    if entry is None:
        return None
    try:
        open_generation(index, entry).check(whole=True)
        card = read_card(generation_folder(index, entry.id))
        folder = model_folder(settings, plan.model_key)
        check_file(folder / GRAPH, card.graph_sha256)
        check_file(folder / TOKENIZER, card.tokenizer_sha256)
    except IndexDamagedError:
        return None
    return entry


def _make(settings: Settings, plan: Plan, report: Report) -> tuple[int, int]:
    """Write, seal, verify and publish the planned generation; return how many texts were embedded, how many known."""
    # Here, because a build with nothing to do is done before numpy and the engines are loaded.
    from ingest.writing import seal_and_verify, write

    index = index_folder(settings)
    aside = index / f"building-{os.getpid()}"
    aside.mkdir()
    try:
        texts = write(aside, settings, plan, report)
        entry = seal_and_verify(aside, settings, plan, report)
        publish(index, aside, entry)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return texts


def _report(plan: Plan, texts: tuple[int, int], unchanged: bool, seconds: float) -> BuildReport:
    store = plan.store
    detailed = {(section.document, section.ref) for section in store.sections if has_detail(section)}
    sentences = sum(len(passage.sentences) for passage in store.passages)
    return BuildReport(
        generation=plan.generation,
        unchanged=unchanged,
        documents=len(store.documents),
        sections=dict(Counter(section.kind for section in store.sections)),
        expected=len(plan.expected),
        found=sum(pair in detailed for pair in plan.expected),
        missing=tuple(ref for document, ref in plan.expected if (document, ref) not in detailed),
        remarks=tuple(f"{document.id}: {each}" for document in store.documents for each in document.remarks),
        readings=plan.readings,
        passages=len(store.passages),
        sentences=sentences,
        embedded=texts[0],
        reused=texts[1],
        seconds=round(seconds, 2),
    )
