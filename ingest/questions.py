"""The questions that were anticipated for a text: one JSON object a line, beside the manifest that names the file.

`question` (or, where that leans on a conversation or is Spanish, `standalone` or `english`) is how it is put so that it
stands alone; `gold` holds the sentences that answer it, word for word, and is empty where the text does not say.
Other keys are for those who train on them.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.errors import SourceError
from assistant.hashing import sha256_of_text
from assistant.manifest import Row
from assistant.schema import Anticipated, Section

_LINE = 'A line looks like {"question": "…", "gold": ["a sentence of the text", …]}.'


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
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            asked = _anticipated(f"{path}, line {number}", row.id, line)
            # The text may have changed since: a question of which a part of the answer is gone proves nothing.
            if held.issuperset(asked.answers):
                found.setdefault(asked.question, asked)
    return tuple(found.values())


def _anticipated(where: str, document: str, line: str) -> Anticipated:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{where} is not JSON.", _LINE) from error
    answers = record.get("gold") if isinstance(record, Mapping) else None
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        raise SourceError(f"{where} has no list `gold`.", _LINE)
    wording = record.get("standalone") or record.get("english") or record.get("question")
    if not isinstance(wording, str) or not wording.strip():
        raise SourceError(f"{where} has no question.", _LINE)
    return Anticipated(document, wording, tuple(answers))
