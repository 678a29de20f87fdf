from collections.abc import Callable
from typing import Any

import pytest

from assistant.errors import BuildError
from assistant.settings import Settings
from ui import serving
from ui.commands import preparing

Strategy = Callable[..., tuple[int, str, str]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Replace the server; return the settings of each start."""
    starts: list[Settings] = []

    def serve(settings: Settings, announce: Callable[[str], None]) -> None:
        starts.append(settings)
        announce(f"http://{settings.address}:{settings.port}")

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr(preparing, "renew_index", lambda settings: None)
    return starts


def failing(settings: Settings) -> None:
    raise BuildError("No build.", "Look.")


def test_the_address_is_printed(served: Any, strategy: Strategy) -> None:
    code, out, _ = strategy("ui", "--port", "9000")

    assert code == 0
    assert "http://127.0.0.1:9000" in out


def test_options_win_over_settings(served: Any, strategy: Strategy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRATEGY_PORT", "9001")

    strategy("ui")
    strategy("ui", "--port", "9002", "--address", "::1")

    assert [(each.address, each.port) for each in served] == [("127.0.0.1", 9001), ("::1", 9002)]


def test_a_failed_renewal_leaves_the_previous_index_in_use(
    served: Any, strategy: Strategy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "renew_index", failing)
    monkeypatch.setattr(preparing, "has_index", lambda settings: True)

    code, _, err = strategy("ui")

    assert code == 0
    assert len(served) == 1
    assert "The previous index answers." in err


def test_without_any_index_a_failed_build_ends_it(
    served: Any, strategy: Strategy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "renew_index", failing)
    monkeypatch.setattr(preparing, "has_index", lambda settings: False)

    code, _, err = strategy("ui")

    assert code == 1
    assert served == []
    assert "No build." in err
