"""Fit what alignment is decided with, on the tuning half: `python -m evals.fitting_alignment SUITE.jsonl`.

Prints the constants of assistant/aligning/weights.py. A phrase of themes.txt that shares most of its words with a case
was written with that case in mind: it is left out when that case is measured, so that the fit sees what a new text sees.
Deterministic: iteratively reweighted least squares and folds by position.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import lexicon
from assistant.aligning.judging import ELSEWHERE
from assistant.aligning.measuring import SIGNALS, Measured, measure
from assistant.aligning.objectives import Objectives, strategy_of
from assistant.aligning.phrases import read_phrases
from assistant.aligning.relating import RELATIONS, SIGNS, read_stances, signs
from assistant.aligning.weights import LOWEST_NAMED
from assistant.lexical import stems
from assistant.resources import Resources
from evals.alignments import AlignmentCase, read_alignment_cases

PENALTY = 3.0
"""L2, on standardised signals."""
FOLDS = 10
SHARED, AT_LEAST = 0.5, 2
"""A phrase with this share of its content stems in a case, and so many of them, is left out for it."""

Table = npt.NDArray[np.float64]


def paragraphs_of(cases: Sequence[AlignmentCase]) -> list[AlignmentCase]:
    """Return the cases that are one paragraph."""
    return [case for case in cases if "cable" not in case.tags]


def measured_without_own(cases: Sequence[AlignmentCase], resources: Resources) -> list[Measured]:
    """Return each case measured without the phrases that it may have inspired."""
    phrases = read_phrases(resources.index)
    contents = [_content(text) for text in phrases.texts]
    found = []
    for case in cases:
        objectives = Objectives(resources, strategy_of(resources), phrases.without(_own(_content(case.text), contents)))
        found.append(measure(case.text, objectives))
    return found


def _own(case: frozenset[str], contents: Sequence[frozenset[str]]) -> list[int]:
    shared = [len(content & case) for content in contents]
    return [row for row, n in enumerate(shared) if n >= AT_LEAST and n >= SHARED * len(contents[row])]


def _content(text: str) -> frozenset[str]:
    words = (word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in lexicon.stopwords())
    return frozenset(stem for word in words for stem in stems(word))


def fit(table: Table, labels: Table, penalty: float = PENALTY) -> Table:
    """Return bias and weights of a logistic regression on signals as they are. Shape: (1 + signals,)."""
    mean, deviation = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.c_[np.ones(len(table)), (table - mean) / deviation]
    ridge = np.eye(rows.shape[1]) * penalty
    ridge[0, 0] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (p - labels) + ridge @ weights
        hessian = (rows * (p * (1 - p))[:, None]).T @ rows + ridge
        weights -= np.linalg.solve(hessian, gradient)
    plain = weights[1:] / deviation
    return np.asarray(np.r_[weights[0] - plain @ mean, plain])


def probabilities(table: Table, weights: Table) -> Table:
    """Return the probabilities of rows of signals."""
    return np.asarray(1 / (1 + np.exp(-np.clip(weights[0] + table @ weights[1:], -30, 30))))


def thresholds(p: Table, gold: Table, allowed: Table, floor: float, prior: float = 6.0) -> list[float]:
    """Return one threshold for each objective: the best F1 on the cases, drawn to `floor` where there are few of them."""
    found = []
    for column in range(p.shape[1]):
        keep = ~allowed[:, column].astype(bool)
        scores, right = p[keep, column], gold[keep, column] > 0
        grid = np.linspace(0.15, 0.8, 66)
        f1 = np.array([2 * (right & (scores >= t)).sum() / max(1, (scores >= t).sum() + right.sum()) for t in grid])
        best = float(np.median(grid[f1 >= f1.max() - 1e-9]))
        n = float(right.sum())
        found.append(max(LOWEST_NAMED, (n * best + prior * floor) / (n + prior)))
    return found


def cross_validated(tables: Table, gold: Table, allowed: Table, penalty: float = PENALTY) -> Table:
    """Return probabilities (cases, objectives), each case's under weights that were fitted without it."""
    p = np.zeros(gold.shape)
    for fold in range(FOLDS):
        held = np.arange(len(gold)) % FOLDS == fold
        keep = ~allowed[~held].astype(bool).ravel()
        weights = fit(tables[~held].reshape(-1, tables.shape[2])[keep], gold[~held].ravel()[keep], penalty)
        p[held] = probabilities(tables[held].reshape(-1, tables.shape[2]), weights).reshape(-1, gold.shape[1])
    return p


def away(measured: Sequence[Measured], objectives: Objectives) -> Table:
    """Return where a case is judged to be about another country: (cases, objectives), 1 or 0."""
    rows = [float(not m.places.home and (m.places.mentions > 1 or m.places.embassy is not None)) for m in measured]
    inward = [float(not objective.is_outward) for objective in objectives.all]
    return np.outer(rows, inward)


