"""Documents added and taken away: what is kept, what answers, and that nothing of a removed one is left."""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import BuildError, SourceError, UnknownPlaceError
from assistant.manifest import library_folder, read_library
from assistant.opening import Assistant, open_assistant
from assistant.schema import Hit
from assistant.settings import Settings
from ingest import building, library
from ingest.building import build
from ingest.library import add, remove
from ingest.previewing import Given, preview

KENYA = """INTEGRATED COUNTRY STRATEGY
Kenya

Approved: March 28, 2022

Mission Goal 1: Restore the harbour of Mombasa.

Description: The harbour was closed by a zanzibari storm. Forty dhows wait for a berth in Kenya.

Mission Objective 2.2: Dredge the channel.

Justification: Silt fills the channel. Quicksilver mining upriver brings the silt.
"""
NEWER = KENYA.replace("March 28, 2022", "May 2, 2024").replace("Forty", "Fifty")


@pytest.fixture
def kenya(tmp_path: Path) -> Path:
    path = tmp_path / "ICS Kenya.txt"
    path.write_text(KENYA, encoding="utf-8", newline="")
    return path


def files(settings: Settings) -> dict[str, bytes]:
    folder = library_folder(settings)
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_file_is_kept_as_received_and_answers_when_it_is_chosen(settings: Settings, kenya: Path) -> None:
    added = add([kenya], Given(), settings)
    assistant = open_assistant(settings)
    chosen = assistant.ask("What is MO 2.2?", scope=("post:kenya",))
    default = assistant.ask("What is MO 2.2?")

    assert added.previews[0].state == "new"
    assert files(settings)["ics-kenya.txt"] == kenya.read_bytes()
    assert {(each.document, each.status, each.authority) for each in chosen.citations} == {
        ("ics-kenya", "other_post", "added")
    }
    assert chosen.text.startswith(
        "From the strategy of another post, Integrated Country Strategy, U.S. Mission to Kenya:"
    )
    assert any("not of the home post" in note for note in chosen.notes)
    assert {each.document for each in default.citations} == {"ics-peru-2020"}


def test_the_same_file_again_changes_nothing(settings: Settings, kenya: Path) -> None:
    first = add([kenya], Given(updated="2022-04-01"), settings)
    before = files(settings)
    again = add([kenya], Given(), settings)

    assert again.previews[0].state == "same"
    assert again.build.unchanged
    assert again.build.generation == first.build.generation
    assert files(settings) == before


