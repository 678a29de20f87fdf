"""A cable checked by a person in a browser, on a wide and a narrow screen; axe-core over what is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RUN = "async () => (await axe.run(document, { rules: { 'target-size': { enabled: true } } })).violations"
DRAFT = """SBU

TAGS: SNAR, PE

1. (SBU) CORAH teams pulled up 300 hectares of coca near Tocache and police seized 90 kilos of paste. This advances MO 2.4.

2. (U) The orchestra played Mozart at the municipal theater and the pianist gave two encores.
"""

pytestmark = pytest.mark.browser


def _violations(page: Any) -> list[str]:
    page.wait_for_timeout(400)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in page.evaluate(RUN)]


@pytest.mark.parametrize(("size", "scheme"), [((1280, 900), "light"), ((390, 844), "dark")])
def test_a_draft_is_pasted_read_and_taken_away(
    visit: Callable[..., Any], server: Any, size: tuple[int, int], scheme: str
) -> None:
    watched = visit(server, size=size, scheme=scheme)
    page = watched.page
    page.get_by_role("link", name="Check a cable", exact=True).click()
    page.get_by_label("Paste the draft").fill(DRAFT)
    page.get_by_role("button", name="Check the draft").click()
    page.get_by_role("heading", name="What was found").wait_for(timeout=60_000)
    watched.settled()
    assert page.get_by_text("¶ 1 · SBU · body · ✓ aligned · MO 2.2").is_visible()
    assert page.get_by_text("¶ 2 · U · body · – none").is_visible()
    found = _violations(page)

    page.get_by_role("button", name="Show the evidence for ¶ 2").click()
    page.get_by_role("heading", name="Evidence for ¶ 2").wait_for()
    watched.settled()
    found += _violations(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download Word").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.get_by_role("button", name="Check another draft").click()
    page.get_by_label("Paste the draft").wait_for()
    assert page.get_by_label("Paste the draft").input_value() == ""

    assert not found
