"""Every file of a generation flipped, cut, deleted: seen before it is opened, and an answer comes all the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.card import FORMAT_VERSION
from assistant.errors import IndexDamagedError, IndexMissingError
from assistant.generations import LIVE, generation_folder, index_folder, read_pointer, read_seal
from assistant.index import Index, open_index
from assistant.settings import Settings
from ingest.building import build


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes() or b"\0")
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if data else b"more")


def delete(path: Path) -> None:
    path.unlink()


DAMAGES = [flip, cut, delete]


def live_folder(settings: Settings) -> Path:
    index = index_folder(settings)
    return generation_folder(index, read_pointer(index)[0].id)


def canonical(folder: Path) -> list[str]:
    return [path for path in read_seal(folder, "").sums if not path.startswith(("chroma/", "lexical/"))]


def answers(index: Index) -> tuple[object, ...]:
    vector = index.encode("illegal mining in Madre de Dios")
    return index.dense(vector, 5), index.lexical(["mine", "illeg"], 5), index.documents[0].text[:20]


def damaged(path: Path, damage: Callable[[Path], None]) -> bytes:
    """Damage a file and return what it was."""
    data = path.read_bytes()
    path.chmod(0o644)
    damage(path)
    return data


def test_no_index_is_said_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="no index"):
        open_index(settings.model_copy(update={"data": tmp_path / "empty"}))


def test_the_live_generation_opens_without_remarks(settings: Settings) -> None:
    index = open_index(settings)
    assert index.notes == ()
    assert index.dense_backend() == "chroma"
    assert index.documents[0].short == "ICS Peru"


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_canonical_file_makes_the_previous_generation_answer(
    settings: Settings, damage: Callable[[Path], None]
) -> None:
    folder = live_folder(settings)
    for name in (*canonical(folder), "SHA256SUMS"):
        data = damaged(folder / name, damage)

        index = open_index(settings)

        assert index.card.generation != folder.name, name
        assert index.documents[0].short == "Another", name
        assert index.notes[0].startswith("An older index answers. The index is damaged:"), name
        assert name in index.notes[0]
        (folder / name).write_bytes(data)
    assert open_index(settings).card.generation == folder.name


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_engine_is_replaced_by_one_that_gives_the_same_answers(
    settings: Settings, damage: Callable[[Path], None]
) -> None:
    folder = live_folder(settings)
    whole = answers(open_index(settings))
    for name in [path for path in read_seal(folder, "").sums if path.startswith(("chroma/", "lexical/"))]:
        data = damaged(folder / name, damage)

        index = open_index(settings)

        assert answers(index) == whole, name
        assert len(index.notes) == 1, name
        assert index.dense_backend() == ("exact" if name.startswith("chroma/") else "chroma"), name
        (folder / name).write_bytes(data)


def test_files_swapped_between_generations_are_seen(settings: Settings) -> None:
    index = index_folder(settings)
    live, older = (generation_folder(index, entry.id) for entry in read_pointer(index))
    damaged(live / "store.json", lambda path: path.write_bytes((older / "store.json").read_bytes()))
    assert open_index(settings).card.generation == older.name


def test_with_both_generations_damaged_the_error_says_what_to_do(settings: Settings) -> None:
    for entry in read_pointer(index_folder(settings)):
        damaged(generation_folder(index_folder(settings), entry.id) / "store.json", flip)
    with pytest.raises(IndexDamagedError, match="damaged") as caught:
        open_index(settings)
    assert "strategy ingest" in caught.value.hint


def test_a_generation_of_another_format_is_not_opened(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    written = FORMAT_VERSION
    monkeypatch.setattr("assistant.card.FORMAT_VERSION", 99)
    with pytest.raises(IndexDamagedError, match=f"format {written}, and this version of the assistant reads 99"):
        open_index(settings)


@pytest.mark.parametrize("content", [b"", b"nonsense\n", b"\xff\xfe", b"0123456789abcdef\n"])
def test_a_damaged_pointer_is_an_error_and_the_next_build_mends_it(settings: Settings, content: bytes) -> None:
    (index_folder(settings) / LIVE).write_bytes(content)
    with pytest.raises(IndexDamagedError) as caught:
        open_index(settings)
    assert "strategy ingest" in caught.value.hint
    build(settings)
    assert open_index(settings).notes == ()


def test_the_next_build_replaces_a_damaged_generation(settings: Settings) -> None:
    folder = live_folder(settings)
    damaged(folder / "chroma" / "chroma.sqlite3", cut)
    report = build(settings)
    assert not report.unchanged
    assert report.embedded == 0
    assert open_index(settings).dense_backend() == "chroma"
    assert build(settings).unchanged
