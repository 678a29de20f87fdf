"""Fits the weights of matching, reading and deciding on tuning questions: `python -m evals.fitting SUITE.jsonl…`.

Prints them as they stand in `assistant/fitted.py`, for texts with anticipated questions or, with `--plain`, without; it
writes nothing. Never run it on a report half.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant import answering, reranking
from assistant.anticipating import Anticipations
from assistant.deciding import read_signals
from assistant.fitted import ANTICIPATED
from assistant.locating import asks_where
from assistant.matching import FEATURES, Match
from assistant.outlining import read_outline_ask, topic_of
from assistant.resources import Resources
from assistant.schema import Turn
from assistant.screening import screen
from assistant.selecting import select
from assistant.understanding import Query
from evals.regressing import curve, fit_decision, fit_ranking

SIGNALS = tuple(name for name in ANTICIPATED.deciding if name != "bias")
READ_FEATURES = tuple(ANTICIPATED.reading)
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A tuning question that goes through the search, measured."""

    record: dict[str, Any]
    query: Query
    matches: tuple[Match, ...]
    """All sentences, in row order."""
    told: tuple[Match, ...]
    """Those that the reader read, with the scores of matching."""

    @property
    def right(self) -> frozenset[str]:
        """The places that may be cited."""
        return frozenset((*self.record.get("refs", ()), *self.record.get("also_ok", ())))


def read_cases(paths: Sequence[Path], resources: Resources) -> list[Case]:
    """Return the questions of suites that are answered from the evidence by choosing sentences."""
    cases = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                case = _measured(json.loads(line), resources)
                cases += [case] if case else []
    return cases


def _measured(record: dict[str, Any], resources: Resources) -> Case | None:
    history = tuple(Turn(turn["role"], turn["content"]) for turn in record.get("history", ()))
    query = answering.query_of(resources, screen(record["question"]).question, history)
    structural = read_outline_ask(query, resources.index.sections, topic_of(query))
    if structural or asks_where(query) or query.wants_all or len(query.parts) > 1 or query.mentions or not query.terms:
        return None
    passages = frozenset(passage.id for passage in resources.index.passages)
    matches = resources.matcher.match(query, passages)
    scores = {match.row: match.score for match in matches}
    reread = reranking.rerank(query, matches, resources.reader, resources.matcher.fit)
    read = [match for match in reread if match.reading is not None]
    told = tuple(replace(match, score=scores[match.row]) for match in read)
    return Case(record, query, tuple(sorted(matches, key=lambda match: match.row)), told)


def gold_of(case: Case, matches: Sequence[Match]) -> np.ndarray:
    """Return, for each match, whether it stands in a right place and holds a wanted fact. Shape: (matches,)."""
    facts = [form.lower() for forms in case.record.get("facts", ()) for form in forms]
    return np.array(
        [m.section.ref in case.right and any(form in m.sentence.text.lower() for form in facts) for m in matches]
    )


def match_table(case: Case) -> np.ndarray:
    """Return the features of matching. Shape: (matches, features)."""
    return np.array([match.features for match in case.matches])


def read_table(case: Case) -> np.ndarray:
    """Return what the second ranking is made from. Shape: (told, features)."""
    return np.array([reranking.features(match) for match in case.told])


def ranked(matches: Sequence[Match], table: np.ndarray, weights: np.ndarray) -> tuple[Match, ...]:
    """Return matches under some weights, in the order of their scores."""
    scores = table @ weights
    order = sorted(range(len(scores)), key=lambda i: (-round(float(scores[i]), 6), matches[i].row))
    return tuple(replace(matches[i], score=float(scores[i])) for i in order)


def is_right(case: Case, chosen: Sequence[Match]) -> bool:
    """Say whether a question is answerable and its answer would cite a right place first and hold a wanted fact."""
    text = " ".join(match.sentence.text for match in chosen).lower()
    holds = any(form.lower() in text for forms in case.record.get("facts", ()) for form in forms)
    return bool(chosen) and chosen[0].section.ref in case.right and (holds or not case.record.get("facts"))


def _measures(cases: Sequence[Case], rankings: Sequence[tuple[Match, ...]]) -> str:
    firsts, facts, best = [], [], []
    for case, ranking in zip(cases, rankings, strict=True):
        chosen = select(ranking)
        text = " ".join(match.sentence.text for match in chosen).lower()
        firsts.append(chosen[0].section.ref in case.right)
        facts.append(np.mean([any(form.lower() in text for form in forms) for forms in case.record["facts"]]))
        best.append(bool(gold_of(case, ranking[:1])[0]))
    return (
        f"best sentence right {np.mean(best):.3f}, first citation right {np.mean(firsts):.3f}, "
        f"facts in the answer {np.mean(facts):.3f}, n = {len(cases)}"
    )


def _folds(count: int) -> list[list[int]]:
    return [[i for i in range(count) if i % FOLDS == fold] for fold in range(FOLDS)]


