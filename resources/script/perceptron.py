"""The perceptron."""

import numpy as np

from options import BIAS, CLASS_LABELS, CURVE, KEEPS_ARRAYS, ORDER, START, VARIANT
from preparing import curve_point, fit_preparation, targets_of


def fit_perceptron(train, *, epochs, seed, watched=None):
    """Add what lies on a unit's wrong side to its weights until nothing does."""
    prepare = fit_preparation(train)
    features, targets = prepare(train), targets_of(train)
    if BIAS:
        features = np.column_stack([features, np.ones(len(features))])
    n, d = features.shape
    seen = np.unique(targets)
    positives = seen[1:] if len(seen) == 2 else seen  # one unit tells two classes apart
    random = np.random.default_rng(seed)
    drawn = random.standard_normal((len(positives), d))
    units = drawn if START == "random" else np.zeros_like(drawn)
    if VARIANT == "averaged":
        sums, steps = np.zeros_like(units), np.zeros(len(units))
    signs = np.where(targets == positives[:, None], 1.0, -1.0)  # (units, n)
    is_satisfied = np.zeros(len(units), bool)

    def parameters():
        """Give the weights (units, d) and biases that predict."""
        kept = sums / steps[:, None] if VARIANT == "averaged" else units
        if BIAS:
            return kept[:, :-1], kept[:, -1]
        return kept, 0

    def predict(rows):
        weights, biases = parameters()
        lengths = np.linalg.norm(weights, axis=1)
        margins = prepare(rows) @ weights.T + biases
        margins = np.clip(margins / np.where(lengths > 0, lengths, 1), -500, 500)
        if len(seen) == 2:
            margins = np.column_stack([-margins, margins])
        shares = 1 / (1 + np.exp(-margins))
        probabilities = np.zeros((len(rows), len(CLASS_LABELS)))
        probabilities[:, seen] = shares / shares.sum(axis=1, keepdims=True)
        return probabilities

    if CURVE:
        curve = []
    for _ in range(epochs):
        for u in np.flatnonzero(~is_satisfied):
            if ORDER == "shuffled":
                order = random.permutation(n)
            elif ORDER == "random":
                order = random.integers(n, size=n)
            else:
                order = np.arange(n)
            for i in order:
                if signs[u, i] * (features[i] @ units[u]) <= 0:
                    units[u] += signs[u, i] * features[i]
                if VARIANT == "averaged":
                    sums[u] += units[u]
                    steps[u] += 1
            is_satisfied[u] = np.all(signs[u] * (features @ units[u]) > 0)
        if CURVE:
            curve.append(curve_point(predict, train, watched))
        if is_satisfied.all():
            break

    if CURVE:
        predict.curve = curve
    if KEEPS_ARRAYS:
        predict.arrays = dict(zip(("weights", "biases"), parameters(), strict=True))
    return predict
