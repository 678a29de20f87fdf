"""What loading takes and gives: its limits, the text of a file with what its format knows, and why there is none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.schema import Ranges

if TYPE_CHECKING:
    from assistant.settings import Settings

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; whatever needs more is refused."""

    seconds: float = 10.0
    """Of the clock, and of the processor."""
    memory: int = 512 * MEBIBYTE
    """Address space of the reading process, in bytes."""
    file_bytes: int = 50 * MEBIBYTE
    pages: int = 2_000
    characters: int = 5_000_000
    """Of the text. The strategy of a mission has about a hundred thousand."""
    entries: int = 5_000
    """Files inside an archive such as .docx."""
    unpacked: int = 200 * MEBIBYTE
    """All of them together, in bytes."""
    markup: int = 40 * MEBIBYTE
    """Those of them that are parsed, together, in bytes."""
    ratio: int = 150
    """How many times larger than packed a file inside may be. XML of people's own seldom reaches 30."""
    elements: int = 1_500_000
    """Of the XML or HTML of a file."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The text of a file: the source text, into which every offset of a citation points."""

    text: str
    media: str
    """One of `assistant.loading.sniffing`."""
    pages: tuple[int, ...] = ()
    """Where each page starts in `text`, from page 1; empty where the format has no pages."""
    headings: tuple[tuple[int, int, int], ...] = ()
    """The headings that the format itself marks, in order: start, end, level from 1."""
    markup: Ranges = ()
    """What is no reading text though it stands in `text`: Markdown's marks, a byte order mark. Ordered."""
    remarks: tuple[str, ...] = ()
    """What a person should know: pages without text, a page in disorder."""


class RefusedError(Exception):
    """Why a file is not read. `reason` goes on after its name: "is damaged"; `hint` says what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def limits_of(settings: "Settings") -> Limits:
    """Return the limits that an operator has chosen."""
    return Limits(seconds=settings.parse_seconds, memory=settings.parse_memory * MEBIBYTE)


def too_long(limits: Limits) -> RefusedError:
    """Return the refusal of a file with too much text."""
    return RefusedError(
        f"holds more than {limits.characters:,} characters of text.", "Split it into several documents."
    )
