"""Settings to an opened Assistant: the one place where the parts meet."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import answering
from assistant.crosswalk import CROSSWALK, Link, read_crosswalk
from assistant.index import open_index
from assistant.manifest import corpus_folder
from assistant.resources import Resources
from assistant.schema import Answer, Document, Ranking, Section, Turn
from assistant.scoping import in_scope
from assistant.settings import Settings
from assistant.standing import Standing

if TYPE_CHECKING:
    from assistant.clearing.check import Check

# What was counted for the last few scopes is kept.
SCOPES_KEPT = 8


class Assistant:
    """An opened index that answers. Keeps no memory of questions; may be shared by threads."""

    def __init__(self, resources: Resources) -> None:
        self.index = resources.whole
        self.home = resources.home
        """The home post, as the settings name it."""
        self._resources = resources
        self._within = lru_cache(maxsize=SCOPES_KEPT)(resources.within)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be cited."""
        return self.index.documents

    @property
    def standings(self) -> Mapping[str, Standing]:
        """How each document stands to the home post, by its id."""
        return self._resources.standings

    def ask(self, question: str, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()) -> Answer:
        """Return the answer to `question` after the turns of a conversation, from the documents that `scope` names.

        Names are those of `scoping.in_scope`; none is the home post's strategy in force with the related texts.
        Raises UnknownPlaceError for a name that nothing has.
        """
        return answering.answer(self._scoped(scope), question, history)

    def trace(self, question: str, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()) -> answering.Trace:
        """Return the answer as `ask` does, with the steps that led to it; `assistant.explaining` makes a record of them."""
        return answering.trace(self._scoped(scope), question, history)

    def search(
        self, question: str, k: int = 10, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()
    ) -> Ranking:
        """Return the best `k` passages, each with its rank in every channel; see `ask` for `history` and `scope`."""
        return answering.search(self._scoped(scope), question, k, history)

    @property
    def crosswalk(self) -> tuple[Link, ...]:
        """Which texts above the strategy its goals and objectives serve, in the strategy's order."""
        return self._resources.crosswalk

    def check(self, text: str, allow_classified: bool = False, scope: tuple[str, ...] = ()) -> "Check":
        """Return what was found in a cable's draft, against the strategy that `scope` puts first; nothing of it is kept.

        `clearing.recording.check_record` makes a record of it. Raises MarkingError for a draft marked CONFIDENTIAL or
        above unless `allow_classified`, SourceError for one that is empty or too long.
        """
        # Most who open an assistant check no drafts.
        from assistant.clearing.examining import examine

        return examine(text, self._scoped(scope), allow_classified)

    def section(self, ref: str) -> tuple[Section, ...]:
        """Return the sections that a ref names, one for each document; empty if none does."""
        return tuple(section for section in self.index.sections if section.ref == ref)

    def warm(self) -> None:
        """Open the model and the stores ahead of the first question."""
        self.search("warm", 1)
        _ = self._scoped(()).matcher

    def _scoped(self, scope: tuple[str, ...]) -> Resources:
        return self._within(in_scope(self.documents, scope, self.home))


def open_resources(settings: Settings) -> Resources:
    """Return the live index with its vocabulary. Raises SourceError, IndexMissingError, IndexDamagedError or ModelError."""
    crosswalk = read_crosswalk(corpus_folder(settings) / CROSSWALK)
    return Resources(open_index(settings), settings.max_question, settings.post, crosswalk=crosswalk)


def open_assistant(settings: Settings) -> Assistant:
    """Return the assistant over the live index. Raises IndexMissingError, IndexDamagedError or ModelError."""
    return Assistant(open_resources(settings))
