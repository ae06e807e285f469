"""Logistic regression."""

import numpy as np

from options import CLASS_LABELS, CURVE, KEEPS_ARRAYS
from preparing import curve_point, fit_preparation, targets_of


def softmax(logits):
    """Give exp(z) / sum of exp(z), row by row."""
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def with_ones(features):
    """Give the features with a last column of ones, whose weights are the biases."""
    return np.column_stack([features, np.ones(len(features))])


def fit_logistic(train, *, ridge, max_iterations, watched=None):
    """Fit a linear function for each class but the last, by Newton's method."""
    prepare = fit_preparation(train)
    targets = np.eye(len(CLASS_LABELS))[targets_of(train)]  # (n, c)
    features = with_ones(prepare(train))  # (n, d + 1)
    n, d = features.shape
    penalty = np.full((len(CLASS_LABELS) - 1, d), 2 * ridge / n)
    penalty[:, -1] = 0  # not on the biases
    penalty = penalty.ravel()

    def probabilities(features, weights):
        logits = features @ weights.reshape(len(CLASS_LABELS) - 1, d).T
        return softmax(np.column_stack([logits, np.zeros(len(logits))]))

    def loss_and_gradient(weights):
        p = probabilities(features, weights)
        loss = -np.log(np.maximum(p[targets == 1], 1e-300)).mean()
        gradient = ((p - targets)[:, :-1].T @ features).ravel() / n
        return loss + penalty @ weights**2 / 2, gradient + penalty * weights

    def hessian(weights):
        p = probabilities(features, weights)[:, :-1]
        blocks = [
            [
                features.T @ ((p[:, i] * ((i == j) - p[:, j]) / n)[:, None] * features)
                for j in range(len(CLASS_LABELS) - 1)
            ]
            for i in range(len(CLASS_LABELS) - 1)
        ]
        return np.block(blocks) + np.diag(penalty)

    def predict(rows):
        return probabilities(with_ones(prepare(rows)), weights)

    if CURVE:
        curve = []
    weights = np.zeros(penalty.size)
    loss, gradient = loss_and_gradient(weights)
    for _ in range(max_iterations):
        curvature = hessian(weights)
        damping = 1e-10 * np.trace(curvature) / len(weights) * np.eye(len(weights))
        step = -np.linalg.solve(curvature + damping, gradient)
        for _ in range(40):  # halve the step until the loss falls
            new_loss, new_gradient = loss_and_gradient(weights + step)
            if new_loss < loss:
                break
            step = step / 2
        else:
            break
        weights, loss, gradient = weights + step, new_loss, new_gradient
        if CURVE:
            curve.append(curve_point(predict, train, watched))
        if np.abs(gradient).max() <= 1e-8:
            break

    if CURVE:
        predict.curve = curve
    if KEEPS_ARRAYS:
        predict.arrays = {"weights": weights.reshape(-1, d)}  # the biases come last
    return predict
