"""A stored answer as the measures read it: what was said, and what was cited for it.

Reads answer/1 records, our own and those made of another system's answers: what is absent is empty.
"""

from collections.abc import Collection
from dataclasses import dataclass

from assistant.phrases import long_name
from assistant.records import Record
from evals.cases import QuestionCase, is_answer
from evals.gold import Gold, text_of
from evals.measures.quoting import Quoted
from evals.plain import haystack_of, numbers_in, plain, unlabelled

_OURS = ("lead", "gloss")
_QUOTES = ("quote", "outline")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer that is not a lead-in."""

    text: str
    is_quote: bool
    labels: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer."""

    outcome: str
    text: str
    citations: tuple[Record, ...]
    sentences: tuple[Sentence, ...]

    @property
    def is_answered(self) -> bool:
        return is_answer(self.outcome)


def read_said(answer: Record) -> Said:
    """Return what an answer/1 record says."""
    return Said(
        outcome=text_of(answer, "outcome"),
        text=unlabelled(text_of(answer, "text")),
        citations=tuple(objects_in(answer, "citations")),
        sentences=tuple(_sentence(item) for item in objects_in(answer, "sentences") if item.get("kind") not in _OURS),
    )


def objects_in(record: Record, key: str) -> list[Record]:
    """Return the objects of a record's list; none where there is no such list."""
    value = record.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []


def _sentence(item: Record) -> Sentence:
    labels = item.get("labels")
    is_quote = item.get("kind") in _QUOTES or item.get("support") == "verbatim"
    return Sentence(
        unlabelled(text_of(item, "text")), is_quote, tuple(labels) if isinstance(labels, list | tuple) else ()
    )


def cited_places(said: Said, allowed: Collection[str]) -> tuple[str, ...]:
    """Return the places that an answer cites, each once, in order, under the names that the gold uses.

    A place can be called by its ref, by document and ref, by its passage or by its document: the first of these that
    is allowed, else the ref.
    """
    return tuple(dict.fromkeys(_name_of(citation, allowed) for citation in said.citations))


def _name_of(citation: Record, allowed: Collection[str]) -> str:
    ref, document, passage = (text_of(citation, key) for key in ("ref", "document", "passage"))
    names = (ref, f"{document}/{ref}", passage, document)
    return next((name for name in names if name and name in allowed), ref or passage or document)


def allowed_places(case: QuestionCase) -> tuple[str, ...]:
    """Return the places that an answer to a case may cite."""
    return (*case.refs, *case.also_ok)


def haystack(said: Said) -> str:
    """Return all in which a fact may be found: the text, the quotes, and the names of the cited places."""
    names = [text_of(citation, "ref") for citation in said.citations]
    quotes = [text_of(citation, "quote") for citation in said.citations]
    return haystack_of([said.text, *quotes, *names, *map(long_name, names)])


def quotes_of(said: Said, gold: Gold) -> list[Quoted]:
    """Return the quoted sentences, each with the parts of the places that it cites."""
    by_label: dict[object, list[Record]] = {}
    for citation in said.citations:
        by_label.setdefault(citation.get("label"), []).append(citation)
    quotes = []
    for sentence in said.sentences:
        if sentence.is_quote:
            cited = [citation for label in sentence.labels for citation in by_label.get(label, ())]
            places = tuple(unit.text for c in cited for unit in gold.units(*place_of(c, gold)))
            quotes.append(Quoted(plain(sentence.text), places))
    return quotes


def numbers_of(said: Said) -> tuple[str, ...]:
    """Return the numbers that an answer says, lead-ins left out where its sentences are told apart."""
    texts = [sentence.text for sentence in said.sentences] or [said.text]
    return tuple(number for text in texts for number in numbers_in(plain(text)))


def place_of(citation: Record, gold: Gold) -> tuple[str, str]:
    """Return the document and ref of a citation; another system may name only the passage, or only the ref."""
    document, ref = text_of(citation, "document"), text_of(citation, "ref")
    passage = gold.passages.get(text_of(citation, "passage"))
    if passage and not gold.has_place(document, ref):
        return passage.document, passage.ref
    if not document and len(gold.documents) == 1:
        document = next(iter(gold.documents))
    return document, ref
