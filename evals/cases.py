"""The lines of a suite: a question, what should become of it, and the gold that says so.

Reads strictly. A misspelt field would otherwise be gold that nothing checks, so an unknown one is a fault
of its line, and a file's faults are told together.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import DatasetError, RecordError
from assistant.records import Record, asked, read_object, whole
from assistant.schema import Outcome, Ranges, Reason, Turn

ANSWERS = (Outcome.ANSWERED, Outcome.PARTIAL)
"""The outcomes that give the reader something from the documents."""
HALVES = ("tuning", "report")
_SHOWN = 20
_HINT = "Correct these lines; `strategy eval validate` names everything that it finds in a suite."


@dataclass(frozen=True, slots=True)
class Span:
    """Gold evidence: a quote, and the place it is quoted from."""

    document: str
    ref: str
    quote: str
    ranges: Ranges = ()
    """Where the quote stands in the source text; empty until it is looked up."""


@dataclass(frozen=True, slots=True)
class QuestionCase:
    """One question and its gold."""

    id: str
    question: str
    history: tuple[Turn, ...]
    answerable: bool
    expect: Outcome
    reason: str | None
    refs: tuple[str, ...]
    """All of them should be cited."""
    also_ok: tuple[str, ...]
    """May be cited without penalty."""
    facts: tuple[tuple[str, ...], ...]
    """What the answer must say, each with its accepted forms; a form `re:…` is a regular expression."""
    must_not: tuple[str, ...]
    """What makes the answer wrong, in the same forms."""
    spans: tuple[Span, ...]
    group: str
    """Paraphrases of one question or turns of one conversation; resampled together and never split."""
    tags: tuple[str, ...]
    standalone: str | None
    """A follow-up written so that it needs no conversation."""
    scope: tuple[str, ...] = ()
    """Ids of the documents to ask; all if empty."""
    grades: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Imported judgements: what was judged (a passage, or a ref) to its gain."""
    half: str | None = None
    """`tuning` or `report`."""
    corpus_sha256: str | None = None
    """The corpus that the gold was made against."""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a line of a suite, or worth a look."""

    path: str
    line: int
    id: str
    severity: str
    """`error`, `warning` or `note`."""
    message: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.message}"


def is_answer(outcome: Outcome | str) -> bool:
    """Say whether an outcome gives an answer, in whole or in part."""
    return outcome in ANSWERS


def read_cases(path: Path) -> tuple[QuestionCase, ...]:
    """Return the cases of a JSONL file in order. Raises DatasetError naming every bad line."""
    cases, findings = parse_cases(read_lines(path), path.name, half_of(path))
    refuse(findings)
    if not cases:
        raise DatasetError(f"{path} holds no question.", "Write one JSON object a line.")
    return cases


def read_lines(path: Path) -> str:
    """Return a suite file's text. Raises DatasetError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error


def refuse(findings: tuple[Finding, ...]) -> None:
    """Raise DatasetError listing the errors among `findings`, if there are any."""
    errors = [str(finding) for finding in findings if finding.severity == "error"]
    if errors:
        more = [f"and {len(errors) - _SHOWN} more"] if len(errors) > _SHOWN else []
        raise DatasetError("\n".join([*errors[:_SHOWN], *more]), _HINT)


def half_of(path: Path) -> str | None:
    """Return the half that a file's name ends in: `peru-core.report.jsonl`."""
    return next((half for half in HALVES if path.stem.endswith((f".{half}", f"-{half}"))), None)


def parse_cases(text: str, file: str, half: str | None = None) -> tuple[tuple[QuestionCase, ...], tuple[Finding, ...]]:
    """Return the cases of a suite's text, and what is wrong with the lines that are none."""
    cases: list[QuestionCase] = []
    findings: list[Finding] = []
    first: dict[str, int] = {}
    # By "\n" alone: a question may hold the other line separators of Unicode.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = _case(read_object(line), file, number, half)
        except RecordError as error:
            findings.append(Finding(file, number, "", "error", error.message))
            continue
        if case.id in first:
            message = f"the id {case.id!r} stands already on line {first[case.id]}."
            findings.append(Finding(file, number, case.id, "error", message))
            continue
        first[case.id] = number
        cases.append(case)
    return tuple(cases), tuple(findings)


def _case(record: Mapping[str, object], file: str, line: int, half: str | None) -> QuestionCase:
    unknown = sorted(key for key in record if key not in _FIELDS)
    if unknown:
        raise RecordError(f"unknown field {', '.join(map(repr, unknown))}.")
    question = asked(record)
    if question.id is None or not str(question.id).strip():
        raise RecordError("`id` is missing.")
    if not question.question.strip():
        raise RecordError("`question` is empty.")
    answerable, expect = _expected(record)
    identifier = str(question.id)
    return QuestionCase(
        id=identifier,
        question=question.question,
        history=question.history,
        answerable=answerable,
        expect=expect,
        reason=_reason(record),
        refs=_strings(record, "refs"),
        also_ok=_strings(record, "also_ok"),
        facts=_facts(record),
        must_not=_strings(record, "must_not"),
        spans=_spans(record),
        group=_string(record, "group") or identifier,
        tags=_strings(record, "tags"),
        standalone=_string(record, "standalone"),
        scope=_strings(record, "scope"),
        grades=_grades(record),
        half=_string(record, "half") or half,
        corpus_sha256=_string(record, "corpus_sha256"),
        file=file,
        line=line,
    )


