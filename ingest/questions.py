"""The questions that were anticipated for a text: one JSON object a line, beside the manifest that names the file.

A line with `sentence` names a sentence of the text, `text`, word for word. Any other line is a question: `question` (or,
where that leans on a conversation or is Spanish, `standalone` or `english`) is how it is put so that it stands alone;
`gold` holds the sentences that answer it, by name or word for word, and is empty where the text does not say. Other keys
are for those who train on them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import SourceError
from assistant.hashing import sha256_of_text
from assistant.manifest import Row
from assistant.schema import Anticipated, Section

_LINE = 'A line looks like {"question": "…", "gold": ["a sentence of the text", …]}.'
_NAMING = ("gold", "also", "near")


def read_questions(folder: Path, row: Row, sections: Sequence[Section]) -> tuple[Anticipated, ...]:
    """Return the questions anticipated for a manifest's row, each wording once; none where the row names no file.

    A question whose answer the text no longer has is left out. Raises SourceError where the file is not what the row says.
    """
    if row.questions is None:
        return ()
    path = folder / row.questions
    try:
        text = path.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path} cannot be read: {error}.", "Put it back, or take `questions` out of its row."
        ) from error
    if sha256_of_text(text) != row.questions_sha256:
        hint = "Put the original back, or write its own hash into the row's `questions_sha256`."
        raise SourceError(f"{path} is not the file that the manifest names.", hint)
    held = {s.text for section in sections for passage in section.passages for s in passage.sentences}
    found: dict[str, Anticipated] = {}
    for where, record in read_records(text, str(path)):
        asked = _anticipated(where, row.id, record)
        # The text may have changed since: a question of which a part of the answer is gone proves nothing.
        if held.issuperset(asked.answers):
            found.setdefault(asked.question, asked)
    return tuple(found.values())


def read_records(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where each question stands and its record, the names of sentences replaced by what they say.

    Raises SourceError for a line that is no JSON object, or names sentences otherwise than in a list of strings.
    """
    texts: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            record = _object(f"{name}, line {number}", line)
            if "sentence" in record:
                texts[str(record["sentence"])] = str(record.get("text", ""))
            else:
                named = {key: [texts.get(each, each) for each in record[key]] for key in _NAMING if key in record}
                yield f"{name}, line {number}", {**record, **named}


def _object(where: str, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{where} is not JSON.", _LINE) from error
    if not isinstance(record, dict):
        raise SourceError(f"{where} is no JSON object.", _LINE)
    for key in _NAMING:
        value = record.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise SourceError(f"{where} has a `{key}` that is no list of sentences.", _LINE)
    return record


def _anticipated(where: str, document: str, record: Mapping[str, Any]) -> Anticipated:
    wording = record.get("standalone") or record.get("english") or record.get("question")
    if not isinstance(wording, str) or not wording.strip():
        raise SourceError(f"{where} has no question.", _LINE)
    if "gold" not in record:
        raise SourceError(f"{where} has no list `gold`.", _LINE)
    return Anticipated(document, wording, tuple(record["gold"]))
