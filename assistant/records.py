"""What others read and write: the answer/1 record, the records of a ranking, and the lines of a batch.

Fields may be added, never renamed; whoever reads ignores what is unknown. README documents them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from assistant.errors import RecordError
from assistant.schema import Answer, Citation, Document, Hit, Passage, Section, Turn

Record = dict[str, object]

_SURROGATE = re.compile("[\ud800-\udfff]")
# Controls that JSON leaves as they are and a terminal may obey: DEL, C1 and the bidirectional marks.
_HARMFUL = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ROLES = ("user", "assistant")
_LINE_HINT = 'A line looks like {"id": "q1", "question": "…", "history": [{"role": "user", "content": "…"}]}.'


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch: a question after the turns of its conversation."""

    id: str | int | None
    question: str
    history: tuple[Turn, ...]
    scope: tuple[str, ...] = ()
    """Ids of the documents to answer from; none for all."""


def whole(text: str) -> str:
    """Return `text` with every lone surrogate replaced, so that it can be written as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def to_json(value: object, indent: int | None = None) -> str:
    """Return one JSON value that is valid UTF-8 and holds no raw control character."""
    text = whole(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))
    return _HARMFUL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def answer_record(answer: Answer, id: str | int | None = None) -> Record:
    """Return the answer/1 record of an answer."""
    return {
        "schema": "answer/1",
        "id": id,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "outcome": answer.outcome.value,
        "reason": answer.reason.value if answer.reason else None,
        "confidence": answer.confidence,
        "text": answer.text,
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "citations": [citation_record(citation) for citation in answer.citations],
        "nearest": [citation_record(citation) for citation in answer.nearest],
        "faults": list(answer.faults),
        "candidate": answer.candidate,
        "suggestions": list(answer.suggestions),
        "notes": list(answer.notes),
        "language": answer.language,
        "scope": list(answer.scope),
        "engine": answer.engine,
        "index": {"generation": answer.generation, "corpus_sha256": answer.corpus_sha256},
        "timings_ms": dict(answer.timings_ms),
    }


def citation_record(citation: Citation) -> Record:
    """Return the record of a citation; `score` only where it has one."""
    record: Record = asdict(citation)
    if citation.score is None:
        del record["score"]
    return record


def hit_record(hit: Hit) -> Record:
    """Return the record of a passage in a ranking, with its rank in each channel that found it."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "channels": dict(hit.channels),
        **passage_record(hit.passage),
    }


def passage_record(passage: Passage) -> Record:
    """Return the record of a passage; its sentences are in reading order."""
    return {
        "passage": passage.id,
        "document": passage.document,
        "ref": passage.ref,
        "section": passage.part,
        "text": passage.text,
        "ranges": passage.ranges,
        "sentences": [asdict(sentence) for sentence in passage.sentences],
    }


def section_record(section: Section, with_text: bool = True) -> Record:
    """Return the record of a section; without its text it is an entry of the outline."""
    record: Record = {
        "document": section.document,
        "ref": section.ref,
        "kind": section.kind,
        "title": section.title,
        "other_titles": list(section.other_titles),
        "parent": section.parent,
        "footnotes": list(section.footnotes),
    }
    if with_text:
        record["passages"] = [passage_record(passage) for passage in section.passages]
    return record


def document_record(document: Document) -> Record:
    """Return what is known of a document, without its text and the places in it that only readers need."""
    record = asdict(document)
    for name in ("text", "headings", "markup"):
        del record[name]
    return record


def read_object(line: str) -> Mapping[str, object]:
    """Return the JSON object of a line. Raises RecordError when it holds anything else."""
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise RecordError("The line is not JSON.", _LINE_HINT) from error
    if not isinstance(value, dict):
        raise RecordError("The line is JSON, but not an object.", _LINE_HINT)
    return value


def id_of(record: Mapping[str, object]) -> str | int | None:
    """Return the record's id, None where it has none. Raises RecordError when it is no string or number."""
    value = record.get("id")
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str):
        return whole(value)
    raise RecordError("`id` must be a string or a whole number.", _LINE_HINT)


def asked(record: Mapping[str, object]) -> Asked:
    """Return the question of a batch record; unknown keys are ignored. Raises RecordError naming the bad key."""
    question = record.get("question")
    if not isinstance(question, str):
        raise RecordError("`question` must be a string.", _LINE_HINT)
    turns = record.get("history") or []
    if not isinstance(turns, list):
        raise RecordError("`history` must be a list of turns.", _LINE_HINT)
    scope = record.get("scope") or []
    if not isinstance(scope, list) or not all(isinstance(name, str) for name in scope):
        raise RecordError("`scope` must be a list of document ids.", _LINE_HINT)
    history = tuple(_turn(turn, number) for number, turn in enumerate(turns))
    return Asked(id_of(record), whole(question), history, tuple(scope))


def _turn(value: object, number: int) -> Turn:
    role = value.get("role") if isinstance(value, dict) else None
    content = value.get("content") if isinstance(value, dict) else None
    if role not in _ROLES or not isinstance(role, str) or not isinstance(content, str):
        raise RecordError(
            f"`history[{number}]` must have a `role` (user or assistant) and a `content` string.", _LINE_HINT
        )
    return Turn(role, whole(content))


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
