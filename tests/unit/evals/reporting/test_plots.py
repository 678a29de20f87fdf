import re

import pytest

from evals.reporting import plots
from evals.reporting.heatmaps import HeatColumn, HeatRow, heat_map, loss_class
from evals.reporting.wording import interval, measure_name, percent, probability, shown, signed


def test_the_curve_shows_where_the_threshold_stands() -> None:
    drawn = plots.risk_coverage([(0.5, 0.0), (1.0, 0.2)], (0.5, 0.0)).html

    assert "50.0 % answered, 0.0 % wrong" in drawn
    assert 'class="here"' in drawn
    assert 'class="here"' not in plots.risk_coverage([(0.5, 0.0)], None).html


def test_everything_drawn_lies_inside_the_drawing() -> None:
    drawn = plots.risk_coverage([(0.0, 1.0), (1.0, 1.0)], (1.0, 1.0)).html
    width, height = map(float, re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawn)[0])
    xs = [float(x) for x in re.findall(r'(?:cx|x1|x2)="([-\d.]+)"', drawn)]
    ys = [float(y) for y in re.findall(r'(?:cy|y1|y2)="([-\d.]+)"', drawn)]

    assert min(xs) >= 0 and max(xs) <= width
    assert min(ys) >= 0 and max(ys) <= height


def test_an_interval_beyond_the_axis_ends_at_the_axis() -> None:
    drawn = plots.whisker(0.9, 0.5, 1.7, (-0.5, 0.5)).html

    assert max(float(x) for x in re.findall(r'x2="([\d.]+)"', drawn)) <= 132
    assert 'class="zero"' in drawn
    assert plots.whisker(None, None, None).html == ""


def test_a_stage_shows_median_and_95th_percentile() -> None:
    drawn = plots.latency({"total": {"p50": 22.4, "p90": 30.0, "p95": 38.2, "max": 80.0, "n": 3}}).html

    assert "22 / 38" in drawn


@pytest.mark.parametrize(
    ("value", "is_loss", "name"),
    [(1.0, False, "loss-0"), (0.95, False, "loss-1"), (0.0, False, "loss-4"), (0.3, True, "loss-3"), (None, False, "loss-none")],
)  # fmt: skip
def test_the_tint_says_how_much_was_lost(value: float | None, is_loss: bool, name: str) -> None:
    assert loss_class(value, is_loss) == name


def test_rows_with_few_items_are_grey_and_every_cell_has_its_number() -> None:
    rows = [HeatRow("many", 12, (0.25,)), HeatRow("few", 9, (0.5,))]
    drawn = heat_map("label", [HeatColumn("Item score")], rows).html

    assert ">0.25</text>" in drawn and ">0.50</text>" in drawn
    assert "cell loss-4" in drawn
    assert "cell loss-none" in drawn and 'class="name few"' in drawn


def test_numbers_read_as_people_write_them() -> None:
    assert [shown(0.8642), shown(None), shown(12.34, "ms"), shown(123.4, "ms")] == ["0.864", "–", "12.3 ms", "123 ms"]
    assert [signed(0.1), signed(-0.1), signed(0.0001), signed(None)] == ["+0.100", "−0.100", "0.000", "–"]
    assert [percent(0.125), interval(0.1, 0.2), interval(None, None)] == ["12.5 %", "0.100 to 0.200", ""]
    assert [probability(0.0001), probability(0.04)] == ["< 0.001", "0.040"]


def test_measures_have_plain_names() -> None:
    assert measure_name("first_citation") == "First citation right"
    assert measure_name("sentence_rr_at_10") == "Reciprocal rank at 10 (sentences)"
    assert measure_name("sentence_f1") == "Sentence F1"
