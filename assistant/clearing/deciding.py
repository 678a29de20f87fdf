"""What a person decides on a paragraph, kept beside what was found and never instead of it."""

from dataclasses import replace

from assistant.clearing.check import Check, Decision

ACCEPTED, REJECTED, ADDED = "accepted", "rejected", "added"


def decide(check: Check, paragraph: str, ref: str, decision: str | None) -> Check:
    """Return the check with a decision on one objective of one paragraph; None takes an earlier one back."""
    others = tuple(each for each in check.decisions if (each.paragraph, each.ref) != (paragraph, ref))
    added = (Decision(paragraph, ref, decision),) if decision else ()
    return replace(check, decisions=(*others, *added))


def decided(check: Check, paragraph: str, ref: str) -> str | None:
    """Return what was decided on an objective of a paragraph, None where nothing was."""
    return next((e.decision for e in check.decisions if (e.paragraph, e.ref) == (paragraph, ref)), None)
