"""Every value that travels between modules. Frozen; no behaviour beyond what must always be true.

Offsets count Unicode code points of a document's source text. `ranges` are half-open and ordered; the
pieces joined with nothing between them, white space collapsed, are the reading text (`reading_of`).
"""

from dataclasses import dataclass, field
from enum import StrEnum

Ranges = tuple[tuple[int, int], ...]


def collapse(text: str) -> str:
    """Return `text` with every run of white space as one space and none at the ends."""
    return " ".join(text.split())


def reading_of(source: str, ranges: Ranges) -> str:
    """Return the reading text of `ranges` in `source`: pieces joined, white space collapsed."""
    return collapse("".join(source[start:end] for start, end in ranges))


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read from its file, with what its manifest row says of it."""

    id: str
    title: str
    short: str
    kind: str
    post: str | None
    approved: str | None
    updated: str | None
    period: str | None
    sha256: str
    """Of the file as received."""
    text: str = field(repr=False)
    """The source text: the file itself, or what was extracted from it."""
    pages: tuple[int, ...] = ()
    """Where each page starts in `text`, from page 1; empty where the format has no pages."""
    headings: tuple[tuple[int, int, int], ...] = field(default=(), repr=False)
    """The headings that the format itself marks, in order: start, end, level from 1."""
    markup: Ranges = field(default=(), repr=False)
    """What is no reading text though it stands in `text`, in order: Markdown's marks."""
    remarks: tuple[str, ...] = ()
    """What a person should know of how the file was read: pages without text."""
    authority: str = "strategy"
    """Of whose words: `strategy`, `official`, `digest`, `primer`, or `added` by a person here."""
    replaces: str | None = None
    """The id of the document that this one supersedes."""
    publisher: str | None = None
    url: str | None = None
    """Where the official text is published."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest thing that is quoted."""

    text: str
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable paragraph of one section, small enough for the embedding model to read whole."""

    id: str
    """Typed by people: `ics-peru-2020/MO 2.2/03`."""
    document: str
    ref: str
    part: str
    """Where in the section: `Title`, `Justification`, `Description and Linkages`, `Framework`, `Footnote 2`, `Text`."""
    text: str
    ranges: Ranges
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What one ref names: all that the document says under it, the detailed text first."""

    document: str
    ref: str
    kind: str
    """`priorities`, `goal`, `objective`, `management_objective` or `about`; in other texts the document's kind."""
    title: str
    """Without its number: "Strengthen U.S. citizen safety and security."."""
    other_titles: tuple[str, ...]
    """Other wordings of the title in the same document; both are right."""
    parent: str | None
    footnotes: tuple[int, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Anticipated:
    """A question that stands alone, and the sentences of a document that answer it; none if the document does not."""

    document: str
    question: str
    answers: tuple[str, ...]


BESIDE = ("related", "primer", "glossary")
"""Kinds of document that stand beside the strategies: asked only by name, counted in no statistics of theirs."""


def is_beside(document: Document) -> bool:
    """Say whether a document stands beside the strategies."""
    return document.kind in BESIDE


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"


class Reason(StrEnum):
    """Why there is no plain answer."""

    NOT_IN_CORPUS = "not_in_corpus"
    NO_SUCH_REFERENCE = "no_such_reference"
    OUT_OF_SCOPE = "out_of_scope"
    WEAK_EVIDENCE = "weak_evidence"
    FALSE_PREMISE = "false_premise"
    AMBIGUOUS = "ambiguous"
    BLOCKED = "blocked"
    ENGINE_ERROR = "engine_error"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: str
    """`user` or `assistant`."""
    content: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in a ranking: rank from 1, higher score is better, equal scores ordered by passage id."""

    passage: Passage
    score: float
    rank: int
    channels: tuple[tuple[str, int], ...] = ()
    """The rank in each channel that found it, as (channel, rank)."""


Ranking = tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands. Made only by `assistant.citing`, from stored spans."""

    label: int
    document: str
    title: str
    """The document's title."""
    ref: str
    heading: str
    """The cited section's own title."""
    section: str
    """The part of the section: `Justification`."""
    passage: str
    quote: str
    ranges: Ranges
    page: int | None = None
    authority: str = "strategy"
    status: str = "current"
    score: float | None = None
    """Only on `nearest` items."""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence, list item or lead-in of an answer."""

    text: str
    kind: str
    """`quote` and `outline` carry labels; `lead` and `gloss` are ours and carry none."""
    support: str | None
    """`verbatim` for a quote or an outline title."""
    labels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The product. `README.md` documents the record that `assistant.records` makes of it."""

    question: str
    standalone_question: str
    outcome: Outcome
    reason: Reason | None
    confidence: float
    text: str
    """Plain text with `[1]` markers, newlines and `- ` lists; whoever draws it escapes it."""
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    faults: tuple[str, ...]
    suggestions: tuple[str, ...]
    candidate: str | None
    """On an abstention, the answer that was not good enough."""
    language: str
    scope: tuple[str, ...]
    engine: str
    generation: str
    corpus_sha256: str
    timings_ms: dict[str, float]
    notes: tuple[str, ...] = ()
    """Remarks on the index or the document: stale, damaged and replaced, period ended."""
