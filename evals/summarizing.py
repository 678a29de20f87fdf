"""What the scores of a run add up to: every number with its interval and what it leaves out.

In each measure, n + undefined + unwinnable are all the cases. Errors stand among the n where the gold alone defines
the measure, as 0, and among the undefined elsewhere. Questions that cannot be won are in no mean.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import stdev

import numpy as np

from assistant.records import Record
from evals.cases import QuestionCase, is_answer
from evals.measures import confidence
from evals.measures.catalogue import CAUSES, MEASURES, PRIMARY
from evals.measures.deciding import Decided, abstention, reliability
from evals.robustness import robustness
from evals.runs import StoredAnswer
from evals.scoring import Score
from evals.statistics import bootstrap_intervals, smallest_difference, wilson
from evals.sureness import sure_of

SCHEMA = "eval-summary/1"
_OUTCOMES = ("answered", "partial", "clarify", "abstained")
# The heat map of places needs these two only.
_OF_PLACES = ("citation_recall", "fact_recall")
# Fewer values than this say nothing about their hundredth part.
_ENOUGH_FOR_P99 = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run cost beside its answers; None is not measured."""

    timings: Sequence[Mapping[str, float]] | None = None
    """Milliseconds by stage from a serial pass; without them those of the answers stand in."""
    cold_start_s: float | None = None
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    case: QuestionCase
    score: Score
    stored: StoredAnswer | None

    @property
    def counts(self) -> bool:
        return self.score.status != "unwinnable"


def summarize(
    cases: Sequence[QuestionCase],
    scores: Sequence[Score],
    answers: Sequence[StoredAnswer],
    run: str = "",
    suite: str = "",
    measured: Measured | None = None,
) -> Record:
    """Return the summary of a run: the record of summary.json. `scores` are those of `cases`, in their order."""
    measured = measured or Measured()
    stored = {answer.id: answer for answer in answers if answer.repeat == 0}
    items = [_Item(case, score, stored.get(case.id)) for case, score in zip(cases, scores, strict=True)]
    summary = {
        "schema": SCHEMA,
        "run": run,
        "suite": suite,
        "counts": _counts(items),
        "measures": _measures(items),
        "outcomes": _outcomes(items),
        **_decisions(items),
        **_sureness(items),
        "latency_ms": _latency(measured.timings if measured.timings is not None else _timings(items)),
        "cold_start_s": measured.cold_start_s,
        "memory_mb": measured.memory_mb,
        "robustness": robustness(cases, scores, answers),
        "halves": {half: _measures(part) for half, part in _parts(items, _half_of).items()},
        "slices": {tag: _slice(part, MEASURES) for tag, part in _parts(items, lambda c: c.tags).items()},
        "refs": {ref: _slice(part, _OF_PLACES) for ref, part in _parts(items, lambda c: c.refs).items()},
        "causes": _causes(items),
        "smallest_difference": _smallest(items),
    }
    return {key: _rounded(value) for key, value in summary.items()}


def _counts(items: Sequence[_Item]) -> dict[str, int]:
    statuses = Counter(item.score.status for item in items)
    outcomes = Counter(item.score.outcome for item in items)
    return {
        "cases": len(items),
        "scored": statuses["scored"],
        "errors": statuses["error"],
        "unwinnable": statuses["unwinnable"],
        **{outcome: outcomes[outcome] for outcome in _OUTCOMES},
        "lost": sum(item.score.cause is not None for item in items),
    }


def _measures(items: Sequence[_Item]) -> dict[str, Record]:
    """Return every measure that is defined anywhere, with its 95 % interval."""
    counted = [item for item in items if item.counts]
    unwinnable, errors = len(items) - len(counted), sum(item.score.status == "error" for item in items)
    table = np.array(
        [[_number(item.score.measures.get(name)) for name in MEASURES] for item in counted], dtype=float
    ).reshape(len(counted), len(MEASURES))
    intervals = bootstrap_intervals(table, [item.case.group for item in counted])
    found: dict[str, Record] = {}
    for column, measure in enumerate(MEASURES.values()):
        values = table[:, column][~np.isnan(table[:, column])]
        if not len(values):
            continue
        interval = wilson(int(values.sum()), len(values)) if measure.is_rate else intervals[column]
        low, high = interval or (None, None)
        found[measure.name] = {
            "value": float(values.mean()),
            "low": low,
            "high": high,
            "n": len(values),
            "undefined": len(counted) - len(values),
            "errors": errors,
            "unwinnable": unwinnable,
            "method": "wilson" if measure.is_rate else "bootstrap",
            "direction": measure.direction,
            "family": measure.family,
        }
    return found


def _slice(items: Sequence[_Item], names: Sequence[str] | Mapping[str, object]) -> Record:
    """Return the means of a part: {"n", "measures": {name: {"value", "n"}}}."""
    values = {name: _defined(items, name) for name in names}
    means = {name: {"value": sum(v) / len(v), "n": len(v)} for name, v in values.items() if v}
    flat = {name: means[name]["value"] for name in _OF_PLACES if name in means} if names is _OF_PLACES else {}
    return {"n": sum(item.counts for item in items), **(flat or {"measures": means})}


