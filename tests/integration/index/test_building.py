"""Corpus to index, with a small model: what is made, what is kept, what is made again."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from assistant.errors import AssistantError, BuildError, IndexBusyError, ModelError, SourceError
from assistant.generations import index_folder, live_generation, read_pointer
from assistant.hashing import sha256_of_file
from assistant.index import open_index
from assistant.schema import reading_of
from assistant.settings import Settings
from ingest.building import Progress, build


def rename_document(corpus: Path, old: str, new: str) -> None:
    manifest = corpus / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def change_text(corpus: Path, old: str, new: str) -> None:
    text = corpus / "sources" / "ics-peru-2020.txt"
    before = sha256_of_file(text)
    text.write_bytes(text.read_bytes().replace(old.encode(), new.encode()))
    rename_document(corpus, before, sha256_of_file(text))


def canonical_bytes(settings: Settings) -> dict[str, bytes]:
    folder = index_folder(settings) / "generations" / str(live_generation(settings))
    return {
        path.name: path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".json", ".npy", ".txt") and path.parent.name != "lexical"
    }


def test_everything_that_can_be_quoted_stands_in_its_source(settings: Settings) -> None:
    index = open_index(settings)
    texts = {document.id: document.text for document in index.documents}
    for passage in index.passages:
        text = texts[passage.document]
        assert reading_of(text, passage.ranges) == passage.text
        for sentence in passage.sentences:
            assert reading_of(text, sentence.ranges) == sentence.text
    assert (
        texts["ics-peru-2020"].encode() == (Path("corpus") / "sources" / "ics-peru-2020.txt").read_bytes()
        if Path("corpus").exists()
        else True
    )


def test_a_build_reports_what_it_found(settings: Settings, other_corpus: Path) -> None:
    rename_document(other_corpus, "Another", "A third")
    seen: list[Progress] = []
    report = build(settings.model_copy(update={"corpus": other_corpus}), seen.append)
    assert (report.documents, report.expected, report.found, report.missing) == (10, 16, 16, ())
    reading = report.readings[0]
    assert (reading.document, reading.reader, reading.sections) == ("ics-peru-2020", "strategy", 17)
    assert any("FOR PUBLIC RELEASE" in remark for remark in reading.unsure)
    assert report.sections["objective"] == 9
    assert report.sections["goal"] == 4
    assert report.passages > 50
    assert report.sentences > report.passages
    assert list(dict.fromkeys(progress.stage for progress in seen)) == ["read", "embed", "questions", "write", "verify"]
    assert seen[-1] == Progress("verify", 1, 1)


def test_a_build_of_the_same_corpus_changes_no_file(settings: Settings) -> None:
    files = {path: path.stat().st_mtime_ns for path in settings.data.rglob("*") if path.is_file()}
    report = build(settings)
    assert report.unchanged
    assert {
        path: path.stat().st_mtime_ns
        for path in settings.data.rglob("*")
        if path.is_file() and path.name != "writer.lock"
    } == {path: time for path, time in files.items() if path.name != "writer.lock"}


def test_a_changed_word_embeds_only_the_texts_that_hold_it(settings: Settings, other_corpus: Path) -> None:
    change_text(other_corpus, "Strengthen U.S. citizen safety and security.", "Strengthen citizen safety and security.")
    report = build(settings.model_copy(update={"corpus": other_corpus}))
    assert not report.unchanged
    assert 1 <= report.embedded < 20
    assert report.reused > 100


def test_a_rebuild_equals_a_fresh_build_byte_for_byte(settings: Settings, other_corpus: Path, tmp_path: Path) -> None:
    change_text(other_corpus, "criminal", "unlawful")
    changed = settings.model_copy(update={"corpus": other_corpus})
    fresh = changed.model_copy(update={"data": tmp_path / "fresh"})
    assert build(changed).generation == build(fresh).generation
    assert canonical_bytes(changed) == canonical_bytes(fresh)


def test_going_back_to_an_older_corpus_makes_its_generation_live_again(settings: Settings, other_corpus: Path) -> None:
    live, older = (entry.id for entry in read_pointer(index_folder(settings)))
    report = build(settings.model_copy(update={"corpus": other_corpus}))
    assert report.unchanged
    assert report.generation == older
    assert [entry.id for entry in read_pointer(index_folder(settings))] == [older, live]


def test_only_the_live_generation_and_the_one_before_it_are_kept(settings: Settings, other_corpus: Path) -> None:
    before = live_generation(settings)
    rename_document(other_corpus, "Another", "A third")
    report = build(settings.model_copy(update={"corpus": other_corpus}))
    folders = {folder.name for folder in (index_folder(settings) / "generations").iterdir()}
    assert folders == {report.generation, before}


def test_a_generation_in_use_is_not_removed(settings: Settings, other_corpus: Path) -> None:
    reader = open_index(settings)
    for name in ("A third", "A fourth"):
        shutil.copyfile(other_corpus / "manifest.toml", other_corpus / "kept.toml")
        rename_document(other_corpus, "Another", name)
        build(settings.model_copy(update={"corpus": other_corpus}))
        shutil.copyfile(other_corpus / "kept.toml", other_corpus / "manifest.toml")
    folder = index_folder(settings) / "generations" / reader.card.generation
    assert folder.is_dir()
    assert reader.dense_backend() == "chroma"
    assert reader.notes == ()
    del reader
    build(settings.model_copy(update={"corpus": other_corpus}))
    assert not folder.exists()


def test_falling_back_never_brings_back_a_document_that_was_removed(settings: Settings, other_corpus: Path) -> None:
    rename_document(other_corpus, 'id = "ics-peru-2020"', 'id = "other-2020"')
    build(settings.model_copy(update={"corpus": other_corpus}))
    assert len(read_pointer(index_folder(settings))) == 1


def test_a_stale_index_answers_and_says_so(settings: Settings, other_corpus: Path) -> None:
    index = open_index(settings.model_copy(update={"corpus": other_corpus}))
    assert [note for note in index.notes if "stale" in note and "strategy ingest" in note]


def test_an_index_of_another_model_answers_with_its_own_and_says_so(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    for name in ("model.safetensors", "tokenizer.json"):
        (other / name).write_bytes(b"another")
    index = open_index(settings.model_copy(update={"embedding_model": other}))
    assert index.dense(index.encode("police"), 1)
    assert "built with the embedding model all-MiniLM-L6-v2" in index.notes[0]
    assert "mine" in index.notes[0]


def test_a_missing_graph_is_an_error_with_a_remedy_that_works(settings: Settings) -> None:
    shutil.rmtree(settings.data / "cache" / "onnx")
    with pytest.raises(ModelError) as caught:
        open_index(settings).encode("police")
    assert "strategy ingest" in caught.value.hint
    build(settings)
    assert len(open_index(settings).encode("police"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "is missing"),
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"Mission Goal 1: x", "is not the text"),
    ],
)
def test_a_bad_source_fails_the_build_and_the_index_keeps_answering(
    settings: Settings, other_corpus: Path, data: bytes | None, message: str
) -> None:
    live = live_generation(settings)
    path = other_corpus / "sources" / "ics-peru-2020.txt"
    path.unlink() if data is None else path.write_bytes(data)
    with pytest.raises(SourceError, match=message) as caught:
        build(settings.model_copy(update={"corpus": other_corpus}))
    assert "ics-peru-2020.txt" in caught.value.message
    assert caught.value.hint
    assert open_index(settings).card.generation == live


def test_a_corpus_without_passages_fails_the_build(settings: Settings, other_corpus: Path) -> None:
    path = other_corpus / "sources" / "ics-peru-2020.txt"
    before = sha256_of_file(path)
    # Page numbers alone are no text.
    path.write_text("1\n\n2\n", encoding="utf-8")
    rename_document(other_corpus, before, sha256_of_file(path))
    with pytest.raises(BuildError, match="No passage"):
        build(settings.model_copy(update={"corpus": other_corpus}))


def test_a_second_writer_is_told_to_wait(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.publishing.LOCK_WAIT_S", 0.05)
    with (
        FileLock(index_folder(settings) / "writer.lock"),
        pytest.raises(IndexBusyError, match="Another process") as caught,
    ):
        build(settings)
    assert "keeps answering" in caught.value.hint


def test_a_second_first_build_is_not_told_that_an_index_answers(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.publishing.LOCK_WAIT_S", 0.05)
    empty = settings.model_copy(update={"data": tmp_path / "empty"})
    index_folder(empty).mkdir(parents=True)
    with FileLock(index_folder(empty) / "writer.lock"), pytest.raises(IndexBusyError) as caught:
        build(empty)
    assert "there is no index" in caught.value.hint
    assert "keeps answering" not in caught.value.hint


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    settings: Settings, other_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    rename_document(other_corpus, "Another", "A third")
    monkeypatch.setattr("ingest.writing.write_vectors", full)
    with pytest.raises(BuildError, match="No space left") as caught:
        build(settings.model_copy(update={"corpus": other_corpus}))
    assert "Free some space" in caught.value.hint
    assert not list(index_folder(settings).glob("building-*"))
    assert open_index(settings).notes == ()


def test_a_data_folder_that_cannot_be_made_is_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(BuildError, match="could not be written"):
        build(settings.model_copy(update={"data": tmp_path / "file" / "data"}))


def test_a_build_that_does_not_pass_its_checks_is_not_published(
    settings: Settings, other_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = live_generation(settings)
    rename_document(other_corpus, "Another", "A third")
    monkeypatch.setattr("ingest.writing.build_lexical", lambda folder, texts: None)
    with pytest.raises(AssistantError):
        build(settings.model_copy(update={"corpus": other_corpus}))
    assert live_generation(settings) == live
    assert not list(index_folder(settings).glob("building-*"))


def test_a_rebuild_with_nothing_to_do_loads_neither_torch_nor_an_engine(settings: Settings) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.settings import read_settings; from ingest.building import build;"
        f"s = read_settings().model_copy(update={{'data': Path({str(settings.data)!r})}});"
        "assert build(s).unchanged;"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'chromadb', 'numpy', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_vectors_are_stored_in_row_order(settings: Settings) -> None:
    index = open_index(settings)
    sentences = [sentence for passage in index.passages for sentence in passage.sentences]
    rows = [0, 40, len(sentences) - 1]
    tokens, begins = index.tokens_of(rows)
    for place, row in enumerate(rows):
        reading = index.read(sentences[row].text)
        assert np.allclose(index.sentence_vectors[row], reading.vector, atol=1e-5)
        end = begins[place + 1] if place + 1 < len(rows) else len(tokens)
        assert np.allclose(tokens[begins[place] : end], reading.tokens, atol=1e-3)
