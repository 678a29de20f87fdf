"""`strategy show --crosswalk`: which texts above the strategy each goal and objective serves, and who says so."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from assistant import records
from assistant.crosswalk import Link, links_of
from assistant.errors import UnknownPlaceError
from assistant.phrases import long_name
from assistant.references import find_mentions
from assistant.related_references import find_related
from ui import printing

if TYPE_CHECKING:
    from assistant.opening import Assistant

_BASIS = {"stated": "stated in the strategy", "ours": "our reading"}


def show(out: printing.Terminal, assistant: "Assistant", typed: Sequence[str], as_json: bool) -> None:
    """Print the links of the places named, from below or from above; all where none is.

    Raises UnknownPlaceError where a name leads to no link.
    """
    links = _links(assistant, " ".join(records.whole(word) for word in typed))
    if as_json:
        value = {"schema": "crosswalk/1", "links": [asdict(link) for link in links]}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
        return
    for ref, of_one in groupby(links, lambda link: link.ref):
        out.heading(printing.clean(f"{long_name(ref)} ({ref})"))
        for link in of_one:
            out.line(printing.clean(f"{long_name(link.serves)} ({link.serves}): {_BASIS[link.basis]}"), "  ", "    ")
            if link.quote:
                out.line(printing.clean(f"“{link.quote}”"), "    ", "    ")
            if link.note:
                out.line(printing.clean(link.note), "    ", "    ")


def _links(assistant: "Assistant", typed: str) -> tuple[Link, ...]:
    links = assistant.crosswalk
    if not links:
        raise UnknownPlaceError("The corpus has no crosswalk.", "The bundled corpus has one, for the strategy of Peru.")
    if not typed:
        return links
    related = [mention.ref for mention in find_related(typed)]
    refs = related or [ref for mention in find_mentions(typed) for ref in mention.refs]
    found = tuple(dict.fromkeys(link for ref in refs for link in links_of(links, ref)))
    if not found:
        known = ", ".join(dict.fromkeys(link.ref for link in links))
        raise UnknownPlaceError(f"The crosswalk has no link for “{typed[:80]}”.", f"It has links from: {known}.")
    return found
