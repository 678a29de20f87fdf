"""Plots as inline SVG, drawn here: no library, no script. Colours are classes, so that light and dark are one drawing.

Each plot is one image to a screen reader, with its gist as the label; the numbers stand in a table below it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.reporting.markup import NOTHING, Child, Markup, element, joined
from evals.reporting.wording import percent, shown

_WIDTH, _HEIGHT = 460, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 26, 14, 46
_WHISKER_WIDTH, _WHISKER_HEIGHT = 132, 18

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The inside of a plot: values to places on the drawing."""

    right: float = 1.0
    top: float = 1.0

    def x(self, value: float) -> float:
        return _LEFT + value / self.right * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - value / self.top * (_HEIGHT - _TOP - _BOTTOM)


def figure(title: str, drawing: Markup, note: Child, table: Markup) -> Markup:
    """Return a plot with its title, what to see in it, and its numbers as a table that can be opened."""
    numbers = element("details", element("summary", "The numbers as a table"), scroller(table, f"{title}: numbers"))
    caption = element("figcaption", element("h3", title), element("p", note, class_="note"))
    drawn = scroller(drawing, title)
    return element("figure", caption, drawn, numbers)


def scroller(content: Markup, label: str) -> Markup:
    """Return `content` in a frame that scrolls sideways, by keyboard too."""
    return element("div", content, class_="scroller", role="region", aria_label=label, tabindex="0")


def risk_coverage(points: Sequence[Point], current: Point | None) -> Markup:
    """Return risk over coverage, with the limits of 5 and 10 per cent and where the threshold now stands."""
    highest = max([risk for _, risk in points] + [0.12, current[1] if current else 0.0])
    frame = Frame(1.0, _above(highest))
    parts = [_axes(frame, "Coverage: share of questions answered", "Risk: share of these that is wrong", percent_ticks)]
    for limit in (0.05, 0.10):
        y = frame.y(limit)
        parts.append(_line(frame.x(0), y, frame.x(1), y, "limit"))
        parts.append(_text(frame.x(1) - 4, y - 4, percent_ticks(limit), "tick", "end"))
    parts.append(_curve(frame, points, "curve"))
    if current:
        parts += _current(frame, current)
    says = f"; the threshold now stands at coverage {current[0]:.2f}, risk {current[1]:.2f}" if current else ""
    return _drawing(f"Risk over coverage{says}.", parts)


def reliability(bins: Sequence[Mapping[str, Any]]) -> Markup:
    """Return how often answers are right against how sure the engine was, with the interval of each bin."""
    frame = Frame()
    parts = [_axes(frame, "Confidence given", "Share right", decimal_ticks)]
    parts.append(_line(frame.x(0), frame.y(0), frame.x(1), frame.y(1), "limit"))
    for each in bins:
        x = frame.x(each["confidence"])
        if each.get("low") is not None and each.get("high") is not None:
            parts.append(_line(x, frame.y(each["low"]), x, frame.y(each["high"]), "whisker"))
    parts.append(_curve(frame, [(each["confidence"], each["right"]) for each in bins], "curve thin"))
    parts += [_dot(frame.x(each["confidence"]), frame.y(each["right"])) for each in bins]
    return _drawing("Share of answers that are right, by confidence; the diagonal is perfect calibration.", parts)


def latency(stages: Mapping[str, Mapping[str, float]]) -> Markup:
    """Return a bar a stage: to the median, on to the 90th and the 95th percentile; the maximum as a number."""
    row, left, right, width = 34, 96, 118, 620
    longest = max([stage["p95"] for stage in stages.values()] + [1.0])
    height = row * len(stages) + 30

    def x(value: float) -> float:
        return left + value / longest * (width - left - right)

    parts: list[Markup] = []
    for number, (name, stage) in enumerate(stages.items()):
        y = number * row + 6
        parts.append(_text(left - 10, y + 15, name, "label", "end"))
        for key, kind in (("p95", "bar far"), ("p90", "bar mid"), ("p50", "bar")):
            parts.append(_bar(left, y + 2, x(stage[key]) - left, 18, kind))
        parts.append(
            _text(x(stage["p95"]) + 8, y + 15, f"{_ms(stage['p50'])} / {_ms(stage['p95'])}", "number", "start")
        )
    parts.append(_text(left, height - 6, "0 ms", "tick", "start"))
    parts.append(_text(x(longest), height - 6, f"{_ms(longest)} ms", "tick", "end"))
    return _drawing("Milliseconds a stage: median and 95th percentile.", parts, width, height)


