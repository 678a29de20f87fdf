"""What a draft as a whole touches, what it leaves out of what it touches, and what it does not touch."""

from collections.abc import Sequence

from assistant.aligning.alignment import Coverage, ElementCoverage, ParagraphAlignment
from assistant.aligning.objectives import Objectives

ROLE_WEIGHTS = {"summary": 0.6, "comment": 0.7, "background": 0.8, "action_request": 1.0, "body": 1.0}
"""A summary repeats what paragraphs say, a comment judges it; an action request is what the cable is for."""


def coverage(paragraphs: Sequence[ParagraphAlignment], objectives: Objectives) -> Coverage:
    """Return the coverage of a draft's paragraphs."""
    labels: dict[str, list[str]] = {}
    left: dict[str, float] = {}
    spoken: dict[str, set[str]] = {}
    for paragraph in paragraphs:
        for alignment in paragraph.alignments:
            labels.setdefault(alignment.ref, []).append(paragraph.label)
            spoken.setdefault(alignment.ref, set()).update(alignment.elements)
            weight = ROLE_WEIGHTS.get(paragraph.role, 1.0) * alignment.score
            left[alignment.ref] = left.get(alignment.ref, 1.0) * (1 - weight)
    refs = [ref for ref in objectives.refs if ref in labels]
    by_ref = {objective.section.ref: [element.name for element in objective.elements] for objective in objectives.all}
    return Coverage(
        refs=tuple((ref, tuple(labels[ref])) for ref in refs),
        weights=tuple(sorted(((ref, round(1 - left[ref], 4)) for ref in refs), key=lambda pair: (-pair[1], pair[0]))),
        untouched=tuple(ref for ref in objectives.refs if ref not in labels),
        elements=tuple(
            ElementCoverage(
                ref,
                tuple(name for name in by_ref[ref] if name in spoken[ref]),
                tuple(name for name in by_ref[ref] if name not in spoken[ref]),
            )
            for ref in refs
        ),
    )
