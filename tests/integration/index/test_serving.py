"""What an opened index gives: exact rankings, from many threads, without the libraries that build it."""

import errno
import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.generations import index_folder
from assistant.index import Index, open_index
from assistant.opening import open_assistant
from assistant.settings import Settings
from ingest.building import build


def by_scan(index: Index, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
    scores = np.asarray(index.passage_vectors, dtype=np.float64) @ vector.astype(np.float64)
    pairs = zip((passage.id for passage in index.passages), scores, strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]


def test_chroma_ranks_as_an_exact_scan_does(settings: Settings) -> None:
    index = open_index(settings)
    assert index.dense_backend() == "chroma"
    random = np.random.default_rng(5)
    vectors = random.normal(size=(100, index.passage_vectors.shape[1])).astype(np.float32)
    for vector in (*(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)), *index.passage_vectors):
        found = index.dense(vector, 10)
        expected = by_scan(index, vector, 10)
        assert np.allclose([score for _, score in found], [score for _, score in expected], atol=1e-6)
        assert [f"{score:.5f}" for _, score in found] == [f"{score:.5f}" for _, score in expected]
        assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))


def test_the_stand_in_gives_the_same_bits(settings: Settings) -> None:
    chroma, exact = open_index(settings), open_index(settings)
    exact._engines.dense._made.append(None)
    for text in ("illegal mining", "police", "exports of U.S. goods"):
        assert chroma.dense(chroma.encode(text), 40) == exact.dense(exact.encode(text), 40)
    assert (chroma.dense_backend(), exact.dense_backend()) == ("chroma", "exact")


def test_threads_get_what_one_gets(settings: Settings) -> None:
    texts = [f"{word} {number}" for number in range(6) for word in ("mining", "drugs", "trade", "passport")]

    def ask(index: Index, text: str) -> object:
        return index.dense(index.encode(text), 5), index.lexical([text.split()[0]], 5)

    alone = open_index(settings)
    expected = [ask(alone, text) for text in texts]
    shared = open_index(settings)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: ask(shared, text), texts)) == expected


def test_text_that_is_no_text_is_read_all_the_same(settings: Settings) -> None:
    index = open_index(settings)
    for text in ("", "   ", "\ud800", "\0", "a" * 100_000, "peru " * 20_000, "😀"):
        reading = index.read(text)
        assert np.isfinite(reading.vector).all()
        assert len(reading.words) == len(reading.tokens) <= 254


def test_words_are_whole_and_in_lower_case(settings: Settings) -> None:
    reading = open_index(settings).read("Counternarcotics in the U.S., Perú!")
    assert reading.words[0] == reading.words[1] == "counternarcotics"
    assert reading.words[-2:] == ("perú", "!")


def test_serving_never_loads_what_only_a_build_needs(settings: Settings) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.settings import read_settings; from assistant.index import open_index;"
        f"s = read_settings().model_copy(update={{'data': Path({str(settings.data)!r})}}); i = open_index(s);"
        "light = [m for m in ('numpy', 'chromadb', 'onnxruntime') if m in sys.modules];"
        "i.dense(i.encode('police'), 3); i.lexical(['polic'], 3);"
        "print(light, [m for m in ('torch', 'transformers', 'sentence_transformers', 'onnx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"
    assert done.stderr == ""
    assert list((index_folder(settings) / "copies").iterdir()) == []


def test_the_sealed_image_is_never_written(settings: Settings) -> None:
    folder = index_folder(settings) / "generations"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    index = open_index(settings)
    index.dense(index.encode("police"), 3)
    index.lexical(["polic"], 3)
    assert {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    } == before


