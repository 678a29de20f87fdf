"""The live index, opened: texts at once, vectors and engines when they are first needed."""

import os
import weakref
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.card import Card, read_card
from assistant.copies import PrivateCopy
from assistant.embedding import Reading, model_folder
from assistant.engines import Engines
from assistant.errors import AssistantError, IndexDamagedError, IndexMissingError
from assistant.generations import Entry, Generation, index_folder, open_generation, read_pointer
from assistant.locking import mark_in_use
from assistant.manifest import corpus_sha256, read_corpus
from assistant.schema import Document, Passage, Section
from assistant.settings import Settings
from assistant.store import read_frequencies, read_store
from assistant.weights import find_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.anticipating import Anticipations, Nearness
    from assistant.vectors import Vectors

    Floats = npt.NDArray[np.float32]

__all__ = ["Card", "Index", "open_from", "open_index"]

_REBUILD = "Run `strategy ingest`."


class Index:
    """One generation, opened. Never changes; may be shared by threads."""

    _last_nearness: "tuple[tuple[str, ...], Nearness] | None" = None

    def __init__(self, generation: Generation, settings: Settings, notes: Sequence[str] = ()) -> None:
        self.card: Card = read_card(generation.folder)
        store = read_store(generation.folder)
        self.documents: tuple[Document, ...] = store.documents
        self.sections: tuple[Section, ...] = store.sections
        self.passages: tuple[Passage, ...] = store.passages
        """Their order is the row order of the vectors."""
        self.frequencies: Mapping[str, int] = read_frequencies(generation.folder)
        """Stem to the number of sentences that contain it, in the documents whose words are counted."""
        self.counted_passages = store.counted_passages
        """Those that the lexical index holds."""
        self.sentence_count = sum(len(passage.sentences) for passage in self.counted_passages)
        """Of how many sentences `frequencies` counts."""
        self._folder = generation.folder
        self.cache_folder = settings.cache_folder
        """Where what can be computed again may be kept."""
        self._notes = tuple(notes)
        copy = PrivateCopy(index_folder(settings), generation)
        self._engines = Engines(copy, self.card, store, model_folder(settings, self.card.model_key))
        self.close = weakref.finalize(self, self._engines.close)
        """Let go of what was opened; happens by itself when the index is no longer used."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know: the index is stale, another generation serves, an engine was replaced."""
        return (*self._notes, *self._engines.notes)

    @cached_property
    def _vectors(self) -> "Vectors":
        # numpy is not needed before the first question that the outline cannot answer.
        from assistant.vectors import read_vectors

        return read_vectors(self._folder)

    @cached_property
    def anticipated(self) -> "Anticipations":
        """The questions that were anticipated for the documents, against `sentences`."""
        from assistant.anticipating import read_anticipated

        return read_anticipated(self._folder, self.sentences)

    def nearness(self, wordings: tuple[str, ...]) -> "Nearness":
        """Return how near anticipated questions come to a question, given in one or more wordings."""
        # Retrieving, matching and deciding ask for the same question.
        last = self._last_nearness
        if last is None or last[0] != wordings:
            last = (wordings, self.anticipated.nearness([self.read(wording).vector for wording in wordings]))
            self._last_nearness = last
        return last[1]

    @cached_property
    def sentences(self) -> "list[tuple[str, str]]":
        """(document, text) of every sentence, in the order of the rows of `sentence_vectors`."""
        return [(passage.document, sentence.text) for passage in self.passages for sentence in passage.sentences]

    @cached_property
    def _ids(self) -> list[str]:
        return [passage.id for passage in self.passages]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {identifier: row for row, identifier in enumerate(self._ids)}

    @property
    def passage_vectors(self) -> "Floats":
        """(passages, dimension), rows of length one, in the order of `passages`."""
        return self._vectors.passages

    @property
    def sentence_vectors(self) -> "Floats":
        """(sentences, dimension), rows of length one: the sentences of all passages, one passage after the other."""
        return self._vectors.sentences

    def tokens_of(self, rows: list[int]) -> "tuple[Floats, npt.NDArray[np.int64]]":
        """Return the token vectors of some sentences one after the other, and where each sentence begins there."""
        return self._vectors.tokens_of(rows)

    def read(self, text: str) -> Reading:
        """Return a text as the model reads it, cut off at 256 word pieces. Raises ModelError."""
        return self._engines.encoder().read(text)

    def encode(self, text: str) -> "Floats":
        """Return the vector of a text: (dimension,), of length one. Raises ModelError."""
        return self.read(text).vector

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25) that hold any of the stems `terms`, by (score down, id up)."""
        return self._engines.lexical().search(terms, k)

    def dense(self, vector: "Floats", k: int) -> list[tuple[str, float]]:
        """Return the `k` nearest passages to `vector` as (passage id, cosine), by (score down, id up)."""
        from assistant.dense import cosines, ranked

        ids = self._near(vector, k)
        return ranked(ids, cosines(self.passage_vectors[[self._rows[identifier] for identifier in ids]], vector), k)

    def _near(self, vector: "Floats", k: int) -> list[str]:
        """Return the ids of the `k` nearest passages and of others."""
        store = self._engines.dense()
        if store is not None:
            try:
                return store.nearest(vector, k)
            except IndexDamagedError as error:
                self._engines.give_up_dense(error)
        return self._ids

    def dense_backend(self) -> str:
        """Return which of `chroma` and `exact` answers the dense channel; opens it if need be."""
        return "exact" if self._engines.dense() is None else "chroma"


def open_index(settings: Settings) -> Index:
    """Return the live index or, where it is damaged or of another format, the one before it with a note.

    Raises IndexMissingError or IndexDamagedError.
    """
    index = index_folder(settings)
    while True:
        entries = read_pointer(index)
        if not entries:
            raise IndexMissingError("There is no index yet.", _REBUILD)
        faults: list[IndexDamagedError] = []
        for entry in entries:
            try:
                return open_from(settings, entry, faults)
            except IndexDamagedError as error:
                faults.append(error)
        # Between reading the pointer and opening, a build may have replaced both.
        if read_pointer(index) == entries:
            raise IndexDamagedError(faults[0].message, _REBUILD)


def open_from(settings: Settings, entry: Entry, faults: Sequence[AssistantError] = ()) -> Index:
    """Return the generation of one line of the pointer, opened, its canonical files checked first.

    `faults`: why the generations before it do not serve. Raises IndexDamagedError.
    """
    generation = open_generation(index_folder(settings), entry)
    try:
        mark = mark_in_use(generation.folder)
    except OSError as error:
        raise IndexDamagedError(f"The index {entry.id} is being removed.", _REBUILD) from error
    try:
        generation.check()
        notes = [f"An older index answers. {fault.message} Run `strategy ingest`." for fault in faults[:1]]
        opened = Index(generation, settings, (*notes, *_stale(settings, read_card(generation.folder))))
    except BaseException:
        os.close(mark)
        raise
    weakref.finalize(opened, os.close, mark)
    return opened


def _stale(settings: Settings, card: Card) -> list[str]:
    """Return what differs between an index and what would be built now. Reads the manifest, not the texts."""
    notes = []
    try:
        if corpus_sha256(tuple(each.row for each in read_corpus(settings))) != card.corpus_sha256:
            notes.append("The index is stale: the corpus has changed since it was built. Run `strategy ingest`.")
    except AssistantError as error:
        notes.append(f"The corpus cannot be compared with the index: {error.message}")
    try:
        named = find_weights(settings)
        if named.key() != card.model_key:
            notes.append(
                f"The index was built with the embedding model {card.model}, which answers, not with {named.name} "
                "as the settings say. Run `strategy ingest`."
            )
    except AssistantError as error:
        notes.append(f"The index answers with its own model, {card.model}: {error.message}")
    return notes
