"""A planned generation to files: embed what is new, write store, vectors and engines, seal, verify."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.anticipating import write_anticipated
from assistant.card import FORMAT_VERSION, Card, write_card
from assistant.dense import build_dense
from assistant.embedding import GRAPH, MAX_PIECES, model_folder, open_tokenizer
from assistant.engines import lexical_texts
from assistant.errors import BuildError
from assistant.generations import Entry, read_seal, write_seal
from assistant.hashing import sha256_of_file
from assistant.index import Index
from assistant.lexical import build_lexical, stems
from assistant.schema import Passage, Section
from assistant.settings import Settings
from assistant.store import Store, write_store
from assistant.vectors import Vectors, write_vectors
from assistant.weights import TOKENIZER
from ingest.building import Plan, Progress, Report
from ingest.caching import CACHE, Embedded, VectorCache
from ingest.passages import PASSAGE_PIECES
from ingest.verifying import verify

if TYPE_CHECKING:
    from ingest.embedding import Embedder

_TITLES = ("Title", "Framework")


def embedding_text(section: Section, passage: Passage, count: Callable[[str], int]) -> str:
    """Return what is embedded for a passage: its section's title before it.

    A paragraph under "Reduce the production of illegal drugs" seldom says again what it is about. A passage that
    is itself the title, or a note about the document, stands alone; so does one that with its title is more than
    the model reads, because what it says weighs more than where it stands.
    """
    titled = f"{section.title} {passage.text}"
    is_alone = not section.title or passage.part in _TITLES or section.kind == "about"
    return passage.text if is_alone or count(titled) > MAX_PIECES - 2 else titled


def write(aside: Path, settings: Settings, plan: Plan, report: Report) -> tuple[int, int]:
    """Write the planned generation into an empty folder; return how many texts were embedded and how many known.

    Raises ModelError, BuildError or OSError.
    """

    @cache
    def embedder() -> "Embedder":
        # Here, because the libraries load for seconds and most rebuilds embed nothing.
        report(Progress("model", 0, 1))
        from ingest.embedding import Embedder

        loaded = Embedder(plan.weights)
        report(Progress("model", 1, 1))
        return loaded

    model = _ready_model(settings, plan, embedder)
    known = VectorCache(settings.cache_folder / CACHE, plan.model_key, plan.precision)
    try:
        vectors, texts = _embed(settings, plan, known, embedder, report)
        questions = _embed_questions(plan, known, embedder, report)
    finally:
        known.close()
    report(Progress("write", 0, 1))
    sentences = [sentence.text for passage in plan.store.passages for sentence in passage.sentences]
    write_store(aside, plan.store, _frequencies(plan.store))
    write_vectors(aside, vectors)
    write_anticipated(aside, plan.questions, questions)
    write_card(aside, _card(plan, model, len(sentences)))
    (aside / "lexical").mkdir()
    build_lexical(aside / "lexical", lexical_texts(plan.store))
    build_dense(aside / "chroma", [passage.id for passage in plan.store.passages], vectors.passages)
    report(Progress("write", 1, 1))
    return texts


def seal_and_verify(aside: Path, settings: Settings, plan: Plan, report: Report) -> Entry:
    """Seal a written generation and try it as it will be served; return its line for the pointer. Raises BuildError."""
    report(Progress("verify", 0, 1))
    seal = write_seal(aside)
    index = Index(read_seal(aside, plan.generation), settings)
    try:
        verify(index, plan.store.documents, plan.store.sections)
    finally:
        index.close()
    report(Progress("verify", 1, 1))
    return Entry(plan.generation, seal)


def _frequencies(store: Store) -> Counter[str]:
    sentences = [sentence.text for passage in store.counted_passages for sentence in passage.sentences]
    return Counter(stem for sentence in sentences for stem in set(stems(sentence)))


def _ready_model(settings: Settings, plan: Plan, embedder: "Callable[[], Embedder]") -> Path:
    """Return the folder of the served model, exported now unless it is there as it was written."""
    folder = model_folder(settings, plan.model_key)
    if not all(_is_as_written(folder / name) for name in (GRAPH, TOKENIZER)):
        loaded = embedder()
        from ingest.exporting import export

        export(loaded, plan.weights, folder)
    return folder


def _is_as_written(path: Path) -> bool:
    try:
        return path.with_name(f"{path.name}.sha256").read_text(encoding="ascii").split()[:1] == [sha256_of_file(path)]
    except (OSError, ValueError):
        return False


def _embed(
    settings: Settings, plan: Plan, cache: VectorCache, embedder: "Callable[[], Embedder]", report: Report
) -> tuple[Vectors, tuple[int, int]]:
    passages, sentences = _texts(plan.store, open_tokenizer(settings).count)
    wanted = list(dict.fromkeys((*passages, *sentences)))
    known: dict[str, Embedded] = {}
    quoted = frozenset(sentences)
    embedded = 0
    documents = [passage.document for passage in plan.store.passages]
    holders = [passage.document for passage in plan.store.passages for _ in passage.sentences]
    cache.hold(zip((*documents, *holders), (*passages, *sentences), strict=True))
    for text in wanted:
        found = cache.get(text)
        if found is None:
            found = embedder().embed(text)
            cache.put(text, found)
            embedded += 1
        # Word vectors are most of the memory, and only those of sentences are written.
        known[text] = found if text in quoted else Embedded(found.vector, found.tokens[:0].copy())
        report(Progress("embed", len(known), len(wanted)))
    return _stacked([known[text] for text in passages], [known[text] for text in sentences]), (
        embedded,
        len(known) - embedded,
    )


def _embed_questions(
    plan: Plan, cache: VectorCache, embedder: "Callable[[], Embedder]", report: Report
) -> npt.NDArray[np.float16]:
    """Return the vectors of anticipated questions: (questions, dimension).

    They rank and are not shown, so they are embedded in batches, all of a document at once: the same list gives the same
    vectors. The cache keeps a list as it keeps a text with its word vectors.
    """
    lists = [
        (document, [asked.question for asked in asked_of])
        for document, asked_of in groupby(plan.questions, key=lambda asked: asked.document)
    ]
    if not lists:
        return np.zeros((0, 1), dtype=np.float16)
    found = []
    cache.hold((document, "\n".join(questions)) for document, questions in lists)
    for number, (_, questions) in enumerate(lists):
        report(Progress("questions", number, len(lists)))
        found.append(_embed_list(questions, cache, embedder))
    report(Progress("questions", len(lists), len(lists)))
    return np.concatenate(found)


def _embed_list(
    questions: list[str], cache: VectorCache, embedder: "Callable[[], Embedder]"
) -> npt.NDArray[np.float16]:
    text = "\n".join(questions)
    found = cache.get(text)
    if found is None:
        vectors = embedder().embed_batch(questions)
        found = Embedded(vectors[0], vectors.astype(np.float16))
        cache.put(text, found)
    return found.tokens


def _texts(store: Store, count: Callable[[str], int]) -> tuple[list[str], list[str]]:
    passages = [embedding_text(section, passage, count) for section in store.sections for passage in section.passages]
    return passages, [sentence.text for passage in store.passages for sentence in passage.sentences]


def _stacked(passages: list[Embedded], sentences: list[Embedded]) -> Vectors:
    vectors = Vectors(
        passages=np.stack([found.vector for found in passages]),
        sentences=np.stack([found.vector for found in sentences]),
        tokens=np.concatenate([found.tokens for found in sentences]),
        starts=np.cumsum([0, *(len(found.tokens) for found in sentences)], dtype=np.int64),
    )
    if not (np.isfinite(vectors.passages).all() and np.isfinite(vectors.sentences).all()):
        raise BuildError("The embedding model gave vectors that are not numbers.", "Choose another model.")
    return vectors


def _card(plan: Plan, model: Path, sentences: int) -> Card:
    store = plan.store
    return Card(
        generation=plan.generation,
        format_version=FORMAT_VERSION,
        corpus_sha256=plan.corpus_sha256,
        documents=tuple(document.id for document in store.documents),
        model=plan.weights.name,
        model_sha256=plan.weights.sha256(),
        model_key=plan.model_key,
        graph_sha256=sha256_of_file(model / GRAPH),
        tokenizer_sha256=sha256_of_file(model / TOKENIZER),
        precision=plan.precision,
        passage_pieces=PASSAGE_PIECES,
        counts={
            "documents": len(store.documents),
            "sections": dict(Counter(section.kind for section in store.sections)),
            "passages": len(store.passages),
            "sentences": sentences,
            "questions": len(plan.questions),
        },
    )