def fit_relations(table: Table, labels: npt.NDArray[np.int64], penalty: float = 5.0) -> Table:
    """Return bias and weights of a multinomial logistic regression on signs as they are: (relations, 1 + signs)."""
    mean, deviation = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.c_[np.ones(len(table)), (table - mean) / deviation]
    targets = np.eye(len(RELATIONS))[labels]
    shrink = np.full((rows.shape[1], 1), penalty)
    shrink[0] = 1e-3
    weights = np.zeros((rows.shape[1], len(RELATIONS)))
    for _ in range(3000):
        weights -= 0.003 * (rows.T @ (_softmax(rows @ weights) - targets) + shrink * weights)
    plain = weights[1:] / deviation[:, None]
    return np.asarray(np.r_[[weights[0] - mean @ plain], plain].T)


def _softmax(logits: Table) -> Table:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def relation_lines(cases: Sequence[AlignmentCase], measured: Sequence[Measured], resources: Resources) -> list[str]:
    """Return the lines of the relation's fit."""
    stances = read_stances(resources.index)
    some = [(case, one) for case, one in zip(cases, measured, strict=True) if case.refs]
    table = np.array([signs(one, stances) for _, one in some])
    labels = np.array([RELATIONS.index(case.relation or "") for case, _ in some])
    p = np.zeros((len(table), len(RELATIONS)))
    for fold in range(FOLDS):
        held = np.arange(len(table)) % FOLDS == fold
        weights = fit_relations(table[~held], labels[~held])
        p[held] = _softmax(weights[:, 0] + table[held] @ weights[:, 1:].T)
    lines = [
        f"# tension at {t:.2f}: found {np.mean(p[labels == 2, 2] >= t):.3f}, falsely raised {np.mean(p[labels != 2, 2] >= t):.3f}"
        for t in (0.3, 0.35, 0.4, 0.45, 0.5)
    ]
    weights = fit_relations(table, labels)
    lines += [f"# {', '.join(('bias', *SIGNS))}", "RELATION_WEIGHTS = {"]
    rows = (", ".join(f"{value:.3f}" for value in row) for row in weights)
    return [*lines, *(f'    "{name}": ({row}),' for name, row in zip(RELATIONS, rows, strict=True)), "}"]


def report(path: Path, resources: Resources) -> list[str]:
    """Return the lines of a fit: cross-validated measures, then the constants."""
    cases = paragraphs_of(read_alignment_cases(path))
    objectives = Objectives(resources, strategy_of(resources))
    refs = objectives.refs
    measured = measured_without_own(cases, resources)
    tables = np.array([one.table for one in measured])
    gold = np.array([[float(ref in case.refs) for ref in refs] for case in cases])
    allowed = np.array([[float(ref in case.also_ok) for ref in refs] for case in cases])
    p = cross_validated(tables, gold, allowed)
    p = np.where(away(measured, objectives) > 0, p * ELSEWHERE, p)
    some = gold.sum(axis=1) > 0
    top = np.array([gold[i, j] or allowed[i, j] for i, j in enumerate(p.argmax(axis=1))])
    best = p.max(axis=1)
    auroc = (best[some][:, None] > best[~some][None]).mean()
    lines = [f"# cross-validated on {len(cases)} paragraphs: top-1 {top[some].mean():.3f}, AUROC {auroc:.3f}"]
    lines += [
        f"# at {t:.2f}: named {np.mean(best[some] >= t):.3f} of aligned, false alarms {np.mean(best[~some] >= t):.3f}"
        for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
    ]
    keep = ~allowed.astype(bool).ravel()
    weights = fit(tables.reshape(-1, len(SIGNALS))[keep], gold.ravel()[keep])
    lines += ["WEIGHTS = {", *(f'    "{n}": {w:.3f},' for n, w in zip(("bias", *SIGNALS), weights, strict=True)), "}"]
    # Where about one in twenty of the texts about nothing would be named something.
    floor = max(LOWEST_NAMED, float(np.quantile(best[~some], 0.93)))
    cuts = thresholds(p, gold, allowed, floor)
    lines += [f"FLOOR = {floor:.3f}", "THRESHOLDS = {"]
    lines += [*(f'    "{ref}": {cut:.3f},' for ref, cut in zip(refs, cuts, strict=True)), "}"]
    return [*lines, *relation_lines(cases, measured, resources)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit on the suite named and print the result."""
    from assistant.opening import open_resources
    from assistant.settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m evals.fitting_alignment", description=__doc__)
    parser.add_argument("suite", type=Path)
    path = parser.parse_args(arguments).suite
    sys.stdout.write("\n".join(report(path, open_resources(read_settings()))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
