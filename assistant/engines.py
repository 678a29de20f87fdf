"""The engines behind an index: model, vector store, lexical index. Each is opened on first use, once.

An engine whose files are damaged is replaced by one made from the canonical store, which gives the same
answers more slowly, and a note says so.
"""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.copies import PrivateCopy
from assistant.embedding import Encoder, open_encoder
from assistant.errors import IndexDamagedError
from assistant.lexical import LexicalStore, build_lexical, indexed_text, open_lexical
from assistant.store import Store

if TYPE_CHECKING:
    from assistant.card import Card
    from assistant.dense import DenseStore

T = TypeVar("T")

# Above this many passages Chroma's approximate search would miss some; the exact scan takes milliseconds.
CHROMA_MAX = 20_000


class Once(Generic[T]):
    """What `make` returns, made by the first thread that asks; one that fails is tried again by the next."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made.append(self._make())
        return self._made[0]

    @property
    def made(self) -> T | None:
        """What was made, None before anybody asked."""
        return self._made[0] if self._made else None


class Engines:
    """Opened for one index; may be used by several threads. `close` when the index is let go."""

    def __init__(self, copy: PrivateCopy, card: "Card", store: Store, model: Path) -> None:
        self._owner = os.getpid()
        self._copy = copy
        self._card = card
        self._store = store
        self._model = model
        self._notes: list[str] = []
        self.encoder: Once[Encoder] = Once(self._open_encoder)
        self.lexical: Once[LexicalStore] = Once(self._open_lexical)
        self.dense: Once[DenseStore | None] = Once(self._open_dense)
        """None: the exact scan answers."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of engines that had to be replaced."""
        return tuple(self._notes)

    def give_up_dense(self, error: IndexDamagedError) -> None:
        """Let the exact scan answer from now on, because of `error`."""
        self._note(f"Chroma does not answer, an exact scan stands in: {error.message}")
        self.dense = Once(lambda: None)

    def close(self) -> None:
        """Let go of files and remove the private copy. Does nothing in a child that was forked off."""
        if os.getpid() == self._owner:
            dense = self.dense.made
            if dense is not None:
                dense.close()
            self._copy.close()

    def _open_encoder(self) -> Encoder:
        return open_encoder(self._model, self._card.graph_sha256, self._card.tokenizer_sha256)

    def _open_lexical(self) -> LexicalStore:
        try:
            return open_lexical(self._copy.part("lexical"))
        except (IndexDamagedError, OSError) as error:
            self._note(f"The lexical index was made again in memory: {error}")
            return build_lexical(None, lexical_texts(self._store))

    def _open_dense(self) -> "DenseStore | None":
        passages = len(self._store.passages)
        if passages > CHROMA_MAX:
            return None
        try:
            from assistant.dense import open_dense

            return open_dense(self._copy.part("chroma"), passages)
        except (IndexDamagedError, OSError) as error:
            self._note(f"Chroma does not answer, an exact scan stands in: {error}")
            return None

    def _note(self, note: str) -> None:
        if note not in self._notes:
            self._notes.append(f"{note} Run `strategy ingest`.")


def lexical_texts(store: Store) -> list[tuple[str, str]]:
    """Return (passage id, text to index) of all passages whose words are counted, in row order."""
    counted = {passage.id for passage in store.counted_passages}
    placed = [(section, passage) for section in store.sections for passage in section.passages]
    return [(passage.id, indexed_text(section, passage)) for section, passage in placed if passage.id in counted]
