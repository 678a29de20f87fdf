"""The library page, its children in place of which tests answer; and the choice of scope on the chat page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import AssistantError
from assistant.manifest import Row
from assistant.settings import Settings
from ingest.shelving import place, write_rows
from ui import children, resources

Html = Callable[[AppTest], str]

SCRIPT = "from ui.views import library\nlibrary.show()\n"
HOSTILE = "<img src=x onerror=alert(1)> $a$ **b**"


class Children:
    """Stands in for `strategy ingest …`: remembers what it was started with, and answers or fails."""

    def __init__(self) -> None:
        self.started: list[list[str]] = []
        self.error: AssistantError | None = None
        self.state = "new"

    def __call__(self, arguments: Sequence[str], on_progress: Any = None) -> Mapping[str, Any]:
        self.started.append(list(arguments))
        if self.error:
            raise self.error
        if on_progress:
            on_progress("embed", 1, 2)
        row = {name: None for name in ("post", "updated", "period")} | {"id": "k", "title": HOSTILE, "short": "K"}
        outline = [
            {"ref": "MG 1", "title": HOSTILE, "parent": None},
            {"ref": "MO 1.1", "title": "B.", "parent": "MG 1"},
        ]
        told = {"name": HOSTILE, "state": self.state, "row": row, "guessed": ["id"], "remarks": ["Say the post."]}
        return {**told, "outline": outline, "still_held": ["g0"] if "--remove" in arguments else []}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Children:
    stand_in = Children()
    monkeypatch.setattr(children, "ingest", stand_in)
    return stand_in


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, fake: Any, tmp_path: Path) -> Settings:
    own = Settings(data=tmp_path, _env_file=None)
    monkeypatch.setattr(resources, "settings", lambda: own)
    return own


@pytest.fixture
def library(fake: Any, settings: Settings, started: Children) -> AppTest:
    return AppTest.from_string(SCRIPT, default_timeout=10).run()


def _two(fake: Any) -> None:
    older = replace(fake.documents[0], id="older", updated=None, title=HOSTILE)
    fake.documents = (*fake.documents, older)


def _button(page: AppTest, label: str) -> Any:
    return next(button for button in page.button if button.label.replace("\\", "").startswith(label))


def test_each_document_is_shown_with_what_is_known_of_it(library: AppTest, html: Html) -> None:
    assert not library.exception
    for said in ("The Strategy", "2018-08-08", "2018-2022", "0" * 64, "Answers by default", "g1"):
        assert said in html(library)


def test_what_comes_with_the_program_cannot_be_taken_away(library: AppTest) -> None:
    assert not [button for button in library.button if "Take away" in button.label]


def test_versions_are_told_apart_and_compared(library: AppTest, fake: Any, html: Html) -> None:
    _two(fake)
    library.run()

    assert "Superseded by d" in html(library)
    assert "0 places unchanged" in html(library)
    assert "<img" not in html(library)
    library.selectbox(key="diff-old").set_value(fake.documents[0]).run()
    assert "Choose two documents." in html(library)


def test_an_upload_shows_its_outline_as_text_and_is_added(library: AppTest, started: Children, html: Html) -> None:
    library.file_uploader[0].upload("../k.txt", b"text", "text/plain").run()

    assert not library.exception
    assert "&lt;img src=x onerror=alert(1)&gt;" in html(library)
    assert "<img" not in html(library)
    library.text_input(key="field-post-0").set_value("kenya").run()
    assert len(started.started) == 1
    _button(library, "Add to the library").click().run()

    preview, added = started.started
    assert preview[0] == "--preview"
    assert Path(added[0]).name == "k.txt"
    assert "--post=kenya" in added
    assert "--updated=" in added
    assert "is in the library" in html(library)
    assert not library.text_input


def test_what_cannot_be_added_says_why_and_what_to_do(library: AppTest, started: Children, html: Html) -> None:
    started.error = AssistantError("It is <b>empty</b>.", "Choose another.")
    library.file_uploader[0].upload("k.txt", b" ", "text/plain").run()

    assert not library.exception
    assert "It is &lt;b&gt;empty&lt;/b&gt;." in html(library)
    assert "Choose another." in html(library)


def test_a_document_that_is_there_already_cannot_be_added_twice(library: AppTest, started: Children) -> None:
    started.state = "same"
    library.file_uploader[0].upload("k.txt", b"text", "text/plain").run()

    assert _button(library, "It is in the library").disabled


def test_taking_away_asks_first_and_lets_the_old_index_go(
    library: AppTest, settings: Settings, started: Children, html: Html
) -> None:
    row = Row("d", "texts/d.txt", "The Strategy", "ICS", "strategy", "0" * 64, "peru", None, None, None)
    place(settings.data / "library", row, b"text")
    write_rows(settings.data / "library", [row])
    library.run()
    _button(library, "Take away").click().run()
    assert started.started == []
    assert "Nothing of it will answer" in html(library)

    _button(library, "Take it away").click().run()
    assert started.started == [["--remove", "d"], []]
    assert "is taken away" in html(library)


def test_a_scope_is_offered_where_there_is_something_to_choose(page: AppTest, fake: Any) -> None:
    assert not page.selectbox
    _two(fake)
    page.run()
    assert [option.split(":")[0] for option in page.selectbox[0].options][:1] == ["Peru"]

    page.selectbox[0].select_index(2).run()
    page.chat_input[0].set_value("What of coca?").run()
    assert fake.scopes == [("older",)]


def test_a_scope_that_is_gone_falls_back_to_the_default(page: AppTest, fake: Any) -> None:
    _two(fake)
    page.run()
    page.selectbox[0].select_index(2).run()
    fake.documents = fake.documents[:1]
    page.chat_input[0].set_value("What of coca?").run()

    assert not page.exception
    assert fake.scopes == [()]
