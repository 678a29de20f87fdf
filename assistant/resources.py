"""What answering needs, opened once: the index and what can be counted from it ahead of a question."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.abbreviating import spelled_out, used
from assistant.citing import Source
from assistant.folding import fold
from assistant.index import Index
from assistant.schema import Document
from assistant.scoping import ScopedIndex
from assistant.understanding import Vocabulary

if TYPE_CHECKING:
    from assistant.matching import Matcher
    from assistant.reader import Reader

# A stem in a larger share of the sentences than this is everywhere in the document and tells nothing apart.
COMMON_SHARE = 0.05

_WORD = re.compile(r"[a-z]{3,}")


class Resources:
    """An opened index with its vocabulary; immutable, shared by all conversations."""

    def __init__(self, index: Index, limit: int, vocabulary: Vocabulary | None = None) -> None:
        self.index = index
        self.limit = limit
        """The longest question, in characters."""
        self.documents: dict[str, Document] = {document.id: document for document in index.documents}
        self.document = index.documents[0]
        self.vocabulary = vocabulary or Vocabulary(
            frequencies=index.frequencies,
            words=frozenset(word for document in index.documents for word in _WORD.findall(fold(document.text))),
            common=int(index.sentence_count * COMMON_SHARE),
        )

    def within(self, documents: tuple[str, ...]) -> "Resources":
        """Return the resources with only these documents in sight; all of them where none is named."""
        if not documents:
            return self
        return Resources(ScopedIndex(self.index, documents), self.limit, self.vocabulary)

    @cached_property
    def spelled_out(self) -> Mapping[str, Source]:
        """The acronyms that the documents spell out."""
        return spelled_out(self.index.sections)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The acronyms that the documents use, spelled out or not."""
        return used(self.index.sections) | frozenset(self.spelled_out)

    @cached_property
    def reader(self) -> "Reader":
        """The trained reader. Raises ModelError."""
        from assistant.reader import open_reader

        return open_reader()

    @cached_property
    def matcher(self) -> "Matcher":
        # numpy is not needed before the first question that the outline cannot answer.
        from assistant.matching import Matcher

        return Matcher(self.index)
