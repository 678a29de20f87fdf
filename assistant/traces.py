"""An answer with the steps that led to it, for those who ask how it came about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.outlining import OutlineAsk
from assistant.schema import Answer
from assistant.understanding import Query

if TYPE_CHECKING:
    from assistant.finding import Finding


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer and how it came about."""

    answer: Answer
    query: Query | None = None
    """What was searched; None where the question did not get that far."""
    ask: OutlineAsk | None = None
    """The structural question that it was read as."""
    findings: "tuple[Finding, ...]" = ()
    """One for each part of the question, where the evidence was searched."""
