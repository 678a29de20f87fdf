import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import DatasetError
from assistant.schema import Answer, Hit, Outcome, Passage
from assistant.settings import Settings
from evals import running
from evals.passport import fingerprint, package_sha256, passport
from evals.running import Options, run, select, unstable
from evals.runs import ANSWERS, StoredAnswer, read_passport
from evals.suites import Suite

CARD = SimpleNamespace(generation="g1", corpus_sha256="c1", model="m", model_sha256="s1")
Make = Callable[..., Any]


class FakeAssistant:
    """Answers with the question; fails on trouble until it is mended; may answer differently each time."""

    def __init__(self) -> None:
        self.index = SimpleNamespace(card=CARD, notes=())
        self.asked: list[str] = []
        self.is_mended = False
        self.is_fickle = False

    def warm(self) -> None:
        pass

    def ask(self, question: str, history: Any, scope: tuple[str, ...]) -> Answer:
        self.asked.append(question)
        if "trouble" in question and not self.is_mended:
            raise KeyError("trouble")
        text = f"{question} {len(self.asked) if self.is_fickle else ''}"
        return Answer(
            question, question, Outcome.ANSWERED, None, 0.5, text, (), (), (), (), (), None, "en", scope or ("d",),
            "extractive", "g1", "c1", {"total": float(len(self.asked))},
        )  # fmt: skip

    def search(self, question: str, k: int, history: Any, scope: Any) -> tuple[Hit, ...]:
        return (Hit(Passage("d/MO 1.1/01", "d", "MO 1.1", "Text", "x", (), ()), 0.5, 1),) if k else ()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    assistant = FakeAssistant()
    monkeypatch.setattr(running, "open_assistant", lambda settings: assistant)
    return assistant


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", _env_file=None)


@pytest.fixture
def suite(make_case: Make) -> Suite:
    texts = ("one", "two", "trouble", "four")
    cases = tuple(
        make_case(f"q{number}", question=text, tags=("odd" if number % 2 else "even",), half="tuning")
        for number, text in enumerate(texts, start=1)
    )
    return Suite("set", (), "s" * 64, cases, None)


def test_answers_stand_in_the_order_of_the_suite_and_a_crash_is_kept(
    fake: FakeAssistant, suite: Suite, settings: Settings
) -> None:
    seen: list[tuple[int, int]] = []

    ran = run(suite, settings, Options(), lambda done, total: seen.append((done, total)))

    assert [answer.id for answer in ran.run.answers] == ["q1", "q2", "q3", "q4"]
    assert ran.run.answers[2].error == "KeyError: 'trouble'"
    assert ran.run.answers[2].answer is None
    assert ran.run.answers[0].ranking == (("d/MO 1.1/01", "MO 1.1", 0.5),)
    assert ran.asked == 4
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert ran.run.passport["finished"]


def test_what_is_there_is_not_asked_again(fake: FakeAssistant, suite: Suite, settings: Settings) -> None:
    first = run(suite, settings, Options())
    path = first.run.folder / ANSWERS
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:2]) + lines[2][:30], encoding="utf-8")
    fake.asked.clear()

    again = run(suite, settings, Options())

    assert again.run.folder == first.run.folder
    assert fake.asked == ["trouble", "four"]
    assert any("half written" in remark for remark in again.remarks)
    assert [answer.id for answer in again.run.answers] == ["q1", "q2", "q3", "q4"]
    assert run(suite, settings, Options()).asked == 0


def test_errors_are_asked_again_on_request_only(fake: FakeAssistant, suite: Suite, settings: Settings) -> None:
    run(suite, settings, Options())
    fake.asked.clear()
    fake.is_mended = True

    assert run(suite, settings, Options()).asked == 0
    ran = run(suite, settings, Options(retries_errors=True))

    assert fake.asked == ["trouble"]
    assert not any(answer.error for answer in ran.run.answers)


def test_a_fresh_run_leaves_the_other_alone(fake: FakeAssistant, suite: Suite, settings: Settings) -> None:
    first = run(suite, settings, Options())
    before = (first.run.folder / ANSWERS).read_bytes()

    second = run(suite, settings, Options(is_fresh=True))

    assert second.run.name == f"{first.run.name}-2"
    assert second.asked == 4
    assert (first.run.folder / ANSWERS).read_bytes() == before


