"""SQuAD 1.1 and 2.0, the official JSON: each paragraph is a document, and a question is asked of its own paragraph.

Rajpurkar, Jia and Liang, Know What You Don't Know, ACL 2018.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.reading import collapse_with_offsets, split_sentences
from assistant.records import whole
from assistant.schema import collapse
from evals.cases import QuestionCase, Span
from evals.importers.collected import Collected, Names, Text, case_of, name_of, read_text, string_at, title_of

_LAYOUT = 'The layout is {"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "answers"}]}]}]}.'


def read(path: Path) -> Collected:
    """Return the paragraphs and questions of a file. Raises DatasetError naming what is wrong and where."""
    names, numbers = Names(), Counter[str]()
    texts, cases, remarks = [], [], []
    seen: set[str] = set()
    for where, title, paragraph in _paragraphs(path):
        context = string_at(paragraph, ("context",), where)
        if not context.strip():
            remarks.append(f"{where}: the paragraph is empty; it and its questions were left out.")
            continue
        numbers[title] += 1
        name = names.new(f"{name_of(title)[:40]}-{numbers[title]:03d}")
        text = Text(name, name, title or name, "passages", context)
        texts.append(text)
        for number, asked in enumerate(_list(paragraph, "qas", where)):
            case = _case(asked, text, f"{where}.qas[{number}]")
            if case.id in seen:
                raise DatasetError(
                    f"{where}.qas[{number}]: the id {case.id!r} stands twice.", "Each question needs its own id."
                )
            seen.add(case.id)
            cases.append(case)
    return Collected(tuple(cases), tuple(texts), tuple(remarks))


def _paragraphs(path: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield (where, title, paragraph)."""
    try:
        value = json.loads(read_text(path))
    except ValueError as error:
        raise DatasetError(f"{path}, line {getattr(error, 'lineno', 1)}: not JSON.", _LAYOUT) from error
    if not isinstance(value, dict):
        raise DatasetError(f"{path}, line 1: not an object.", _LAYOUT)
    for number, article in enumerate(_list(value, "data", str(path))):
        where = f"{path}, data[{number}]"
        for place, paragraph in enumerate(_list(article, "paragraphs", where)):
            yield f"{where}.paragraphs[{place}]", title_of(article.get("title")).replace("_", " "), paragraph


def _list(value: Mapping[str, Any], key: str, where: str) -> Sequence[Mapping[str, Any]]:
    found = value.get(key)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise DatasetError(f"{where}: {key!r} is not a list of objects.", _LAYOUT)
    return found


def _case(asked: Mapping[str, Any], text: Text, where: str) -> QuestionCase:
    answers = _list(asked, "answers", where) if asked.get("answers") else []
    answerable = not asked.get("is_impossible", False)
    if answerable and not answers:
        raise DatasetError(f"{where}: an answerable question without answers.", _LAYOUT)
    forms = dict.fromkeys(collapse(string_at(answer, ("text",), where)) for answer in answers if answerable)
    case = case_of(string_at(asked, ("id",), where), string_at(asked, ("question",), where), answerable)
    case = replace(case, group=text.id, scope=(text.id,), tags=("answerable" if answerable else "unanswerable",))
    if not answerable:
        return case
    facts = (tuple(form for form in forms if form),)
    return replace(case, refs=(text.short,), facts=facts, spans=_spans(answers, text, where))


def _spans(answers: Sequence[Mapping[str, Any]], text: Text, where: str) -> tuple[Span, ...]:
    """Return the sentence in which most of the accepted answers stand; all that one answer runs across."""
    reading, offsets = collapse_with_offsets(text.text, ((0, len(text.text)),))
    sentences = split_sentences(reading)
    votes: Counter[tuple[int, ...]] = Counter()
    for answer in answers:
        start, said = answer.get("answer_start"), whole(str(answer.get("text", "")))
        if not isinstance(start, int) or text.text[start : start + len(said)] != said:
            # A known slip of some files: the offset counts other characters than these.
            start = text.text.find(said)
        if start < 0 or not said:
            raise DatasetError(f"{where}: the answer {said[:40]!r} does not stand in its paragraph.", _LAYOUT)
        touched = [
            number
            for number, (first, end) in enumerate(sentences)
            if offsets[first] < start + len(said) and start <= offsets[end - 1]
        ]
        votes[tuple(touched)] += 1
    # Of equal ones that which was named first.
    chosen = max(votes, key=lambda touched: votes[touched])
    return tuple(Span(text.id, text.short, reading[slice(*sentences[number])]) for number in chosen)
