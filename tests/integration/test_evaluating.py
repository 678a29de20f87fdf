"""`strategy eval` on a real index: run, resume, score, compare, gate, report, import; and every mistake told in words."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.opening import Assistant
from assistant.settings import Settings
from ui import cli

Strategy = Callable[..., tuple[int, str, str]]
CASES: list[dict[str, Any]] = [
    {"id": "poverty", "question": "How much has poverty fallen?", "answerable": True, "refs": ["CoM"], "also_ok": ["MO 3.1"], "facts": [["over half"]], "tags": ["factoid"], "half": "report",
     "spans": [{"document": "ics-peru-2020", "ref": "CoM", "quote": "Poverty has fallen by over half nationally, to less than 22 percent today."}]},
    {"id": "title", "question": "What is Mission Objective 2.2?", "answerable": True, "refs": ["MO 2.2"], "tags": ["lookup"], "half": "report"},
    {"id": "moon", "question": "What is the price of a ticket to the moon?", "answerable": False, "tags": ["out_of_scope"], "half": "report"},
    {"id": "gold", "question": "Which objective deals with illegal gold mining?", "answerable": True, "refs": ["MO 2.2"], "also_ok": ["MO 2.1", "MG 2"], "tags": ["list"], "half": "report"},
]  # fmt: skip


@pytest.fixture(scope="module")
def data(built_settings: Settings) -> Path:
    """A data folder with an index of the bundled corpus."""
    return built_settings.data


@pytest.fixture
def strategy(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Strategy:
    """Run `strategy eval …` in this process; return its exit code, stdout and stderr."""
    monkeypatch.setenv("STRATEGY_DATA", str(data))

    def run(*argv: str) -> tuple[int, str, str]:
        code = cli.main(["eval", *argv])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return written(tmp_path / "four.jsonl", *CASES)


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """A run's name that no other test has."""
    return f"run-{abs(hash(request.node.nodeid))}"


