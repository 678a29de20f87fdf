import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.errors import DatasetError
from evals.cases import QuestionCase
from evals.comparing import compare
from evals.gold import Gold
from evals.reporting import details
from evals.reporting.details import Told, drill
from evals.reporting.html import run_page
from evals.reporting.markup import Markup, element, embeddable, page
from evals.reporting.versus import comparison_page
from evals.runs import Run, StoredAnswer

Cases = tuple[QuestionCase, ...]


class Seen(HTMLParser):
    """The tags, attributes and script texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def data_of(text: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert match
    found: dict[str, Any] = json.loads(match.group(1))
    return found


def test_text_of_questions_and_answers_never_becomes_markup(run: Run, cases: Cases, gold: Gold) -> None:
    seen = Seen(run_page(run, cases, gold))

    assert not [tag for tag, attributes in seen.tags if any(name.startswith("on") for name in attributes)]
    assert "img" not in [tag for tag, _ in seen.tags]
    assert len([tag for tag, _ in seen.tags if tag == "script"]) == 2


def test_what_was_asked_arrives_unchanged_in_the_data(run: Run, cases: Cases, gold: Gold, hostile: str) -> None:
    items = {item["id"]: item for item in data_of(run_page(run, cases, gold))["items"]}

    assert items["hostile"]["question"] == hostile


def test_the_policy_allows_the_pages_own_script_and_style_alone(run: Run, cases: Cases, gold: Gold) -> None:
    text = run_page(run, cases, gold)
    policy = next(a["content"] or "" for tag, a in Seen(text).tags if a.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for found, name in ((script, "script-src"), (style, "style-src")):
        assert found
        digest = base64.b64encode(hashlib.sha256(found.group(1).encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy


def test_nothing_is_fetched_and_no_style_stands_in_an_attribute(run: Run, cases: Cases, gold: Gold) -> None:
    for tag, attributes in Seen(run_page(run, cases, gold)).tags:
        assert "style" not in attributes, tag
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,")), tag


def test_the_json_in_the_page_cannot_end_its_element() -> None:
    assert "<" not in embeddable({"a": "</script><!--"})
    assert json.loads(embeddable({"a": "</script>&"})) == {"a": "</script>&"}


def test_an_element_escapes_text_and_attributes_but_not_markup() -> None:
    inner = element("b", "<i>")

    assert inner == Markup("<b>&lt;i&gt;</b>")
    assert element("p", inner, title='"<') == Markup('<p title="&quot;&lt;"><b>&lt;i&gt;</b></p>')
    assert element("input", disabled=True, hidden=False, max=2) == Markup('<input disabled max="2"/>')


def test_an_item_shows_what_was_cited_and_what_is_gold(
    make_case: Callable[..., Any], make_answer: Callable[..., Any], gold: Gold
) -> None:
    from evals.cases import Span

    quote = "The U.S.- Peru agreement began in 2009."
    case = make_case(spans=(Span("d", "MO 1.1", quote),))
    stored = make_answer("q", ("MO 1.1", "Police seized $22 million in FY 2019."))

    found = drill([case], {"q": [Told({"cause": None}, stored)]}, gold)

    assert found.details["q"]["gold"] == {"d/MO 1.1/02": [1]}
    assert found.details["q"]["views"][0]["cited"] == {"d/MO 1.1/02": [[0, 1]]}
    assert found.details["q"]["views"][0]["facts"] == [True]
    assert found.passages["d/MO 1.1/02"]["sentences"][1] == quote


def test_details_of_lost_items_are_kept_first_and_what_is_left_out_is_told(
    run: Run, cases: Cases, gold: Gold, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {answer.id: answer for answer in run.answers}
    said = {str(score["id"]): (Told(score, answers[str(score["id"])]),) for score in run.scores}
    whole = drill(cases, said, gold)
    sizes = len(json.dumps(whole.details["right"]))

    short = drill(cases, said, gold, budget=len(json.dumps([whole.details, whole.passages])) - sizes // 2)

    assert whole.left_out == 0
    assert set(whole.details) - set(short.details) == {"right"}
    assert short.left_out == 1
    monkeypatch.setattr(details.drill, "__defaults__", (0,))
    assert "stand in answers.jsonl only" in run_page(run, cases, gold)


def test_every_number_shows_what_it_was_counted_over(run: Run, cases: Cases, gold: Gold) -> None:
    text = run_page(run, cases, gold)

    assert "n 5 · 1 error · 0 undefined · 0 unwinnable" in text
    for head in ("n", "undefined", "errors", "unwinnable", "95 % interval"):
        assert f'<th scope="col">{head}</th>' in text


def test_every_cause_filters_the_items_and_every_measure_is_defined(run: Run, cases: Cases, gold: Gold) -> None:
    text = run_page(run, cases, gold)

    assert {"crashed", "abstained_needlessly", "answered_wrongly"} <= set(re.findall(r'data-cause="(\w+)"', text))
    linked = set(re.findall(r'href="#(measure-\w+)"', text))
    assert linked <= set(re.findall(r'id="(measure-\w+)"', text))


def test_without_the_corpus_the_report_still_opens(run: Run, cases: Cases) -> None:
    assert data_of(run_page(run, cases, Gold([], [])))["passages"] == {}


def test_a_run_without_scores_and_another_suite_are_refused(run: Run, cases: Cases, gold: Gold) -> None:
    with pytest.raises(DatasetError, match="has no scores"):
        run_page(replace(run, summary=None), cases, gold)
    with pytest.raises(DatasetError, match="no case 'right'"):
        run_page(run, cases[1:], gold)


def test_a_comparison_shows_both_answers_of_what_changed(run: Run, later: Run, cases: Cases, gold: Gold) -> None:
    text = comparison_page(compare(run, later), run, later, cases, gold)
    changes = {item["id"]: item["change"] for item in data_of(text)["items"]}

    assert changes == {
        "right": "worse",
        "silent": "better",
        "hostile": "same",
        "crash": "same",
        "wrong yes": "same",
    }
    worse = text.partition('id="regressions"')[2].partition('id="fixes"')[0]
    assert "A: first" in worse and "Police seized $22 million" in worse
    assert "B: later" in worse and "The strategy does not say this." in worse
    assert data_of(text)["details"]["right"]["views"][1]["outcome"] == "abstained"


def test_items_of_one_run_only_and_warnings_are_listed(run: Run, later: Run, cases: Cases, gold: Gold) -> None:
    record = {**compare(run, later), "only_a": ["<alone>"], "warnings": ["The engines <differ>."]}
    text = comparison_page(record, run, later, cases, gold)

    assert "<li>&lt;alone&gt;</li>" in text
    assert "<li>The engines &lt;differ&gt;.</li>" in text


def test_a_report_of_three_hundred_items_is_under_five_megabytes(
    make_run: Callable[..., Run], cases: Cases, gold: Gold, answers: tuple[StoredAnswer, ...]
) -> None:
    long = {"text": "word " * 1000, "sentences": [], "citations": []}
    stored = [replace(answer, answer={**answer.answer, **long}) if answer.answer else answer for answer in answers]
    run = make_run("long", tuple(stored))
    many = [replace(case, id=f"{case.id}-{number}") for number in range(60) for case in cases]
    scores = [{**score, "id": f"{score['id']}-{number}"} for number in range(60) for score in run.scores]
    said = [replace(answer, id=f"{answer.id}-{number}") for number in range(60) for answer in stored]

    text = run_page(replace(run, scores=tuple(scores), answers=tuple(said)), many, gold)

    assert 1_000_000 < len(text.encode()) < 5_000_000


def test_the_page_needs_no_data_to_be_whole() -> None:
    assert page("<T>", element("main"), {}).startswith('<!doctype html>\n<html lang="en">')
