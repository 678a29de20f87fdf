"""axe-core over the states of the page: zero violations of any impact."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RUN = "async () => (await axe.run(document, { rules: { 'target-size': { enabled: true } } })).violations"

Visit = Callable[..., Any]

pytestmark = pytest.mark.browser


def _violations(watched: Any) -> list[str]:
    watched.page.wait_for_timeout(400)
    watched.page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in watched.page.evaluate(RUN)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_no_state_of_the_page_has_a_violation(visit: Visit, server: Any, size: tuple[int, int], scheme: str) -> None:
    watched = visit(server, size=size, scheme=scheme)
    found = {"empty": _violations(watched)}
    watched.ask("What does Mission Objective 2.2 say?")
    watched.cite(2)
    found["answered"] = _violations(watched)
    watched.page.get_by_role("button", name="Read the whole section").click()
    watched.page.get_by_role("dialog").wait_for()
    found["section open"] = _violations(watched)
    watched.page.keyboard.press("Escape")
    watched.page.get_by_role("dialog").wait_for(state="detached")
    watched.ask("What is the weather in Tokyo?")
    found["abstained"] = _violations(watched)
    watched.ask("Who pays for it?")
    watched.page.locator("summary").last.click()
    watched.page.locator(".explained").wait_for()
    watched.settled()
    found["follow-up explained"] = _violations(watched)
    watched.page.get_by_role("button", name="Change the wording").click()
    watched.page.locator("textarea:focus").wait_for()
    watched.settled()
    found["wording edited"] = _violations(watched)
    with watched.asking_again():
        watched.page.get_by_role("button", name="Ask this").click()
    found["asked in other words"] = _violations(watched)
    watched.ask("objective 1")
    found["asked back"] = _violations(watched)
    watched.ask("How many tourists visit each year and who is the ambassador?")
    assert watched.page.locator(".partial").count() == 1
    found["answered in part"] = _violations(watched)
    watched.ask("¿Qué enfermedades son endémicas?")
    assert watched.page.locator(".gloss").count() == 1
    found["glossed"] = _violations(watched)
    watched.ask("x" * 3_000)
    found["problem"] = _violations(watched)

    assert not {state: violations for state, violations in found.items() if violations}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_section_can_be_read_in_either_scheme(visit: Visit, server: Any, scheme: str) -> None:
    """The drawer hangs outside of the element that carries the scheme; axe looks past that."""
    watched = visit(server, scheme=scheme)
    watched.ask("What does Mission Objective 2.2 say?")
    watched.page.get_by_role("button", name="Read the whole section").click()
    watched.page.get_by_role("dialog").locator("h3.place").wait_for()
    for part in (".place", ".overline", ".passage", ".part"):
        assert watched.page.evaluate(CONTRAST, f".section {part}") >= 4.5, part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_label_of_a_doubtful_answer_can_be_read_in_either_scheme(visit: Visit, server: Any, scheme: str) -> None:
    page = visit(server, scheme=scheme).page
    page.evaluate(
        """document.querySelector(".stHtml").insertAdjacentHTML("beforeend", '<p class="doubt">Low confidence</p>')"""
    )

    assert page.evaluate(CONTRAST, ".doubt") >= 4.5


CONTRAST = """(selector) => {
  const element = document.querySelector(selector);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  let ground = element;
  while (ground && channels(getComputedStyle(ground).backgroundColor)[3] < 255) ground = ground.parentElement;
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(ground).backgroundColor)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""