def test_a_private_copy_goes_with_its_index_and_those_of_the_dead_are_swept(settings: Settings) -> None:
    copies = index_folder(settings) / "copies"
    program = (
        "import time; from pathlib import Path; from assistant.settings import read_settings; from assistant.index import open_index;"
        f"s = read_settings().model_copy(update={{'data': Path({str(settings.data)!r})}}); i = open_index(s);"
        "i.lexical(['polic'], 3); print('ready', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        index = open_index(settings)
        index.lexical(["polic"], 3)
        assert len(list(copies.iterdir())) == 2
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert len(list(copies.iterdir())) == 2
    another = open_index(settings)
    another.lexical(["polic"], 3)
    assert len(list(copies.iterdir())) == 2
    del index, another
    assert list(copies.iterdir()) == []


def test_an_index_is_let_go_by_its_last_user(settings: Settings) -> None:
    assistant = open_assistant(settings)
    assistant.ask("What does the strategy say about illegal mining?")
    gone = weakref.ref(assistant.index)
    gc.disable()
    try:
        del assistant
        assert gone() is None
    finally:
        gc.enable()


def test_where_nothing_can_be_written_the_copy_is_made_elsewhere(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = index_folder(settings) / "copies"
    if copies.exists():
        copies.rmdir()
    copies.write_text("in the way", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    index = open_index(settings)
    assert index.dense_backend() == "chroma"
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1
    index.close()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_on_a_full_disk_the_copy_is_made_elsewhere(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = index_folder(settings) / "copies"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    copy = shutil.copyfile

    def full(source: Path, target: Path) -> object:
        if target.is_relative_to(copies):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return copy(source, target)

    monkeypatch.setattr("shutil.copyfile", full)
    index = open_index(settings)
    assert index.lexical(["polic"], 1)
    assert index.dense_backend() == "chroma"
    assert index.notes == ()
    index.close()
    assert list((tmp_path / "elsewhere").iterdir()) == list(copies.iterdir()) == []


def test_a_panic_of_the_vector_store_lets_the_scan_answer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As Chroma's native code raises it: no Exception, and importable from nowhere."""

    def panic(*_: object) -> None:
        raise PanicException("database disk image is malformed")

    monkeypatch.setattr("assistant.dense._client", panic)
    index = open_index(settings)
    assert index.dense(index.encode("police"), 1)
    assert index.dense_backend() == "exact"
    assert "malformed" in index.notes[0]


def test_a_store_that_names_an_embedding_function_is_not_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name_a_function(path: Path, count: int) -> object:
        from assistant.dense import open_dense

        with sqlite3.connect(path / "chroma.sqlite3") as database:
            stored = database.execute("SELECT schema_str FROM collections").fetchone()[0]
            function = '{"type":"known","name":"sentence_transformer","config":{"trust_remote_code":true}}'
            database.execute("UPDATE collections SET schema_str = ?", (stored.replace('{"type":"legacy"}', function),))
        database.close()
        monkeypatch.setattr("assistant.dense._client", lambda folder: pytest.fail("Chroma was started"))
        return open_dense(path, count)

    index = open_index(settings)
    real = index._engines._copy.part("chroma")
    from assistant.errors import IndexDamagedError

    with pytest.raises(IndexDamagedError, match="not one that we wrote"):
        name_a_function(real, len(index.passages))


def test_opening_is_light(settings: Settings) -> None:
    start = time.perf_counter()
    open_index(settings)
    assert time.perf_counter() - start < 2


def test_readers_see_one_whole_generation_while_builds_swap_it(settings: Settings, other_corpus: Path) -> None:
    corpora = [other_corpus, None] * 3

    def swap() -> None:
        for corpus in corpora:
            build(settings.model_copy(update={"corpus": corpus}))

    with ThreadPoolExecutor(1) as pool:
        swapping = pool.submit(swap)
        opened = 0
        while not swapping.done() or opened < 5:
            index = open_index(settings)
            assert index.documents[0].short in ("Another", "ICS Peru")
            assert not [note for note in index.notes if "older" in note]
            assert index.lexical(["polic"], 1)
            opened += 1
        swapping.result()
    assert os.listdir(index_folder(settings) / "generations")
