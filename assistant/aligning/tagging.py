"""TAGS against what a draft says: which it implies, which no paragraph supports. Only those of tags.tsv are judged."""

from collections.abc import Iterable, Sequence
from functools import cache

from assistant.aligning.objectives import Objectives
from assistant.aligning.themes import data_file

# Shorter lists are read; one for each thing that the draft is about.
SUGGESTED = 4


def hints(tags: Iterable[str], objectives: Objectives) -> tuple[bool, ...]:
    """Return for each objective whether TAGS hint at one of its themes."""
    hinted = {theme for tag in tags for theme in _themes().get(tag.upper(), ())}
    return tuple(
        any(theme in hinted for element in objective.elements for theme in element.themes)
        for objective in objectives.all
    )


def suggested(tags: Sequence[str], themes: Sequence[str]) -> tuple[str, ...]:
    """Return TAGS that the themes of a draft imply and that it lacks, the most pressing theme's first."""
    have = {tag.upper() for tag in tags}
    covered = {theme for tag in have for theme in _themes().get(tag, ())}
    found = dict.fromkeys(
        tag
        for theme in themes
        if theme not in covered
        for tag, meant in _themes().items()
        if theme == meant[0] and tag not in have
    )
    return tuple(found)[:SUGGESTED]


def unsupported(tags: Sequence[str], themes: Iterable[str]) -> tuple[str, ...]:
    """Return the draft's TAGS whose themes no paragraph speaks of."""
    spoken = set(themes)
    return tuple(tag for tag in tags if tag.upper() in _themes() and not spoken & set(_themes()[tag.upper()]))


@cache
def _themes() -> dict[str, tuple[str, ...]]:
    lines = (line for line in data_file("tags.tsv").splitlines() if line and not line.startswith("#"))
    return {tag: tuple(themes.split("|")) for tag, _, themes in (line.partition("\t") for line in lines)}
