import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant import diagnosing
from assistant.diagnosing import Finding, Level
from assistant.errors import BuildError
from ui.commands import preparing

Strategy = Callable[..., tuple[int, str, str]]


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put findings in the place of the checks."""
    monkeypatch.setattr(preparing, "first_build", lambda settings: None)

    def put(*findings: Finding) -> None:
        monkeypatch.setattr(diagnosing, "diagnose", lambda settings: iter(findings))

    return put


def test_warnings_are_no_failure(finds: Any, strategy: Strategy) -> None:
    finds(Finding(Level.OK, "model", "There.", "unused"), Finding(Level.WARN, "index", "Stale.", "Build it."))

    code, out, _ = strategy("doctor")

    assert code == 0
    assert out.splitlines() == ["ok    model: There.", "warn  index: Stale.", "      → Build it."]


def test_a_failure_is_one(finds: Any, strategy: Strategy) -> None:
    finds(Finding(Level.FAIL, "index", "Damaged.\x1b[2J", "Build it."))

    code, out, _ = strategy("doctor")

    assert code == 1
    assert out.splitlines() == ["FAIL  index: Damaged.", "      → Build it."]


def test_json_is_one_value(finds: Any, strategy: Strategy) -> None:
    finds(Finding(Level.FAIL, "index", "Damaged.", "Build it."))

    code, out, _ = strategy("doctor", "--json")

    value = json.loads(out)
    assert code == 1
    assert value["ok"] is False
    assert value["findings"] == [{"level": "FAIL", "check": "index", "message": "Damaged.", "hint": "Build it."}]


def test_a_first_build_that_fails_does_not_stop_the_checks(
    finds: Any, strategy: Strategy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(settings: object) -> None:
        raise BuildError("No build.", "Look.")

    monkeypatch.setattr(preparing, "first_build", fail)
    finds(Finding(Level.OK, "model", "There."))

    code, out, err = strategy("doctor")

    assert (code, out) == (0, "ok    model: There.\n")
    assert "No build." in err
