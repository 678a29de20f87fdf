"""One question that asks several things: cut into its parts, each leaning on the first."""

import re

# "…?" or "…, and who …": a new part starts with a question word or an auxiliary.
_ASKS = r"(?:what|who|whom|whose|how|when|where|why|which|does|do|did|is|are|was|were|will|can|could|should|has|have)\b"
_CUT = re.compile(
    rf"\?\s+(?=\w)|,?\s+(?:and|but|or)\s+(?=(?:also\s+|if so,?\s+)?{_ASKS})|;\s+(?={_ASKS})", re.IGNORECASE
)
_IS_QUESTION = re.compile(rf"\?\s*$|\b{_ASKS}", re.IGNORECASE)
MOST_PARTS = 3
# "how many and which" shares its topic; a part must say something of its own.
SHORTEST_PART = 2


def parts_of(question: str) -> tuple[str, ...]:
    """Return the parts of a question in order; the question itself where it asks one thing."""
    pieces = [piece.strip() for piece in _CUT.split(question) if piece.strip()]
    asking = [piece for piece in pieces if _IS_QUESTION.search(piece)]
    if not 2 <= len(asking) <= MOST_PARTS or any(len(piece.split()) < SHORTEST_PART for piece in asking):
        return (question,)
    if len(asking[0].split()) <= SHORTEST_PART:
        return (question,)
    return tuple(asking)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z¿\"“'‘])")


def core_of(question: str) -> str:
    """Return the sentences of a typed text that ask, where others only tell why: "I start on Monday. Who …?".

    The whole text where it is one sentence, or where none of its sentences is marked as a question.
    """
    sentences = _SENTENCE_END.split(question.strip())
    asking = [sentence for sentence in sentences if sentence.rstrip().endswith("?")]
    return " ".join(asking) if asking and len(asking) < len(sentences) else question
