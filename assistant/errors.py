"""Every error that a person can meet, as one tree. Each carries a message and what to do next.

    AssistantError
    ├── ConfigurationError     a setting is missing or cannot work
    ├── SourceError            a text is not what the manifest says, or cannot be read
    ├── IndexMissingError      nothing has been built yet
    ├── IndexDamagedError      no generation passes its checks
    ├── IndexBusyError         another process is building
    ├── FetchError             an official text did not come as it should
    ├── BuildError             a build did not pass its own verification
    ├── ModelError             the embedding model is absent, altered, or does not load
    ├── RecordError            a line of input is not a record that we can read
    ├── MarkingError           a draft is marked higher than may be read here
    ├── DatasetError           a suite, its gold or a stored run cannot be used
    └── UnknownPlaceError      nothing in the documents carries that name

Outcomes are not errors: an abstention is an answer. Whoever faces a person prints `message` and `hint`
and nothing else; anything outside this tree is a bug and keeps its traceback.
"""


class AssistantError(Exception):
    """A known error: one sentence on what happened, one on what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigurationError(AssistantError):
    """A setting is missing or cannot work."""


class SourceError(AssistantError):
    """A text is missing, unreadable, or not the one that the manifest names."""


class IndexMissingError(AssistantError):
    """No index has been built yet."""


class IndexDamagedError(AssistantError):
    """No stored generation passes its checks."""


class IndexBusyError(AssistantError):
    """Another process holds the writer lock."""


class FetchError(AssistantError):
    """An official text was not fetched: its address, its server or what came is not as it should be."""


class BuildError(AssistantError):
    """A new generation did not pass its own verification; the previous one still serves."""


class ModelError(AssistantError):
    """The embedding model is absent, altered, or does not load."""


class RecordError(AssistantError):
    """A line of input is not a record that we can read."""


class MarkingError(AssistantError):
    """A draft is marked higher than may be read here; nothing of it was kept."""


class DatasetError(AssistantError):
    """A suite, its gold or a stored run cannot be used as it is."""


class UnknownPlaceError(AssistantError):
    """No section or document carries the name that was typed."""
