"""The report of a run and of a comparison, opened as files: no request, no violation, all by keyboard."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from assistant.opening import Assistant
from assistant.records import answer_record
from assistant.schema import Outcome, Turn
from evals.cases import QuestionCase, Span
from evals.comparing import compare
from evals.gold import Gold
from evals.reporting.html import run_page
from evals.reporting.versus import comparison_page
from evals.runs import Run, StoredAnswer
from evals.scoring import score_all, score_record
from evals.summarizing import summarize

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RUN = "async () => (await axe.run(document, { rules: { 'target-size': { enabled: true } } })).violations"
HOSTILE = "<img src=http://example.org/x onerror=alert(1)> What is the price of a ticket to the moon?"
RATIO = "The ratio at similarly sized Missions is 32 to 1."

Open = Callable[..., Page]

pytestmark = pytest.mark.browser


def _case(id: str, question: str, **more: Any) -> QuestionCase:
    no = more.pop("answerable", True) is False
    gold: dict[str, Any] = {"refs": (), "also_ok": (), "facts": (), "must_not": (), "spans": (), "tags": ("factoid",)}
    return QuestionCase(
        id=id,
        question=question,
        history=more.pop("history", ()),
        answerable=not no,
        expect=Outcome.ABSTAINED if no else Outcome.ANSWERED,
        reason=None,
        group=id,
        standalone=None,
        **{**gold, **more},
    )


CASES = (
    _case(
        "ratio",
        "What ratio of staff do similarly sized missions have?",
        refs=("MgO 1",),
        facts=(("32 to 1",),),
        spans=(Span("ics-peru-2020", "MgO 1", RATIO),),
        half="report",
    ),
    _case("a/b c", "What is Mission Objective 2.2?", refs=("MO 2.2",), tags=("lookup",), half="tuning"),
    _case("moon", HOSTILE, answerable=False, tags=("out_of_scope",), half="report"),
    _case("more", "And its footnotes?", refs=("MO 1.1",), history=(Turn("user", "What is MO 1.1?"), Turn("assistant", "…"))),
    _case("crash", "What is the goal of the mission?", refs=("MG 1",), half="tuning"),
)  # fmt: skip


@pytest.fixture(scope="session")
def reports(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report of a run, run.html, and of a comparison, comparison.html."""
    folder = tmp_path_factory.mktemp("reports")
    gold = Gold(assistant.documents, assistant.index.sections)
    first = tuple(_asked(assistant, case) for case in CASES)
    crash = StoredAnswer("crash", None, "engine: <b>boom</b>")
    second = tuple(replace(each, **_silent(each)) if each.id == "ratio" else each for each in first)
    a, b = (_scored(name, (*some[:-1], crash), gold, folder) for name, some in (("first", first), ("second", second)))
    (folder / "run.html").write_text(run_page(a, CASES, gold), encoding="utf-8")
    (folder / "comparison.html").write_text(comparison_page(compare(a, b), a, b, CASES, gold), encoding="utf-8")
    return folder


def _asked(assistant: Assistant, case: QuestionCase) -> StoredAnswer:
    ranking = tuple((hit.passage.id, hit.passage.ref, hit.score) for hit in assistant.search(case.question, 20))
    record = answer_record(assistant.ask(case.question, case.history), case.id)
    return StoredAnswer(case.id, record, None, ranking, 0.02)


def _silent(stored: StoredAnswer) -> dict[str, Any]:
    changed = {"outcome": "abstained", "citations": [], "sentences": [], "text": "The strategy does not say."}
    return {"answer": {**(stored.answer or {}), **changed}}


def _scored(name: str, answers: tuple[StoredAnswer, ...], gold: Gold, folder: Path) -> Run:
    scores = score_all(CASES, answers, gold)
    records = tuple(score_record(case, score) for case, score in zip(CASES, scores, strict=True))
    passport = {"run": name, "suite": {"name": "five", "sha256": "0" * 64}, "index": {"corpus_sha256": "0" * 64}}
    return Run(folder / name, passport, answers, records, summarize(CASES, scores, answers, name, "five"))