def test_a_name_that_is_taken_by_something_else_is_refused(
    fake: FakeAssistant, suite: Suite, settings: Settings
) -> None:
    ran = run(suite, settings, Options(name="mine"))
    before = {path: path.read_bytes() for path in ran.run.folder.iterdir()}

    with pytest.raises(DatasetError, match="another suite"):
        run(replace(suite, sha256="t" * 64), settings, Options(name="mine"))
    with pytest.raises(DatasetError, match="already"):
        run(suite, settings, Options(name="mine", is_fresh=True))
    with pytest.raises(DatasetError, match="another selection"):
        run(suite, settings, Options(name="mine", sample=2))

    assert {path: path.read_bytes() for path in ran.run.folder.iterdir()} == before


def test_answers_that_change_are_told(fake: FakeAssistant, suite: Suite, settings: Settings) -> None:
    steady = run(suite, settings, Options(repeat=3))
    fake.is_fickle = True
    fickle = run(suite, settings, Options(repeat=2))

    assert len(steady.run.answers) == 12
    assert len(steady.run.first_answers) == 4
    assert steady.unstable == ()
    assert fickle.unstable == ("q1", "q2", "q4")


def test_time_is_no_difference_between_answers() -> None:
    one = StoredAnswer("q", {"text": "x", "timings_ms": {"total": 1}}, None, (), 1.0, 0)
    two = StoredAnswer("q", {"text": "x", "timings_ms": {"total": 9}}, None, (), 2.0, 1)

    assert unstable([one, two]) == ()
    assert unstable([one, replace(two, ranking=(("p", "r", 1.0),))]) == ("q",)


def test_the_scope_of_an_answer_is_kept_as_it_was_asked(fake: FakeAssistant, make_case: Make) -> None:
    everywhere = running.ask(fake, make_case())  # type: ignore[arg-type]
    one = running.ask(fake, make_case(scope=("d",)))  # type: ignore[arg-type]

    assert everywhere.answer is not None
    assert one.answer is not None
    assert (everywhere.answer["scope"], one.answer["scope"]) == ([], ["d"])


def test_a_selection_keeps_the_order_and_is_always_the_same(suite: Suite) -> None:
    assert [case.id for case in select(suite.cases, Options(tags=("odd",)).selection)] == ["q1", "q3"]
    drawn = select(suite.cases, Options(sample=2).selection)
    assert drawn == select(suite.cases, Options(sample=2).selection)
    assert [case.id for case in drawn] == sorted(case.id for case in drawn)
    assert select(suite.cases, Options(sample=9, half="tuning").selection) == suite.cases


@pytest.mark.parametrize("options", [Options(tags=("none",)), Options(half="report")])
def test_a_selection_that_leaves_nothing_is_a_known_error(suite: Suite, options: Options) -> None:
    with pytest.raises(DatasetError):
        select(suite.cases, options.selection)


def test_two_processes_do_not_write_one_run(
    fake: FakeAssistant, suite: Suite, settings: Settings, monkeypatch: Any
) -> None:
    ran = run(suite, settings, Options())
    from assistant.locking import claimed

    with claimed(ran.run.folder) as ours:
        assert ours
        with pytest.raises(DatasetError, match="Another process"):
            run(suite, settings, Options())


def test_a_fingerprint_is_of_what_decides_the_answers(suite: Suite, settings: Settings) -> None:
    def made(**changes: Any) -> Any:
        return passport("r", suite, CARD, settings.model_copy(update=changes), Options().selection, ["strategy"])  # type: ignore[arg-type]

    assert made()["fingerprint"] == made(port=9000, data=Path("elsewhere"))["fingerprint"]
    assert made()["fingerprint"] != made(max_question=500)["fingerprint"]
    assert fingerprint({**made(), "engine": {}}) != made()["fingerprint"]


def test_a_passport_names_suite_engine_index_and_machine_and_no_secret(suite: Suite, settings: Settings) -> None:
    record = passport("r", suite, CARD, settings, Options().selection, ["strategy", "eval"])  # type: ignore[arg-type]

    assert record["schema"] == "passport/1"
    assert record["engine"]["sha256"] == package_sha256("assistant")  # type: ignore[index]
    assert record["index"] == {"generation": "g1", "corpus_sha256": "c1"}
    assert {"python", "platform", "cores", "git", "libraries", "started"} <= set(record)
    json.dumps(record)


def test_a_passport_is_written_before_the_first_question(fake: FakeAssistant, suite: Suite, settings: Settings) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(suite, settings, Options(name="cut"), stop)

    folder = settings.data / "runs" / "cut"
    assert read_passport(folder)["finished"] is None
    assert len((folder / ANSWERS).read_text("utf-8").splitlines()) == 2
    assert run(suite, settings, Options(name="cut")).asked == 2
