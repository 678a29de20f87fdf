"""What is shown where there is no answer: the nearest sentences, marked as none, and what they do speak about."""

from typing import TYPE_CHECKING

from assistant import phrases
from assistant.composing import compose
from assistant.concluding import Draft, Nearest
from assistant.resources import Resources
from assistant.understanding import understand

if TYPE_CHECKING:
    from assistant.finding import Finding

NEAREST = 2


def nearest_of(resources: Resources, draft: Draft, finding: "Finding") -> Nearest:
    """Return what was found for a question and was not good enough to be its answer."""
    if not finding.chosen:
        return Nearest()
    near = finding.matches[:NEAREST]
    return Nearest(
        tuple(match.source for match in near),
        tuple(round(match.score, 4) for match in near),
        finding.decision.confidence,
        compose(finding.blocks, resources.documents).text,
        _topic(resources, draft, finding),
    )


def _topic(resources: Resources, draft: Draft, finding: "Finding") -> str:
    """Return what of a question that has no answer the nearest sentences speak about, if asking about that has one.

    Only in English: the words are the strategy's.
    """
    from assistant.finding import find
    from assistant.suggesting import shared_topic

    if draft.language != "en":
        return ""
    sentences = [match.sentence.text for match in finding.matches[:NEAREST]]
    matcher = resources.matcher
    topic = shared_topic(finding.query, sentences, matcher.index.frequencies, matcher.count)
    if not topic:
        return ""
    asked = understand(phrases.say("suggest_topic", "en", topic=topic), resources.vocabulary)
    return topic if find(resources, asked, "en", draft.timed).decision.reason is None else ""
