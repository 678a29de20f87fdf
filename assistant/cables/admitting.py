"""Whether a draft may be read here at all, and whether it may leave this machine.

Asked before a draft is indexed, logged, stored or sent. Messages never repeat words of the draft.
"""

from assistant.cables.cable import Cable, Level, Marking
from assistant.cables.marking import restricts
from assistant.errors import MarkingError

_CALLED = {
    Level.CONFIDENTIAL: "is marked CONFIDENTIAL",
    Level.SECRET: "is marked SECRET",
    Level.TOP_SECRET: "is marked TOP SECRET",
    Level.UNKNOWN: "carries a mark, a caption or a classification block that may stand for classified text",
}


def highest(cable: Cable) -> Marking | None:
    """Return the highest mark of a draft, its classification block included; None for a draft without any."""
    return max((*cable.markings, *cable.blocks), key=lambda mark: (mark.level, -mark.start), default=None)


def is_classified(cable: Cable) -> bool:
    """Is the draft CONFIDENTIAL or above, or marked in a way that may be?"""
    mark = highest(cable)
    return mark is not None and mark.level >= Level.CONFIDENTIAL


def assert_allowed(cable: Cable, allow_classified: bool = False) -> None:
    """Return where the draft may be read here. Raises MarkingError for CONFIDENTIAL and above.

    `allow_classified` is for systems accredited for it; whoever passes it keeps the draft in memory and offline.
    """
    mark = highest(cable)
    if mark is None or mark.level < Level.CONFIDENTIAL or allow_classified:
        return
    reason = (
        "If it does not, write its level as a banner and N/A on its E.O. line. " if mark.level is Level.UNKNOWN else ""
    )
    raise MarkingError(
        f"The draft {_CALLED[mark.level]} and was refused. Nothing of it was kept.",
        f"{reason}--allow-classified is only for systems accredited for such text; it works in memory and offline.",
    )


def may_leave(cable: Cable, controlled_may: bool = False) -> bool:
    """May the draft go to a language model that is not on this machine?

    Classified text never; SBU, CUI and their like, and text with a restrictive caption, only where the operator's
    setting `controlled_may` says so.
    """
    if is_classified(cable):
        return False
    mark = highest(cable)
    controlled = (mark is not None and mark.level >= Level.CONTROLLED) or restricts(cable.captions)
    return controlled_may or not controlled


def governing_mark(cable: Cable, marking: str | None) -> str | None:
    """Return the mark that a quote from a paragraph carries: its own, else the highest of the draft, else None."""
    if marking is not None:
        return marking
    mark = highest(cable)
    return mark.mark if mark else None