def written(path: Path, *records: Any) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def bytes_under(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_is_a_folder_with_all_that_was_asked_and_scored(
    strategy: Strategy, suite: Path, data: Path, name: str
) -> None:
    code, out, _ = strategy("run", str(suite), "--name", name, "--no-latency")
    folder = data / "runs" / name
    summary = json.loads((folder / "summary.json").read_text("utf-8"))

    assert code == 0
    assert "Item score" in out
    assert str(folder / "report.html") in out
    assert {path.name for path in folder.iterdir()} == {
        "passport.json", "answers.jsonl", "scores.jsonl", "summary.json", "report.html",
    }  # fmt: skip
    assert summary["counts"]["cases"] == 4
    assert summary["measures"]["verbatim"]["value"] == 1
    answers = [json.loads(line) for line in (folder / "answers.jsonl").read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["poverty", "title", "moon", "gold"]
    assert all(answer["ranking"] for answer in answers)


def test_answers_are_those_of_the_product(
    strategy: Strategy, suite: Path, data: Path, name: str, assistant: Assistant
) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    lines = (data / "runs" / name / "answers.jsonl").read_text("utf-8").splitlines()

    for case, line in zip(CASES, lines, strict=True):
        answer = json.loads(line)["answer"]
        assert answer["text"] == assistant.ask(str(case["question"])).text


def test_workers_and_repeats_give_the_same_answers(strategy: Strategy, suite: Path, data: Path, name: str) -> None:
    alone = strategy("run", str(suite), "--name", f"{name}-a", "--no-latency", "--json")
    together = strategy(
        "run", str(suite), "--name", f"{name}-b", "--no-latency", "--json", "--workers", "2", "--repeat", "2"
    )

    assert (alone[0], together[0]) == (0, 0)
    assert json.loads(together[1])["robustness"]["repeat_identity"] == 1
    first, second = (json.loads(out)["measures"] for out in (alone[1], together[1]))
    assert {key: first[key]["value"] for key in first if key != "total_ms"} == {
        key: second[key]["value"] for key in second if key != "total_ms"
    }
    events = [json.loads(line) for line in together[2].splitlines() if line.startswith("{")]
    assert events[-1] == {"event": "progress", "stage": "ask", "done": 8, "total": 8}


def test_times_and_memory_are_measured_in_fresh_processes(strategy: Strategy, suite: Path, name: str) -> None:
    code, out, _ = strategy("run", str(suite), "--name", name, "--latency", "--json")
    summary = json.loads(out)

    assert code == 0
    assert summary["latency_ms"]["total"]["n"] == 4
    assert 0 < summary["cold_start_s"] < 60
    assert 50 < summary["memory_mb"] < 2000


def test_a_run_is_gone_on_with_after_a_half_written_line(
    strategy: Strategy, suite: Path, data: Path, name: str
) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    path = data / "runs" / name / "answers.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])

    code, _, err = strategy("run", str(suite), "--name", name, "--no-latency")

    assert code == 0
    assert "half written" in err
    assert len(path.read_text("utf-8").splitlines()) == 4


def test_tags_halves_and_samples_choose_cases(strategy: Strategy, suite: Path, name: str) -> None:
    def cases(*argv: str) -> int:
        code, out, err = strategy("run", str(suite), "--no-latency", "--json", *argv)
        assert code == 0, err
        return int(json.loads(out)["counts"]["cases"])

    assert cases("--tag", "list", "--tag", "lookup") == 2
    assert cases("--half", "report", "--sample", "3") == 3
    assert strategy("run", str(suite), "--tag", "nonsense")[0] == 1
    assert strategy("run", str(suite), "--half", "tuning")[0] == 1


def test_a_crash_is_an_error_that_is_counted_and_can_be_asked_again(
    strategy: Strategy, suite: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Assistant.ask

    def breaking(self: Assistant, question: str, *more: Any) -> Any:
        if "gold" in question:
            raise ZeroDivisionError("broken")
        return real(self, question, *more)

    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "ask", breaking)
        code, out, _ = strategy("run", str(suite), "--name", name, "--no-latency", "--json")
    broken = json.loads(out)
    mended = json.loads(strategy("run", str(suite), "--name", name, "--no-latency", "--json", "--retry-errors")[1])

    assert code == 0
    assert broken["counts"]["errors"] == 1
    assert broken["causes"]["crashed"] == 1
    assert broken["measures"]["first_citation"]["errors"] == 1
    assert mended["counts"]["errors"] == 0


def test_a_planted_regression_is_caught_by_compare_and_its_gate(
    strategy: Strategy, suite: Path, data: Path, tmp_path: Path, name: str
) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    worse = []
    for line in (data / "runs" / name / "answers.jsonl").read_text("utf-8").splitlines():
        stored = json.loads(line)
        gives = stored["id"] != "title"
        worse.append(stored["answer"] if gives else {"id": "title", "text": "I don't know."})
    predictions = written(tmp_path / "worse.jsonl", *worse)
    gate = tmp_path / "gate.toml"
    gate.write_text('[[gates]]\nmeasure = "item_score"\nallowed_drop = 0.01\n', encoding="utf-8")
    page = tmp_path / "comparison.html"

    scored = strategy("score", "--predictions", str(predictions), "--suite", str(suite), "--name", f"{name}-worse")
    code, out, err = strategy("compare", name, f"{name}-worse", "--gate", str(gate), "--report", str(page))
    same = strategy("compare", name, name, "--gate", str(gate), "--json")

    assert scored[0] == 0
    assert code == 3
    assert "Regressions: 1" in out
    assert "title: What is Mission Objective 2.2?" in out
    assert "FAILED" in err
    assert "<script src" not in page.read_text("utf-8")
    assert same[0] == 0
    assert json.loads(same[1])["measures"]["item_score"]["difference"] == 0


def test_shuffled_answers_score_near_nothing(strategy: Strategy, data: Path, tmp_path: Path, name: str) -> None:
    code, out, err = strategy("run", "peru-core.report", "--name", name, "--no-latency", "--json")
    assert code == 0, err
    answers = [
        json.loads(line)["answer"] for line in (data / "runs" / name / "answers.jsonl").read_text("utf-8").splitlines()
    ]
    moved = [{**answer, "id": other["id"]} for answer, other in zip(answers, [*answers[7:], *answers[:7]], strict=True)]
    predictions = written(tmp_path / "shuffled.jsonl", *moved)
    shuffled = json.loads(
        strategy(
            "score", "--predictions", str(predictions), "--suite", "peru-core.report", "--name", f"{name}-s", "--json"
        )[1]
    )

    assert shuffled["measures"]["fact_recall"]["value"] < 0.15
    assert json.loads(out)["measures"]["fact_recall"]["value"] > 0.6


def test_scoring_again_changes_nothing_but_what_it_is_computed_from(
    strategy: Strategy, suite: Path, data: Path, name: str
) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    folder = data / "runs" / name
    before = bytes_under(folder)
    (folder / "scores.jsonl").unlink()
    (folder / "summary.json").unlink()

    code, _, _ = strategy("score", name)

    assert code == 0
    assert bytes_under(folder) == before


def test_edited_gold_applies_to_stored_answers_and_is_said(strategy: Strategy, suite: Path, name: str) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    written(suite, *[{**case, "facts": [["no such thing"]]} if case["id"] == "poverty" else case for case in CASES])

    code, out, err = strategy("score", name, "--json")

    assert code == 0
    assert "edited since" in err
    assert json.loads(out)["measures"]["fact_recall"]["value"] == 0


@pytest.mark.parametrize("format", ["html", "md", "csv", "json", "junit", "trec"])
def test_every_format_is_made_from_a_finished_run(
    strategy: Strategy, suite: Path, tmp_path: Path, name: str, format: str
) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")

    code, out, err = strategy("report", name, "--format", format)
    to = tmp_path / "out"
    again = strategy("report", name, "--format", format, "--out", str(to))

    assert code == 0, err
    assert out
    assert again[0] == 0
    assert to.exists()
    assert (to.is_dir() and len(list(to.iterdir())) == 2) == (format == "trec")


def test_baselines_gate_later_runs(strategy: Strategy, suite: Path, tmp_path: Path, name: str) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    gate = tmp_path / "gate.toml"
    gate.write_text(
        '[[gates]]\nmeasure = "decision"\nallowed_drop = 0.0\n[[gates]]\nmeasure = "verbatim"\nminimum = 1.0\n'
    )

    code, out, _ = strategy("bless", name)
    passed = strategy("run", str(suite), "--name", name, "--no-latency", "--gate", str(gate))
    gate.write_text('[[gates]]\nmeasure = "decision"\nminimum = 1.1\n')
    failed = strategy("score", name, "--gate", str(gate))

    assert code == 0
    assert "baselines" in out
    assert passed[0] == 0
    assert failed[0] == 3
    assert strategy("bless", name, "--out", str(gate))[0] == 1


def test_thresholds_are_swept_and_answers_reviewed(strategy: Strategy, suite: Path, tmp_path: Path, name: str) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    review = tmp_path / "review.csv"

    swept = strategy("sweep", name, "--json", "--steps", "4")
    code, out, _ = strategy("review", name, "--out", str(review))
    agreed = strategy("agree", str(review), "--json")

    assert len(json.loads(swept[1])["rows"]) == 5
    assert "threshold" in strategy("sweep", name)[1]
    assert code == 0
    assert "agree" in out
    assert json.loads(agreed[1])["judged"] == 0


def test_alignments_of_another_system_are_scored(strategy: Strategy, tmp_path: Path) -> None:
    cases = written(
        tmp_path / "cases.jsonl",
        {"id": "a", "text": "Police trained.", "refs": ["MO 2.1"]},
        {"id": "b", "text": "Rain.", "refs": []},
    )
    alignment = {"ref": "MO 2.1", "score": 0.9, "relation": "advances"}
    said = written(
        tmp_path / "said.jsonl",
        {"schema": "alignment/1", "id": "a", "paragraphs": [{"alignments": [alignment]}]},
        {"schema": "alignment/1", "id": "b", "paragraphs": []},
    )

    code, out, err = strategy("score", "--alignment", "--predictions", str(said), "--suite", str(cases), "--json")

    assert code == 0, err
    assert json.loads(out)["measures"]["top_1"]["value"] == 1
    assert "top_1" in strategy("score", "--alignment", "--predictions", str(said), "--suite", str(cases))[1]


def test_an_imported_set_is_run_over_its_own_documents(
    strategy: Strategy, data: Path, tmp_path: Path, name: str
) -> None:
    sentences = ["The lighthouse of Paracas was lit in 1913 .", "Its keeper was Rosa Quispe .", "Fog is common there ."]
    other = ["Potatoes grow on terraces .", "Farmers of the Colca valley plant them in September ."]
    common: dict[str, Any] = {"sentences": sentences, "title": "Lighthouse", "answerable": True}
    rows = [
        {**common, "id": "keeper", "question": "Who was the keeper of the lighthouse?", "gold_sentences": [1], "answers": ["Rosa Quispe"]},
        {**common, "id": "when", "question": "When was the lighthouse of Paracas lit?", "gold_sentences": [0]},
        {**common, "id": "no", "question": "Which company built the railway to Huancayo?", "answerable": False, "gold_sentences": []},
        {"id": "plant", "question": "When do farmers plant potatoes?", "sentences": other, "answerable": True, "gold_sentences": [1]},
    ]  # fmt: skip
    source = written(tmp_path / f"{name}.jsonl", *rows)

    made = strategy("import", "jsonl", str(source), "--name", name, "--json")
    code, out, err = strategy("run", name, "--no-latency", "--json")
    summary = json.loads(out)
    folder = data / "suites" / name

    assert made[0] == 0, made[2]
    assert json.loads(made[1])["documents"] == 2
    assert code == 0, err
    assert summary["measures"]["verbatim"]["value"] == 1
    assert summary["measures"]["recall_at_5"]["value"] == 1
    assert summary["measures"]["first_citation"]["value"] >= 0.5
    assert (folder / "data" / "index" / "live").is_file()
    assert not (folder / "data" / "cache").exists()
    # The documents were not indexed again, and neither the scope nor another document was left.
    again = strategy("run", name, "--no-latency", "--fresh")
    assert "not indexed" not in again[2]
    answers = (data / "runs").glob(f"{name}-*/answers.jsonl")
    for line in next(answers).read_text("utf-8").splitlines():
        stored = json.loads(line)
        wanted = "passage" if stored["id"] == "plant" else "lighthouse"
        assert {entry[1] for entry in stored["ranking"]} <= {wanted}
    # A suite whose documents were changed is indexed anew, and a run over the others cannot be scored any more.
    old = sorted(path.name for path in (data / "runs").glob(f"{name}-*"))[0]
    manifest = folder / "corpus" / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"Lighthouse"', '"Beacon"'), encoding="utf-8")
    code, _, err = strategy("run", name, "--no-latency")
    assert code == 0
    assert "stale" in err
    assert "the gold was made on the corpus" in strategy("validate", name)[1]
    code, _, err = strategy("score", old)
    assert code == 1
    assert f"The run {old} was made on the corpus" in err


def test_documents_of_ones_own_are_asked_with_corpus(
    strategy: Strategy, suite: Path, tmp_path: Path, name: str
) -> None:
    bundled = Path(__file__).parents[2] / "corpus"
    shutil.copytree(bundled, tmp_path / "corpus")

    code, out, err = strategy(
        "run", str(suite), "--corpus", str(tmp_path / "corpus"), "--name", name, "--no-latency", "--markdown"
    )
    scored = strategy("score", name)

    assert code == 0, err
    assert "not indexed yet" in err
    assert out.startswith("| Measure | Value |")
    assert scored[0] == 0, scored[2]


def test_what_cannot_be_written_is_told_in_words(strategy: Strategy, suite: Path, data: Path, name: str) -> None:
    (data / "runs").mkdir(exist_ok=True)
    (data / "runs" / name).write_text("a file", encoding="utf-8")

    code, _, err = strategy("run", str(suite), "--name", name, "--no-latency")

    assert code == 1
    assert name in err
    assert (data / "runs" / name).read_text("utf-8") == "a file"


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (("run", "no-such-suite"), 1, "no suite"),
        (("score", "no-such-run"), 1, "no run"),
        (("report", "no-such-run"), 1, "no run"),
        (("compare", "no-such-run", "other"), 1, "no run"),
        (("validate", "no-such-suite"), 1, "no suite"),
        (("agree", "no-such-file"), 1, "cannot be read"),
        (("import", "squad", "no-such-file"), 1, "cannot be read"),
        (("run", "peru-core.report", "--corpus", "no-such-folder"), 1, "manifest.toml"),
        (("score",), 2, "name a run"),
        (("score", "--predictions", "x"), 2, "--suite"),
        (("score", "--alignment", "x"), 2, "--predictions"),
        (("score", "x", "--predictions", "y", "--suite", "z"), 2, "name a run"),
        (("run", "peru-core.report", "--sample", "0"), 2, "whole number"),
        (("run", "peru-core.report", "--half", "left"), 2, "invalid choice"),
        (("report", "x", "--format", "pdf"), 2, "invalid choice"),
        (("import", "excel", "x"), 2, "invalid choice"),
        ((), 2, "ACTION"),
    ],
)
def test_a_mistake_is_told_in_words(strategy: Strategy, argv: tuple[str, ...], code: int, told: str) -> None:
    found, out, err = strategy(*argv)

    assert found == code
    assert told in err
    assert out == ""
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "line 2: The line is not JSON"),
        ({**CASES[1], "refz": ["MO 1.1"]}, "line 2: unknown field 'refz'"),
        (CASES[0], "line 2: the id 'poverty'"),
        ({**CASES[1], "refs": ["MO 9.9"]}, "line 2: "),
        ({**CASES[0], "id": "x", "spans": [{"document": "ics-peru-2020", "ref": "CoM", "quote": "Peru has no coast at all."}]}, "line 2: "),
    ],
)  # fmt: skip
def test_a_bad_line_of_a_suite_is_named_and_nothing_is_run(
    strategy: Strategy, data: Path, tmp_path: Path, line: Any, told: str
) -> None:
    suite = written(tmp_path / "bad.jsonl", CASES[0], line)
    before = sorted((data / "runs").glob("*"))

    code, out, err = strategy("run", str(suite), "--no-latency")

    assert code == 1
    assert told in err
    assert out == ""
    assert sorted((data / "runs").glob("*")) == before
    assert strategy("validate", str(suite))[0] == 1


