"""Settings to an opened Assistant: the one place where the parts meet."""

from assistant import answering
from assistant.index import open_index
from assistant.resources import Resources
from assistant.schema import Answer, Document, Ranking, Section, Turn
from assistant.settings import Settings


class Assistant:
    """An opened index that answers. Keeps no memory of questions; may be shared by threads."""

    def __init__(self, resources: Resources) -> None:
        self.index = resources.index
        self._resources = resources

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be cited."""
        return self.index.documents

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Return the answer to `question` after the turns of a conversation."""
        return answering.answer(self._resources, question, history)

    def search(self, question: str, k: int = 10) -> Ranking:
        """Return the best `k` passages, each with its rank in every channel."""
        return answering.search(self._resources, question, k)

    def section(self, ref: str) -> tuple[Section, ...]:
        """Return the sections that a ref names, one for each document; empty if none does."""
        return tuple(section for section in self.index.sections if section.ref == ref)

    def warm(self) -> None:
        """Open the model and the stores ahead of the first question."""
        self.search("warm", 1)
        _ = self._resources.matcher


def open_resources(settings: Settings) -> Resources:
    """Return the live index with its vocabulary. Raises IndexMissingError, IndexDamagedError or ModelError."""
    return Resources(open_index(settings), settings.max_question)


def open_assistant(settings: Settings) -> Assistant:
    """Return the assistant over the live index. Raises IndexMissingError, IndexDamagedError or ModelError."""
    return Assistant(open_resources(settings))
