"""Which passages an earlier answer quoted: the text of the answer is all that a caller must keep."""

import re
from collections.abc import Sequence

from assistant.folding import fold
from assistant.references import find_mentions
from assistant.schema import Passage, collapse

# A shorter piece ("the United States") stands in too many sentences to tell them apart.
SHORTEST_QUOTE = 25

_QUOTED = re.compile(r"[“\"]([^”\"]+(?:“[^”]*”[^”\"]*)*)[”\"]")
_LINES = re.compile(r"\n+|(?<=[.!?])\s+(?=\[?[A-Z“])")


def passages_in(answer: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the ids of the passages that an answer quotes; if it quotes none, of those in the places it names."""
    folded = [(passage, fold(passage.text)) for passage in passages]
    pieces = [piece for piece in _pieces(answer) if len(piece) >= SHORTEST_QUOTE]
    quoted = [passage.id for passage, text in folded if any(piece in text for piece in pieces)]
    if quoted:
        return tuple(quoted)
    refs = {ref for mention in find_mentions(answer) for ref in mention.refs}
    return tuple(passage.id for passage in passages if passage.ref in refs)


def _pieces(answer: str) -> list[str]:
    """Return the folded quotes and lines of an answer, cut at ellipses, markers left out."""
    texts = [match.group(1) for match in _QUOTED.finditer(answer)] + _LINES.split(answer)
    pieces = [piece for text in texts for piece in re.split(r"…|\.\.\.|\[\w[^\]]*\]", text)]
    return [fold(collapse(piece)).strip(" \"'-") for piece in pieces]
