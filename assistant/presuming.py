"""What a question takes for granted, and whether evidence could carry it.

A premise is suspect when it says that something ended, turned or changed, and the evidence has no such word.
"""

import re
from collections.abc import Sequence

from assistant.folding import fold
from assistant.lexical import stems
from assistant.understanding import Term

_PRESUMES = re.compile(
    r"^(?:so |and |but )?(?:why|how come|how did|what (?:made|led|caused|drove|prompted|forced|convinced|explains|is the reason|"
    r"was the reason|are the reasons|were the reasons))\b|^(?:since|given that|now that|considering that|because|seeing that|after|as)\b.*,|"
    r"\b(?:now that|given that|even though|seeing that)\b|\bdespite the\b|\bafter (?:peru|the (?:united states|u\.s\.|embassy|mission)|it) \w+"
)
# Words that say that something ended, turned back or changed its course. General English, as stems.
_TURNS = frozenset(
    stem
    for word in (
        "suspend suspended pull pulled quit leave left withdraw withdrew abandon abandoned cancel cancelled end "
        "ended stop stopped halt cease terminate terminated drop dropped give gave refuse refused reject rejected "
        "ban banned close closed repeal revoke revoked break broke broken violate violated lose lost fail failed "
        "collapse collapsed shrink shrunk decline declined fall fell fallen decrease decreased halve cut slash "
        "slashed reduce reduced double doubled triple rise rose risen increase increased grow grew worsen "
        "worsened deteriorate thrown throw expel expelled kicked oust ousted exclude excluded ignore ignored "
        "oppose opposed reverse reversed replace replaced legalize legalization nationalize sever severed boycott "
        "sanction sanctioned invade war veto postpone postponed delay delayed deny denied dismiss dismissed fire "
        "fired resign resigned privatize deficit"
    ).split()
    for stem in stems(word)
)


def presumes(text: str) -> bool:
    """Say whether an English question takes something for granted: "why was … suspended?"."""
    return _PRESUMES.search(fold(text)) is not None


def unsupported_turns(terms: Sequence[Term], support: Sequence[float], least: float) -> tuple[str, ...]:
    """Return the question's words for an end or a change whose support by the evidence is below `least`."""
    return tuple(term.word for term, value in zip(terms, support, strict=True) if term.stem in _TURNS and value < least)