def test_what_is_said_of_a_document_can_be_corrected(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    add([kenya], Given(title="A better title"), settings)

    assert [row.title for row in read_library(settings)] == ["A better title"]
    assert open_assistant(settings).documents[-1].title == "A better title"


def test_another_text_with_the_same_id_needs_a_word(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    kenya.write_text(NEWER, encoding="utf-8")
    before = files(settings)

    with pytest.raises(SourceError) as caught:
        add([kenya], Given(), settings)
    assert "--replace" in caught.value.hint
    assert "--id" in caught.value.hint
    assert files(settings) == before

    add([kenya], Given(), settings, replaces=True)
    assert files(settings)["ics-kenya.txt"] == NEWER.encode()


def test_an_id_of_the_corpus_is_never_replaced(settings: Settings, kenya: Path) -> None:
    with pytest.raises(SourceError, match="another text with the id"):
        add([kenya], Given(id="ics-peru-2020"), settings, replaces=True)

    assert read_library(settings) == ()


def test_of_two_versions_the_older_is_marked_wherever_it_is_cited(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    kenya.write_text(NEWER, encoding="utf-8")
    add([kenya], Given(id="kenya-2024"), settings)
    home = open_assistant(settings.model_copy(update={"post": "kenya"}))
    current = home.ask("What is MO 2.2?")
    older = home.ask("What is MO 2.2?", scope=("ics-kenya",))
    both = home.ask("What is MO 2.2?", scope=("ics-kenya", "kenya-2024"))

    assert {(each.document, each.status) for each in current.citations} == {("kenya-2024", "current")}
    assert {(each.document, each.status) for each in older.citations} == {("ics-kenya", "superseded")}
    assert older.text.startswith("From a superseded version")
    assert any("kenya-2024" in note for note in older.notes)
    assert {each.document for each in both.citations} == {"ics-kenya", "kenya-2024"}
    assert "(ics-kenya):" in both.text
    assert "(kenya-2024):" in both.text


def test_a_question_for_another_post_is_sent_to_its_scope(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    answer = open_assistant(settings).ask("What does Kenya's strategy say about the harbour?")

    assert (answer.outcome, answer.reason, answer.citations) == ("abstained", "out_of_scope", ())
    assert "post:kenya" in answer.text


def test_a_preview_changes_nothing(settings: Settings, kenya: Path) -> None:
    before = sorted(path for path in settings.data.rglob("*"))
    seen = preview(kenya, Given(), settings)

    assert (seen.row.id, seen.row.post, seen.row.approved, seen.row.kind) == (
        "ics-kenya", "kenya", "2022-03-28", "strategy",
    )  # fmt: skip
    assert [section.ref for section in seen.sections] == ["MG 1", "MO 2.2", "About"]
    assert sorted(path for path in settings.data.rglob("*")) == before


def best_by_words(assistant: Assistant, question: str) -> Hit:
    """Return the first hit of the lexical channel: vectors of the small model mean nothing."""
    return next(hit for hit in assistant.search(question, 20) if ("lexical", 1) in hit.channels)


def test_a_text_without_goals_is_a_policy_of_paragraphs(settings: Settings, tmp_path: Path) -> None:
    note = tmp_path / "Fisheries note.txt"
    note.write_text("Fisheries and the treaty\n\nNarwhals are protected by the treaty of 1911.\n", encoding="utf-8")
    add([note], Given(), settings)
    hit = best_by_words(open_assistant(settings), "narwhals treaty")

    assert read_library(settings)[0].kind == "policy"
    assert hit.passage.document == "fisheries-note"


@pytest.mark.parametrize(
    ("name", "data"), [("empty.txt", b" \n"), ("latin.txt", b"\xe9t\xe9"), ("a.exe", b"MZ"), ("absent.txt", None)]
)
def test_what_cannot_be_added_says_why_and_leaves_nothing(
    settings: Settings, tmp_path: Path, name: str, data: bytes | None
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError) as caught:
        add([tmp_path / name], Given(), settings)

    assert caught.value.hint
    assert not library_folder(settings).exists()


def test_an_addition_that_cannot_be_built_is_undone(
    settings: Settings, kenya: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add([kenya], Given(), settings)
    before = files(settings)
    kenya.write_text(NEWER, encoding="utf-8")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "publish", fails)
    for given in (Given(), Given(id="second")):
        with pytest.raises(BuildError):
            add([kenya], given, settings, replaces=True)
        assert files(settings) == before


def test_a_removed_document_leaves_nothing_behind(settings: Settings, kenya: Path) -> None:
    build(settings)
    add([kenya], Given(), settings)
    removed = remove(["ics-kenya"], settings)
    assistant = open_assistant(settings)

    assert removed.still_held == ()
    assert "ics-kenya" not in {document.id for document in assistant.documents}
    assert {hit.passage.document for hit in assistant.search("zanzibari storm dhows", 50, scope=("all",))} <= {
        "ics-peru-2020"
    }
    assert not assistant.ask("How many dhows wait for a berth?", scope=("all",)).citations
    assert all("Dredge" not in section.title for section in assistant.section("MO 2.2"))
    with pytest.raises(UnknownPlaceError):
        assistant.ask("What is MO 2.2?", scope=("ics-kenya",))
    for path in (path for path in settings.data.rglob("*") if path.is_file()):
        found = path.read_bytes().lower()
        assert not any(word in found for word in (b"zanzibari", b"dhow", b"quicksilver", b"ics-kenya")), path


def test_a_removed_document_leaves_no_vector_in_the_cache(settings: Settings, kenya: Path) -> None:
    build(settings)
    cache = settings.cache_folder / "vectors.sqlite"

    def rows() -> set[bytes]:
        database = sqlite3.connect(cache)
        try:
            return {key for (key,) in database.execute("SELECT key FROM vectors")}
        finally:
            database.close()

    before = rows()
    add([kenya], Given(), settings)
    assert rows() > before
    remove(["ics-kenya"], settings)

    assert rows() <= before
    assert build(settings).unchanged


def test_a_generation_in_use_is_named_and_deleted_by_the_next_build(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    using = open_assistant(settings)
    removed = remove(["ics-kenya"], settings)
    assert removed.still_held == (using.index.card.generation,)
    assert using.ask("What is MO 2.2?", scope=("ics-kenya",)).citations

    del using
    build(settings)
    assert not (settings.data / "index" / "generations" / removed.still_held[0]).exists()


def test_only_what_was_added_can_be_removed(settings: Settings) -> None:
    for name in ("ics-peru-2020", "nothing"):
        with pytest.raises(UnknownPlaceError) as caught:
            remove([name], settings)
        assert caught.value.hint


def test_a_hostile_file_name_stays_inside_the_library(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / '..;"\n$(x)\x1b[2J.txt'
    path.write_text(KENYA, encoding="utf-8")
    added = add([path], Given(kind="policy"), settings)

    assert added.previews[0].row.path == "texts/x-2j.txt"
    assert read_library(settings)[0] == added.previews[0].row


def test_leftovers_of_a_change_that_was_killed_go_with_the_next(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    left = library_folder(settings) / "texts" / f"other.txt-{os.getpid()}"
    left.write_text("zanzibari", encoding="utf-8")
    remove(["ics-kenya"], settings)

    assert files(settings) == {}


def test_an_added_document_with_an_id_of_the_corpus_is_named(settings: Settings, kenya: Path) -> None:
    add([kenya], Given(), settings)
    row = read_library(settings)[0]
    library.write_rows(library_folder(settings), [replace(row, id="ics-peru-2020")])

    with pytest.raises(SourceError, match="has the id of one in the corpus"):
        build(settings)
    assert any("cannot be compared" in note for note in open_assistant(settings).index.notes)
    remove(["ics-peru-2020"], settings)


def test_a_web_page_is_kept_as_received_and_cited_by_its_text(settings: Settings, tmp_path: Path) -> None:
    page = tmp_path / "Fisheries.html"
    page.write_text("<html><body><h1>Fisheries</h1><p>Narwhals are protected by treaty.</p></body></html>", "utf-8")
    add([page], Given(title="Fisheries"), settings)
    hit = best_by_words(open_assistant(settings), "narwhals treaty")

    assert files(settings)["fisheries.html"] == page.read_bytes()
    assert hit.passage.text == "Narwhals are protected by treaty."
    assert remove(["fisheries"], settings).still_held == ()
