"""Where it was lost: the table of outcomes, the causes of failure, and the parts of the suite."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures import catalogue
from evals.reporting.heatmaps import FEW, HeatColumn, HeatRow, heat_map, heat_table
from evals.reporting.markup import NOTHING, Markup, element, joined
from evals.reporting.plots import (
    figure,
    latency,
    latency_table,
    plain_table,
    reliability,
    reliability_table,
    risk_coverage,
    risk_table,
    scroller,
)
from evals.reporting.wording import (
    CAUSES,
    NOT_LOST,
    OUTCOMES,
    cause_name,
    counted,
    measure_name,
    outcome_name,
    percent,
    shown,
    signed,
)

Summary = Mapping[str, Any]
_TAG_MEASURES = ("item_score", "decision", "first_citation", "fact_recall", "citation_f1", "sentence_f1", "recall_at_5")
_REF_MEASURES = ("citation_recall", "fact_recall")


def outcome_table(summary: Summary) -> Markup:
    """Return expected outcomes against those that came, the agreeing cells outlined, with the rates beside it."""
    table: Mapping[str, Mapping[str, int]] = summary.get("outcomes") or {}
    got = [*OUTCOMES, *sorted({name for row in table.values() for name in row} - set(OUTCOMES))]
    head = element(
        "tr",
        element("th", "Expected", scope="col"),
        *(element("th", outcome_name(name), scope="col") for name in got),
        element("th", "All", scope="col"),
    )
    rows = [_outcome_row(expect, table.get(expect, {}), got) for expect in OUTCOMES]
    drawn = element("table", element("thead", head), element("tbody", *rows), class_="outcomes")
    return element(
        "div", scroller(drawn, "Outcomes expected and got"), _decision_list(summary), class_="beside-each-other"
    )


def causes(summary: Summary) -> Markup:
    """Return how often each cause of failure was found; each line filters the items."""
    found: Mapping[str, int] = summary.get("causes") or {}
    order = [cause for cause in (*CAUSES, *sorted(set(found) - set(CAUSES))) if found.get(cause)]
    if not order:
        return element("p", "Nothing was lost on any item.", class_="note")
    most = max(found[cause] for cause in order)
    rows = [
        element(
            "tr",
            element(
                "th", element("button", cause_name(cause), type="button", class_="link", data_cause=cause), scope="row"
            ),
            element("td", found[cause], class_="value"),
            element("td", _cause_bar(found[cause] / most, cause in NOT_LOST), class_="drawn"),
            element("td", catalogue.CAUSES.get(cause, ""), class_="words"),
        )
        for cause in order
    ]
    heads = (("Cause", ""), ("Items", ""), ("Drawn", "left"), ("What it means", "left"))
    head = element("tr", *(element("th", each, scope="col", class_=kind or None) for each, kind in heads))
    table = element("table", element("thead", head), element("tbody", *rows), class_="causes")
    return scroller(table, "How often each cause was found")


def plots(summary: Summary) -> Markup:
    """Return risk over coverage, reliability, and latency, each where there is something to draw."""
    parts: list[Markup] = []
    curve = summary.get("risk_coverage") or {}
    points = [(float(coverage), float(risk)) for coverage, risk in curve.get("points") or ()]
    if points:
        note = (
            f"Questions in order of confidence, surest first. Area under the curve {shown(curve.get('aurc'))}, "
            f"{shown(curve.get('excess'))} above the best order there could be. Coverage at a risk of 5 %: "
            f"{percent(curve.get('coverage_at_5'))}; at 10 %: {percent(curve.get('coverage_at_10'))}."
        )
        now = curve.get("current")
        current = (float(now[0]), float(now[1])) if now else None
        parts.append(figure("Risk and coverage", risk_coverage(points, current), note, risk_table(points)))
    confidence = summary.get("confidence") or {}
    bins = confidence.get("bins") or ()
    if bins:
        note = (
            f"Brier score {shown(confidence.get('brier'))}, calibration error {shown(confidence.get('ece'))}. Area under "
            f"the ROC curve: right against wrong {shown(confidence.get('auroc_right'))}, answerable against not "
            f"{shown(confidence.get('auroc_answerable'))}."
        )
        parts.append(figure("Confidence", reliability(bins), note, reliability_table(bins)))
    stages = summary.get("latency_ms") or {}
    drawn = element("div", *parts, class_="figures") if parts else NOTHING
    return joined([drawn, _latency(summary, stages)]) if stages else drawn


def slices(summary: Summary) -> Markup:
    """Return the heat maps of tags and of objectives."""
    tags = _heat(summary.get("slices") or {}, _TAG_MEASURES)
    refs = _heat(summary.get("refs") or {}, _REF_MEASURES)
    refs = (refs[0], tuple(sorted(refs[1], key=lambda row: row.name)))
    legend = _legend()
    parts = [legend]
    if tags[1]:
        note = f"Tags with fewer than {FEW} items are grey: one item more could turn them."
        parts.append(figure("By tag", heat_map("Measures by tag.", *tags), note, heat_table("Tag", *tags)))
    if refs[1]:
        note = "Over the items that should cite the objective: how often they did, and how many facts were stated. "
        note += "Few items stand behind each: read n first."
        drawn = heat_map("Recall by objective.", *refs, few=0)
        parts.append(figure("By objective", drawn, note, heat_table("Objective", *refs)))
    return joined(parts) if len(parts) > 1 else NOTHING


def robustness(summary: Summary) -> Markup:
    """Return how answers hold under rewording; nothing where nothing was measured."""
    found: Mapping[str, Any] = summary.get("robustness") or {}
    values = {name: value for name, value in found.items() if isinstance(value, int | float)}
    if not values:
        return NOTHING
    rows = [
        element(
            "tr",
            element("th", measure_name(name), scope="row"),
            element("td", _robust(name, value)),
        )
        for name, value in values.items()
    ]
    return joined([element("h3", "Robustness"), plain_table(("Measure", "Value"), rows)])


def _robust(name: str, value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return signed(value) if name.endswith(("_gap", "_drop")) else shown(value)


def _outcome_row(expect: str, row: Mapping[str, int], got: Sequence[str]) -> Markup:
    cells = [
        element(
            "td",
            row.get(name, 0),
            element("span", " as expected", class_="hidden") if name == expect else None,
            class_=" ".join(filter(None, ("agrees" if name == expect else "", "" if row.get(name) else "zero")))
            or None,
        )
        for name in got
    ]
    return element("tr", element("th", outcome_name(expect), scope="row"), *cells, element("td", sum(row.values())))


def _decision_list(summary: Summary) -> Markup:
    abstention, worth = summary.get("abstention") or {}, summary.get("reliability") or {}
    entries = (
        ("Needless abstention rate", percent(abstention.get("needless_rate"))),
        ("Unsupported answer rate", percent(abstention.get("unsupported_rate"))),
        ("Abstention precision", shown(abstention.get("precision"))),
        ("Abstention recall", shown(abstention.get("recall"))),
        ("Abstention F1", shown(abstention.get("f1"))),
        ("Reliability, a wrong answer costs 1", signed(worth.get("phi_1"))),
        ("Reliability, a wrong answer costs 3", signed(worth.get("phi_3"))),
    )
    rows = [element("div", element("dt", term), element("dd", value)) for term, value in entries]
    return element("dl", *rows, class_="entries")


def _cause_bar(share: float, is_quiet: bool) -> Markup:
    bar = element("rect", x=0, y=3, width=max(2.0, 160 * share), height=12, class_="bar far" if is_quiet else "bar")
    return element("svg", bar, class_="inline", width=160, height=18, viewBox="0 0 160 18", aria_hidden="true")


def _latency(summary: Summary, stages: Mapping[str, Mapping[str, float]]) -> Markup:
    extra = [
        ("Cold start", summary.get("cold_start_s"), "s"),
        ("Peak memory", summary.get("memory_mb"), "MB"),
    ]
    more = " ".join(f"{name}: {value:.1f} {unit}." for name, value, unit in extra if value is not None)
    note = f"From a serial pass after warming up: median / 95th percentile, in milliseconds. {more}".strip()
    return figure("Latency by stage", latency(stages), note, latency_table(stages))


def _heat(
    parts: Mapping[str, Mapping[str, Any]], names: Sequence[str]
) -> tuple[tuple[HeatColumn, ...], tuple[HeatRow, ...]]:
    kept = [name for name in names if any(part_value(part, name) is not None for part in parts.values())]
    rows = [
        HeatRow(name, int(part.get("n", 0)), tuple(part_value(part, each) for each in kept))
        for name, part in sorted(parts.items(), key=lambda each: (-each[1].get("n", 0), each[0]))
    ]
    return tuple(HeatColumn(measure_name(name)) for name in kept), tuple(rows)


def part_value(part: Mapping[str, Any], name: str) -> float | None:
    """Return a measure's value in a slice, whether it stands there alone or with its interval."""
    value = (part.get("measures") or part).get(name)
    return value.get("value") if isinstance(value, Mapping) else value


def _legend() -> Markup:
    steps = ("nothing", "up to 0.10", "up to 0.25", "up to 0.50", "more")
    swatches = [
        element("li", element("span", class_=f"swatch loss-{place}", aria_hidden="true"), step)
        for place, step in enumerate(steps)
    ]
    return element("div", element("span", "Lost:"), element("ul", *swatches), class_="legend")


def lost_sentence(summary: Summary, lost: int, total: int) -> str:
    """Return in words how the run went."""
    counts = summary.get("counts") or {}
    errors, unwinnable = counts.get("errors", 0), counts.get("unwinnable", 0)
    return (
        f"{counted(total, 'item')}: {total - lost} without a loss, {lost} with one; "
        f"{counted(errors, 'error')}; {unwinnable} could not be won."
    )
