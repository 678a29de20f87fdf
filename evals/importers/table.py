"""A CSV file of questions about the documents in use: what somebody keeps in a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assistant.errors import DatasetError
from assistant.schema import Outcome, Reason, collapse
from evals.cases import QuestionCase, is_answer
from evals.importers.collected import Collected, case_of, read_text

COLUMNS = {
    "question": "what is asked (the only column that must be there)",
    "id": "a name of its own; without it the line's number",
    "refs": "places that must be cited, with ; between: MO 2.2; MG 4",
    "also_ok": "places that may be cited, with ; between",
    "answer": "what the answer must say: facts with ; between, wordings of one fact with | between",
    "answerable": "yes or no; without it yes where refs or answer hold something",
    "expect": "answered, partial, clarify or abstained; without it by answerable",
    "reason": "why it must abstain, as in answer/1",
    "tags": "slices of the report, with ; between",
    "group": "the same name for paraphrases of one question",
}
"""Column to what it holds; said in the command's help."""
_OTHER_NAMES = {"expected_refs": "refs", "expected refs": "refs", "ref": "refs", "expected_answer": "answer",
                "expected answer": "answer", "answers": "answer", "facts": "answer", "expected": "expect"}  # fmt: skip
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


def read(path: Path) -> Collected:
    """Return the questions of a file. Raises DatasetError naming file and line."""
    text = read_text(path)
    header = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cases: list[QuestionCase] = []
    seen: set[str] = set()
    try:
        names = _header(next(reader, []), path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                where = f"{path}, line {reader.line_num}"
                case = _case(_row(names, cells, where), f"line-{reader.line_num}", where)
                if case.id in seen:
                    raise DatasetError(f"{where}: the id {case.id!r} stands twice.", "Each question needs its own id.")
                seen.add(case.id)
                cases.append(case)
    except csv.Error as error:
        raise DatasetError(f"{path}, line {reader.line_num}: {error}.", "Save it as CSV anew.") from error
    if not cases:
        raise DatasetError(
            f"{path} holds no question.", "The first line names the columns, each other one is a question."
        )
    return Collected(tuple(cases))


def _header(cells: list[str], path: Path) -> list[str]:
    names = [_OTHER_NAMES.get(name, name) for name in (collapse(cell).lower() for cell in cells)]
    hint = f"Columns: {', '.join(COLUMNS)}."
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise DatasetError(f"{path}, line 1: unknown column {unknown[0]!r}.", hint)
    if "question" not in names or len(set(names)) != len(names):
        raise DatasetError(f"{path}, line 1: there must be one column `question`, and none twice.", hint)
    return names


def _row(names: list[str], cells: list[str], where: str) -> Mapping[str, str]:
    if len(cells) > len(names):
        raise DatasetError(
            f"{where}: {len(cells)} cells under {len(names)} columns.", "Put texts with commas in quotes."
        )
    return dict(zip(names, (cell.strip() for cell in cells), strict=False))


def _case(row: Mapping[str, str], name: str, where: str) -> QuestionCase:
    if not row.get("question"):
        raise DatasetError(f"{where}: no question.", "Fill the cell or take the line out.")
    refs = _parts(row.get("refs", ""))
    facts = tuple(_parts(fact, "|") for fact in _parts(row.get("answer", "")))
    said = _answerable(row.get("answerable", ""), where)
    expect = _outcome(row.get("expect", ""), where)
    answerable = is_answer(expect) if expect else bool(refs or facts) if said is None else said
    if said is not None and said != answerable:
        raise DatasetError(
            f"{where}: answerable is {row['answerable']!r} but expect is {row['expect']!r}.", "Correct one of them."
        )
    reason = row.get("reason") or None
    if reason and reason not in {each.value for each in Reason}:
        raise DatasetError(f"{where}: {reason!r} is no reason.", f"It can be {', '.join(Reason)}.")
    case = case_of(row.get("id") or name, row["question"], answerable)
    return replace(
        case,
        expect=expect or case.expect,
        reason=reason,
        refs=refs,
        also_ok=_parts(row.get("also_ok", "")),
        facts=facts,
        group=row.get("group") or case.group,
        tags=_parts(row.get("tags", "")),
    )


def _parts(cell: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part for part in (collapse(piece) for piece in cell.split(mark)) if part)


def _answerable(cell: str, where: str) -> bool | None:
    value = cell.lower()
    if value and value not in _YES | _NO:
        raise DatasetError(f"{where}: answerable is {cell!r}.", "Write yes or no.")
    return value in _YES if value else None


def _outcome(cell: str, where: str) -> Outcome | None:
    try:
        return Outcome(cell.lower()) if cell else None
    except ValueError as error:
        raise DatasetError(f"{where}: {cell!r} is no outcome.", f"It can be {', '.join(Outcome)}.") from error
