"""Two runs over the same questions, item by item: what differs, whether it could be chance, and where.

One measure is declared primary and judged by its own p; the p of the others are corrected for their number. What
stands in one run only is listed, and another corpus or suite is refused unless it is asked for.
"""

from collections.abc import Mapping, Sequence
from statistics import stdev
from typing import Any

import numpy as np

from assistant.errors import DatasetError
from assistant.records import Record
from evals.gold import text_of
from evals.measures.catalogue import MEASURES, PRIMARY, better
from evals.runs import Run
from evals.said import objects_in
from evals.statistics import (
    RESAMPLES,
    SEED,
    Floats,
    bootstrap_intervals,
    holm,
    mcnemar_exact,
    sign_flip_ps,
    smallest_difference,
)

SCHEMA = "eval-comparison/1"
LEVEL = 0.05
"""A p below this is called a difference."""
Scores = Mapping[str, Mapping[str, Any]]
# What decides whether two runs can be compared at all.
_SAME = (("suite", "sha256", "suite"), ("index", "corpus_sha256", "corpus"))
_TOLD = ("engine", "settings", "model", "libraries", "python", "platform", "cores")


def compare(a: Run, b: Run, anyway: bool = False, resamples: int = RESAMPLES, seed: int = SEED) -> Record:
    """Return the comparison of two scored runs, differences being B minus A: an eval-comparison/1 record.

    Raises DatasetError when a run has no scores, when none of their cases are the same, and, unless `anyway`, when
    their suites or corpora differ.
    """
    warnings = _warnings(a, b, anyway)
    first, second = _scores(a), _scores(b)
    common = [each for each in first if each in second]
    if not common:
        raise DatasetError(f"{a.name} and {b.name} have no case in common.", "Compare two runs of one suite.")
    paired = [each for each in common if "unwinnable" not in (first[each]["status"], second[each]["status"])]
    if len(paired) < len(common):
        warnings.append(f"{len(common) - len(paired)} cases cannot be won in one of the runs and were left out.")
    measures = _measures([first[each] for each in paired], [second[each] for each in paired], resamples, seed)
    before, after = _answers(a), _answers(b)
    changes = [_change(each, first[each], second[each], before.get(each, {}), after.get(each, {})) for each in paired]
    return {
        "schema": SCHEMA,
        "a": a.name,
        "b": b.name,
        "primary": PRIMARY,
        "n": len(paired),
        "measures": measures,
        "regressions": [change for way, change in changes if way < 0],
        "fixes": [change for way, change in changes if way > 0],
        "only_a": [each for each in first if each not in second],
        "only_b": [each for each in second if each not in first],
        "warnings": warnings,
        "differences": _differences(a.passport, b.passport),
        "smallest_difference": _smallest([first[each] for each in paired], [second[each] for each in paired]),
    }


def _scores(run: Run) -> Scores:
    if not run.scores:
        raise DatasetError(f"The run {run.name} has no scores.", f"Run `strategy eval score {run.name}`.")
    return {str(score["id"]): score for score in run.scores}


def _warnings(a: Run, b: Run, anyway: bool) -> list[str]:
    warnings = []
    for part, key, name in _SAME:
        one, other = ((run.passport.get(part) or {}).get(key) for run in (a, b))
        if one == other:
            continue
        message = f"{a.name} and {b.name} were run on a different {name}."
        if not anyway:
            raise DatasetError(message, "Their numbers mean different things; `--anyway` compares them all the same.")
        warnings.append(message)
    if any(a.passport.get(key) != b.passport.get(key) for key in ("platform", "cores")):
        warnings.append("The runs are from different machines: times cannot be compared.")
    return warnings


def _differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Record]:
    """Return what the passports say differently, value by value: {"what", "a", "b"}."""
    one, other = ({k: v for name in _TOLD for k, v in _flat(name, passport.get(name))} for passport in (a, b))
    return [
        {"what": key, "a": one.get(key), "b": other.get(key)}
        for key in dict.fromkeys([*one, *other])
        if one.get(key) != other.get(key)
    ]


def _flat(name: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, Mapping):
        return [pair for key, item in value.items() for pair in _flat(f"{name}.{key}", item)]
    return [(name, value)]


def _table(scores: Sequence[Mapping[str, Any]]) -> Floats:
    """Return the measures of scores: (scores, measures of the catalogue), undefined as NaN."""
    rows = [[score["measures"].get(name) for name in MEASURES] for score in scores]
    return np.array(rows, dtype=float).reshape(len(rows), len(MEASURES))


