import json
from pathlib import Path

import pytest

from assistant.errors import DatasetError
from assistant.settings import Settings
from evals.blessing import baselines_folder, bless, find_baseline, read_baseline
from evals.gating import Gate, check
from evals.runs import Run

SUMMARY = {
    "run": "r",
    "suite": "smoke",
    "counts": {"cases": 3},
    "measures": {"item_score": {"value": 0.5, "low": 0.4, "high": 0.6}},
    "abstention": {"needless_rate": 0.1, "f1": None, "needless_interval": [0, 1]},
    "halves": {"report": {"item_score": {"value": 0.4, "n": 2}}},
    "latency_ms": {"total": {"p95": 30.0}},
    "outcomes": {"answered": {"answered": 3}},
}
PASSPORT = {"suite": {"name": "smoke", "sha256": "1"}, "index": {"corpus_sha256": "2"}, "engine": {"name": "e"}}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, _env_file=None)


def test_a_blessed_run_is_found_under_its_suite_and_holds_its_numbers(settings: Settings) -> None:
    path = bless(Run(Path("r"), PASSPORT, (), (), SUMMARY), baselines_folder(settings))

    assert find_baseline("smoke", settings) == path
    record = read_baseline(path)
    assert record["values"] == {
        "item_score": 0.5,
        "counts.cases": 3,
        "abstention.needless_rate": 0.1,
        "halves.report.item_score": 0.4,
        "latency_ms.total.p95": 30.0,
    }
    assert (record["run"], record["corpus_sha256"]) == ("r", "2")
    assert find_baseline("core", settings) is None


def test_a_run_passes_against_the_baseline_that_it_became(settings: Settings) -> None:
    record = read_baseline(bless(Run(Path("r"), PASSPORT, (), (), SUMMARY), baselines_folder(settings)))
    gates = [
        Gate(path, allowed_drop=0.0) for path in ("item_score", "abstention.needless_rate", "halves.report.item_score")
    ]

    assert all(result.has_passed for result in check(gates, SUMMARY, baseline=record))


def test_a_run_without_a_summary_cannot_be_blessed(settings: Settings) -> None:
    with pytest.raises(DatasetError, match="has no summary"):
        bless(Run(Path("r"), PASSPORT, (), (), None), baselines_folder(settings))

    assert not baselines_folder(settings).exists()


def test_what_is_no_baseline_is_refused(tmp_path: Path) -> None:
    for name, text in (("a", "{"), ("b", json.dumps({"values": 3})), ("c", "[]")):
        (tmp_path / name).write_text(text)
    for name, told in (("a", "not JSON"), ("b", "not a baseline"), ("c", "not a baseline"), ("d", "cannot be read")):
        with pytest.raises(DatasetError, match=told):
            read_baseline(tmp_path / name)
