"""What each objective is made of: curated for the strategies that come with the product, else from its own sentences."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.aligning.themes import data_file
from assistant.schema import Document, Section


@dataclass(frozen=True, slots=True)
class Element:
    """A part of an objective that a paragraph can serve by itself."""

    ref: str
    name: str
    """Ours, in a few words; of an uncurated strategy the beginning of the sentence."""
    clause: str
    """Words of the strategy under that ref."""
    themes: tuple[str, ...]
    names: tuple[str, ...] = ()


def elements_of(
    document: Document, objectives: Sequence[Section], themes_of: Callable[[str], tuple[str, ...]]
) -> tuple[Element, ...]:
    """Return the elements of a document's objectives, in their order.

    `themes_of`: the themes of one sentence of the strategy, for a document that was not curated.
    """
    curated = _curated().get(document.id, {}).get("elements", [])
    by_ref: dict[str, list[Element]] = {}
    for row in curated:
        element = Element(row["ref"], row["name"], row["clause"], tuple(row["themes"]), tuple(row["names"]))
        by_ref.setdefault(element.ref, []).append(element)
    return tuple(
        element for section in objectives for element in by_ref.get(section.ref) or _derived(section, themes_of)
    )


def home_names(document: Document) -> tuple[str, ...]:
    """Return names by which a text shows that it speaks of the document's own country."""
    curated = _curated().get(document.id, {}).get("home", [])
    return tuple(curated) or tuple(word for word in (document.post or "").lower().split("-") if word)


def _derived(section: Section, themes_of: Callable[[str], tuple[str, ...]]) -> list[Element]:
    """Return an element for each sentence of an objective that speaks of a theme, one for each set of themes."""
    found: dict[tuple[str, ...], Element] = {}
    for passage in section.passages:
        for sentence in passage.sentences:
            themes = themes_of(sentence.text)
            if themes:
                found.setdefault(themes, Element(section.ref, _begin(sentence.text), sentence.text, themes))
    if found:
        return list(found.values())
    return [Element(section.ref, _begin(section.title), section.title, ())]


def _begin(text: str, words: int = 8) -> str:
    parts = text.split()
    return " ".join(parts[:words]) + ("…" if len(parts) > words else "")


@cache
def _curated() -> dict[str, Any]:
    return tomllib.loads(data_file("elements.toml"))