def whisker(value: float | None, low: float | None, high: float | None, span: Point = (0.0, 1.0)) -> Markup:
    """Return a dot on the line from `low` to `high`, on an axis over `span` whose zero is marked where it lies inside."""
    if value is None:
        return NOTHING
    least, most = span
    middle = _WHISKER_HEIGHT / 2

    def x(place: float) -> float:
        inside = min(max(place, least), most)
        return 5 + (inside - least) / (most - least) * (_WHISKER_WIDTH - 10)

    parts = [_line(5, middle, _WHISKER_WIDTH - 5, middle, "axis")]
    if least < 0 < most:
        parts.append(_line(x(0), 1, x(0), _WHISKER_HEIGHT - 1, "zero"))
    if low is not None and high is not None:
        parts.append(_line(x(low), middle, x(high), middle, "whisker"))
    parts.append(element("circle", cx=x(value), cy=middle, r=3.5, class_="dot"))
    return element(
        "svg",
        *parts,
        class_="inline",
        width=_WHISKER_WIDTH,
        height=_WHISKER_HEIGHT,
        viewBox=f"0 0 {_WHISKER_WIDTH} {_WHISKER_HEIGHT}",
        aria_hidden="true",
    )


def percent_ticks(value: float) -> str:
    """Return the words of a tick in per cent."""
    return f"{100 * value:.0f} %"


def decimal_ticks(value: float) -> str:
    """Return the words of a tick as a share of one."""
    return f"{value:.1f}"


def risk_table(points: Sequence[Point], limit: int = 21) -> Markup:
    """Return the curve's points as a table, thinned to `limit` rows."""
    step = max(1, -(-len(points) // limit))
    kept = [point for place, point in enumerate(points) if place % step == 0 or place == len(points) - 1]
    rows = [element("tr", element("td", percent(coverage)), element("td", percent(risk))) for coverage, risk in kept]
    return plain_table(("Coverage", "Risk"), rows)


def reliability_table(bins: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the bins of the reliability plot as a table."""
    rows = [
        element(
            "tr",
            *(element("td", shown(each.get(key))) for key in ("confidence", "right", "low", "high")),
            element("td", each.get("n")),
        )
        for each in bins
    ]
    return plain_table(("Mean confidence", "Share right", "Low", "High", "n"), rows)


def latency_table(stages: Mapping[str, Mapping[str, float]]) -> Markup:
    """Return the percentiles of each stage as a table."""
    keys = ("p50", "p90", "p95", "max")
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            *(element("td", shown(stage.get(key), "ms")) for key in keys),
            element("td", f"{stage['n']:.0f}" if "n" in stage else None),
        )
        for name, stage in stages.items()
    ]
    return plain_table(("Stage", "Median", "90th", "95th", "Longest", "n"), rows)


def plain_table(heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    """Return a table with a row of heads."""
    head = element("thead", element("tr", *(element("th", each, scope="col") for each in heads)))
    return element("table", head, element("tbody", *rows), class_="plain")


def _axes(frame: Frame, below: str, beside: str, words: Callable[[float], str]) -> Markup:
    parts: list[Markup] = []
    for step in range(6):
        across, up = frame.right * step / 5, frame.top * step / 5
        parts.append(_line(frame.x(0), frame.y(up), frame.x(frame.right), frame.y(up), "grid"))
        parts.append(_text(frame.x(across), _HEIGHT - _BOTTOM + 17, words(across), "tick", "middle"))
        parts.append(_text(_LEFT - 8, frame.y(up) + 4, words(up), "tick", "end"))
    parts.append(_line(frame.x(0), frame.y(0), frame.x(frame.right), frame.y(0), "axis"))
    parts.append(_text(frame.x(frame.right / 2), _HEIGHT - 8, below, "label", "middle"))
    turned = f"rotate(-90 13 {_HEIGHT / 2 - 14:g})"
    parts.append(
        element("text", beside, x=13, y=_HEIGHT / 2 - 14, class_="label", text_anchor="middle", transform=turned)
    )
    return joined(parts)


def _current(frame: Frame, current: Point) -> list[Markup]:
    x, y = frame.x(current[0]), frame.y(current[1])
    is_right = current[0] > 0.6
    says = ("threshold now", f"{percent(current[0])} answered, {percent(current[1])} wrong")
    beside = x - 9 if is_right else x + 9
    return [
        _line(x, frame.y(0), x, frame.y(frame.top), "marker"),
        element("circle", cx=x, cy=y, r=5, class_="here"),
        *(
            _text(beside, frame.y(frame.top) + 12 + 15 * line, words, "label strong", "end" if is_right else "start")
            for line, words in enumerate(says)
        ),
    ]


def _drawing(label: str, parts: Sequence[Markup], width: float = _WIDTH, height: float = _HEIGHT) -> Markup:
    return element(
        "svg",
        *parts,
        class_="plot",
        role="img",
        aria_label=label,
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
    )


def _curve(frame: Frame, points: Sequence[Point], kind: str) -> Markup:
    places = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in points)
    return element("polyline", points=places, class_=kind)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def _bar(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return element("rect", x=x, y=y, width=max(width, 1.0), height=height, class_=kind)


def _dot(x: float, y: float) -> Markup:
    return element("circle", cx=x, cy=y, r=4, class_="dot")


def _text(x: float, y: float, words: str, kind: str, anchor: str) -> Markup:
    return element("text", words, x=x, y=y, class_=kind, text_anchor=anchor)


def _ms(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _above(value: float) -> float:
    """Return the least end of an axis that leaves room above `value` and has round ticks."""
    return next((end for end in (0.15, 0.25, 0.5, 0.75) if end >= 1.1 * value), 1.0)