def _expected(record: Mapping[str, object]) -> tuple[bool, Outcome]:
    """Return whether there is an answer and the outcome wanted; either follows from the other."""
    answerable = record.get("answerable")
    expect = _choice(record, "expect", tuple(outcome.value for outcome in Outcome))
    if answerable is None and expect is None:
        raise RecordError("`answerable` (true or false) is missing.")
    if answerable is not None and not isinstance(answerable, bool):
        raise RecordError("`answerable` must be true or false.")
    outcome = Outcome(expect) if expect else Outcome.ANSWERED if answerable else Outcome.ABSTAINED
    if answerable is not None and answerable != is_answer(outcome):
        raise RecordError(f"`answerable` is {json.dumps(answerable)} but `expect` is {outcome.value!r}.")
    return is_answer(outcome), outcome


def _reason(record: Mapping[str, object]) -> str | None:
    return _choice(record, "reason", tuple(reason.value for reason in Reason))


def _choice(record: Mapping[str, object], key: str, choices: tuple[str, ...]) -> str | None:
    value = _string(record, key)
    if value is not None and value not in choices:
        raise RecordError(f"`{key}` is {value!r}; it can be {', '.join(choices)}.")
    return value


def _string(record: Mapping[str, object], key: str) -> str | None:
    value = record.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise RecordError(f"`{key}` must be a string with something in it.")
    return whole(value) if value is not None else None


def _strings(record: Mapping[str, object], key: str) -> tuple[str, ...]:
    return _string_list(record.get(key), f"`{key}`")


def _string_list(value: object, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise RecordError(f"{name} must be a list of strings, none of them empty.")
    return tuple(whole(item) for item in value)


def _facts(record: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    value = record.get("facts") or []
    if not isinstance(value, list) or not all(isinstance(forms, list) and forms for forms in value):
        raise RecordError("`facts` must be a list of lists: each fact with its accepted forms.")
    return tuple(_string_list(forms, f"`facts[{number}]`") for number, forms in enumerate(value))


def _spans(record: Mapping[str, object]) -> tuple[Span, ...]:
    value = record.get("spans") or []
    if not isinstance(value, list):
        raise RecordError("`spans` must be a list.")
    return tuple(_span(item, number) for number, item in enumerate(value))


def _span(value: object, number: int) -> Span:
    keys = ("document", "ref", "quote")
    if not isinstance(value, dict) or set(value) != set(keys) or not all(isinstance(value[key], str) for key in keys):
        raise RecordError(f"`spans[{number}]` must have a `document`, a `ref` and a `quote`, and nothing else.")
    if not value["quote"].strip():
        raise RecordError(f"`spans[{number}]` has an empty `quote`.")
    document, ref, quote = (whole(value[key]) for key in keys)
    return Span(document, ref, quote)


def _grades(record: Mapping[str, object]) -> Mapping[str, int]:
    value = record.get("grades") or {}
    if not isinstance(value, dict) or not all(type(gain) is int for gain in value.values()):
        raise RecordError("`grades` must be an object of whole numbers.")
    return {whole(key): gain for key, gain in value.items()}


# What a line may hold, each with what stands for it when it is absent, in the order in which it is written.
_FIELDS: Mapping[str, Callable[[QuestionCase], object]] = {
    "id": lambda case: case.id,
    "question": lambda case: case.question,
    "history": lambda case: [{"role": turn.role, "content": turn.content} for turn in case.history],
    "answerable": lambda case: case.answerable,
    "expect": lambda case: case.expect.value,
    "reason": lambda case: case.reason,
    "refs": lambda case: list(case.refs),
    "also_ok": lambda case: list(case.also_ok),
    "facts": lambda case: [list(forms) for forms in case.facts],
    "must_not": lambda case: list(case.must_not),
    "spans": lambda case: [{"document": s.document, "ref": s.ref, "quote": s.quote} for s in case.spans],
    "group": lambda case: case.group,
    "tags": lambda case: list(case.tags),
    "standalone": lambda case: case.standalone,
    "scope": lambda case: list(case.scope),
    "grades": lambda case: dict(case.grades),
    "half": lambda case: case.half,
    "corpus_sha256": lambda case: case.corpus_sha256,
}
# Left out of a record while they say nothing.
_OPTIONAL = ("standalone", "scope", "grades", "half", "corpus_sha256")


def case_record(case: QuestionCase) -> Record:
    """Return the record of a case; `read_cases` reads it back as it was."""
    values = {key: read(case) for key, read in _FIELDS.items()}
    return {key: value for key, value in values.items() if key not in _OPTIONAL or value}
