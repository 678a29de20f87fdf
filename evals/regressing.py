"""Small regressions for weights that a person can read: many right answers, one label, and what a threshold costs."""

from collections.abc import Sequence

import numpy as np

PENALTY = 1.0
STEPS = 400


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


def curve(confidences: np.ndarray, labels: np.ndarray) -> list[tuple[float, float, float]]:
    """Return (threshold, share answered, share right of the answered) for thresholds from 0.1 to 0.9."""
    points = []
    for threshold in np.arange(0.1, 0.95, 0.05):
        kept = confidences >= threshold
        points.append((float(threshold), float(kept.mean()), float(labels[kept].mean()) if kept.any() else 1.0))
    return points
