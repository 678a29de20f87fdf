"""Heat maps as inline SVG: the number stands in each cell, and the deeper the tint, the more was lost.

Rows with few items are greyed and carry no tint: a colour would claim more than they show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.reporting.markup import Markup, element
from evals.reporting.plots import plain_table
from evals.reporting.wording import ABSENT, shown

FEW = 10
_CELL_WIDTH, _CELL_HEIGHT, _NAME_WIDTH, _COUNT_WIDTH, _HEAD_HEIGHT = 84, 28, 150, 44, 44
_STEPS = (0.005, 0.1, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row: its name, how many items are behind it, and a value a column."""

    name: str
    n: int
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One column: a measure that runs from 0 to 1."""

    name: str
    is_loss: bool = False
    """True where lower is better."""


def loss_class(value: float | None, is_loss: bool) -> str:
    """Return the class of the tint for a value: loss-0 (nothing lost) to loss-4 (more than half)."""
    if value is None:
        return "loss-none"
    lost = value if is_loss else 1 - value
    return f"loss-{sum(lost > step for step in _STEPS)}"


def heat_map(label: str, columns: Sequence[HeatColumn], rows: Sequence[HeatRow], few: int = FEW) -> Markup:
    """Return the heat map; rows with fewer than `few` items are grey."""
    parts = [
        element(
            "text",
            *_in_two_lines(column.name, _middle(place)),
            y=14,
            class_="label",
            text_anchor="middle",
        )
        for place, column in enumerate(columns)
    ]
    parts.append(element("text", "n", x=_NAME_WIDTH + _COUNT_WIDTH - 10, y=28, class_="label", text_anchor="end"))
    for number, row in enumerate(rows):
        parts += _row(row, columns, _HEAD_HEIGHT + number * _CELL_HEIGHT, row.n < few)
    width = _NAME_WIDTH + _COUNT_WIDTH + _CELL_WIDTH * len(columns) + 2
    height = _HEAD_HEIGHT + _CELL_HEIGHT * len(rows) + 2
    return element(
        "svg",
        *parts,
        class_="plot heat",
        role="img",
        aria_label=label,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
    )


def heat_table(first: str, columns: Sequence[HeatColumn], rows: Sequence[HeatRow]) -> Markup:
    """Return the same numbers as a table."""
    body = [
        element(
            "tr",
            element("th", row.name, scope="row"),
            element("td", row.n),
            *(element("td", shown(value)) for value in row.values),
        )
        for row in rows
    ]
    return plain_table((first, "n", *(column.name for column in columns)), body)


def _row(row: HeatRow, columns: Sequence[HeatColumn], y: int, is_few: bool) -> list[Markup]:
    quiet = " few" if is_few else ""
    base = y + 19
    parts = [
        element("text", row.name, x=0, y=base, class_=f"name{quiet}"),
        element(
            "text",
            str(row.n),
            x=_NAME_WIDTH + _COUNT_WIDTH - 10,
            y=base,
            class_=f"number{quiet}",
            text_anchor="end",
        ),
    ]
    for place, (column, value) in enumerate(zip(columns, row.values, strict=True)):
        tint = "loss-none" if is_few else loss_class(value, column.is_loss)
        parts.append(
            element(
                "rect",
                x=_NAME_WIDTH + _COUNT_WIDTH + place * _CELL_WIDTH + 1,
                y=y + 1,
                width=_CELL_WIDTH - 2,
                height=_CELL_HEIGHT - 2,
                rx=2,
                class_=f"cell {tint}",
            )
        )
        words = ABSENT if value is None else f"{value:.2f}"
        parts.append(element("text", words, x=_middle(place), y=base, class_=f"number{quiet}", text_anchor="middle"))
    return parts


def _middle(place: int) -> int:
    return _NAME_WIDTH + _COUNT_WIDTH + place * _CELL_WIDTH + _CELL_WIDTH // 2


def _in_two_lines(name: str, x: int) -> list[Markup]:
    """Return the head of a column broken near its middle."""
    words = name.split()
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(name) / 2)) if words[1:] else 1
    lines = [" ".join(words[:cut]), " ".join(words[cut:])]
    return [element("tspan", line, x=x, dy=0 if number == 0 else 14) for number, line in enumerate(lines) if line]
