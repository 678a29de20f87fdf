"""What a draft is found to serve. Frozen; quotes from the draft have offsets in the draft, those from the strategy are citations."""

from dataclasses import dataclass

from assistant.schema import Citation, Ranges


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Words of the draft; `text` is the reading text of `ranges`."""

    text: str
    start: int
    end: int
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Alignment:
    """One objective that a paragraph serves."""

    ref: str
    score: float
    """Calibrated probability that a careful reader would tick that objective."""
    strength: str
    """`primary` or `secondary`."""
    relation: str
    """`advances`, `reports` or `tension`."""
    relation_score: float
    """Probability of the relation."""
    elements: tuple[str, ...]
    """Names of the objective's elements that the paragraph speaks of, the surest first."""
    cable_quote: DraftQuote
    strategy_quote: Citation
    ladder: tuple[str, ...]
    """The objective, then its goal where the strategy has one."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The objective that came nearest, and why it is not named."""

    ref: str
    score: float
    code: str
    """`weak`, `other_topic` or `other_mission`."""
    why: str
    """One sentence for the drafter."""


@dataclass(frozen=True, slots=True)
class ParagraphAlignment:
    """One paragraph, judged."""

    label: str
    start: int
    end: int
    role: str
    verdict: str
    """`aligned`, `tension` or `none`."""
    alignments: tuple[Alignment, ...]
    """The surest first."""
    nearest: NearMiss | None
    """Only on a paragraph without an objective."""
    scores: tuple[tuple[str, float], ...]
    """Every objective with its probability, in the order of the strategy: what `supports` reads."""


@dataclass(frozen=True, slots=True)
class ElementCoverage:
    """What the paragraphs on an objective speak of and what they leave out; both by the elements' names."""

    ref: str
    covered: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a draft as a whole touches."""

    refs: tuple[tuple[str, tuple[str, ...]], ...]
    """Each objective with the labels of its paragraphs."""
    weights: tuple[tuple[str, float], ...]
    """Each objective and how much of the draft is about it, 0 to 1, the most first: a summary only repeats."""
    untouched: tuple[str, ...]
    elements: tuple[ElementCoverage, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a drafter should look at."""

    severity: str
    """`error`, `warning` or `note`."""
    code: str
    paragraph: str | None
    message: str


@dataclass(frozen=True, slots=True)
class CableAlignment:
    """A draft, judged against one strategy."""

    document: str
    paragraphs: tuple[ParagraphAlignment, ...]
    coverage: Coverage
    findings: tuple[Finding, ...]
    suggested_tags: tuple[str, ...]
    unsupported_tags: tuple[str, ...]
