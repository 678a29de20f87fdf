"""JSON lines with a passage cut into sentences, as ClapNQ gives: those sentences are kept as they are.

Rosenthal et al., CLAPNQ, TACL 2025. Both its published layout (`input`, `passages`, `output`) and a flat one are
read: `question`, `sentences`, `answerable`, `gold_sentences` (texts or numbers from 0, or lists of them where
several people chose), and if there are any `id`, `title`, `answers`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.records import whole
from assistant.schema import collapse
from evals.cases import QuestionCase, Span
from evals.importers.collected import Collected, Names, Text, case_of, read_rows, string_at, title_of

_LAYOUT = 'A line looks like {"question": "…", "sentences": ["…"], "answerable": true, "gold_sentences": [0]}.'


def read(path: Path) -> Collected:
    """Return the passages and questions of a file; equal passages become one document. Raises DatasetError."""
    names = Names()
    texts: dict[tuple[str, ...], Text] = {}
    cases: list[QuestionCase] = []
    seen: set[str] = set()
    for number, row in read_rows(path):
        where = f"{path}, line {number}"
        record = _flat(row)
        sentences = _sentences(record, where)
        if sentences not in texts:
            title = title_of(record.get("title"))
            name = names.new(title or "passage")
            texts[sentences] = Text(name, name, title or name, "lines", "\n".join(sentences) + "\n")
        case = _case(record, texts[sentences], sentences, number, where)
        if case.id in seen:
            raise DatasetError(f"{where}: the id {case.id!r} stands twice.", "Each question needs its own id.")
        seen.add(case.id)
        cases.append(case)
    return Collected(tuple(cases), tuple(texts.values()))


def _flat(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a line of the published layout in the flat one."""
    if "sentences" in row or not isinstance(row.get("passages"), list) or not row["passages"]:
        return row
    passage = row["passages"][0]
    output = [each for each in row.get("output") or [] if isinstance(each, dict) and each.get("answer")]
    return {
        "id": row.get("id"),
        "question": row.get("input"),
        "title": passage.get("title"),
        "sentences": passage.get("sentences"),
        "answerable": bool(output),
        "gold_sentences": [each.get("selected_sentences") or [] for each in output],
        "answers": [each["answer"] for each in output],
    }


def _sentences(record: Mapping[str, Any], where: str) -> tuple[str, ...]:
    value = record.get("sentences")
    if not isinstance(value, list) or not all(isinstance(sentence, str) for sentence in value):
        raise DatasetError(f"{where}: `sentences` is not a list of texts.", _LAYOUT)
    sentences = tuple(collapse(whole(sentence)) for sentence in value)
    if not any(sentences):
        raise DatasetError(f"{where}: `sentences` holds no text.", _LAYOUT)
    return sentences


def _case(record: Mapping[str, Any], text: Text, sentences: tuple[str, ...], number: int, where: str) -> QuestionCase:
    answerable = record.get("answerable")
    if not isinstance(answerable, bool):
        raise DatasetError(f"{where}: `answerable` is neither true nor false.", _LAYOUT)
    gold = dict.fromkeys(_chosen(record.get("gold_sentences") or [], sentences, where)) if answerable else {}
    identifier = str(record["id"]) if record.get("id") not in (None, "") else f"{number:04d}"
    case = case_of(identifier, string_at(record, ("question",), where), answerable)
    case = replace(case, group=text.id, scope=(text.id,), tags=("answerable" if answerable else "unanswerable",))
    if not answerable:
        return case
    spans = tuple(Span(text.id, text.short, sentence) for sentence in gold)
    return replace(case, refs=(text.short,), facts=_facts(record.get("answers"), sentences), spans=spans)


def _chosen(value: object, sentences: tuple[str, ...], where: str) -> Iterator[str]:
    """Yield the gold sentences; of several people's choices all."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, list):
            yield from _chosen(item, sentences, where)
        elif isinstance(item, int) and not isinstance(item, bool) and 0 <= item < len(sentences):
            yield sentences[item]
        elif isinstance(item, str) and collapse(whole(item)) in sentences:
            yield collapse(whole(item))
        else:
            shown = f"{str(item)[:60]!r}"
            raise DatasetError(f"{where}: the gold sentence {shown} is none of the `sentences`.", _LAYOUT)


def _facts(answers: object, sentences: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the answers that stand in the passage as one fact: what was written freely, no quote can hold."""
    text = " ".join(sentences)
    answers = answers if isinstance(answers, list) else [answers]
    forms = dict.fromkeys(collapse(whole(answer)) for answer in answers if isinstance(answer, str))
    kept = tuple(form for form in forms if form and form in text)
    return (kept,) if kept else ()
