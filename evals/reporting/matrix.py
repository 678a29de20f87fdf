"""The frame of the matrix of items and measures; the script fills it from the data in the page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.measures.catalogue import MEASURES, Measure
from evals.reporting.markup import Markup, element
from evals.reporting.wording import CAUSES, MAIN, OUTCOMES, cause_name, family_name, measure_name, outcome_name

_KEYS = (("j", "next item"), ("k", "previous"), ("Enter", "open"), ("Esc", "close"), ("/", "search"))
CHANGES = {"worse": "Worse", "better": "Better", "same": "No change"}


def columns(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return what the script must know of each measure."""
    return [_column(name, MEASURES.get(name)) for name in names]


def _column(name: str, known: Measure | None) -> dict[str, Any]:
    return {
        "name": name,
        "label": measure_name(name),
        "definition": known.definition if known else "",
        "down": known is not None and known.direction == "down",
        "neutral": known is not None and known.direction not in ("up", "down"),
        "rate": known is None or known.unit == "rate",
        "family": family_name(known.family) if known else "Other",
        "main": name in MAIN,
    }


def words() -> dict[str, Any]:
    """Return the words that the script writes for outcomes and causes."""
    causes = {cause: cause_name(cause) for cause in CAUSES}
    return {"outcomes": dict(OUTCOMES), "causes": causes, "changes": CHANGES}


def matrix(rows: Sequence[Mapping[str, Any]], is_comparison: bool) -> Markup:
    """Return filters, an empty table and the empty drawer for one item."""
    search = element(
        "label",
        element("span", "Search"),
        element("input", type="search", id="search", autocomplete="off", placeholder="question or id"),
        class_="field wide",
    )
    filters = [
        _choice("change", "Change", CHANGES) if is_comparison else None,
        _choice("cause", "Cause", _causes(rows)),
        _choice("got", "Outcome", {name: outcome_name(name) for name in _values(rows, "got")}),
        _choice("expect", "Expected", {name: outcome_name(name) for name in _values(rows, "expect")}),
        _choice("tag", "Tag", {tag: tag for tag in sorted({tag for row in rows for tag in row["tags"]})}),
        _choice("half", "Half", {half: half for half in _values(rows, "half")}),
        element(
            "label", element("span", "Columns"), element("select", id="columns"), class_="field", data_always="true"
        ),
    ]
    reset = element("button", "Clear filters", type="button", id="reset", hidden=True)
    keys = element(
        "p", *(part for key, does in _KEYS for part in (element("kbd", key), f" {does}  ")), class_="note keys"
    )
    table = element(
        "table",
        element("caption", "Items and measures", class_="hidden"),
        element("thead"),
        element("tbody"),
        id="matrix",
    )
    return element(
        "div",
        element("form", search, *(each for each in filters if each), reset, id="filters", role="search"),
        element("p", "", id="shown", class_="note", aria_live="polite"),
        element("div", table, class_="scroller tall", role="region", aria_label="Items and measures", tabindex="0"),
        element("button", "Show all", type="button", id="more", hidden=True),
        keys,
        element("noscript", element("p", "The items are drawn by a script, which this browser does not run.")),
        element("div", id="drawer", role="dialog", aria_labelledby="drawer-title", tabindex="-1", hidden=True),
    )


def _choice(id: str, label: str, options: Mapping[str, str]) -> Markup | None:
    """Return a choice of one value or all; nothing where there is nothing to choose."""
    if len(options) < 2:
        return None
    every = element("option", "All", value="")
    choices = [element("option", words, value=value) for value, words in options.items()]
    return element(
        "label",
        element("span", label),
        element("select", every, *choices, id=id, data_filter=id),
        class_="field",
    )


def _causes(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    found = {cause: cause_name(cause) for cause in _values(rows, "cause")}
    return {"any": "Any loss", "none": "No loss", **found} if found else {}


def _values(rows: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    return sorted({row[key] for row in rows if row[key]})
