"""The report of a comparison: paired differences, what got worse and better with both answers, and what was not compared."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from evals.cases import QuestionCase
from evals.gold import Gold
from evals.measures.catalogue import MEASURES, PRIMARY
from evals.reporting import appendix, matrix, numbers
from evals.reporting.details import Told, drill, paired_row
from evals.reporting.html import contents, left_out, tell
from evals.reporting.markup import NOTHING, Markup, element, joined, page
from evals.reporting.plots import scroller, whisker
from evals.reporting.wording import (
    MAIN,
    counted,
    measure_name,
    outcome_name,
    probability,
    shown,
    signed,
    signed_interval,
)
from evals.runs import Run

Comparison = Mapping[str, Any]
_PARTS = (
    ("differences", "Differences"),
    ("regressions", "Worse"),
    ("fixes", "Better"),
    ("items", "Items"),
    ("single", "In one run only"),
    ("passports", "Passports"),
    ("definitions", "Definitions"),
)
_HEADS = (
    "Measure",
    "A",
    "B",
    "B minus A",
    "95 % interval",
    "Drawn",
    "p",
    "p, Holm",
    "wins",
    "ties",
    "losses",
    "n",
    "Verdict",
)
_CLIP = 1_500


def comparison_page(comparison: Comparison, a: Run, b: Run, cases: Sequence[QuestionCase], gold: Gold) -> str:
    """Return the report of a comparison as one HTML file. Raises DatasetError when a run was not scored.

    `comparison` is an eval-comparison/1 record; `gold` is the corpus that was asked.
    """
    first, second = tell(a, cases), tell(b, cases)
    common = [case for case in first.cases if case.id in second.said]
    change = {str(each["id"]): "worse" for each in comparison.get("regressions") or ()}
    change |= {str(each["id"]): "better" for each in comparison.get("fixes") or ()}
    names = [name for name in first.names if name in second.names]
    rows = [
        paired_row(case, first.said[case.id], second.said[case.id], names, change.get(case.id, "same"))
        for case in common
    ]
    changed = [case for case in common if case.id in change]
    others = [case for case in common if case.id not in change]
    said = {case.id: (first.said[case.id], second.said[case.id]) for case in common}
    drilled = drill([*changed, *others], said, gold)
    data = {
        "kind": "comparison",
        "names": [a.name, b.name],
        "columns": matrix.columns(names),
        "words": matrix.words(),
        "items": rows,
        "details": drilled.details,
        "passages": drilled.passages,
    }
    body = element(
        "main",
        _masthead(comparison, a, b, len(common)),
        contents(_PARTS),
        numbers.section("differences", "Differences", difference_table(comparison)),
        numbers.section(
            "regressions", "What got worse", changes(comparison.get("regressions") or (), said, (a.name, b.name))
        ),
        numbers.section("fixes", "What got better", changes(comparison.get("fixes") or (), said, (a.name, b.name))),
        numbers.section("items", "Items", left_out(drilled.left_out), matrix.matrix(rows, is_comparison=True)),
        numbers.section("single", "In one run only", _single(comparison, a, b)),
        numbers.section("passports", "Run passports", _passports(a, b)),
        numbers.section("definitions", "Definitions", appendix.definitions(names)),
    )
    return page(f"{a.name} against {b.name}: comparison", body, data)


def difference_table(comparison: Comparison) -> Markup:
    """Return every measure of both runs with its paired difference, the interval, p, and how many items moved."""
    found: Mapping[str, Any] = comparison.get("measures") or {}
    order = [name for name in MAIN if name in found] + [name for name in found if name not in MAIN]
    left = ("Drawn", "Verdict")
    head = element(
        "tr", *(element("th", each, scope="col", class_="left" if each in left else None) for each in _HEADS)
    )
    body = element("tbody", *(_difference_row(name, found[name]) for name in order))
    note = (
        f"B minus A is over the items for which both runs have a value. {measure_name(PRIMARY)} is the primary measure and decides; the p of the "
        "others is corrected for their number (Holm). Intervals: paired bootstrap by group; p: sign flips, or McNemar's exact test "
        "where each item is right or wrong."
    )
    table = element("table", element("thead", head), body, class_="paired")
    return joined([element("p", note, class_="note"), scroller(table, "Measures of both runs")])


def changes(
    entries: Sequence[Mapping[str, Any]], said: Mapping[str, tuple[Told, Told]], names: tuple[str, str]
) -> Markup:
    """Return the items of a list of changes, each with both answers side by side."""
    known = [str(each["id"]) for each in entries if str(each["id"]) in said]
    if not known:
        return element("p", "No item.", class_="note")
    articles = [_change(key, said[key], names) for key in known]
    return joined(
        [element("p", counted(len(known), "item") + ".", class_="note"), element("div", *articles, class_="pairs")]
    )


def _difference_row(name: str, value: Mapping[str, Any]) -> Markup:
    unit = MEASURES[name].unit if name in MEASURES else "rate"
    low, high, verdict = value.get("low"), value.get("high"), str(value.get("verdict") or "")
    drawn = whisker(value.get("difference"), low, high, (-0.5, 0.5)) if unit == "rate" else NOTHING
    return element(
        "tr",
        element("th", numbers.measure_link(name), scope="row"),
        element("td", shown(value.get("a"), unit)),
        element("td", shown(value.get("b"), unit)),
        element("td", signed(value.get("difference")), class_="value"),
        element("td", signed_interval(low, high)),
        element("td", drawn, class_="drawn"),
        element("td", probability(value.get("p"))),
        element("td", probability(value.get("p_holm"))),
        *(element("td", value.get(key)) for key in ("wins", "ties", "losses", "n")),
        element("td", verdict, class_=f"verdict {verdict}" if verdict in ("better", "worse") else "verdict"),
    )


def _change(key: str, said: tuple[Told, Told], names: tuple[str, str]) -> Markup:
    first, second = (each.score.get("measures") or {} for each in said)
    deltas = [
        f"{measure_name(name)} {signed(second[name] - first[name], 2)}"
        for name in MAIN
        if first.get(name) is not None and second.get(name) is not None and abs(second[name] - first[name]) >= 0.005
    ]
    question = next((str(each.stored.answer["question"]) for each in said if each.stored and each.stored.answer), "")
    both = [_answer(each, f"{letter}: {name}") for letter, each, name in zip("AB", said, names, strict=True)]
    return element(
        "article",
        element("h3", element("a", key, href=f"#item-{quote(key, safe='')}"), " ", question),
        element("p", " · ".join(deltas), class_="deltas") if deltas else None,
        element("div", *both, class_="both"),
    )


def _answer(said: Told, name: str) -> Markup:
    stored = said.stored
    answer: Mapping[str, Any] = (stored.answer if stored else None) or {}
    text = str(answer.get("text") or (stored.error if stored else None) or "Nothing was said.")
    cited = dict.fromkeys(str(each.get("ref")) for each in answer.get("citations") or ())
    standing = " · ".join(
        [outcome_name(said.score.get("outcome")), "cites " + ", ".join(cited) if cited else "cites nothing"]
    )
    return element(
        "div",
        element("p", name, class_="overline"),
        element("p", standing, class_="deltas"),
        element("p", text if len(text) <= _CLIP else text[:_CLIP] + "…", class_="text"),
    )


def _masthead(comparison: Comparison, a: Run, b: Run, common: int) -> Markup:
    worse, better = len(comparison.get("regressions") or ()), len(comparison.get("fixes") or ())
    warnings = [element("li", _words(each)) for each in comparison.get("warnings") or ()]
    return element(
        "header",
        element("p", "Comparison", class_="overline"),
        element("h1", f"{b.name} against {a.name}"),
        element("p", f"A is {a.name}, B is {b.name} · {counted(common, 'item')} in both", class_="facts"),
        element(
            "p",
            _verdict(comparison),
            f" {counted(worse, 'item')} got worse, {better} got better. ",
            numbers.sensitivity(comparison, common),
            class_="lead",
        ),
        element("ul", *warnings, class_="warnings", aria_label="Warnings") if warnings else None,
    )


def _verdict(comparison: Comparison) -> str:
    value = (comparison.get("measures") or {}).get(PRIMARY)
    if not value:
        return ""
    says = {"better": "B is better than A", "worse": "B is worse than A"}.get(
        str(value.get("verdict")), "No clear difference between A and B"
    )
    between = signed_interval(value.get("low"), value.get("high"))
    return f"{says}: {measure_name(PRIMARY).lower()} {signed(value.get('difference'))} ({between}, p {probability(value.get('p'))})."


def _words(warning: object) -> str:
    """Return a warning as text, whether it is a sentence or a record with one."""
    return str(warning.get("message", warning)) if isinstance(warning, Mapping) else str(warning)


def _single(comparison: Comparison, a: Run, b: Run) -> Markup:
    parts = []
    for key, run in (("only_a", a), ("only_b", b)):
        ids = [str(each) for each in comparison.get(key) or ()]
        items = element("ul", *(element("li", each) for each in ids), class_="ids") if ids else None
        parts.append(joined([element("h3", f"Only in {run.name}: {counted(len(ids), 'item')}"), items]))
    return joined(parts)


def _passports(a: Run, b: Run) -> Markup:
    """Return both passports side by side, what differs first."""
    first, second = dict(appendix.passport_entries(a.passport)), dict(appendix.passport_entries(b.passport))
    keys = sorted(dict.fromkeys([*first, *second]), key=lambda key: first.get(key) == second.get(key))
    rows = [
        element(
            "tr",
            element("th", key, scope="row"),
            element("td", first.get(key)),
            element("td", second.get(key)),
            element("td", "" if first.get(key) == second.get(key) else "differs"),
        )
        for key in keys
        if key != "Schema"
    ]
    head = element(
        "tr", *(element("th", each, scope="col") for each in ("Field", f"A: {a.name}", f"B: {b.name}", "Same?"))
    )
    table = element("table", element("thead", head), element("tbody", *rows), class_="passports")
    return scroller(table, "Both passports")
