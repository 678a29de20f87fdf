"""An index with only some of its documents in sight, and which documents a scope names.

Texts, vectors and engines are those of the whole index, and so is how rare a word is: a scope decides what may
be found, never how well it fits.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from assistant.errors import UnknownPlaceError
from assistant.index import Index
from assistant.lexical import LexicalStore, build_lexical, indexed_text, stems
from assistant.schema import Document
from assistant.standing import home_of, of_post, posts_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.anticipating import Anticipations

    Floats = npt.NDArray[np.float32]

ALL = "all"
POST = "post:"


def read_scope(text: str) -> tuple[str, ...]:
    """Return the names of a scope as people type it: "ics-peru-2020,primer", "post:kenya", "all"; none for the default."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def in_scope(documents: Sequence[Document], scope: Sequence[str], home: str) -> tuple[str, ...]:
    """Return the ids of the documents that a scope names, in their order.

    A name is the id of a document, `post:NAME` for a post's strategy in force with what belongs to it and to no post,
    or `all`. No name is the default: `post:` of the home post. Raises UnknownPlaceError for a name that nothing has.
    """
    chosen: set[str] = set()
    for name in scope:
        chosen.update(_named(documents, name))
    if not scope:
        chosen.update(of_post(documents, home_of(documents, home)) or (document.id for document in documents))
    return tuple(document.id for document in documents if document.id in chosen)


def _named(documents: Sequence[Document], name: str) -> Sequence[str]:
    known = [document.id for document in documents]
    if name == ALL:
        return known
    if name.startswith(POST):
        posts = posts_of(documents)
        post = next((each for each in posts if each.lower() == name.removeprefix(POST).strip().lower()), None)
        if post is None:
            hint = f"Posts: {_listed(posts)}." if posts else "No document here belongs to a post."
            raise UnknownPlaceError(f"There is no document of the post {name.removeprefix(POST)!r}.", hint)
        return of_post(documents, post)
    if name not in known:
        raise UnknownPlaceError(
            f"There is no document {name!r}.", f"Documents: {_listed(known)}; or {POST}NAME, or {ALL}."
        )
    return [name]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


class ScopedIndex(Index):
    """The part of an opened index that some documents make; opens nothing of its own and keeps the whole open."""

    def __init__(self, whole: Index, documents: Sequence[str]) -> None:
        chosen = frozenset(documents)
        self._whole = whole
        self._engines = whole._engines
        self._notes = whole._notes
        self.cache_folder = whole.cache_folder
        self.card = whole.card
        self.close = whole.close
        self.frequencies = whole.frequencies
        self.sentence_count = whole.sentence_count
        self.counted_passages = whole.counted_passages
        self.documents = tuple(document for document in whole.documents if document.id in chosen)
        self.sections = tuple(section for section in whole.sections if section.document in chosen)
        self.passages = tuple(passage for passage in whole.passages if passage.document in chosen)

    @cached_property
    def _passage_rows(self) -> list[int]:
        """The rows of the passages in the whole index."""
        return [self._whole._rows[passage.id] for passage in self.passages]

    @cached_property
    def _sentence_rows(self) -> list[int]:
        """The rows of the sentences in the whole index."""
        spans = list(pairwise(accumulate((len(passage.sentences) for passage in self._whole.passages), initial=0)))
        return [row for passage in self._passage_rows for row in range(*spans[passage])]

    @cached_property
    def _cut(self) -> "tuple[Floats, Floats]":
        return self._whole.passage_vectors[self._passage_rows], self._whole.sentence_vectors[self._sentence_rows]

    @cached_property
    def anticipated(self) -> "Anticipations":
        """The questions that were anticipated for the documents in sight."""
        return self._whole.anticipated.within(frozenset(document.id for document in self.documents), self.sentences)

    @property
    def passage_vectors(self) -> "Floats":
        """(passages, dimension), in the order of `passages`."""
        return self._cut[0]

    @property
    def sentence_vectors(self) -> "Floats":
        """(sentences, dimension): the sentences of all passages in sight, one passage after the other."""
        return self._cut[1]

    def tokens_of(self, rows: list[int]) -> "tuple[Floats, npt.NDArray[np.int64]]":
        """Return the token vectors of some sentences one after the other, and where each sentence begins there."""
        return self._whole.tokens_of([self._sentence_rows[row] for row in rows])

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25) in sight that hold any of the stems `terms`, by (score down, id up)."""
        return self._engines.lexical().search(terms, k, self._ids)

    def dense_backend(self) -> str:
        """Return which of `chroma` and `exact` answers the dense channel: where little is in sight, the exact scan."""
        return "exact" if self._is_small else super().dense_backend()

    def _near(self, vector: "Floats", k: int) -> list[str]:
        if self._is_small:
            return self._ids
        # Asked for as many more as are out of sight: then none in sight is missed.
        hidden = len(self._whole.passages) - len(self.passages)
        return [name for name in self._whole._near(vector, k + hidden) if name in self._rows]

    @property
    def _is_small(self) -> bool:
        """A filter slows Chroma down, and a product with few vectors takes no time."""
        return len(self.passages) * 2 < len(self.counted_passages)


class BesideIndex(ScopedIndex):
    """The part of an opened index that stands beside the strategies, with word statistics of its own.

    A few dozen passages: they are indexed in memory by the first question that names one of them.
    """

    def __init__(self, whole: Index, documents: Sequence[str]) -> None:
        super().__init__(whole, documents)
        sentences = [sentence for passage in self.passages for sentence in passage.sentences]
        self.frequencies = Counter(stem for sentence in sentences for stem in set(stems(sentence.text)))
        self.sentence_count = len(sentences)
        self.counted_passages = self.passages

    @cached_property
    def _words(self) -> LexicalStore:
        return build_lexical(None, [(p.id, indexed_text(s, p)) for s in self.sections for p in s.passages])

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25) in sight that hold any of the stems `terms`, by (score down, id up)."""
        return self._words.search(terms, k)

    @property
    def _is_small(self) -> bool:
        return True
