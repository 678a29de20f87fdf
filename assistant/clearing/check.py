"""What a checked draft is. Frozen; offsets count code points of the draft as given."""

from dataclasses import dataclass

from assistant.aligning.alignment import CableAlignment, Finding
from assistant.cables.cable import Cable, Claim, ClaimStatus


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim compared with what exists and with what its paragraph carries."""

    claim: Claim
    ref: str | None
    """The place that it names, also when there is none."""
    status: ClaimStatus
    suggestion: str | None
    reason: str
    """One sentence for the drafter."""
    support: float | None = None
    """Probability that the paragraph carries it, the claim's own words left out; None where that cannot be judged."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A small change to offer: it names an objective and touches nothing else."""

    paragraph: str
    marking: str | None
    """The mark that governs the paragraph; the changed sentence inherits it."""
    ref: str
    kind: str
    """`insert` or `replace`."""
    start: int
    end: int
    """What it replaces in the draft; equal for an insertion."""
    words: str
    """Ours, to put there."""
    before: str
    after: str
    """The sentence before and after."""
    score_before: float
    score_after: float
    """Probability that a careful reader would tick the objective."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a paragraph."""

    paragraph: str
    ref: str
    decision: str
    """`accepted`, `rejected` or `added`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a paragraph since an older draft."""

    paragraph: str | None
    """Its label now; None for one that was dropped."""
    old: str | None
    """Its label in the older draft; None for a new one."""
    change: str
    """`unchanged`, `better`, `worse`, `changed`, `new` or `dropped`."""
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """A draft, checked against one strategy."""

    cable: Cable
    alignment: CableAlignment
    claims: tuple[JudgedClaim, ...]
    findings: tuple[Finding, ...]
    """Errors first, then warnings, then notes; each in reading order."""
    wordings: tuple[Wording, ...]
    titles: tuple[tuple[str, str], ...]
    """The goals and objectives of the strategy with their titles, in its order."""
    document: str
    """How the strategy is called."""
    sha256: str
    """Of the draft as UTF-8."""
    generation: str
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    """Only where it was compared with an older draft."""