def _parts(items: Sequence[_Item], keys_of: Callable[[QuestionCase], Sequence[str]]) -> dict[str, list[_Item]]:
    parts: dict[str, list[_Item]] = {}
    for item in items:
        for key in keys_of(item.case):
            parts.setdefault(key, []).append(item)
    return dict(sorted(parts.items()))


def _half_of(case: QuestionCase) -> tuple[str, ...]:
    return (case.half,) if case.half else ()


def _outcomes(items: Sequence[_Item]) -> dict[str, dict[str, int]]:
    """Return expected outcome to what came of it; failures stand under `error`."""
    table: dict[str, Counter[str]] = {outcome: Counter() for outcome in _OUTCOMES}
    for item in items:
        table[item.case.expect][item.score.outcome or "error"] += 1
    return {expect: dict(got) for expect, got in table.items() if got}


def _decisions(items: Sequence[_Item]) -> Record:
    decided = [
        Decided(item.case.expect.value, item.score.outcome, _truth(item.score.measures["answer_accuracy"]))
        for item in items
        if item.counts
    ]
    rates = abstention(decided)
    needless = wilson(int(rates["needless"] or 0), int(rates["answerable"] or 0))
    unsupported = wilson(int(rates["unsupported"] or 0), int(rates["unanswerable"] or 0))
    return {
        "abstention": {**rates, "needless_interval": needless, "unsupported_interval": unsupported},
        "reliability": {"phi_1": reliability(decided, 1), "phi_3": reliability(decided, 3)},
    }


def _sureness(items: Sequence[_Item]) -> Record:
    counted = [item for item in items if item.counts]
    known = [(item, sure_of(item.case, item.score, item.stored)) for item in counted]
    sures = [sure for _, sure in known if sure]
    given = [sure for item, sure in known if sure and is_answer(item.score.outcome or "")]
    points = confidence.risk_coverage(sures, len(counted))
    wrong = sum(not sure.is_right for sure in given)
    return {
        "risk_coverage": {
            "points": points,
            "aurc": confidence.aurc(sures),
            "excess": confidence.excess_aurc(sures),
            "coverage_at_5": confidence.coverage_at(points, 0.05) if points else None,
            "coverage_at_10": confidence.coverage_at(points, 0.1) if points else None,
            "current": (len(given) / len(counted), wrong / len(given)) if given else None,
            "n": len(sures),
        },
        "confidence": {
            "auroc_answerable": confidence.auroc(*_confidences(counted)),
            "auroc_right": confidence.auroc(
                [s.confidence for s in given if s.is_right], [s.confidence for s in given if not s.is_right]
            ),
            "brier": confidence.brier(sures),
            "ece": confidence.ece(sures),
            "bins": confidence.reliability_bins(sures),
            "n": len(sures),
        },
    }


def _confidences(items: Sequence[_Item]) -> tuple[list[float], list[float]]:
    """Return the confidences of the answerable questions and of the others."""
    known = [(item.case.answerable, item.score.confidence) for item in items if item.score.confidence is not None]
    return [value for is_there, value in known if is_there], [value for is_there, value in known if not is_there]


def _timings(items: Sequence[_Item]) -> list[Mapping[str, float]]:
    records = (item.stored.answer.get("timings_ms") for item in items if item.stored and item.stored.answer)
    return [record for record in records if isinstance(record, dict)]


def _latency(timings: Sequence[Mapping[str, float]]) -> dict[str, Record]:
    """Return percentiles by stage; the 99th from a hundred values on."""
    stages: dict[str, list[float]] = {}
    for record in timings:
        for stage, value in record.items():
            stages.setdefault(stage, []).append(float(value))
    return {stage: _percentiles(values) for stage, values in stages.items()}


def _percentiles(values: Sequence[float]) -> Record:
    p50, p90, p95, p99 = (float(value) for value in np.percentile(values, [50, 90, 95, 99]))
    rare = {"p99": p99} if len(values) >= _ENOUGH_FOR_P99 else {}
    return {"p50": p50, "p90": p90, "p95": p95, **rare, "max": max(values), "n": len(values)}


def _causes(items: Sequence[_Item]) -> dict[str, int]:
    found = Counter(item.score.cause for item in items)
    return {cause: found[cause] for cause in CAUSES if found[cause]}


def _smallest(items: Sequence[_Item]) -> Record:
    """Return the difference between two runs over these questions that could be told from noise.

    The spread of the differences is not known from one run; that of the scores themselves stands in, which is what
    it would be if the two runs' scores had a correlation of one half.
    """
    values = _defined(items, PRIMARY)
    sd = stdev(values) if len(values) > 1 else 0.0
    groups = len({item.case.group for item in items if item.counts})
    return {"measure": PRIMARY, "sd": sd, "n": groups, "value": smallest_difference(sd, groups)}


def _defined(items: Sequence[_Item], name: str) -> list[float]:
    values = (item.score.measures.get(name) for item in items if item.counts)
    return [value for value in values if value is not None]


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _truth(value: float | None) -> bool | None:
    return None if value is None else value == 1


def _rounded(value: object) -> object:
    """Return a record with its numbers to six places: more would only be noise in a file."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
