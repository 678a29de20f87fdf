"""A document added, asked, compared and taken away by a person in a browser; a server and a library of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import expect

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RUN = "async () => (await axe.run(document, { rules: { 'target-size': { enabled: true } } })).violations"
STREAMLIT = (
    'presentation-role-conflict: <section role="presentation" tabindex="-1" data-testid="stFileUploaderDropzone"',
)
"""Streamlit's own: the drop zone says that it is decoration and can be focused by a script (react-dropzone#1182,
streamlit#15921). No key reaches it, and the button inside is sound."""
KENYA = """INTEGRATED COUNTRY STRATEGY
Kenya <img src=http://evil.example/x>

Approved: March 28, 2022

Mission Goal 1: Restore the harbour of Mombasa.

Description: The harbour was closed by a zanzibari storm. Forty dhows wait for a berth in Kenya.

Mission Objective 2.2: Dredge the channel.

Justification: Silt fills the channel.
"""
NAME = "<b>ICS Kenya</b> $a$.txt"

Visit = Callable[..., Any]

pytestmark = pytest.mark.browser


def _violations(page: Any) -> list[str]:
    page.wait_for_timeout(400)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in page.evaluate(RUN)]
    return [each for each in found if not each.startswith(STREAMLIT)]


def _go(watched: Any, name: str) -> None:
    """Follow the link to a page."""
    watched.page.get_by_role("link", name=name, exact=True).click()
    watched.settled()


@pytest.fixture
def own(data: Path, tmp_path: Path, start: Callable[[Path], Any]) -> Any:
    """A server on a copy of the index, so that what is added disturbs nobody."""
    shutil.copytree(data, tmp_path / "own")
    return start(tmp_path / "own")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_a_document_is_added_asked_compared_and_taken_away(
    visit: Visit, own: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    watched = visit(own, size=size)
    page = watched.page
    found = {"chat": _violations(page)}
    _go(watched, "Library")
    page.get_by_role("heading", name="The index in use").wait_for()
    found["library"] = _violations(page)

    page.locator("input[type=file]").set_input_files({"name": NAME, "mimeType": "text/plain", "buffer": KENYA.encode()})
    page.get_by_text("Outline found").wait_for()
    watched.settled()
    expect(page.get_by_label("Post")).to_have_value("kenya")
    found["preview"] = _violations(page)
    page.get_by_role("button", name="Add to the library").click()
    page.locator(".done", has_text="is in the library.").wait_for(timeout=120_000)
    watched.settled()
    assert page.get_by_role("heading", name="Integrated Country Strategy, U.S. Mission to Kenya").is_visible()
    assert page.get_by_text("Of another post").is_visible()
    assert page.get_by_role("heading", name="Difference between two versions").is_visible()
    found["added"] = _violations(page)

    _go(watched, "Ask")
    page.get_by_role("combobox", name="Answer from").wait_for()
    watched.settled()
    found["scope"] = _violations(page)
    page.get_by_role("combobox", name="Answer from").click()
    page.get_by_role("option", name="Kenya: the newest strategy").click()
    watched.settled()
    watched.ask("What does Mission Objective 2.2 say?")
    assert page.get_by_text("Dredge the channel").first.is_visible()
    assert page.get_by_text("another post").first.is_visible()

    _go(watched, "Library")
    button = page.get_by_role("button", name="Take away Integrated Country Strategy, U.S. Mission to Kenya")
    button.press("Enter")
    page.get_by_role("dialog").wait_for()
    found["asked once more"] = _violations(page)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert button.is_visible()
    button.click()
    page.get_by_role("button", name="Take it away").click()
    page.locator(".done", has_text="Nothing of it answers any more.").wait_for(timeout=120_000)
    watched.settled()
    assert not button.is_visible()
    found["removed"] = _violations(page)

    assert not {state: violations for state, violations in found.items() if violations}
    left = [path for path in (tmp_path / "own").rglob("*") if path.is_file() and b"zanzibari" in path.read_bytes()]
    assert not left
