"""The numbers of a run: what stands on top, and every measure with its interval and what it was counted over.

A number without its n, its undefined, its errors and its unwinnable items is never shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures.catalogue import MEASURES
from evals.reporting.markup import NOTHING, Markup, element, joined
from evals.reporting.plots import scroller, whisker
from evals.reporting.wording import ABSENT, MAIN, counted, family_name, interval, measure_name, percent, shown

Summary = Mapping[str, Any]
_TILES = ("item_score", "first_citation", "fact_recall", "verbatim")
_HEADS = ("Measure", "Value", "95 % interval", "", "n", "undefined", "errors", "unwinnable")


def section(id: str, title: str, *children: Markup | str | None) -> Markup:
    """Return a part of the page under a heading that the contents can point at."""
    return element("section", element("h2", title, id=f"{id}-title"), *children, id=id, aria_labelledby=f"{id}-title")


def headline(summary: Summary) -> Markup:
    """Return the four numbers to read first and, side by side, the two rates of which either alone can be gamed."""
    found = summary.get("measures") or {}
    tiles = [_tile(name, found[name]) for name in _TILES if name in found]
    abstention = summary.get("abstention") or {}
    if abstention:
        tiles.append(_both_rates(abstention))
    return element("div", *tiles, class_="tiles")


def sensitivity(summary: Summary, cases: int) -> str:
    """Return how small a difference this many items can show; empty where it is not known."""
    smallest = summary.get("smallest_difference") or {}
    if smallest.get("value") is None:
        return ""
    name = measure_name(str(smallest.get("measure", "item_score"))).lower()
    return (
        f"With {counted(cases, 'item')}, differences in {name} under about {smallest['value']:.2f} "
        "cannot be told from noise."
    )


def measure_tables(summary: Summary) -> Markup:
    """Return the main measures as a table and, behind a fold, all of them by family."""
    found: Mapping[str, Any] = summary.get("measures") or {}
    main = [name for name in MAIN if name in found]
    families: dict[str, list[str]] = {}
    for name in found:
        families.setdefault(str(_family(name, found)), []).append(name)
    every = [
        joined([element("h3", family_name(family)), _table(names, found, family_name(family))])
        for family, names in families.items()
    ]
    fold = element("details", element("summary", f"All {len(found)} measures by family"), *every)
    return joined([_table(main, found, "Main measures"), fold]) if found else NOTHING


def measure_link(name: str) -> Markup:
    """Return a measure's name as a link to its definition, which also shows on hover."""
    known = MEASURES.get(name)
    return element("a", measure_name(name), href=f"#measure-{name}", title=known.definition if known else None)


def halves_table(summary: Summary) -> Markup:
    """Return the main measures of each half side by side; nothing where the suite has no halves."""
    halves: Mapping[str, Any] = summary.get("halves") or {}
    if len(halves) < 2:
        return NOTHING
    names = [name for name in MAIN if any(name in half for half in halves.values())]
    rows = [
        element(
            "tr",
            element("th", measure_link(name), scope="row"),
            *(element("td", _with_interval(half.get(name), _unit(name))) for half in halves.values()),
        )
        for name in names
    ]
    head = element("tr", *(element("th", each, scope="col") for each in ("Measure", *halves)))
    note = "Thresholds and weights are fitted on the tuning half: quote the report half."
    table = element("table", element("thead", head), element("tbody", *rows), class_="plain")
    return joined([element("h3", "By half"), element("p", note, class_="note"), scroller(table, "Measures by half")])


def _tile(name: str, value: Mapping[str, Any]) -> Markup:
    return element(
        "div",
        element("p", measure_link(name), class_="what"),
        element("p", shown(value.get("value"), _unit(name)), class_="figure"),
        element("p", _range(value, name) or "no interval", class_="range"),
        element("p", _coverage(value), class_="over"),
        class_="tile",
    )


def _both_rates(abstention: Mapping[str, Any]) -> Markup:
    pair = (
        ("Needless abstentions", "needless", "answerable"),
        ("Unsupported answers", "unsupported", "unanswerable"),
    )
    halves = [
        element(
            "div",
            element("p", what, class_="what"),
            element("p", percent(abstention.get(f"{key}_rate")), class_="figure"),
            element("p", _percents(abstention.get(f"{key}_interval")), class_="range"),
            element("p", f"{abstention.get(key, ABSENT)} of {abstention.get(over, ABSENT)} {over}", class_="range"),
        )
        for what, key, over in pair
    ]
    note = element("p", "Read together: either alone can be made small by making the other large.", class_="over")
    return element("div", element("div", *halves, class_="pair"), note, class_="tile double")


def _percents(between: Sequence[float] | None) -> str:
    return f"{percent(between[0])} to {percent(between[1])}" if between else ""


def _table(names: Sequence[str], found: Mapping[str, Any], label: str) -> Markup:
    rows = [_row(name, found[name]) for name in names]
    head = element(
        "tr", *(element("th", each or element("span", "Drawn", class_="hidden"), scope="col") for each in _HEADS)
    )
    table = element("table", element("thead", head), element("tbody", *rows), class_="measures")
    return scroller(table, label)


def _row(name: str, value: Mapping[str, Any]) -> Markup:
    unit = _unit(name)
    # Most are better when higher; only the others say so.
    direction = "lower is better" if value.get("direction") == "down" else None
    is_rate = unit == "rate"
    drawn = whisker(value.get("value"), value.get("low"), value.get("high")) if is_rate else NOTHING
    return element(
        "tr",
        element(
            "th", measure_link(name), element("span", direction, class_="direction") if direction else None, scope="row"
        ),
        element("td", shown(value.get("value"), unit), class_="value"),
        element("td", interval(value.get("low"), value.get("high"), unit) or ABSENT),
        element("td", drawn, class_="drawn"),
        *(element("td", _count(value.get(key))) for key in ("n", "undefined", "errors", "unwinnable")),
    )


def _count(value: object) -> Markup:
    text = ABSENT if value is None else str(value)
    return element("span", text, class_="zero" if text == "0" else None)


def _coverage(value: Mapping[str, Any]) -> str:
    errors = counted(value["errors"], "error") if "errors" in value else f"{ABSENT} errors"
    others = [f"{value.get(key, ABSENT)} {key}" for key in ("undefined", "unwinnable")]
    return " · ".join([f"n {value.get('n', ABSENT)}", errors, *others])


def _range(value: Mapping[str, Any], name: str) -> str:
    return interval(value.get("low"), value.get("high"), _unit(name))


def _with_interval(value: Mapping[str, Any] | None, unit: str) -> Markup:
    if not value:
        return element("span", ABSENT)
    between = interval(value.get("low"), value.get("high"), unit)
    behind = " · ".join(part for part in (between, f"n {value['n']}" if "n" in value else "") if part)
    return joined([shown(value.get("value"), unit), element("span", behind, class_="beside")])


def _unit(name: str) -> str:
    return MEASURES[name].unit if name in MEASURES else "rate"


def _family(name: str, found: Mapping[str, Any]) -> str:
    return str(found[name].get("family") or (MEASURES[name].family if name in MEASURES else "other"))
