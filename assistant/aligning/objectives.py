"""A strategy made ready to be aligned with: its objectives, their sentences, elements and phrases, counted once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.aligning.elements import Element, elements_of, home_names
from assistant.aligning.lamps import lamps_of
from assistant.aligning.phrases import Phrases, read_phrases
from assistant.aligning.placing import Gazetteer
from assistant.aligning.themes import OTHER, pattern_of, themes
from assistant.folding import fold
from assistant.lexical import stems
from assistant.resources import Resources
from assistant.schema import Document, Passage, Section, Sentence

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

# A sentence of an uncurated strategy speaks of a theme when it comes as near as this to one of its phrases, or holds a cue.
NEAR = 0.5
THEMES_EACH = 3

_OUTWARD = re.compile(r"regional|hemisphere|global|international|multilateral|outside its borders|beyond its borders")


def strategy_of(resources: Resources) -> Document:
    """Return the strategy that drafts are aligned with: the first in sight; scope the resources for another."""
    return resources.views[0].document


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """One objective, ready."""

    section: Section
    elements: tuple[Element, ...]
    rows: tuple[int, ...]
    """Its sentences among those of the index."""
    places: "tuple[tuple[Passage, Sentence], ...]"
    """The same sentences with their passages."""
    phrases: "npt.NDArray[np.int64]"
    """Rows of the phrases of its themes."""
    themes: tuple[int, ...]
    """Its themes' columns among the strengths."""
    cues: re.Pattern[str] | None
    names: re.Pattern[str] | None
    element_phrases: "tuple[npt.NDArray[np.int64], ...]"
    """For each element the rows of its themes' phrases."""
    element_cues: tuple[re.Pattern[str] | None, ...]
    """For each element its themes' cues and its names."""
    stems: frozenset[str]
    is_outward: bool
    """Speaks of the world beyond the home country."""


class Objectives:
    """The objectives of one document of an index. Immutable; may be shared by threads."""

    def __init__(self, resources: Resources, document: Document, phrases: Phrases | None = None) -> None:
        self.resources = resources
        self.document = document
        self.phrases = phrases or read_phrases(resources.index)
        self.sections = tuple(
            section
            for section in resources.index.sections
            if section.document == document.id and section.kind.endswith("objective")
        )
        self.gazetteer = Gazetteer(home_names(document))
        others = [theme for theme in themes() if theme.is_other]
        self.other_rows = self.phrases.rows(theme.name for theme in others)
        self.other_themes = self.phrases.numbers(theme.name for theme in others)
        self.lamps = lamps_of(document)
        self.other_cues = pattern_of(cue for theme in others for cue in theme.cues)

    @cached_property
    def all(self) -> tuple[Objective, ...]:
        """The objectives in the order of the document."""
        elements = elements_of(self.document, self.sections, self._themes_of)
        by_ref = {ref: tuple(e for e in elements if e.ref == ref) for ref in {e.ref for e in elements}}
        places = self._places()
        return tuple(self._objective(section, by_ref[section.ref], places[section.ref]) for section in self.sections)

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(section.ref for section in self.sections)

    def vectors(self, objective: Objective) -> "Floats":
        """Return the vectors of an objective's sentences: (sentences, dimension)."""
        return self.resources.index.sentence_vectors[list(objective.rows)]

    def _places(self) -> dict[str, list[tuple[int, Passage, Sentence]]]:
        found: dict[str, list[tuple[int, Passage, Sentence]]] = {ref: [] for ref in self.refs}
        row = 0
        for passage in self.resources.index.passages:
            for sentence in passage.sentences:
                # A footnote belongs to the objective and is not its own words.
                if passage.document == self.document.id and passage.ref in found and "Footnote" not in passage.part:
                    found[passage.ref].append((row, passage, sentence))
                row += 1
        return found

    def _objective(
        self, section: Section, elements: tuple[Element, ...], places: Sequence[tuple[int, Passage, Sentence]]
    ) -> Objective:
        named = [name for element in elements for name in element.themes]
        known = {theme.name: theme for theme in themes()}
        text = " ".join([section.title, *(sentence.text for _, _, sentence in places)])
        return Objective(
            section=section,
            elements=elements,
            rows=tuple(row for row, _, _ in places),
            places=tuple((passage, sentence) for _, passage, sentence in places),
            phrases=self.phrases.rows(named),
            themes=tuple(self.phrases.numbers(named)),
            cues=pattern_of(cue for name in named for cue in known[name].cues),
            names=pattern_of(name for element in elements for name in element.names),
            element_phrases=tuple(self.phrases.rows(element.themes) for element in elements),
            element_cues=tuple(
                pattern_of([*(cue for name in element.themes for cue in known[name].cues), *element.names])
                for element in elements
            ),
            stems=frozenset(stems(text)),
            is_outward=len(_OUTWARD.findall(fold(text))) > 1,
        )

    def _themes_of(self, text: str) -> tuple[str, ...]:
        """Return the themes of a sentence of the strategy, the nearest first."""
        similar = self.phrases.vectors @ self.resources.index.encode(text)
        folded = fold(text)
        found: dict[str, float] = {}
        for theme in themes():
            if theme.name.startswith(OTHER):
                continue
            best = float(similar[self.phrases.rows([theme.name])].max())
            cues = pattern_of(theme.cues)
            if cues and cues.search(folded):
                best += NEAR / 2
            if best >= NEAR:
                found[theme.name] = best
        return tuple(sorted(found, key=lambda name: (-found[name], name))[:THEMES_EACH])
