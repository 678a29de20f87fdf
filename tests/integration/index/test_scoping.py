"""Questions to chosen documents: nothing else is found, matched, recited or cited, and nothing is missed."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import UnknownPlaceError
from assistant.index import Index
from assistant.manifest import corpus_folder
from assistant.opening import Assistant, open_assistant
from assistant.schema import is_beside
from assistant.scoping import ScopedIndex, in_scope, read_scope
from assistant.settings import Settings, read_settings
from ingest.building import build

SMALL = """
Mission Goal 1: Restore the harbour of the northern province.

Description: The harbour was closed by a storm. Forty fishing boats wait for a berth.

Mission Objective 1.1: Dredge the channel.

Justification: Silt fills the channel. Illegal mining upriver brings the silt.
"""


@pytest.fixture
def assistant(tmp_path: Path, settings: Settings) -> Iterator[Assistant]:
    """The bundled strategy and a small one."""
    folder = tmp_path / "both"
    bundled = corpus_folder(read_settings())
    shutil.copytree(bundled, folder)
    (folder / "sources" / "small.txt").write_text(SMALL, encoding="utf-8")
    row = {"id": "small", "path": "sources/small.txt", "title": "Small", "short": "Small", "kind": "strategy"}
    row["sha256"] = hashlib.sha256(SMALL.encode()).hexdigest()
    text = (bundled / "manifest.toml").read_text("utf-8") + "\n[[documents]]\n"
    text += "".join(f'{name} = "{value}"\n' for name, value in row.items())
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    both = settings.model_copy(update={"corpus": folder})
    build(both)
    yield open_assistant(both)


@pytest.fixture
def index(assistant: Assistant) -> Index:
    return assistant.index


@pytest.mark.parametrize(("document", "backend"), [("small", "exact"), ("ics-peru-2020", "chroma")])
def test_a_scope_ranks_as_the_whole_without_the_others(index: Index, document: str, backend: str) -> None:
    scoped = ScopedIndex(index, (document,))
    everything = len(index.passages)
    terms = ["mine", "illeg", "the", "of"]
    vector = index.encode("illegal mining")

    def kept(ranking: list[tuple[str, float]]) -> list[tuple[str, float]]:
        return [pair for pair in ranking if pair[0].startswith(f"{document}/")]

    assert scoped.dense_backend() == backend
    for k in (1, 3, 40):
        assert scoped.dense(vector, k) == kept(index.dense(vector, everything))[:k]
        assert scoped.lexical(terms, k) == kept(index.lexical(terms, everything))[:k]


def test_rows_of_a_scope_are_those_of_its_own_sentences(index: Index) -> None:
    scoped = ScopedIndex(index, ("small",))
    sentences = [sentence for passage in index.passages for sentence in passage.sentences]
    rows = [sentences.index(sentence) for passage in scoped.passages for sentence in passage.sentences]

    assert len(scoped.sentence_vectors) == len(rows)
    assert np.array_equal(scoped.sentence_vectors, index.sentence_vectors[rows])
    for own, whole in enumerate(rows):
        assert np.array_equal(scoped.tokens_of([own])[0], index.tokens_of([whole])[0])


def test_only_documents_in_scope_are_recited_and_cited(assistant: Assistant) -> None:
    listed = assistant.ask("Which mission goals are there?", scope=("small",))
    looked_up = assistant.ask("What is MO 1.1?", scope=("small",))
    absent = assistant.ask("What is MO 4.1?", scope=("small",))
    found = assistant.search("illegal mining", 40, scope=("small",))

    assert [citation.document for citation in listed.citations] == ["small"]
    assert {citation.document for citation in looked_up.citations} == {"small"}
    assert looked_up.scope == ("small",)
    assert absent.reason == "no_such_reference"
    assert {hit.passage.document for hit in found} == {"small"}


def test_no_scope_is_the_strategy_in_force_and_all_is_every_document(assistant: Assistant) -> None:
    ids = tuple(document.id for document in assistant.documents)

    beside = tuple(document.id for document in assistant.documents if is_beside(document))
    assert assistant.ask("What is MO 1.1?").scope == ("ics-peru-2020", *beside)
    assert in_scope(assistant.documents, ("all",), "peru") == ids
    assert (
        assistant.ask("What is MO 1.1?", scope=("all",)).scope
        == assistant.ask("What is MO 1.1?", scope=ids[::-1]).scope
        == ids
    )


def test_an_unknown_document_is_a_known_error_that_names_the_others(assistant: Assistant) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        assistant.ask("What is MO 1.1?", scope=("small", "smal"))

    assert "'smal'" in caught.value.message
    assert "ics-peru-2020, " in caught.value.hint


def test_a_scope_is_typed_as_names_with_commas() -> None:
    assert read_scope(" a, post:b,,a ") == ("a", "post:b")
    assert read_scope("") == ()
