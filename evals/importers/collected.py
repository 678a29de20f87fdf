"""What every layout becomes: texts, cases, and what a person should know of the conversion."""

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.folding import fold
from assistant.records import whole
from assistant.schema import Outcome, collapse
from evals.cases import QuestionCase

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Text:
    """A document to be indexed."""

    id: str
    """Fit for a file name and for the manifest."""
    short: str
    """Its name in the set: what cases name as their gold place."""
    title: str
    kind: str
    """`passages`, or `lines` where each line is a sentence."""
    text: str


@dataclass(frozen=True, slots=True)
class Collected:
    """A question set, converted."""

    cases: tuple[QuestionCase, ...]
    texts: tuple[Text, ...] = ()
    """Empty where the questions are about the corpus in use."""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Names:
    """Gives ids that no other document has."""

    taken: set[str] = field(default_factory=set)

    def new(self, wanted: str) -> str:
        """Return an id made from a name: lower case letters, digits and hyphens."""
        plain = name_of(wanted)
        name, number = plain, 1
        while name in self.taken:
            number += 1
            name = f"{plain}-{number}"
        self.taken.add(name)
        return name


def name_of(text: str) -> str:
    """Return a text as a name: lower case letters, digits and hyphens."""
    return _NOT_NAME.sub("-", fold(text)).strip("-")[:_LONGEST].strip("-") or "text"


def case_of(identifier: str, question: str, answerable: bool) -> QuestionCase:
    """Return a case that stands alone and has no gold yet."""
    return QuestionCase(
        id=identifier,
        question=whole(question).strip(),
        history=(),
        answerable=answerable,
        expect=Outcome.ANSWERED if answerable else Outcome.ABSTAINED,
        reason=None,
        refs=(),
        also_ok=(),
        facts=(),
        must_not=(),
        spans=(),
        group=identifier,
        tags=(),
        standalone=None,
    )


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, unpacked where its name ends in .gz. Raises DatasetError."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    except (OSError, EOFError) as error:
        raise DatasetError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.", "Check the path."
        ) from error


def read_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the JSON objects of a file, one a line, with their line numbers. Raises DatasetError naming the bad line."""
    rows = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                value = json.loads(line)
            except ValueError as error:
                raise DatasetError(f"{path}, line {number}: not JSON.", "Each line must be one JSON object.") from error
            if not isinstance(value, dict):
                raise DatasetError(f"{path}, line {number}: not an object.", "Each line must be one JSON object.")
            rows.append((number, value))
    if not rows:
        raise DatasetError(f"{path} is empty.", "Check that it is the right file.")
    return rows


def string_at(record: Mapping[str, Any], names: Iterable[str], where: str) -> str:
    """Return a record's text under the first of `names` that it has. Raises DatasetError when it has none."""
    names = tuple(names)
    for name in names:
        value = record.get(name)
        if isinstance(value, str):
            return whole(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    raise DatasetError(
        f"{where}: no text under {' or '.join(map(repr, names))}.", "Check that it is the layout that you named."
    )


def title_of(text: object) -> str:
    """Return a title on one line, empty where there is none."""
    return collapse(whole(text)) if isinstance(text, str) else ""
