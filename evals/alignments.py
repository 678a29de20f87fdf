"""Alignment suites: a text, the objectives it advances, and how well a stored alignment names them.

Reads alignment/1 records, ours or another system's. Each measure is over what it is defined on; undefined is None.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import RecordError
from assistant.records import Record, id_of, read_object
from evals.cases import Finding, read_lines, refuse
from evals.gold import text_of
from evals.measures import citing
from evals.plain import plain
from evals.said import objects_in

SCHEMA = "eval-alignment/1"
RELATIONS = ("advances", "reports", "tension")
_FIELDS = {"id", "text", "file", "refs", "also_ok", "relation", "claims", "tags", "group"}


@dataclass(frozen=True, slots=True)
class AlignmentCase:
    """One text and the objectives that a careful reader would tick."""

    id: str
    text: str
    """What is checked; empty where `file` names it."""
    file: str
    refs: tuple[str, ...]
    """Empty: no objective."""
    also_ok: tuple[str, ...]
    relation: str | None
    claims: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What the text claims, to the status that a check should give it."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a system said of one text."""

    refs: tuple[str, ...]
    """The surest first, each once."""
    relations: Mapping[str, str]
    claims: Mapping[str, str]
    best: tuple[str, float] = ("", 0.0)
    """The surest objective and its score, also where it is only the nearest miss."""


