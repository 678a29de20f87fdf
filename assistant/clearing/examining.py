"""A draft's text to a Check: marks first, then what it serves, its claims, what is open, and wording to offer.

Nothing of a draft is kept, logged or sent. One that may not be read here is refused before anything is made of it.
"""

import hashlib

from assistant.aligning.aligner import aligner_of
from assistant.cables.admitting import assert_allowed
from assistant.cables.reading import read_cable
from assistant.clearing.check import Check
from assistant.clearing.claims import judge_claims
from assistant.clearing.findings import find
from assistant.clearing.support import Support
from assistant.clearing.wording import suggest
from assistant.errors import SourceError
from assistant.records import whole
from assistant.resources import Resources

LONGEST = 300_000
"""Characters: a hundred pages. A longer text is no cable, and would be checked for minutes."""


def examine(text: str, resources: Resources, allow_classified: bool = False) -> Check:
    """Return what was found in a draft, against the first strategy in sight.

    Raises MarkingError for CONFIDENTIAL and above unless allowed, SourceError for a text that is empty or too long,
    ModelError.
    """
    text = whole(text)
    if len(text) > LONGEST:
        raise SourceError(f"The draft has more than {LONGEST:,} characters.", "Check it in parts.")
    cable = read_cable(text)
    assert_allowed(cable, allow_classified)
    if not any(paragraph.text for paragraph in cable.paragraphs):
        raise SourceError(
            "The draft holds no paragraph to check.", "Give its text, or a .txt, .docx or .pdf with text."
        )
    aligner = aligner_of(resources)
    document = aligner.document
    alignment = aligner.cable(cable)
    support = Support(aligner, cable, alignment)
    sections = resources.views[0].sections
    claims = judge_claims(cable, sections, document, resources.home, support)
    titles = tuple(
        (s.ref, s.title) for s in sections if s.document == document.id and s.kind.endswith(("goal", "objective"))
    )
    return Check(
        cable=cable,
        alignment=alignment,
        claims=claims,
        findings=find(cable, alignment, claims, document, support),
        wordings=suggest(cable, alignment, claims, support),
        titles=titles,
        document=document.short,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        generation=resources.index.card.generation,
    )
