"""The canonical store: texts and spans of one generation, in files that anyone can read.

Passages are stored as ranges only; their reading texts are made from the source text again, so a stored
quote that differs from its source cannot exist.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.schema import Document, Passage, Ranges, Section, Sentence, is_beside, reading_of

STORE = "store.json"
TEXTS = "texts"
FREQUENCIES = "frequencies.json"


@dataclass(frozen=True, slots=True)
class Store:
    """The texts of a generation."""

    documents: tuple[Document, ...]
    sections: tuple[Section, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages; their order is the row order of the vectors."""
        return tuple(passage for section in self.sections for passage in section.passages)

    @property
    def counted_passages(self) -> tuple[Passage, ...]:
        """The passages whose words are counted: what stands beside the strategies makes no word of theirs commoner.

        Where only such documents are, all of them.
        """
        beside = {document.id for document in self.documents if is_beside(document)}
        if len(beside) == len(self.documents):
            return self.passages
        return tuple(passage for passage in self.passages if passage.document not in beside)


def store_bytes(store: Store) -> bytes:
    """Return the structure of the texts as canonical JSON: same store, same bytes."""
    value = {
        "documents": [_without(asdict(document), "text") for document in store.documents],
        "sections": [_section_record(section) for section in store.sections],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def write_store(folder: Path, store: Store, frequencies: Mapping[str, int]) -> None:
    """Write texts, structure and stem frequencies into an existing folder. Raises OSError."""
    (folder / TEXTS).mkdir()
    for document in store.documents:
        (folder / TEXTS / f"{document.id}.txt").write_bytes(document.text.encode())
    (folder / STORE).write_bytes(store_bytes(store))
    (folder / FREQUENCIES).write_text(json.dumps(dict(frequencies), sort_keys=True), encoding="utf-8")


def read_store(folder: Path) -> Store:
    """Return the texts of a generation, every reading text made from its source again. Its files must be checked."""
    value = json.loads((folder / STORE).read_bytes())
    ids = [record["id"] for record in value["documents"]]
    texts = {identifier: (folder / TEXTS / f"{identifier}.txt").read_bytes().decode() for identifier in ids}
    documents = tuple(_document(record, texts[record["id"]]) for record in value["documents"])
    sections = tuple(_section(record, texts[record["document"]]) for record in value["sections"])
    return Store(documents, sections)


def read_frequencies(folder: Path) -> dict[str, int]:
    """Return, for each stem, the number of sentences that contain it."""
    return {str(stem): int(count) for stem, count in json.loads((folder / FREQUENCIES).read_bytes()).items()}


def _without(record: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}


def _document(record: dict[str, Any], text: str) -> Document:
    headings = tuple((int(start), int(end), int(level)) for start, end, level in record["headings"])
    own = {"headings": headings, "markup": _ranges(record["markup"])}
    own |= {name: tuple(record[name]) for name in ("pages", "remarks")}
    return Document(**{**record, **own, "text": text})


def _section_record(section: Section) -> dict[str, Any]:
    record = _without(asdict(section), "passages")
    record["passages"] = [
        {
            "id": passage.id,
            "part": passage.part,
            "ranges": passage.ranges,
            "sentences": [sentence.ranges for sentence in passage.sentences],
        }
        for passage in section.passages
    ]
    return record


def _section(record: dict[str, Any], text: str) -> Section:
    passages = tuple(_passage(passage, record["document"], record["ref"], text) for passage in record["passages"])
    tuples = {name: tuple(record[name]) for name in ("other_titles", "footnotes")}
    return Section(**{**record, **tuples, "passages": passages})


def _passage(record: dict[str, Any], document: str, ref: str, text: str) -> Passage:
    ranges = _ranges(record["ranges"])
    pieces = [_ranges(piece) for piece in record["sentences"]]
    sentences = tuple(Sentence(reading_of(text, piece), piece) for piece in pieces)
    return Passage(record["id"], document, ref, record["part"], reading_of(text, ranges), ranges, sentences)


def _ranges(value: Sequence[Sequence[int]]) -> Ranges:
    return tuple((int(start), int(end)) for start, end in value)
