"""Builds that end in the middle: the index answers as before or as new, and the next build starts clean."""

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.index import open_index
from assistant.settings import Settings

SEED = 20_200_207
POINTS = 12


@pytest.fixture(scope="module")
def changed(two_generations: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder, and a corpus that it does not hold yet."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(two_generations, folder, dirs_exist_ok=True)
    manifest = folder / "corpus" / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"Another"', '"A third"'), encoding="utf-8")
    return folder / "data", folder / "corpus"


@pytest.fixture(scope="module")
def points(
    changed: tuple[Path, Path], run_builder: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> list[int]:
    """Some of the moments at which a build changes a file, the last ones among them: there the pointer moves."""
    data, corpus = changed
    copy = tmp_path_factory.mktemp("count") / "data"
    shutil.copytree(data, copy)
    count = run_builder("count", copy, corpus)[0]
    assert count > 40
    return sorted({*random.Random(SEED).sample(range(1, count), POINTS - 4), *range(count - 3, count + 1)})


@pytest.mark.parametrize(("mode", "every"), [("kill", 1), ("fail", 2)])
def test_a_build_that_ends_anywhere_leaves_a_whole_index(
    mode: str,
    every: int,
    changed: tuple[Path, Path],
    points: list[int],
    run_builder: Callable[..., list[Any]],
    settings: Settings,
) -> None:
    before = open_index(settings).card.generation

    outcomes = run_builder(mode, *changed, *points[::every])

    # The number of changes differs by a few from build to build: the last point may lie behind the end. A fault
    # (unlike a kill) may also hit a change that a build can do without, such as sweeping what another left.
    ended = [outcome for outcome in outcomes if outcome["outcome"] != "built"]
    assert len(ended) >= (len(points[::every]) - 2 if mode == "kill" else 1)
    assert {outcome["status"] for outcome in ended} == {-9 if mode == "kill" else 0}
    for outcome in outcomes:
        seen = outcome["seen"]
        assert seen is not None, outcome
        assert seen["generation"] in (before, seen["final"]), outcome
        assert seen["answers"], outcome
        assert seen["notes"] == [], outcome
        assert seen["backend"] == "chroma", outcome
        assert seen["opened_s"] < 5, outcome
        assert seen["again"] in ("built", "unchanged"), outcome
        assert seen["left"] == [], outcome
        assert seen["final"] != before, outcome
    assert len({outcome["seen"]["final"] for outcome in outcomes}) == 1


def test_a_fault_of_the_disk_is_told_in_words(
    changed: tuple[Path, Path], points: list[int], run_builder: Callable[..., list[Any]]
) -> None:
    outcome = run_builder("fail", *changed, points[0])[0]["outcome"]
    assert outcome.startswith("BuildError: The index could not be written: No space left on device")


def test_of_two_builds_at_once_one_wins_and_the_other_waits_or_says_so(
    settings: Settings, other_corpus: Path, start_builder: Callable[..., "subprocess.Popen[str]"]
) -> None:
    manifest = other_corpus / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"Another"', '"A fourth"'), encoding="utf-8")
    builders = [start_builder("build", settings.data, other_corpus) for _ in range(3)]

    outcomes = sorted(builder.communicate(timeout=60)[0].strip() for builder in builders)

    busy = '"IndexBusyError: Another process is building the index."'
    assert outcomes.count('"built"') == 1
    assert set(outcomes) <= {'"built"', '"unchanged"', busy}
    assert open_index(settings.model_copy(update={"corpus": other_corpus})).notes == ()
