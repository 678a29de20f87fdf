"""A run as CSV: one row an item, one column a field, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.cases import QuestionCase
from evals.runs import Run

# What a spreadsheet would run as a formula when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIELDS = ("id", "half", "group", "tags", "expect", "outcome", "status", "cause", "confidence")


def run_csv(run: Run, cases: Sequence[QuestionCase]) -> str:
    """Return a scored run: who was asked what, what came of it, and every measure; undefined is an empty cell."""
    names = list(dict.fromkeys(name for score in run.scores for name in score.get("measures") or {}))
    questions = {case.id: case for case in cases}
    answers = {answer.id: answer for answer in run.first_answers}
    rows = []
    for score in run.scores:
        key = str(score["id"])
        case, stored = questions.get(key), answers.get(key)
        answer: Mapping[str, Any] = (stored.answer if stored else None) or {}
        measures = score.get("measures") or {}
        rows.append(
            [
                *(_words(score.get(field)) for field in _FIELDS),
                case.question if case else "",
                _words(case.refs if case else ()),
                _words(dict.fromkeys(str(each.get("ref")) for each in answer.get("citations") or ())),
                str(answer.get("text") or ""),
                str(stored.error or "") if stored else "",
                _words(round(1000 * stored.seconds, 3) if stored else None),
                *(_words(measures.get(name)) for name in names),
            ]
        )
    heads = [*_FIELDS, "question", "refs", "cited", "answer", "error", "ms", *names]
    return written(heads, rows)


def written(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV with a row of heads; no cell of text can begin a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return target.getvalue()


def safe(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def unsafe(text: str) -> str:
    """Return what `safe` was given."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return "; ".join(str(each) for each in value)
    return str(value)
