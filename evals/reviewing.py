"""What people think of what the measures say: disagreements out as CSV, agreement back in.

Everything with a cause of failure is put before a person, and a drawn sample of what counts as right, because a
measure that is too kind shows only there.
"""

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from evals.cases import QuestionCase
from evals.reporting.details import is_lost
from evals.reporting.html import tell
from evals.reporting.tables import unsafe, written
from evals.reporting.wording import cause_name
from evals.runs import Run

SAMPLE = 20
SEED = 20200
RIGHT, WRONG, UNSURE = "right", "wrong", "unsure"
_HEADS = ("id", "question", "history", "expected", "refs", "facts", "outcome", "cited", "answer", "cause", "measured")
# For the person to fill in.
_BLANK = ("person", "note")
_NEEDED = ("id", "measured", "person")
_HINT = "`person` is right, wrong or unsure, or empty; make the file anew with `strategy eval review RUN`."
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line that a person filled in."""

    line: int
    id: str
    measured: str
    person: str
    note: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a person and the measures agree."""

    judged: int
    unsure: int
    blank: int
    agreed: float | None
    """Share of the judged on which both say the same; None where nothing is judged."""
    kappa: float | None
    """Cohen's; None where it is not defined: nothing judged, or both always say one and the same."""
    table: Mapping[tuple[str, str], int]
    """(measured, person) to how often."""
    differences: tuple[Judgement, ...]


def review_csv(run: Run, cases: Sequence[QuestionCase], sample: int = SAMPLE, seed: int = SEED) -> str:
    """Return the lines for a person to judge: all items with a cause, then `sample` of the others, drawn by `seed`.

    Raises DatasetError when the run was not scored.
    """
    report = tell(run, cases)
    lost = [case for case in report.cases if is_lost(report.said[case.id].score)]
    others = [case for case in report.cases if not is_lost(report.said[case.id].score)]
    drawn = set(random.Random(seed).sample([case.id for case in others], min(sample, len(others))))
    rows = []
    for case in [*lost, *(case for case in others if case.id in drawn)]:
        told = report.said[case.id]
        answer: Mapping[str, Any] = (told.stored.answer if told.stored else None) or {}
        rows.append(
            [
                case.id,
                case.question,
                "\n".join(f"{turn.role}: {turn.content}" for turn in case.history),
                case.expect.value,
                "; ".join(case.refs),
                "; ".join(" / ".join(forms) for forms in case.facts),
                str(told.score.get("outcome") or "error"),
                "; ".join(dict.fromkeys(str(each.get("ref")) for each in answer.get("citations") or ())),
                str(answer.get("text") or (told.stored.error if told.stored else "") or ""),
                cause_name(told.score.get("cause")),
                WRONG if is_lost(told.score) else RIGHT,
                "",
                "",
            ]
        )
    return written((*_HEADS, *_BLANK), rows)


def read_review(path: Path) -> tuple[Judgement, ...]:
    """Return the lines of a filled-in file. Raises DatasetError naming every bad line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as CSV UTF-8.") from error
    judgements, faults = _parsed(text, path)
    if faults:
        more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise DatasetError("\n".join([*faults[:_SHOWN], *more]), _HINT)
    return judgements


def agreement(judgements: Sequence[Judgement]) -> Agreement:
    """Return how far the lines that are judged agree with the measures.

    κ = (p_o − p_e) / (1 − p_e), p_o the share of agreement, p_e what chance alone would give (Cohen 1960).
    """
    judged = [each for each in judgements if each.person in (RIGHT, WRONG)]
    table = {(one, other): 0 for one in (RIGHT, WRONG) for other in (RIGHT, WRONG)}
    for each in judged:
        table[each.measured, each.person] += 1
    total = len(judged)
    agreed = (table[RIGHT, RIGHT] + table[WRONG, WRONG]) / total if total else None
    return Agreement(
        judged=total,
        unsure=sum(each.person == UNSURE for each in judgements),
        blank=sum(not each.person for each in judgements),
        agreed=agreed,
        kappa=_kappa(table, total),
        table=table,
        differences=tuple(each for each in judged if each.person != each.measured),
    )


def _kappa(table: Mapping[tuple[str, str], int], total: int) -> float | None:
    if not total:
        return None
    observed = (table[RIGHT, RIGHT] + table[WRONG, WRONG]) / total
    measured = (table[RIGHT, RIGHT] + table[RIGHT, WRONG]) / total
    person = (table[RIGHT, RIGHT] + table[WRONG, RIGHT]) / total
    chance = measured * person + (1 - measured) * (1 - person)
    return (observed - chance) / (1 - chance) if chance < 1 else None


def _parsed(text: str, path: Path) -> tuple[tuple[Judgement, ...], list[str]]:
    # Spreadsheets of some countries write semicolons.
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    judgements: dict[str, Judgement] = {}
    faults: list[str] = []
    heads: list[str] = []
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not heads:
                heads = [cell.strip().lower() for cell in cells]
                missing = [name for name in _NEEDED if name not in heads]
                if missing:
                    return (), [f"{path}, line 1: no column {', '.join(map(repr, missing))}."]
            elif any(cells):
                found = _judgement(cells, heads, start, judgements)
                if isinstance(found, str):
                    faults.append(f"{path}, line {start}: {found}")
                else:
                    judgements[found.id] = found
    except csv.Error as error:
        faults.append(f"{path}, line {reader.line_num}: not CSV ({error}).")
    if not heads:
        faults.append(f"{path}, line 1: the file is empty.")
    return tuple(judgements.values()), faults


def _judgement(
    cells: Sequence[str], heads: Sequence[str], line: int, before: Mapping[str, Judgement]
) -> Judgement | str:
    """Return the judgement of a line, or what is wrong with it."""
    if len(cells) != len(heads):
        return f"{len(cells)} cells where the first line has {len(heads)}."
    row = dict(zip(heads, cells, strict=True))
    key, measured, person = unsafe(row["id"]), row["measured"].strip().lower(), row["person"].strip().lower()
    if not key.strip():
        return "`id` is empty."
    if key in before:
        return f"the id {key!r} stands already on line {before[key].line}."
    if measured not in (RIGHT, WRONG):
        return f"`measured` is {measured!r}; it can be right or wrong."
    if person not in (RIGHT, WRONG, UNSURE, ""):
        return f"`person` is {person!r}; it can be right, wrong, unsure or empty."
    return Judgement(line, key, measured, person, unsafe(row.get("note", "")))