@pytest.fixture
def opened(chromium: Browser, reports: Path) -> Iterator[Open]:
    """A function that opens a report in a fresh profile; at the end, it may have asked for nothing and failed nowhere."""
    troubles: list[str] = []
    contexts = []

    def open_page(name: str, size: tuple[int, int] = (1280, 900), scheme: Any = "light", at: str = "") -> Page:
        viewport: Any = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda made: None if made.url.startswith(("file:", "data:")) else troubles.append(made.url))
        page.goto((reports / name).as_uri() + at)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles, troubles


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in page.evaluate(RUN)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("name", ["run.html", "comparison.html"])
def test_no_state_of_a_report_has_a_violation(opened: Open, name: str, size: tuple[int, int], scheme: str) -> None:
    page = opened(name, size, scheme)
    for fold in page.locator("main details > summary").all():
        fold.click()
    found = {"whole": _violations(page)}
    page.evaluate("location.hash = '#item-ratio'")
    page.get_by_role("dialog").wait_for()
    found["item"] = _violations(page)

    assert not {state: violations for state, violations in found.items() if violations}
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_link_to_an_item_opens_it_with_its_evidence(opened: Open) -> None:
    page = opened("run.html", at="#item-ratio")
    item = page.get_by_role("dialog")

    assert item.get_by_role("heading", level=3).inner_text() == CASES[0].question
    gold = item.locator("mark.gold").first.inner_text()
    assert RATIO in gold and "gold" in gold.removeprefix(RATIO)
    assert item.locator("mark.cited").count() >= 1
    assert item.locator(".ranking > li").count() == 10


def test_an_id_of_any_form_can_be_linked_to(opened: Open) -> None:
    page = opened("run.html", at="#item-a%2Fb%20c")

    assert page.get_by_role("dialog").locator(".name").inner_text() == "a/b c"


def test_items_are_walked_by_keyboard_and_the_focus_comes_back(opened: Open) -> None:
    page = opened("run.html")
    focused = "document.activeElement.textContent"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "ratio"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "a/b c"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("j")
    assert page.get_by_role("dialog").locator(".name").inner_text() == "a/b c"
    assert page.evaluate("location.hash") == "#item-a%2Fb%20c"
    page.keyboard.press("Escape")
    page.locator("#drawer").wait_for(state="hidden")
    assert page.evaluate(focused) == "a/b c"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_filters_and_search_narrow_the_items(opened: Open) -> None:
    page = opened("run.html")
    rows = page.locator("#matrix tbody tr")
    assert rows.count() == 5
    page.locator("#tag").select_option("lookup")
    assert rows.count() == 1
    page.get_by_role("button", name="Clear filters").click()
    page.locator("#cause").select_option("crashed")
    assert rows.locator(".id").all_inner_texts() == ["crash"]
    page.get_by_role("button", name="Clear filters").click()
    page.locator("#half").select_option("report")
    assert rows.count() == 2
    page.locator("#search").fill("MOON")
    assert rows.locator(".id").all_inner_texts() == ["moon"]
    page.locator("#search").fill("nothing like it")
    assert page.locator("#shown").inner_text() == "No item fits these filters."


def test_a_cause_on_top_filters_the_items_below(opened: Open) -> None:
    page = opened("run.html")
    page.get_by_role("button", name="Crashed").click()

    assert page.locator("#matrix tbody .id").all_inner_texts() == ["crash"]


def test_a_column_sorts_both_ways(opened: Open) -> None:
    page = opened("run.html")
    head = page.get_by_role("columnheader", name="Item score")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    values = page.locator("#matrix tbody tr td:nth-child(5)").all_inner_texts()
    assert values == sorted(values)
    head.get_by_role("button").click()
    assert page.locator("#matrix tbody tr td:nth-child(5)").all_inner_texts() == sorted(values, reverse=True)


def test_hostile_text_is_shown_as_text(opened: Open) -> None:
    page = opened("run.html", at="#item-moon")

    assert page.get_by_role("heading", level=3).filter(has_text="onerror=alert(1)").inner_text() == HOSTILE
    assert page.locator("img").count() == 0


def test_an_error_is_shown_as_it_was(opened: Open) -> None:
    page = opened("run.html", at="#item-crash")

    assert page.get_by_role("dialog").locator(".problem").inner_text() == "engine: <b>boom</b>"


def test_a_comparison_lists_what_got_worse_and_opens_both_answers(opened: Open) -> None:
    page = opened("comparison.html")
    assert page.locator("#regressions article").count() == 1
    page.locator("#regressions").get_by_role("link", name="ratio").click()
    item = page.get_by_role("dialog")
    # The page draws the item when its address has changed, which a busy machine may do a moment later.
    item.locator(".view").first.wait_for()
    assert item.locator(".view").count() == 2
    assert "The strategy does not say." in item.locator(".view").nth(1).inner_text()
    page.keyboard.press("Escape")
    page.locator("#change").select_option("worse")
    assert page.locator("#matrix tbody .id").all_inner_texts() == ["ratio"]


def test_paper_shows_the_numbers_and_no_controls(opened: Open) -> None:
    page = opened("run.html")
    page.emulate_media(media="print")

    assert page.locator(".tiles").is_visible()
    assert page.locator("#matrix").is_visible()
    for hidden in ("nav", "#filters", ".keys"):
        assert not page.locator(hidden).first.is_visible()
