"""What the script of a report draws its items from: one row an item, and behind it what was asked, said and expected.

Everything here is data, never markup. Details are kept within a budget of bytes, those of items with a loss first,
so that a report of ten thousand items still opens; what was left out is counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.records import to_json
from assistant.schema import Passage, Ranges
from evals.cases import QuestionCase, Span
from evals.gold import Gold
from evals.plain import says
from evals.reporting.wording import NOT_LOST
from evals.runs import StoredAnswer
from evals.said import allowed_places, cited_places, haystack, read_said

# A file under 5 MB opens at once and can be mailed; the rows and the page itself need some hundred kilobytes.
BUDGET = 4_000_000
RANKED = 10
_EXTRACT = 140

Data = dict[str, Any]
ScoreRecord = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What one run has of one case."""

    score: ScoreRecord
    stored: StoredAnswer | None


class Shelf:
    """The passages of a corpus, by id and by document, with what finds quotes in them."""

    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.passages = gold.passages
        self.documents: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            self.documents.setdefault(passage.document, []).append(passage)


@dataclass(frozen=True, slots=True)
class Drilled:
    """Details by item id, the passages they point at, and how many items have none."""

    details: dict[str, Data]
    passages: dict[str, Data]
    left_out: int


def is_lost(score: ScoreRecord) -> bool:
    """Did this item fail in some way?"""
    cause = score.get("cause")
    return score.get("status") == "error" or (cause is not None and cause not in NOT_LOST)


def row(case: QuestionCase, said: Told, columns: Sequence[str]) -> Data:
    """Return the row of an item in the report of one run."""
    score = said.score
    values = score.get("measures") or {}
    return {
        **_asked(case),
        "got": score.get("outcome"),
        "status": score.get("status"),
        "cause": score.get("cause"),
        "lost": is_lost(score),
        "confidence": score.get("confidence"),
        "m": [rounded(values.get(name)) for name in columns],
    }


def paired_row(case: QuestionCase, a: Told, b: Told, columns: Sequence[str], change: str) -> Data:
    """Return the row of an item in a comparison: the measures are differences, b minus a."""
    first, second = a.score.get("measures") or {}, b.score.get("measures") or {}
    return {
        **_asked(case),
        "got": b.score.get("outcome"),
        "before": a.score.get("outcome"),
        "status": b.score.get("status"),
        "cause": b.score.get("cause"),
        "lost": is_lost(b.score),
        "change": change,
        "confidence": b.score.get("confidence"),
        "m": [_difference(first.get(name), second.get(name)) for name in columns],
    }


def drill(
    cases: Sequence[QuestionCase],
    said: Mapping[str, Sequence[Told]],
    gold: Gold,
    budget: int = BUDGET,
) -> Drilled:
    """Return the details of as many items as fit into `budget` bytes, those with a loss first."""
    shelf = Shelf(gold)
    details: dict[str, Data] = {}
    passages: dict[str, Data] = {}
    extracts: dict[str, Data] = {}
    left, used = 0, 0
    for case in sorted(cases, key=lambda case: not any(is_lost(each.score) for each in said[case.id])):
        one = detail(case, said[case.id], shelf)
        whole = {key: _passage(shelf.passages[key]) for key in _shown_passages(one) if key not in passages}
        ranked = [key for key in _ranked_passages(one) if key in shelf.passages and key not in extracts]
        short = {key: _extract(shelf.passages[key]) for key in ranked}
        size = len(to_json([one, whole, short]).encode())
        if used + size > budget:
            left += 1
            continue
        used += size
        details[case.id] = one
        passages |= whole
        extracts |= short
    return Drilled(details, {**extracts, **passages}, left)


def detail(case: QuestionCase, said: Sequence[Told], shelf: Shelf) -> Data:
    """Return what stands behind a row: the question, what was expected, and what each run said."""
    return {
        "history": [[turn.role, turn.content] for turn in case.history],
        "reason": case.reason,
        "refs": list(case.refs),
        "also": list(case.also_ok),
        "facts": [list(forms) for forms in case.facts],
        "must_not": [str(pattern) for pattern in case.must_not],
        "spans": [[span.ref, span.quote] for span in case.spans],
        "scope": list(case.scope),
        "gold": _gold(case.spans, shelf),
        "views": [_view(case, each, shelf) for each in said],
    }


