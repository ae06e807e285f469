"""Nearest neighbours."""

import numpy as np

from options import CLASS_LABELS, DISTANCE, KEEPS_ARRAYS, TASK, WEIGHTS
from preparing import fit_preparation, targets_of


def distances_between(queries, samples):
    """Measure every query against every sample, attribute by attribute: (q, n)."""
    total = np.zeros((len(queries), len(samples)))
    for x, y in zip(queries.T, samples.T, strict=True):
        if DISTANCE == "euclidean":
            total += np.square(x[:, None] - y)
        else:
            total += np.abs(x[:, None] - y)
    return total


def fit_knn(train, k):
    """Keep the training rows; the k nearest of them vote."""
    prepare = fit_preparation(train)
    samples, targets = prepare(train), targets_of(train)

    def predict(rows):
        distances = distances_between(prepare(rows), samples)
        nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
        if WEIGHTS == "distance":
            there = np.take_along_axis(distances, nearest, axis=1)
            if DISTANCE == "euclidean":
                there = np.sqrt(there)
            with np.errstate(divide="ignore"):
                votes = 1 / there
            equal = there == 0  # samples at the query itself outvote all others
            votes = np.where(equal.any(axis=1, keepdims=True), equal, votes)
        else:
            votes = np.ones(nearest.shape)
        if TASK == "classification":
            shares = [
                (votes * (targets[nearest] == c)).sum(axis=1)
                for c in range(len(CLASS_LABELS))
            ]
            return np.column_stack(shares) / votes.sum(axis=1, keepdims=True)
        return (votes * targets[nearest]).sum(axis=1) / votes.sum(axis=1)

    if KEEPS_ARRAYS:
        predict.arrays = {"samples": samples, "targets": targets}
    return predict
