"""What learners do to rows before they learn: numbers, filled, scaled, one-hot."""

import numpy as np
import pandas as pd

from options import FILLS, HAS_LABELS, REMOVED, SCALING, TARGET, TASK, WATCHES


def fit_preparation(train):
    """Learn from the training rows how rows become numbers, an array (n, d)."""
    names = train.columns.drop(TARGET)
    if REMOVED:
        names = names.drop(list(REMOVED))
    if FILLS:
        means = {}
        for name in train[names].select_dtypes("number"):
            means[name] = train[name].dropna().to_numpy().mean()
    if SCALING != "none":
        scales = {}
        for name in train[names].select_dtypes("number"):
            column = train[name].to_numpy()
            if FILLS:
                column = np.where(np.isnan(column), means[name], column)
            if SCALING == "standardise":
                scales[name] = column.mean(), column.std() or 1.0
            else:
                scales[name] = column.min(), np.ptp(column) or 1.0

    def prepare(rows):
        columns = []
        for name in names:
            if HAS_LABELS:
                if isinstance(rows[name].dtype, pd.CategoricalDtype):
                    labels = rows[name].cat.categories
                    columns += [(rows[name] == x).to_numpy(float) for x in labels]
                    continue
            column = rows[name].to_numpy()
            if FILLS:
                column = np.where(np.isnan(column), means[name], column)
            if SCALING != "none":
                offset, scale = scales[name]
                column = (column - offset) / scale
            columns.append(column)
        return np.column_stack(columns)

    return prepare


def log_loss_and_accuracy(probabilities, targets):
    """Give the two figures of a learning curve."""
    chosen = np.clip(probabilities[np.arange(len(targets)), targets], 1e-15, 1)
    return -np.log(chosen).mean(), np.mean(probabilities.argmax(axis=1) == targets)


def curve_point(predict, train, watched):
    """Give loss and score in training, then on rows that are watched."""
    figures = log_loss_and_accuracy(predict(train), targets_of(train))
    if WATCHES:
        there = log_loss_and_accuracy(predict(watched), targets_of(watched))
        return [*figures, *there]
    return [*figures, None, None]


def targets_of(rows):
    """Give the classes as codes, or the numbers to be predicted."""
    if TASK == "classification":
        return rows[TARGET].cat.codes.to_numpy(np.int64)
    return rows[TARGET].to_numpy()