def rounded(value: float | None) -> float | None:
    """Return a value with four decimals, which no reader can tell from all of them."""
    return None if value is None else round(value, 4)


def _asked(case: QuestionCase) -> Data:
    return {
        "id": case.id,
        "question": case.question,
        "tags": list(case.tags),
        "half": case.half,
        "group": case.group,
        "expect": case.expect.value,
    }


def _difference(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else round(b - a, 4)


def _view(case: QuestionCase, said: Told, shelf: Shelf) -> Data:
    stored, score = said.stored, said.score
    answer: Mapping[str, Any] = (stored.answer if stored else None) or {}
    heard = read_said(dict(answer))
    citations = heard.citations
    allowed = allowed_places(case)
    stated = haystack(heard)
    standalone = answer.get("standalone_question")
    return {
        "outcome": score.get("outcome"),
        "status": score.get("status"),
        "cause": score.get("cause"),
        "confidence": score.get("confidence"),
        "reason": answer.get("reason"),
        "error": stored.error if stored else "No answer was stored.",
        "standalone": standalone if standalone != case.question else None,
        "text": answer.get("text") or "",
        "sentences": [
            [each.get("text", ""), each.get("kind", ""), each.get("labels") or []]
            for each in answer.get("sentences") or []
        ],
        "citations": [
            [each.get("label"), each.get("ref"), each.get("section"), each.get("quote"), place in allowed]
            for each in citations
            for place in cited_places(replace(heard, citations=(each,)), allowed)
        ],
        "facts": [says(stated, forms) for forms in case.facts],
        "candidate": answer.get("candidate"),
        "nearest": [[each.get("ref"), each.get("quote")] for each in answer.get("nearest") or []],
        "cited": _cited(citations, shelf),
        "ranking": [[key, ref, round(value, 4)] for key, ref, value in (stored.ranking[:RANKED] if stored else ())],
        "ms": round(1000 * stored.seconds, 1) if stored else None,
    }


def _cited(citations: Iterable[Mapping[str, Any]], shelf: Shelf) -> dict[str, list[list[object]]]:
    """Return, for each cited passage, its quoted sentences as [place in the passage, label]."""
    found: dict[str, list[list[object]]] = {}
    for citation in citations:
        document, ranges = shelf.gold.ranges_of(dict(citation))
        named = shelf.passages.get(str(citation.get("passage")))
        for passage in (named,) if named else shelf.documents.get(document, ()):
            for place in _touched(passage, ranges):
                found.setdefault(passage.id, []).append([place, citation.get("label")])
    return found


def _gold(spans: Sequence[Span], shelf: Shelf) -> dict[str, list[int]]:
    """Return, for each passage that holds gold, the places of its gold sentences."""
    found: dict[str, list[int]] = {}
    for span in spans:
        ranges = tuple(piece for place in shelf.gold.find(span) for piece in place)
        for passage in shelf.documents.get(span.document, ()):
            if places := _touched(passage, ranges):
                found[passage.id] = sorted({*found.get(passage.id, ()), *places})
    return found


def _touched(passage: Passage, ranges: Ranges) -> list[int]:
    """Return the places of the sentences that overlap `ranges`."""
    return [
        place
        for place, sentence in enumerate(passage.sentences)
        if any(start < other_end and other < end for start, end in sentence.ranges for other, other_end in ranges)
    ]


def _shown_passages(one: Data) -> list[str]:
    return [*one["gold"], *(key for view in one["views"] for key in view["cited"])]


def _ranked_passages(one: Data) -> list[str]:
    return [key for view in one["views"] for key, _, _ in view["ranking"]]


def _passage(passage: Passage) -> Data:
    return {
        "ref": passage.ref,
        "part": passage.part,
        "document": passage.document,
        "sentences": [sentence.text for sentence in passage.sentences],
    }


def _extract(passage: Passage) -> Data:
    text = passage.text
    return {
        "ref": passage.ref,
        "part": passage.part,
        "document": passage.document,
        "extract": text if len(text) <= _EXTRACT else text[: _EXTRACT - 1].rstrip() + "…",
    }
