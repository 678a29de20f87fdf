"""Answers of any other system to the records that we score: a documented JSONL, one object a line.

{"id": "q1", "text": "…", "refs": ["MO 2.2"], "quotes": ["…"], "abstained": false, "confidence": 0.8}

`id` names the case. All else may be left out: `refs` are the places cited, best first; `quotes` are words said to be
exact, a text each or {"text", "ref"}; `abstained` says that there is no answer, `outcome` says it as answer/1 does;
`confidence` is between 0 and 1; `ranking` holds what was retrieved, best first, as refs, passage ids or
[passage id, ref, score]; `seconds` and `error` are as they are called. A whole answer/1 record is read as it is.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.hashing import sha256_of_file
from assistant.records import Record, whole
from assistant.schema import Outcome
from assistant.settings import Settings
from evals import passport as passports
from evals.importers.collected import read_rows
from evals.runs import (
    PASSPORT,
    Run,
    StoredAnswer,
    name_from,
    read_passport,
    read_run,
    run_folder,
    write_answers,
    write_object,
)
from evals.suites import Suite

REFUSALS = (
    r"i (?:do not|don.?t|cannot|can.?t|could not|couldn.?t) (?:know|answer|find|say|tell|determine)",
    r"(?:no|not enough|insufficient) (?:information|answer|evidence|context)\b",
    r"(?:is|are|was|were) not (?:mentioned|stated|specified|provided|given|found|included|in the (?:text|document|context|passage))",
    r"(?:does|do|did) not (?:mention|say|state|specify|provide|contain|include|address)",
    r"\b(?:unanswerable|unable to (?:answer|find|determine))\b",
    r"^(?:n/?a|none|unknown|no answer)\W*$",
)
"""How other systems say that there is no answer, where a prediction does not say so itself. For theirs only: our own
answers carry their outcome. Without case; searched for in the first sentence."""

_REFUSAL = re.compile("|".join(REFUSALS), re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r"[^.!?\n]*")
_FIELDS = frozenset(
    {"id", "text", "refs", "quotes", "abstained", "outcome", "reason", "confidence", "ranking", "seconds", "error"}
)
_LAYOUT = 'A line looks like {"id": "q1", "text": "…", "refs": ["MO 2.2"], "quotes": ["…"], "abstained": false, "confidence": 0.8}.'


def read_predictions(path: Path) -> tuple[StoredAnswer, ...]:
    """Return the answers of a file, in its order. Raises DatasetError naming file and line."""
    answers: dict[str, StoredAnswer] = {}
    for number, record in read_rows(path):
        where = f"{path}, line {number}"
        stored = _stored(record, where)
        if stored.id in answers:
            raise DatasetError(f"{where}: the id {stored.id!r} stands twice.", "Keep one answer to each question.")
        answers[stored.id] = stored
    return tuple(answers.values())


def store_predictions(
    path: Path,
    answers: Sequence[StoredAnswer],
    suite: Suite,
    corpus_sha256: str,
    name: str | None,
    settings: Settings,
) -> tuple[Run, tuple[str, ...]]:
    """Write another system's answers as a run and return it, with remarks on what does not fit the suite.

    The same file under the same name is the same run; another file is refused. Raises DatasetError.
    """
    system = name or name_from(path.name.partition(".")[0])
    folder = run_folder(system, settings)
    engine = {"name": system, "version": None, "sha256": sha256_of_file(path)}
    record = passports.foreign_passport(system, suite, engine, corpus_sha256)
    if (folder / PASSPORT).exists():
        before = read_passport(folder)
        if before.get("fingerprint") != record["fingerprint"]:
            raise DatasetError(
                f"There is a run {system!r} already, of something else; nothing was changed.", "Choose another --name."
            )
    known = {case.id for case in suite.cases}
    unknown = [answer.id for answer in answers if answer.id not in known]
    missing = len(known) - (len(answers) - len(unknown))
    if len(unknown) == len(answers):
        raise DatasetError(f"{path}: no id is one of the suite {suite.name!r}.", "Name the suite that was asked.")
    folder.mkdir(parents=True, exist_ok=True)
    write_object(folder / PASSPORT, record)
    write_answers(folder, [answer for answer in answers if answer.id in known])
    remarks = [f"{missing} cases have no prediction; they count as errors."] if missing else []
    if unknown:
        remarks.append(
            f"{len(unknown)} predictions are of no case of the suite and were left out: {', '.join(unknown[:5])}."
        )
    return read_run(folder), tuple(remarks)


def is_refusal(text: str) -> bool:
    """Say whether a text that is not ours says that there is no answer: nothing, or one of REFUSALS at its beginning."""
    first = _FIRST_SENTENCE.match(text.strip())
    return not text.strip() or _REFUSAL.search(first.group() if first else "") is not None


def _stored(record: Mapping[str, Any], where: str) -> StoredAnswer:
    identifier = record.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int) or identifier == "":
        raise DatasetError(f"{where}: no `id`.", _LAYOUT)
    error = record.get("error")
    ranking = tuple(_ranked(entry, place, where) for place, entry in enumerate(_list(record, "ranking", where)))
    seconds = _number(record, "seconds", where) or 0.0
    if error is not None:
        return StoredAnswer(str(identifier), None, str(error), ranking, seconds)
    answer = dict(record) if record.get("schema") == "answer/1" else _answer(record, where)
    return StoredAnswer(str(identifier), answer, None, ranking, seconds)


def _answer(record: Mapping[str, Any], where: str) -> Record:
    """Return an answer/1 record: each place cited once or once for each of its quotes, each quote as a sentence."""
    unknown = sorted(set(record) - _FIELDS)
    if unknown:
        raise DatasetError(
            f"{where}: unknown field {unknown[0]!r}.", f"{_LAYOUT} Fields: {', '.join(sorted(_FIELDS))}."
        )
    text = record.get("text") or ""
    if not isinstance(text, str):
        raise DatasetError(f"{where}: `text` is not a text.", _LAYOUT)
    outcome = _outcome(record, text, where)
    citations, sentences = _evidence(record, where) if outcome is not Outcome.ABSTAINED else ([], [])
    return {
        "schema": "answer/1",
        "id": record["id"],
        "outcome": outcome.value,
        "reason": record.get("reason"),
        "confidence": _number(record, "confidence", where),
        "text": whole(text),
        "sentences": sentences,
        "citations": citations,
        "nearest": [],
        "engine": "other",
    }


def _outcome(record: Mapping[str, Any], text: str, where: str) -> Outcome:
    abstained, outcome = record.get("abstained"), record.get("outcome")
    if abstained is not None and not isinstance(abstained, bool):
        raise DatasetError(f"{where}: `abstained` is neither true nor false.", _LAYOUT)
    if outcome is not None:
        if outcome not in {each.value for each in Outcome}:
            raise DatasetError(f"{where}: `outcome` is {outcome!r}.", f"It can be {', '.join(Outcome)}.")
        return Outcome(outcome)
    says_nothing = not _list(record, "quotes", where) and is_refusal(text)
    return Outcome.ABSTAINED if (says_nothing if abstained is None else abstained) else Outcome.ANSWERED


def _evidence(record: Mapping[str, Any], where: str) -> tuple[list[Record], list[Record]]:
    refs = [_text(ref, "refs", where) for ref in _list(record, "refs", where)]
    quotes = [_quote(quote, where) for quote in _list(record, "quotes", where)]
    # Quotes that name no place belong to the place beside them, where there are as many of both.
    beside = refs if len(refs) == len(quotes) else [refs[0] if len(refs) == 1 else "" for _ in quotes]
    quotes = [(text, ref or near) for (text, ref), near in zip(quotes, beside, strict=True)]
    cited: list[tuple[str, str]] = []
    for ref in refs:
        cited += [(ref, text) for text, place in quotes if place == ref and (ref, text) not in cited] or [(ref, "")]
    cited = list(dict.fromkeys((*cited, *((ref, text) for text, ref in quotes))))
    citations: list[Record] = [
        {"label": label, "document": "", "ref": ref, "quote": text} for label, (ref, text) in enumerate(cited, start=1)
    ]
    sentences: list[Record] = [
        {"text": text, "kind": "quote", "support": None, "labels": [cited.index((ref, text)) + 1]}
        for text, ref in quotes
    ]
    return citations, sentences


def _quote(value: object, where: str) -> tuple[str, str]:
    """Return (text, ref) of a quote, the ref empty where it names none."""
    if isinstance(value, dict):
        return _text(value.get("text", value.get("quote")), "quotes", where), _text(
            value.get("ref", ""), "quotes", where
        )
    return _text(value, "quotes", where), ""


def _ranked(entry: object, place: int, where: str) -> tuple[str, str, float]:
    """Return (passage id, ref, score); a bare name is both, and scores fall with the place."""
    if isinstance(entry, list) and len(entry) == 3 and isinstance(entry[2], int | float):
        return str(entry[0]), str(entry[1]), float(entry[2])
    name = _text(entry, "ranking", where)
    return name, name, 1.0 / (place + 1)


def _list(record: Mapping[str, Any], key: str, where: str) -> Sequence[object]:
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise DatasetError(f"{where}: `{key}` is not a list.", _LAYOUT)
    return value


def _text(value: object, key: str, where: str) -> str:
    if not isinstance(value, str):
        raise DatasetError(f"{where}: `{key}` holds something that is no text.", _LAYOUT)
    return whole(value).strip()


def _number(record: Mapping[str, Any], key: str, where: str) -> float | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DatasetError(f"{where}: `{key}` is not a number.", _LAYOUT)
    return float(value)
