"""What a report's numbers mean and where they come from: the run passport, and the definition of every measure."""

from collections.abc import Iterable, Mapping
from typing import Any

from evals.measures.catalogue import MEASURES, Measure
from evals.reporting.markup import Markup, element, joined
from evals.reporting.wording import family_name, measure_name

_DIRECTIONS = {"up": "Higher is better.", "down": "Lower is better."}
_TITLES = {"sha256": "SHA-256", "corpus_sha256": "Corpus SHA-256", "git": "Git revision"}
_NOTES = (
    ("n", "How many items the value is counted over."),
    (
        "undefined",
        "Items for which the measure has no value: nothing to find, or nothing said. Never counted as 0 or 1.",
    ),
    ("errors", "Items that ended in an error. They count as 0 in every measure of quality."),
    ("unwinnable", "Items whose gold is not in the index, or whose facts no gold sentence holds. Counted apart."),
    (
        "95 % interval",
        "Of a rate: Wilson's. Of a mean: percentile bootstrap that draws whole groups (paraphrases, conversations).",
    ),
)


def passport_list(passport: Mapping[str, Any]) -> Markup:
    """Return what a run was made with, as a list of terms."""
    entries = [
        element("div", element("dt", term), element("dd", value))
        for term, value in passport_entries(passport)
        if term != "Schema"
    ]
    return element("dl", *entries, class_="entries passport")


def passport_entries(passport: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Return the passport's fields as (words, value), nested ones by their path."""
    for key, value in passport.items():
        if isinstance(value, Mapping):
            for inner, text in passport_entries(value):
                yield f"{_title(key)}: {inner}", text
        elif isinstance(value, list):
            yield _title(key), " ".join(str(each) for each in value)
        elif value is not None:
            yield _title(key), str(value)


def definitions(names: Iterable[str]) -> Markup:
    """Return the definition of every measure shown, by family, after what the counts beside a number mean."""
    families: dict[str, list[Markup]] = {}
    for name in names:
        known = MEASURES.get(name)
        families.setdefault(known.family if known else "other", []).append(_definition(name, known))
    counts = [element("div", element("dt", term), element("dd", text)) for term, text in _NOTES]
    parts = [element("h3", "Beside every number"), element("dl", *counts, class_="definitions")]
    for family, entries in families.items():
        parts += [element("h3", family_name(family)), element("dl", *entries, class_="definitions")]
    return joined(parts)


def _definition(name: str, known: Measure | None) -> Markup:
    text = known.definition if known else "Not among the measures of this version."
    direction = _DIRECTIONS.get(known.direction) if known else None
    return element(
        "div",
        element("dt", measure_name(name), " ", element("code", name), id=f"measure-{name}"),
        element("dd", text, f" {direction}" if direction else None),
    )


def _title(key: str) -> str:
    if key in _TITLES:
        return _TITLES[key]
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]
