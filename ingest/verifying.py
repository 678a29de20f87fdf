"""A new generation against its own promises, read the way it will be served, before it may serve."""

from collections.abc import Sequence

import numpy as np

from assistant.engines import CHROMA_MAX
from assistant.errors import BuildError
from assistant.index import Index
from assistant.lexical import stems
from assistant.schema import Document, Section

# Comparing a vector with itself may lose this much.
ROUNDING = 1e-5

# The least cosine between a stored vector and the one that the serving path gives for the same text.
AGREEMENT = 0.99999

# Of a large index this many passages, evenly spread, are searched for and read again.
SEARCHED = 2_000
READ = 12


def verify(index: Index, documents: Sequence[Document], sections: Sequence[Section]) -> None:
    """Raise BuildError unless the opened `index` holds what was written and finds it again."""
    _texts(index, documents, sections)
    _numbers(index)
    _vectors(index)
    _model(index)
    _dense(index)
    _lexical(index)
    if index.notes:
        raise _failed(index.notes[0])


def _failed(what: str) -> BuildError:
    return BuildError(
        f"The new index did not pass its checks: {what}.",
        "The index as it was keeps answering. Run `strategy ingest` again; if it fails again, report it.",
    )


def _texts(index: Index, documents: Sequence[Document], sections: Sequence[Section]) -> None:
    """What is stored makes its reading texts from ranges: equal texts mean that every range is right."""
    if index.documents != tuple(documents) or index.sections != tuple(sections):
        raise _failed("a text read back through its ranges is not the text that was found")
    if any(not passage.text or not all(sentence.text for sentence in passage.sentences) for passage in index.passages):
        raise _failed("a passage or a sentence is empty")


def _numbers(index: Index) -> None:
    ids = {passage.id for passage in index.passages}
    sentences = sum(len(passage.sentences) for passage in index.passages)
    if not ids or len(ids) != len(index.passages):
        raise _failed("two passages have one id" if ids else "there is no passage")
    if (len(index.passage_vectors), len(index.sentence_vectors)) != (len(ids), sentences):
        raise _failed("vectors and texts differ in number")
    tokens, begins = index.tokens_of(list(range(sentences)))
    if len(begins) != sentences or np.any(np.diff([*begins, len(tokens)]) < 1):
        raise _failed("token vectors and sentences differ in number")


def _vectors(index: Index) -> None:
    for vectors in (index.passage_vectors, index.sentence_vectors):
        if not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=ROUNDING):
            raise _failed("a vector does not have length one")


def _model(index: Index) -> None:
    sentences = [sentence.text for passage in index.passages for sentence in passage.sentences]
    for row in _spread(len(sentences), READ):
        if float(index.encode(sentences[row]) @ index.sentence_vectors[row]) < AGREEMENT:
            raise _failed("the model that reads questions does not give the stored vectors")


def _dense(index: Index) -> None:
    """Every passage is the nearest to its own vector, or ties with the nearest."""
    expected = "chroma" if len(index.passages) <= CHROMA_MAX else "exact"
    if index.dense_backend() != expected:
        raise _failed(index.notes[0] if index.notes else "Chroma does not open")
    for row in _spread(len(index.passages), SEARCHED):
        if index.dense(index.passage_vectors[row], 1)[0][1] < 1 - ROUNDING:
            raise _failed("the vector store does not find its own vectors")


def _lexical(index: Index) -> None:
    counted = index.counted_passages
    for row in _spread(len(counted), READ):
        passage = counted[row]
        terms = stems(passage.text)
        if terms and passage.id not in [found for found, _ in index.lexical(terms, len(index.passages))]:
            raise _failed("the lexical index does not find its own words")


def _spread(count: int, most: int) -> list[int]:
    """Return at most `most` row numbers of `count`, evenly spread, first and last among them."""
    return sorted({round(row) for row in np.linspace(0, count - 1, min(count, most))})
