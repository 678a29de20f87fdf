"""What answering needs, opened once: the index and what can be counted from it ahead of a question."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from assistant.abbreviating import spelled_out, used
from assistant.citing import Source
from assistant.crosswalk import Link
from assistant.folding import fold
from assistant.index import Index
from assistant.schema import Document, Section, is_beside
from assistant.scoping import BesideIndex, ScopedIndex
from assistant.standing import STRATEGY, Standing, standings
from assistant.understanding import Vocabulary

if TYPE_CHECKING:
    from assistant.matching import Matcher
    from assistant.reader import Reader

# A stem in a larger share of the sentences than this is everywhere in the document and tells nothing apart.
COMMON_SHARE = 0.05

# What was counted for the last few texts that questions named is kept.
SCOPES_KEPT = 8

_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class View:
    """One strategy's outline, as questions about structure see it."""

    document: Document
    sections: tuple[Section, ...]


class Resources:
    """An opened index with its vocabulary; immutable, shared by all conversations."""

    def __init__(
        self,
        index: Index,
        limit: int,
        home: str = "",
        whole: "Resources | None" = None,
        crosswalk: tuple[Link, ...] = (),
    ) -> None:
        self.whole = index
        """All that is in sight."""
        self.limit = limit
        """The longest question, in characters."""
        self.home = home
        """The home post, as the settings name it."""
        self.documents: dict[str, Document] = {document.id: document for document in index.documents}
        self.library: dict[str, Document] = whole.library if whole else self.documents
        """All documents of the index, in sight or not."""
        self.standings: Mapping[str, Standing] = whole.standings if whole else standings(index.documents, home)
        """How each document of the index stands to the home post."""
        self.crosswalk = tuple(link for link in crosswalk if link.document in self.documents)
        self._beside = tuple(document.id for document in index.documents if is_beside(document))
        self._leading = tuple(document.id for document in index.documents if document.id not in self._beside)
        self.index = _led(index, self._leading, self._beside)
        """What questions are answered from: the strategies, or where none is in sight what stands beside them."""
        self.vocabulary: Vocabulary = whole.vocabulary if whole and self._leading else _vocabulary(self.index)

    def within(self, documents: tuple[str, ...]) -> "Resources":
        """Return the resources with only these documents in sight."""
        if set(documents) == set(self.documents):
            return self
        return Resources(ScopedIndex(self.whole, documents), self.limit, self.home, self, self.crosswalk)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """The strategies in sight, each with its own outline; what belongs to none of them stands with the first."""
        strategies = [document for document in self.index.documents if document.kind == STRATEGY]
        if len(strategies) < 2:
            return (View(strategies[0] if strategies else self.index.documents[0], self.index.sections),)
        others = {document.id for document in strategies[1:]}
        first = View(strategies[0], tuple(each for each in self.index.sections if each.document not in others))
        return (first, *(View(each, _sections_of(self.index, each)) for each in strategies[1:]))

    def called(self, document: str) -> str:
        """Return how a lead-in names a document: empty where nothing else in sight could be meant."""
        is_main = len(self.views) == 1 and self.views[0].document.id == document
        return "" if is_main else self.documents[document].short

    @cached_property
    def beside(self) -> "Resources | None":
        """The resources with only what stands beside the strategies in sight; None where nothing or only that is."""
        return self.within(self._beside) if self._beside and self._leading else None

    def about(self, documents: tuple[str, ...]) -> "Resources":
        """Return the resources with only these documents in sight, the last few kept."""
        return self._about(documents)

    @cached_property
    def _about(self) -> "Callable[[tuple[str, ...]], Resources]":
        return lru_cache(maxsize=SCOPES_KEPT)(self.within)

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


def _sections_of(index: Index, document: Document) -> tuple[Section, ...]:
    return tuple(section for section in index.sections if section.document == document.id)


def _led(index: Index, leading: tuple[str, ...], beside: tuple[str, ...]) -> Index:
    """Return the view that answers by itself."""
    if not beside:
        return index
    return ScopedIndex(index, leading) if leading else BesideIndex(index, beside)


def _vocabulary(index: Index) -> Vocabulary:
    return Vocabulary(
        frequencies=index.frequencies,
        words=frozenset(word for document in index.documents for word in _WORD.findall(fold(document.text))),
        common=int(index.sentence_count * COMMON_SHARE),
    )