def _measures(
    first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]], resamples: int, seed: int
) -> dict[str, Record]:
    """Return the paired statistics of every measure that some pair has on both sides."""
    one, other = _table(first), _table(second)
    differences = other - one
    groups = [_group(score) for score in first]
    intervals = bootstrap_intervals(differences, groups, resamples, seed)
    flips = sign_flip_ps(differences, groups, resamples, seed)
    are_single = len(set(groups)) == len(groups)
    found: dict[str, Record] = {}
    for column, measure in enumerate(MEASURES.values()):
        both = ~np.isnan(differences[:, column])
        if not both.any():
            continue
        changed = differences[both, column]
        ups, downs = int((changed > 0).sum()), int((changed < 0).sum())
        wins, losses = (downs, ups) if measure.direction == "down" else (ups, downs)
        # With one question a group, flipping the signs of yes and no by chance is McNemar's test, exactly.
        is_yes_no = measure.is_rate and are_single
        low, high = intervals[column] or (None, None)
        found[measure.name] = {
            "a": _round(one[both, column].mean()),
            "b": _round(other[both, column].mean()),
            "difference": _round(changed.mean()),
            "low": low if low is None else _round(low),
            "high": high if high is None else _round(high),
            "p": mcnemar_exact(ups, downs) if is_yes_no else flips[column],
            "test": "mcnemar" if is_yes_no else "sign-flip",
            "wins": wins,
            "ties": len(changed) - wins - losses,
            "losses": losses,
            "n": len(changed),
            "undefined": len(first) - len(changed),
            "direction": measure.direction,
        }
    return _judged(found)


def _judged(found: dict[str, Record]) -> dict[str, Record]:
    """Return the measures with their corrected p and a verdict; the primary one needs no correction."""
    others = [name for name in found if name != PRIMARY]
    corrected = dict(zip(others, holm([_float(found[name]["p"]) for name in others]), strict=True))
    for name, measure in found.items():
        p = corrected.get(name, _float(measure["p"]))
        way = better(name, _float(measure["difference"])) if p < LEVEL else None
        measure["p"] = _round(_float(measure["p"]))
        measure["p_holm"] = _round(p)
        measure["verdict"] = "no clear difference" if way is None else "better" if way else "worse"
    return found


def _change(
    id: str, first: Mapping[str, Any], second: Mapping[str, Any], before: Record, after: Record
) -> tuple[int, Record]:
    """Return whether a case became worse (-1), better (1) or neither, and both answers to it."""
    deltas = {
        name: _round(second["measures"][name] - value)
        for name, value in first["measures"].items()
        if name in MEASURES
        and MEASURES[name].direction != "none"
        and MEASURES[name].family != "cost"
        and value is not None
        and second["measures"].get(name) not in (None, value)
    }
    return _way(first, second, deltas), {
        "id": id,
        "question": text_of(before or after, "question"),
        "expect": first.get("expect"),
        "deltas": deltas,
        **{
            f"{side}{key}": value
            for side, answer, score in (("a", before, first), ("b", after, second))
            for key, value in _side(answer, score).items()
        },
    }


def _side(answer: Record, score: Mapping[str, Any]) -> Record:
    citations = [{"ref": text_of(c, "ref"), "quote": text_of(c, "quote")} for c in objects_in(answer, "citations")]
    return {
        "": text_of(answer, "text"),
        "_outcome": score.get("outcome"),
        "_cause": score.get("cause"),
        "_citations": citations,
    }


def _way(first: Mapping[str, Any], second: Mapping[str, Any], deltas: Mapping[str, float]) -> int:
    """Return -1, 1 or 0: by failing or not, then by the primary measure, then by the decision."""
    crashed = [score["status"] == "error" for score in (first, second)]
    if crashed[0] != crashed[1]:
        return -1 if crashed[1] else 1
    if PRIMARY in deltas:
        return 1 if deltas[PRIMARY] > 0 else -1
    decision = deltas.get("decision", 0.0)
    return (decision > 0) - (decision < 0)


def _answers(run: Run) -> dict[str, Record]:
    return {stored.id: stored.answer for stored in run.first_answers if stored.answer}


def _smallest(first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> Record:
    """Return the difference that these pairs could show, and how many would settle the one that was found."""
    column = list(MEASURES).index(PRIMARY)
    changed = (_table(second) - _table(first))[:, column]
    groups = {_group(score) for score, value in zip(first, changed, strict=True) if not np.isnan(value)}
    changed = changed[~np.isnan(changed)]
    sd = stdev(changed.tolist()) if len(changed) > 1 else 0.0
    mean = abs(float(changed.mean())) if len(changed) else 0.0
    needed = int(np.ceil((2.8 * sd / mean) ** 2)) if mean and sd else None
    value = smallest_difference(sd, len(groups))
    return {"measure": PRIMARY, "sd": _round(sd), "value": None if value is None else _round(value), "needed": needed}


def _group(score: Mapping[str, Any]) -> str:
    return str(score.get("group") or score["id"])


def _float(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _round(value: float) -> float:
    return round(float(value), 6)
