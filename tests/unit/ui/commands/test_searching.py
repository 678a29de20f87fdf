import json
from collections.abc import Callable
from typing import Any

Strategy = Callable[..., tuple[int, str, str]]


def test_each_hit_shows_its_rank_in_each_channel(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("search", "coca", "leaf")

    assert code == 0
    assert "1. MO 2.2 — Justification  (lexical 1 · dense 2)" in out
    assert "\x1b" not in out
    assert fake.asked == [("coca leaf", ())]


def test_json_is_the_ranking(fake: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("search", "coca", "--json", "--k", "3")

    value = json.loads(out)
    assert code == 0
    assert value["schema"] == "ranking/1"
    assert value["hits"][0]["channels"] == {"lexical": 1, "dense": 2}


def test_nothing_found_is_said(fake: Any, strategy: Strategy) -> None:
    assert "Nothing was found" in strategy("search", "???")[1]


def test_a_count_out_of_range_is_misuse(fake: Any, strategy: Strategy) -> None:
    for wrong in ("0", "-1", "x", "1001", "9" * 6000):
        code, _, err = strategy("search", "coca", "--k", wrong)

        assert code == 2
        assert "between 1 and 1000" in err or "expected one argument" in err