def cross_validated(
    cases: Sequence[Case], table_of: Callable[[Case], np.ndarray], told: Callable[[Case], Sequence[Match]]
) -> list[tuple[Match, ...]]:
    """Return each case's ranking under weights that were fitted without it."""
    tables = [table_of(case) for case in cases]
    golds = [gold_of(case, told(case)) for case in cases]
    rankings: list[tuple[Match, ...]] = [()] * len(cases)
    for held in _folds(len(cases)):
        rest = [i for i in range(len(cases)) if i not in held and golds[i].any()]
        weights = fit_ranking([tables[i] for i in rest], [golds[i] for i in rest])
        for i in held:
            rankings[i] = ranked(told(cases[i]), tables[i], weights)
    return rankings


def signals_table(
    cases: Sequence[Case], rankings: Sequence[tuple[Match, ...]], resources: Resources
) -> tuple[np.ndarray, np.ndarray]:
    """Return the signals (questions, signals) of each answer, and whether it is right (questions,)."""
    rows, labels = [], []
    for case, ranking in zip(cases, rankings, strict=True):
        chosen = select(ranking)
        signals = read_signals(case.query, ranking, chosen, resources.matcher)
        rows.append([getattr(signals, name) for name in SIGNALS])
        labels.append(is_right(case, chosen))
    return np.array(rows), np.array(labels, dtype=float)


def report(resources: Resources, paths: Sequence[Path]) -> list[str]:
    """Return the lines of a fit: weights, coefficients, cross-validated measures and the threshold's curve."""
    cases = read_cases(paths, resources)
    asked = [case for case in cases if case.record.get("facts")]
    findable = [case for case in asked if gold_of(case, case.matches).any()]
    fit = resources.matcher.fit
    lines = ["# matching"]
    lines += _fitted(findable, match_table, lambda case: case.matches, dict(fit.matching), FEATURES)
    lines += ["# reading, on the sentences that were read"]
    lines += _fitted(findable, read_table, lambda case: case.told, dict(fit.reading), READ_FEATURES)
    now = np.array(list(fit.reading.values()))
    rankings = [ranked(case.told, read_table(case), now) for case in cases]
    return [*lines, "# deciding", *_decision(*signals_table(cases, rankings, resources), cases)]


def _fitted(
    cases: Sequence[Case],
    table_of: Callable[[Case], np.ndarray],
    told: Callable[[Case], Sequence[Match]],
    now: dict[str, float],
    names: Sequence[str],
) -> list[str]:
    weights = np.array([now[name] for name in names])
    lines = [f"now             {_measures(cases, [ranked(told(c), table_of(c), weights) for c in cases])}"]
    lines += [f"cross-validated {_measures(cases, cross_validated(cases, table_of, told))}"]
    taught = [case for case in cases if gold_of(case, told(case)).any()]
    fitted = fit_ranking([table_of(case) for case in taught], [gold_of(case, told(case)) for case in taught])
    return [*lines, "WEIGHTS = {", *(f'    "{n}": {w:.3f},' for n, w in zip(names, fitted, strict=True)), "}"]


def _decision(signals: np.ndarray, labels: np.ndarray, cases: Sequence[Case]) -> list[str]:
    names = ["bias", *SIGNALS]
    lines = ["COEFFICIENTS = {"]
    lines += [f'    "{n}": {w:.3f},' for n, w in zip(names, fit_decision(signals, labels), strict=True)] + ["}"]
    held_out = np.zeros(len(labels))
    for held in _folds(len(labels)):
        rest = [i for i in range(len(labels)) if i not in held]
        weights = fit_decision(signals[rest], labels[rest])
        held_out[held] = 1 / (1 + np.exp(-(weights[0] + signals[held] @ weights[1:])))
    answerable = np.array([bool(case.record["answerable"]) for case in cases])
    lines += ["threshold  answered  right of answered  needless  unsupported (cross-validated)"]
    lines += [
        f"{t:9.2f} {a:9.2f} {r:18.2f} {np.mean(held_out[answerable] < t):9.2f} {np.mean(held_out[~answerable] >= t):12.2f}"
        for t, a, r in curve(held_out, labels)
    ]
    return [*lines, f"{len(cases)} questions, {int(labels.sum())} answered rightly when all are answered"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit on the suites named and print the result."""
    from assistant.opening import open_resources
    from assistant.settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m evals.fitting", description=__doc__)
    parser.add_argument("suites", nargs="+", type=Path)
    parser.add_argument("--plain", action="store_true", help="as for texts that no question was anticipated for")
    options = parser.parse_args(arguments)
    resources = open_resources(read_settings())
    if options.plain:
        resources.index.anticipated = Anticipations((), np.zeros((0, 1), np.float16), resources.index.sentences)
    sys.stdout.write("\n".join(report(resources, options.suites)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
