"""Fits the weights of matching and deciding on tuning questions: `python -m evals.fitting SUITE.jsonl…`.

Prints them as they stand in `assistant/matching.py` and `assistant/deciding.py`; it writes nothing. Never
run it on a report half.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant import answering
from assistant.deciding import COEFFICIENTS, is_vetoed, read_signals
from assistant.locating import asks_where
from assistant.matching import FEATURES, WEIGHTS, Match
from assistant.outlining import read_outline_ask, topic_of
from assistant.resources import Resources
from assistant.schema import Turn
from assistant.screening import screen
from assistant.selecting import select
from assistant.understanding import Query

SIGNALS = tuple(name for name in COEFFICIENTS if name != "bias")
PENALTY = 1.0
FOLDS = 10
STEPS = 400


@dataclass(frozen=True, slots=True)
class Case:
    """A tuning question that goes through the search, measured."""

    record: dict[str, Any]
    query: Query
    matches: tuple[Match, ...]
    """In row order."""


def read_cases(paths: Sequence[Path], resources: Resources) -> list[Case]:
    """Return the questions of suites that are not answered from the outline."""
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
    return Case(record, query, tuple(sorted(matches, key=lambda match: match.row)))


def gold_of(case: Case) -> np.ndarray:
    """Return, for each match, whether it stands in a right place and holds a wanted fact. Shape: (matches,)."""
    right = {*case.record.get("refs", ()), *case.record.get("also_ok", ())}
    facts = [form.lower() for forms in case.record.get("facts", ()) for form in forms]
    return np.array(
        [m.section.ref in right and any(form in m.sentence.text.lower() for form in facts) for m in case.matches]
    )


def fit_ranking(tables: Sequence[np.ndarray], golds: Sequence[np.ndarray], penalty: float = PENALTY) -> np.ndarray:
    """Return weights (features,) that maximise the probability of a gold sentence among a question's sentences.

    Multinomial logistic regression with several right answers: minus the log of the summed softmax of the gold
    rows, plus an L2 penalty on standardised features; by Adam, full batch, fixed steps, so twice the same.
    """
    everything = np.concatenate(tables)
    scale = everything.std(axis=0)
    scale[scale < 1e-6] = 1.0
    scaled = [table / scale for table in tables]
    weights = np.zeros(everything.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS):
        gradient = penalty * weights / len(tables)
        for table, gold in zip(scaled, golds, strict=True):
            logits = table @ weights
            soft = np.exp(logits - logits.max())
            soft /= soft.sum()
            wanted = soft * gold
            gradient += (soft - wanted / wanted.sum()) @ table / len(tables)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return np.asarray(weights / scale)


def fit_decision(signals: np.ndarray, labels: np.ndarray, penalty: float = PENALTY) -> np.ndarray:
    """Return coefficients (bias first) of a logistic regression with an L2 penalty on standardised signals.

    By Newton's method; `signals` has shape (questions, signals) and `labels` (questions,).
    """
    scale = signals.std(axis=0)
    scale[scale < 1e-6] = 1.0
    design = np.hstack([np.ones((len(signals), 1)), signals / scale])
    ridge = np.diag([1e-6, *([penalty] * signals.shape[1])])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (chance * (1 - chance))[:, None]) + ridge
        weights -= np.linalg.solve(hessian, design.T @ (chance - labels) + ridge @ weights)
    return np.asarray([weights[0], *(weights[1:] / scale)])


def rescored(case: Case, weights: np.ndarray) -> tuple[Match, ...]:
    """Return a case's matches under other weights, in the order of their scores."""
    scores = np.array([match.features for match in case.matches]) @ weights
    order = sorted(range(len(scores)), key=lambda i: (-round(float(scores[i]), 6), case.matches[i].row))
    return tuple(_with_score(case.matches[i], float(scores[i])) for i in order)


def _with_score(match: Match, score: float) -> Match:
    return Match(match.row, match.sentence, match.passage, match.section, match.stems, match.features, score)


def is_right(case: Case, chosen: Sequence[Match]) -> bool:
    """Say whether a question is answerable and its answer would cite a right place first and hold a wanted fact."""
    record = case.record
    right = {*record.get("refs", ()), *record.get("also_ok", ())}
    text = " ".join(match.sentence.text for match in chosen).lower()
    holds = any(form.lower() in text for forms in record.get("facts", ()) for form in forms)
    return bool(chosen) and chosen[0].section.ref in right and holds