def test_a_damaged_run_is_named_by_file_and_line_and_left_alone(
    strategy: Strategy, suite: Path, data: Path, name: str
) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")
    path = data / "runs" / name / "answers.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + "{damaged\n" + "".join(lines[2:]), encoding="utf-8")
    before = bytes_under(path.parent)

    for argv in (("run", str(suite), "--name", name, "--no-latency"), ("score", name), ("report", name)):
        code, _, err = strategy(*argv)
        assert code == 1
        assert "answers.jsonl, line 2" in err
    assert bytes_under(path.parent) == before
    assert strategy("list")[0] == 0


def test_suites_and_runs_are_listed(strategy: Strategy, suite: Path, name: str) -> None:
    strategy("run", str(suite), "--name", name, "--no-latency")

    code, out, _ = strategy("list")
    listed = json.loads(strategy("list", "--json")[1])

    assert code == 0
    assert "peru-core.report" in out
    assert name in out
    assert name in [run["name"] for run in listed["runs"]]
    assert all("error" not in found for found in listed["suites"])


def test_gold_of_the_bundled_suites_is_right(strategy: Strategy) -> None:
    names = [
        found["name"] for found in json.loads(strategy("list", "--json")[1])["suites"] if found["corpus"] != "its own"
    ]

    for name in names:
        code, out, _ = strategy("validate", name)
        assert code == 0, out


def test_variants_are_reported_as_drops(strategy: Strategy, tmp_path: Path, suite: Path, name: str) -> None:
    code, out, err = strategy("run", f"robust:{suite}", "--name", name, "--no-latency", "--json")

    assert code == 0, err
    robustness = json.loads(out)["robustness"]
    assert {"typo_drop", "casing_drop", "paraphrase_drop", "distractor_drop"} <= set(robustness)
    assert "Drops: " in strategy("score", name)[1]


def test_a_killed_run_is_taken_up_again(data: Path, suite: Path, name: str) -> None:
    environment = os.environ | {"STRATEGY_DATA": str(data)}
    command = [sys.executable, "-m", "ui.cli", "eval", "run", str(suite), "--name", name, "--no-latency", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        for line in child.stderr:
            if line.startswith("{") and json.loads(line)["done"] == 2:
                child.kill()
                break
        child.communicate(timeout=60)
    kept = len((data / "runs" / name / "answers.jsonl").read_text("utf-8").splitlines())
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    assert kept >= 2
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"]["cases"] == 4
    assert "are there already" in done.stderr
