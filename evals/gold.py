"""The corpus as gold sees it: which places exist, where a quote stands, which sentences a range touches."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.records import Record
from assistant.schema import Document, Passage, Ranges, Section
from evals.cases import Span
from evals.plain import numbers_in, plain, plain_with_offsets

Key = tuple[str, str]
"""A sentence: its document and its words. A sentence that stands twice in a document is one."""
Place = tuple[str, str]
"""A document and a ref."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a section, its passages one after the other: the borders that no quote may cross."""

    document: str
    text: str
    """As compared."""
    offsets: tuple[int, ...]
    """Where each character of `text` stands in the source."""


class Gold:
    """A corpus, looked up by place, by quote and by offset. Never changes."""

    def __init__(self, documents: Iterable[Document], sections: Iterable[Section]) -> None:
        self.documents: Mapping[str, Document] = {document.id: document for document in documents}
        self.sections: tuple[Section, ...] = tuple(sections)
        self.passages: Mapping[str, Passage] = {p.id: p for section in self.sections for p in section.passages}
        self._units: dict[Place, tuple[Unit, ...]] = {}
        self._found: dict[Span, tuple[Ranges, ...]] = {}
        self._numbers: dict[Place, frozenset[str]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that a case may name as gold: refs, `document/ref`, passage ids and document ids."""
        refs = {section.ref for section in self.sections}
        full = {f"{section.document}/{section.ref}" for section in self.sections}
        return frozenset({*refs, *full, *self.passages, *self.documents})

    @cached_property
    def _by_place(self) -> Mapping[Place, list[Passage]]:
        places: dict[Place, list[Passage]] = {}
        for section in self.sections:
            places.setdefault((section.document, section.ref), []).extend(section.passages)
        return places

    @cached_property
    def everything(self) -> str:
        """All units, as compared, one a line."""
        return "\n".join(unit.text for place in self._by_place for unit in self.units(*place))

    def has_place(self, document: str, ref: str) -> bool:
        """Say whether a document has a ref; with no document named, whether any has it."""
        return (document, ref) in self._by_place if document else ref in self.names

    def units(self, document: str, ref: str) -> tuple[Unit, ...]:
        """Return the parts of a section; none where there is no such place."""
        place = (document, ref)
        if place not in self._units:
            parts: dict[str, list[Passage]] = {}
            for passage in self._by_place.get(place, ()):
                parts.setdefault(passage.part, []).append(passage)
            self._units[place] = tuple(self._unit(document, passages) for passages in parts.values())
        return self._units[place]

    def _unit(self, document: str, passages: Iterable[Passage]) -> Unit:
        source = self.documents[document].text
        texts: list[str] = []
        offsets: list[int] = []
        for passage in passages:
            places = [offset for start, end in passage.ranges for offset in range(start, end)]
            text, kept = plain_with_offsets("".join(source[start:end] for start, end in passage.ranges))
            if texts:
                # The white space between two passages belongs to neither.
                offsets.append(offsets[-1])
            texts.append(text)
            offsets += [places[index] for index in kept]
        return Unit(document, " ".join(texts), tuple(offsets))

    def numbers_at(self, document: str, ref: str) -> frozenset[str]:
        """Return the numbers that stand in a place, without thousands commas."""
        place = (document, ref)
        if place not in self._numbers:
            self._numbers[place] = frozenset(n for unit in self.units(*place) for n in numbers_in(unit.text))
        return self._numbers[place]

    def find(self, span: Span) -> tuple[Ranges, ...]:
        """Return where a quote stands: each place within its section, or else within its document."""
        if span not in self._found:
            found = self.find_in(span, span.ref)
            refs = self.refs_with(span) if not found else ()
            elsewhere = (ranges for ref in refs for ranges in self.find_in(span, ref))
            self._found[span] = found or tuple(dict.fromkeys(elsewhere))
        return self._found[span]

    def refs_with(self, span: Span) -> tuple[str, ...]:
        """Return the refs of its document in which a quote stands."""
        refs = dict.fromkeys(ref for document, ref in self._by_place if document == span.document)
        return tuple(ref for ref in refs if self.find_in(span, ref))

    def find_in(self, span: Span, ref: str) -> tuple[Ranges, ...]:
        """Return where a quote stands within one section of its document."""
        wanted = plain(span.quote)
        found = []
        for unit in self.units(span.document, ref):
            start = unit.text.find(wanted)
            while wanted and start >= 0:
                found.append(self._ranges(unit, start, start + len(wanted)))
                start = unit.text.find(wanted, start + 1)
        return tuple(dict.fromkeys(found))

    def _ranges(self, unit: Unit, start: int, end: int) -> Ranges:
        """Return the source ranges of a piece of a unit; white space inside does not part them."""
        source = self.documents[unit.document].text
        ranges: list[tuple[int, int]] = []
        for offset in unit.offsets[start:end]:
            if ranges and offset >= ranges[-1][1] - 1 and not source[ranges[-1][1] : offset].strip():
                ranges[-1] = (ranges[-1][0], offset + 1)
            else:
                ranges.append((offset, offset + 1))
        return tuple(ranges)

    def letters(self, document: str, ranges: Ranges) -> frozenset[int]:
        """Return the offsets within ranges that are no white space."""
        source = self.documents[document].text if document in self.documents else ""
        return frozenset(
            offset
            for start, end in ranges
            for offset in range(start, min(end, len(source)))
            if not source[offset].isspace()
        )

    def sentences_at(self, document: str, ranges: Ranges) -> frozenset[Key]:
        """Return the sentences that share a letter with ranges of a document."""
        if document not in self.documents:
            return frozenset()
        source = self.documents[document].text
        ends, pieces = self._pieces[document]
        found = set()
        for start, end in ranges:
            for piece_start, piece_end, key in pieces[bisect_left(ends, start + 1) :]:
                if piece_start >= end:
                    break
                if source[max(start, piece_start) : min(end, piece_end)].strip():
                    found.add(key)
        return frozenset(found)

    def keys_of(self, passage: str) -> tuple[Key, ...]:
        """Return the sentences of a passage in reading order; none where there is no such passage."""
        return self._keys.get(passage, ())

    def passages_with(self, keys: Iterable[Key]) -> frozenset[str]:
        """Return the ids of the passages that hold any of some sentences."""
        return frozenset(passage for key in keys for passage in self._holders.get(key, ()))

    def passages_of(self, refs: Iterable[str]) -> tuple[Passage, ...]:
        """Return the passages of the places with these refs, in every document."""
        wanted = set(refs)
        return tuple(p for (_, ref), passages in self._by_place.items() if ref in wanted for p in passages)

    @cached_property
    def _keys(self) -> Mapping[str, tuple[Key, ...]]:
        return {p.id: tuple((p.document, plain(s.text)) for s in p.sentences) for p in self.passages.values()}

    @cached_property
    def _holders(self) -> Mapping[Key, list[str]]:
        holders: dict[Key, list[str]] = {}
        for passage, keys in self._keys.items():
            for key in keys:
                holders.setdefault(key, []).append(passage)
        return holders

    @cached_property
    def _pieces(self) -> Mapping[str, tuple[list[int], list[tuple[int, int, Key]]]]:
        """The ranges of each document's sentences by their ends, and those ends."""
        every: dict[str, list[tuple[int, int, Key]]] = {identifier: [] for identifier in self.documents}
        for passage in self.passages.values():
            for key, sentence in zip(self._keys[passage.id], passage.sentences, strict=True):
                every[passage.document] += [(start, end, key) for start, end in sentence.ranges]
        ordered = {name: sorted(pieces, key=lambda piece: (piece[1], piece[0])) for name, pieces in every.items()}
        return {name: ([end for _, end, _ in pieces], pieces) for name, pieces in ordered.items()}

    def ranges_of(self, citation: Record) -> tuple[str, Ranges]:
        """Return the document and the source ranges that a citation record points at.

        By its ranges, or where another system gives none by its quote, or by its passage.
        """
        document = text_of(citation, "document")
        if document not in self.documents and len(self.documents) == 1:
            document = next(iter(self.documents))
        ranges = citation.get("ranges")
        if isinstance(ranges, list | tuple) and ranges:
            return document, tuple((int(start), int(end)) for start, end in ranges)
        if quote := text_of(citation, "quote"):
            found = self.find(Span(document, text_of(citation, "ref"), quote))
            return document, found[0] if found else ()
        passage = self.passages.get(text_of(citation, "passage"))
        return (passage.document, passage.ranges) if passage else (document, ())


def text_of(record: Record, key: str) -> str:
    """Return a record's string under `key`; empty where it has none."""
    value = record.get(key)
    return value if isinstance(value, str) else ""