def read_alignment_cases(path: Path) -> tuple[AlignmentCase, ...]:
    """Return the cases of a JSONL file. Raises DatasetError naming every bad line."""
    cases: dict[str, AlignmentCase] = {}
    findings: list[Finding] = []
    for number, line in enumerate(read_lines(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = _case(read_object(line))
            if case.id in cases:
                raise RecordError(f"the id {case.id!r} stands already on an earlier line.")
            cases[case.id] = case
        except RecordError as error:
            findings.append(Finding(path.name, number, "", "error", error.message))
    refuse(tuple(findings))
    return tuple(cases.values())


def read_predictions(path: Path) -> dict[str, Record]:
    """Return alignment/1 records by their id. Raises DatasetError naming every bad line."""
    records: dict[str, Record] = {}
    findings: list[Finding] = []
    for number, line in enumerate(read_lines(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = dict(read_object(line))
            records[_identifier(record)] = record
        except RecordError as error:
            findings.append(Finding(path.name, number, "", "error", error.message))
    refuse(tuple(findings))
    return records


def predicted(record: Record) -> Predicted:
    """Return what an alignment/1 record says of the text as a whole: the alignments of all its paragraphs."""
    found: dict[str, tuple[float, str]] = {}
    missed: list[tuple[float, str]] = []
    for paragraph in objects_in(record, "paragraphs"):
        for alignment in objects_in(paragraph, "alignments"):
            ref, sure = text_of(alignment, "ref"), _number(alignment.get("score"))
            if ref and sure > found.get(ref, (-1.0, ""))[0]:
                found[ref] = (sure, text_of(alignment, "relation"))
        near = paragraph.get("nearest")
        if isinstance(near, dict):
            missed.append((_number(near.get("score")), text_of(near, "ref")))
    claims = {plain(text_of(c, "text")): text_of(c, "status") for c in objects_in(record, "claims")}
    best = max(((score, ref) for ref, (score, _) in found.items()), default=max(missed, default=(0.0, "")))
    return Predicted(
        tuple(sorted(found, key=lambda ref: (-found[ref][0], ref))),
        {ref: relation for ref, (_, relation) in found.items()},
        claims,
        (best[1], best[0]),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def table(cases: Sequence[AlignmentCase], records: Mapping[str, Record]) -> dict[str, float | None]:
    """Return the measures that alignment is judged by, on one line each; None where there is nothing to measure.

    `top-1 ranked` asks for the best objective also where it was too unsure to be named; `macro F1` is the mean over
    objectives. Tension is looked for in texts that have an objective and a relation, and counts as raised where the
    surest objective has it.
    """
    pairs = [(case, predicted(records[case.id])) for case in cases if case.id in records]
    named = [(case, found) for case, found in pairs if case.refs]
    none = [found for case, found in pairs if not case.refs]
    tense = [(case.relation, found.relations.get(found.refs[0]) if found.refs else None) for case, found in named]
    raised = [float(said == "tension") for relation, said in tense if relation == "tension"]
    wrongly = [float(said == "tension") for relation, said in tense if relation and relation != "tension"]
    wrongly += [float("tension" in found.relations.values()) for found in none]
    return {
        "top-1 ranked": _mean([float(found.best[0] in (*case.refs, *case.also_ok)) for case, found in named]),
        "top-1 named": _mean([float(_allowed(case, found.refs[:1]) == 1) for case, found in named]),
        "AUROC aligned against none": _auroc([f.best[1] for _, f in named], [f.best[1] for f in none]),
        "false alarms": _mean([float(bool(found.refs)) for found in none]),
        "aligned that are named": _mean([float(bool(found.refs)) for _, found in named]),
        "macro F1 over objectives": _mean(_f1s(pairs)),
        "relation right": _mean([value for value in _stances(named) if value is not None]),
        "tension found": _mean(raised),
        "tension falsely raised": _mean(wrongly),
    }


def _f1s(pairs: Sequence[tuple[AlignmentCase, Predicted]]) -> list[float]:
    """Return the F1 of each objective that is gold somewhere."""
    rows = _support(pairs).values()
    return [
        citing.f1(row["precision"] or 0.0, row["recall"]) or 0.0
        for row in rows
        if isinstance(row, dict) and row["support"]
    ]


def _auroc(above: Sequence[float], below: Sequence[float]) -> float | None:
    """Return the probability that one of `above` is higher than one of `below`, ties counted half."""
    if not above or not below:
        return None
    return sum((a > b) + 0.5 * (a == b) for a in above for b in below) / (len(above) * len(below))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def alignment_summary(cases: Sequence[AlignmentCase], records: Mapping[str, Record]) -> Record:
    """Return how well stored alignments agree with the cases. A case without a record is an error and counts 0."""
    pairs = [(case, predicted(records[case.id])) for case in cases if case.id in records]
    nothing = Predicted((), {}, {})
    every = [*pairs, *((case, nothing) for case in cases if case.id not in records)]
    named = [(case, found) for case, found in every if case.refs]
    none = [(case, found) for case, found in pairs if not case.refs]
    return {
        "schema": SCHEMA,
        "counts": {"cases": len(cases), "scored": len(pairs), "errors": len(cases) - len(pairs), "none": len(none)},
        "unknown": sorted(set(records) - {case.id for case in cases}),
        "measures": {
            "top_1": _row([float(_allowed(case, found.refs[:1]) == 1) for case, found in named]),
            **_micro(every),
            **_macro(named),
            # More than nothing where there is nothing to name, unless it may be named.
            "false_alarms": _row([float(bool(set(found.refs) - set(case.also_ok))) for case, found in none]),
            "stance_agreement": _row(_stances(named)),
            "claim_accuracy": _row(_claims(every)),
        },
        "refs": _support(every),
    }


def _micro(pairs: Iterable[tuple[AlignmentCase, Predicted]]) -> Record:
    """Return precision, recall and F1 of all named objectives together; those in `also_ok` count as not named."""
    hits, said, wanted, n = 0, 0, 0, 0
    for case, found in pairs:
        named = set(found.refs) - (set(case.also_ok) - set(case.refs))
        hits += len(named & set(case.refs))
        said, wanted, n = said + len(named), wanted + len(case.refs), n + 1
    precision, recall = hits / said if said else None, hits / wanted if wanted else None
    values = {"precision": precision, "recall": recall, "f1": citing.f1(precision, recall)}
    return {f"micro_{name}": {"value": value, "n": n, "undefined": 0} for name, value in values.items()}


def _macro(pairs: Sequence[tuple[AlignmentCase, Predicted]]) -> Record:
    """Return the means over texts that have objectives; precision is undefined where none is named."""
    rows: dict[str, list[float | None]] = {"precision": [], "recall": [], "f1": []}
    for case, found in pairs:
        precision = _allowed(case, found.refs)
        recall = citing.recall(found.refs, case.refs)
        rows["precision"].append(precision)
        rows["recall"].append(recall)
        rows["f1"].append(citing.f1(precision, recall))
    return {f"macro_{name}": _row(values) for name, values in rows.items()}


def _allowed(case: AlignmentCase, refs: Sequence[str]) -> float | None:
    """Return the precision over what is gold or allowed; None where nothing is named."""
    return citing.precision(refs, (*case.refs, *case.also_ok))


def _support(pairs: Iterable[tuple[AlignmentCase, Predicted]]) -> Record:
    """Return for each objective how often it is gold, how often it was named, and precision and recall."""
    gold, said, hits = Counter[str](), Counter[str](), Counter[str]()
    for case, found in pairs:
        gold.update(set(case.refs))
        said.update(set(found.refs) - (set(case.also_ok) - set(case.refs)))
        hits.update(set(case.refs) & set(found.refs))
    return {
        ref: {
            "support": gold[ref],
            "named": said[ref],
            "precision": hits[ref] / said[ref] if said[ref] else None,
            "recall": hits[ref] / gold[ref] if gold[ref] else None,
        }
        for ref in sorted({*gold, *said})
    }


def _stances(pairs: Iterable[tuple[AlignmentCase, Predicted]]) -> list[float | None]:
    """Return whether the relation of the surest right objective is the gold one; undefined where none is right."""
    values: list[float | None] = []
    for case, found in pairs:
        if case.relation:
            right = next((ref for ref in found.refs if ref in case.refs), None)
            values.append(None if right is None else float(found.relations[right] == case.relation))
    return values


def _claims(pairs: Iterable[tuple[AlignmentCase, Predicted]]) -> list[float | None]:
    return [
        float(found.claims.get(plain(text)) == status) for case, found in pairs for text, status in case.claims.items()
    ]


def _row(values: Sequence[float | None]) -> Record:
    defined = [value for value in values if value is not None]
    mean = sum(defined) / len(defined) if defined else None
    return {"value": mean, "n": len(defined), "undefined": len(values) - len(defined)}


def _case(record: Mapping[str, object]) -> AlignmentCase:
    unknown = sorted(set(record) - _FIELDS)
    if unknown:
        raise RecordError(f"unknown field {', '.join(map(repr, unknown))}.")
    text, file, relation = (_string(record, key) for key in ("text", "file", "relation"))
    if bool(text) == bool(file):
        raise RecordError("there must be a `text` or a `file`, and not both.")
    if relation and relation not in RELATIONS:
        raise RecordError(f"`relation` is {relation!r}; it can be {', '.join(RELATIONS)}.")
    claims = {text_of(claim, "text"): text_of(claim, "status") for claim in objects_in(dict(record), "claims")}
    lists = {key: _strings(record, key) for key in ("refs", "also_ok", "tags")}
    return AlignmentCase(
        _identifier(record), text, file, lists["refs"], lists["also_ok"], relation or None, claims, lists["tags"]
    )


def _identifier(record: Mapping[str, object]) -> str:
    identifier = id_of(record)
    if identifier is None:
        raise RecordError("`id` is missing.")
    return str(identifier)


def _string(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise RecordError(f"`{key}` must be a string.")
    return value or ""


def _strings(record: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = record.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecordError(f"`{key}` must be a list of strings.")
    return tuple(value)
