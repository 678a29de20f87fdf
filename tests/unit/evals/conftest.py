"""A corpus of two short objectives, cases about it, and answers to them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.schema import Document, Outcome, Passage, Section, Sentence
from evals.cases import QuestionCase
from evals.gold import Gold
from evals.runs import StoredAnswer

TEXT = (
    "Mission Objective 1.1: Peru fights crime.\n"
    "Police seized $22 million in FY 2019.  The U.S.- Peru agreement began in 2009.\n"
    "Mission Objective 1.2: Peru grows.\n"
    "Trade doubled to 1,500 ships. Growth is slow.\n"
)
SENTENCES = {
    ("MO 1.1", "Title"): ["Mission Objective 1.1: Peru fights crime."],
    ("MO 1.1", "Justification"): ["Police seized $22 million in FY 2019.", "The U.S.- Peru agreement began in 2009."],
    ("MO 1.2", "Title"): ["Mission Objective 1.2: Peru grows."],
    ("MO 1.2", "Justification"): ["Trade doubled to 1,500 ships.", "Growth is slow."],
}

Make = Callable[..., Any]


def _passage(ref: str, part: str, number: int) -> Passage:
    texts = SENTENCES[ref, part]
    starts = [TEXT.index(text) for text in texts]
    sentences = tuple(Sentence(text, ((start, start + len(text)),)) for text, start in zip(texts, starts, strict=True))
    whole = ((starts[0], starts[-1] + len(texts[-1])),)
    return Passage(f"d/{ref}/{number:02}", "d", ref, part, " ".join(texts), whole, sentences)


@pytest.fixture
def gold() -> Gold:
    document = Document("d", "T", "S", "strategy", None, None, None, None, "0", TEXT)
    sections = [
        Section(
            "d", ref, "objective", ref, (), None, (), (_passage(ref, "Title", 1), _passage(ref, "Justification", 2))
        )
        for ref in ("MO 1.1", "MO 1.2")
    ]
    return Gold([document], sections)


@pytest.fixture
def make_case() -> Make:
    """Return a maker of cases: an answerable one about the money, with whatever is given changed."""

    def make(id: str = "q", **changes: Any) -> QuestionCase:
        values: dict[str, Any] = {
            "question": "How much was seized?",
            "history": (),
            "answerable": True,
            "expect": Outcome.ANSWERED,
            "reason": None,
            "refs": ("MO 1.1",),
            "also_ok": (),
            "facts": (("$22 million",),),
            "must_not": (),
            "spans": (),
            "group": id,
            "tags": (),
            "standalone": None,
        }
        if changes.get("answerable") is False:
            values |= {"expect": Outcome.ABSTAINED, "refs": (), "facts": ()}
        return QuestionCase(id=id, **{**values, **changes})

    return make


@pytest.fixture
def make_answer(gold: Gold) -> Make:
    """Return a maker of stored answers that quote sentences: ("MO 1.1", "Police seized …"), or abstain without any."""

    def make(id: str = "q", *quotes: tuple[str, str], **changes: Any) -> StoredAnswer:
        citations = [_citation(label, ref, quote) for label, (ref, quote) in enumerate(quotes, start=1)]
        record: dict[str, Any] = {
            "schema": "answer/1",
            "id": id,
            "question": "How much was seized?",
            "outcome": "answered" if quotes else "abstained",
            "reason": None if quotes else "not_in_corpus",
            "confidence": 0.8 if quotes else 0.1,
            "text": " ".join(f"“{quote}” [{label}]" for label, (_, quote) in enumerate(quotes, start=1))
            or "The strategy does not say this.",
            "sentences": [
                {"text": quote, "kind": "quote", "support": "verbatim", "labels": [label]}
                for label, (_, quote) in enumerate(quotes, start=1)
            ],
            "citations": citations,
            "candidate": None,
            "timings_ms": {"total": 10.0, "retrieve": 4.0},
        }
        ranking = changes.pop("ranking", (("d/MO 1.1/02", "MO 1.1", 2.0), ("d/MO 1.2/02", "MO 1.2", 1.0)))
        return StoredAnswer(id, {**record, **changes}, None, ranking, 0.01)

    return make


def _citation(label: int, ref: str, quote: str) -> dict[str, Any]:
    start = TEXT.find(quote)
    ranges = [[start, start + len(quote)]] if start >= 0 else []
    return {"label": label, "document": "d", "ref": ref, "passage": f"d/{ref}/02", "quote": quote, "ranges": ranges}


@pytest.fixture(scope="session")
def strategy() -> Gold:
    """The bundled texts, read without an index; their passages are cut by words."""
    from assistant.manifest import corpus_folder, read_manifest
    from assistant.settings import Settings
    from ingest.sources import outline_of, read_document

    folder = corpus_folder(Settings(data=Path("unused"), _env_file=None))
    documents = [read_document(folder, row) for row in read_manifest(folder)]
    sections = [
        s for document in documents for s in outline_of(document, lambda text: round(len(text.split()) * 1.4)).sections
    ]
    return Gold(documents, sections)