def _measures(cases: Sequence[Case], rankings: Sequence[tuple[Match, ...]]) -> str:
    firsts, facts = [], []
    for case, ranking in zip(cases, rankings, strict=True):
        chosen = select(ranking)
        text = " ".join(match.sentence.text for match in chosen).lower()
        right = {*case.record["refs"], *case.record.get("also_ok", ())}
        firsts.append(chosen[0].section.ref in right)
        facts.append(np.mean([any(form.lower() in text for form in forms) for forms in case.record["facts"]]))
    return f"first citation right {np.mean(firsts):.3f}, facts in the answer {np.mean(facts):.3f}, n = {len(cases)}"


def _folds(count: int) -> list[list[int]]:
    return [[i for i in range(count) if i % FOLDS == fold] for fold in range(FOLDS)]


def cross_validated(cases: Sequence[Case]) -> list[tuple[Match, ...]]:
    """Return each case's ranking under weights that were fitted without it."""
    tables = [np.array([match.features for match in case.matches]) for case in cases]
    golds = [gold_of(case) for case in cases]
    rankings: list[tuple[Match, ...]] = [()] * len(cases)
    for held in _folds(len(cases)):
        rest = [i for i in range(len(cases)) if i not in held]
        weights = fit_ranking([tables[i] for i in rest], [golds[i] for i in rest])
        for i in held:
            rankings[i] = rescored(cases[i], weights)
    return rankings


def signals_table(
    cases: Sequence[Case], rankings: Sequence[tuple[Match, ...]], resources: Resources
) -> tuple[np.ndarray, np.ndarray]:
    """Return the signals (questions, signals) of each answer that no veto stops, and whether it is right (questions,)."""
    rows, labels = [], []
    for case, ranking in zip(cases, rankings, strict=True):
        chosen = select(ranking)
        signals = read_signals(case.query, chosen, resources.matcher)
        if not is_vetoed(case.query, signals):
            rows.append([getattr(signals, name) for name in SIGNALS])
            labels.append(is_right(case, chosen))
    return np.array(rows), np.array(labels, dtype=float)


def curve(confidences: np.ndarray, labels: np.ndarray) -> list[tuple[float, float, float]]:
    """Return (threshold, share answered, share right of the answered) for thresholds from 0.1 to 0.9."""
    points = []
    for threshold in np.arange(0.1, 0.95, 0.05):
        kept = confidences >= threshold
        points.append((float(threshold), float(kept.mean()), float(labels[kept].mean()) if kept.any() else 1.0))
    return points


def report(resources: Resources, paths: Sequence[Path]) -> list[str]:
    """Return the lines of a fit: weights, coefficients, cross-validated measures and the threshold's curve."""
    cases = read_cases(paths, resources)
    findable = [case for case in cases if case.record.get("facts") and gold_of(case).any()]
    now = np.array([WEIGHTS[name] for name in FEATURES])
    rankings = cross_validated(findable)
    fitted = fit_ranking([np.array([m.features for m in c.matches]) for c in findable], [gold_of(c) for c in findable])
    lines = [f"now             {_measures(findable, [rescored(c, now) for c in findable])}"]
    lines += [f"cross-validated {_measures(findable, rankings)}"]
    lines += ["WEIGHTS = {", *(f'    "{n}": {w:.2f},' for n, w in zip(FEATURES, fitted, strict=True)), "}"]
    signals, labels = signals_table(cases, [rescored(case, now) for case in cases], resources)
    names = ["bias", *SIGNALS]
    lines += ["COEFFICIENTS = {"]
    lines += [f'    "{n}": {w:.2f},' for n, w in zip(names, fit_decision(signals, labels), strict=True)] + ["}"]
    held_out = np.zeros(len(labels))
    for held in _folds(len(labels)):
        rest = [i for i in range(len(labels)) if i not in held]
        weights = fit_decision(signals[rest], labels[rest])
        held_out[held] = 1 / (1 + np.exp(-(weights[0] + signals[held] @ weights[1:])))
    lines += ["threshold  answered  right of answered (cross-validated)"]
    lines += [f"{t:9.2f} {a:9.2f} {r:10.2f}" for t, a, r in curve(held_out, labels)]
    return [*lines, f"{len(cases)} questions, {len(labels)} without a veto, {int(labels.sum())} of them right"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit on the suites named and print the result."""
    from assistant.opening import open_resources
    from assistant.settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m evals.fitting", description=__doc__)
    parser.add_argument("suites", nargs="+", type=Path)
    paths = parser.parse_args(arguments).suites
    sys.stdout.write("\n".join(report(open_resources(read_settings()), paths)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
