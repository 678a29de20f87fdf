"""A document that is removed: no generation that holds it stands in, and its vectors leave the cache."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.errors import BuildError, IndexBusyError
from assistant.generations import generation_folder, index_folder, read_pointer
from assistant.index import open_index
from assistant.settings import Settings, read_settings
from ingest import caching, publishing
from ingest.building import build

WriteCorpus = Callable[[Path, Mapping[str, str]], None]

TEXTS = {
    "harbour": "Goal of the harbour\n\nForty fishing boats wait for a berth. Silt fills the channel.\n",
    "bridge": "Goal of the bridge\n\nThe old bridge carries twelve lorries an hour. Silt fills the channel.\n",
    "school": "Goal of the school\n\nNinety pupils walk to the new school.\n",
}


@pytest.fixture
def small(tmp_path: Path, write_corpus: WriteCorpus) -> Iterator[Settings]:
    """Settings over a corpus of three small documents, built once."""
    settings = read_settings().model_copy(update={"data": tmp_path / "own", "corpus": tmp_path / "texts"})
    write_corpus(tmp_path / "texts", TEXTS)
    build(settings)
    yield settings


def generations(settings: Settings) -> set[str]:
    return {folder.name for folder in (index_folder(settings) / "generations").iterdir()}


def without(settings: Settings, write_corpus: WriteCorpus, *names: str) -> None:
    write_corpus(settings.corpus, {name: text for name, text in TEXTS.items() if name not in names})


def test_after_a_removal_nothing_older_is_there_to_fall_back_to(small: Settings, write_corpus: WriteCorpus) -> None:
    without(small, write_corpus, "bridge")
    report = build(small)

    assert publishing.forget(index_folder(small), ["bridge"]) == ()
    assert generations(small) == {report.generation}
    assert [entry.id for entry in read_pointer(index_folder(small))] == [report.generation]
    assert open_index(small).notes == ()


def test_an_older_generation_without_the_document_still_stands_in(small: Settings, write_corpus: WriteCorpus) -> None:
    without(small, write_corpus, "bridge")
    older = build(small).generation
    write_corpus(small.corpus, {**TEXTS, "bridge": "A bridge of another kind\n\nIt is made of rope.\n"})
    live = build(small).generation

    assert publishing.forget(index_folder(small), ["bridge"]) == (live,)
    assert [entry.id for entry in read_pointer(index_folder(small))] == [live, older]


def test_a_removal_before_the_next_build_is_not_crossed_by_a_new_document_of_the_same_id(
    small: Settings, write_corpus: WriteCorpus
) -> None:
    live = build(small).generation
    assert publishing.forget(index_folder(small), ["bridge"]) == (live,)
    assert open_index(small).card.generation == live

    write_corpus(small.corpus, {**TEXTS, "bridge": "A bridge of another kind\n\nIt is made of rope.\n"})
    after = build(small).generation

    assert [entry.id for entry in read_pointer(index_folder(small))] == [after]
    assert generations(small) == {after}
    assert not (index_folder(small) / "forgotten").exists()


def test_a_generation_in_use_goes_when_it_is_let_go(small: Settings, write_corpus: WriteCorpus) -> None:
    reader = open_index(small)
    without(small, write_corpus, "bridge")
    build(small)

    assert publishing.forget(index_folder(small), ["bridge"]) == (reader.card.generation,)
    folder = generation_folder(index_folder(small), reader.card.generation)
    assert reader.dense(reader.encode("bridge"), 3)
    del reader
    assert publishing.forget(index_folder(small), ["bridge"]) == ()
    assert not folder.exists()


def test_a_document_that_comes_back_is_served_and_stood_in_for_again(
    small: Settings, write_corpus: WriteCorpus
) -> None:
    first = build(small).generation
    without(small, write_corpus, "bridge")
    second = build(small).generation
    publishing.forget(index_folder(small), ["bridge"])
    write_corpus(small.corpus, TEXTS)

    assert build(small).generation == first
    assert [entry.id for entry in read_pointer(index_folder(small))] == [first, second]
    assert open_index(small).notes == ()


def test_nothing_is_forgotten_while_somebody_builds(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.publishing.LOCK_WAIT_S", 0.05)
    with FileLock(index_folder(small) / "writer.lock"), pytest.raises(IndexBusyError):
        publishing.forget(index_folder(small), ["bridge"])


def test_with_no_index_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert publishing.forget(tmp_path / "none", ["bridge"]) == ()
    assert caching.forget(tmp_path / "none", ["bridge"]) == 0
    assert not (tmp_path / "none").exists()


def test_vectors_that_only_the_document_holds_leave_the_cache(small: Settings, write_corpus: WriteCorpus) -> None:
    cache = small.cache_folder
    before = (cache / caching.CACHE).read_bytes()
    with closing(sqlite3.connect(cache / caching.CACHE)) as database:
        rows = dict(database.execute("SELECT key, vector FROM vectors"))
        own = "SELECT key FROM holders GROUP BY key HAVING count(*) = 1 AND min(document) = 'bridge'"
        keys = {key for (key,) in database.execute(own)}
    assert 0 < len(keys) < len(rows)

    assert caching.forget(cache, ["bridge"]) == len(keys)

    after = (cache / caching.CACHE).read_bytes()
    for key, vector in rows.items():
        assert vector in before
        assert (vector in after) == (key not in keys)
    without(small, write_corpus, "bridge")
    assert build(small).embedded == 0
    write_corpus(small.corpus, TEXTS)
    assert build(small).embedded == len(keys)


def test_earlier_wordings_of_a_removed_document_leave_the_cache_with_it(
    small: Settings, write_corpus: WriteCorpus
) -> None:
    with closing(sqlite3.connect(small.cache_folder / caching.CACHE)) as database:
        earlier = {key for (key,) in database.execute("SELECT key FROM vectors")}
    write_corpus(small.corpus, {**TEXTS, "school": "Goal of the school\n\nIt was closed.\n"})
    build(small)
    caching.forget(small.cache_folder, ["school"])
    with closing(sqlite3.connect(small.cache_folder / caching.CACHE)) as database:
        left = {key for (key,) in database.execute("SELECT key FROM vectors")}
        assert left < earlier
        assert {name for (name,) in database.execute("SELECT document FROM holders")} == {"bridge", "harbour"}


def test_a_damaged_cache_is_deleted_whole(small: Settings) -> None:
    path = small.cache_folder / caching.CACHE
    path.write_bytes(b"no database at all" * 100)
    assert caching.forget(small.cache_folder, ["bridge"]) == 0
    assert not path.exists()


def test_a_cache_that_somebody_writes_to_is_told_with_what_to_do(
    small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.caching.WAIT_S", 0.05)
    with closing(sqlite3.connect(small.cache_folder / caching.CACHE, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(BuildError, match="vectors of bridge are still in") as caught:
            caching.forget(small.cache_folder, ["bridge"])
    assert "delete it" in caught.value.hint
    assert (small.cache_folder / caching.CACHE).exists()
