import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import IndexMissingError
from assistant.settings import Settings
from ui import resources


class _Index:
    """What the live pointer says and what opening gives, both to be changed by a test."""

    def __init__(self) -> None:
        self.live: str | None = "g1"
        self.error: Exception | None = None
        self.opened: list[str | None] = []

    def open(self, settings: Settings) -> Any:
        self.opened.append(self.live)
        if self.error:
            raise self.error
        return SimpleNamespace(generation=self.live, warm=lambda: None)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Index]:
    made = _Index()
    monkeypatch.setitem(sys.modules, "assistant.opening", SimpleNamespace(open_assistant=made.open))
    monkeypatch.setattr(resources, "live_generation", lambda settings: made.live)
    monkeypatch.setattr(resources, "settings", lambda: Settings(_env_file=None))
    resources._opening.clear()
    yield made
    resources._opening.clear()


def test_one_generation_is_opened_once_for_all_tabs(index: _Index) -> None:
    assert resources.assistant() is resources.assistant()
    assert index.opened == ["g1"]


def test_a_new_generation_is_picked_up_between_two_questions(index: _Index) -> None:
    first: Any = resources.assistant()
    index.live = "g2"
    second: Any = resources.assistant()

    assert (first.generation, second.generation) == ("g1", "g2")


def test_a_failed_opening_is_tried_again(index: _Index) -> None:
    index.error = IndexMissingError("There is no index yet.", "Run `strategy ingest`.")
    with pytest.raises(IndexMissingError):
        resources.assistant()
    index.error = None

    assert resources.assistant() is not None


def test_a_known_error_is_told_without_waiting(index: _Index) -> None:
    index.error = IndexMissingError("There is no index yet.", "Run `strategy ingest`.")
    with pytest.raises(IndexMissingError):
        resources._opening("g1").result(timeout=10)

    assert resources.problem() is index.error


def test_the_state_is_a_word(index: _Index) -> None:
    resources.assistant()

    assert resources.state() == "ready"
