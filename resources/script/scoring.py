"""Scores of what was predicted for test rows."""

import numpy as np
import pandas as pd
from sklearn import metrics

from options import CLASS_LABELS, POSITIVE, TARGET, TASK, THRESHOLD
from preparing import targets_of


def decided(probabilities, *, label, threshold):
    """Predict a class from a probability on, else the most probable of the others."""
    others = probabilities.copy()
    others[:, label] = -1
    return np.where(probabilities[:, label] >= threshold, label, others.argmax(axis=1))


def test_answers(models, splits):
    """Join what each fold's model says of its test rows.

    Folds, truths, predictions; then the classes' probabilities, or the mean of each
    fold's training targets.
    """
    truths = [targets_of(test) for _, test in splits]
    answers = [model(test) for model, (_, test) in zip(models, splits, strict=True)]
    folds = np.repeat(np.arange(len(splits)), [len(truth) for truth in truths])
    truths, answers = np.concatenate(truths), np.concatenate(answers)
    if TASK == "regression":
        means = np.array([train[TARGET].mean() for train, _ in splits])
        return folds, truths, answers, means[folds]
    if THRESHOLD is not None:
        predicted = decided(answers, label=POSITIVE, threshold=THRESHOLD)
    else:
        predicted = answers.argmax(axis=1)
    return folds, truths, predicted, answers


def ratio(part, whole):
    """Divide; not a number where there is nothing to be divided by."""
    return part / whole if whole else np.nan


def class_scores(truths, predicted, probabilities, label):
    """Score one class against the rest."""
    is_it, is_taken = truths == label, predicted == label
    n, hits = len(truths), np.sum(is_it & is_taken)
    actual, taken = is_it.sum(), is_taken.sum()
    precision, recall = ratio(hits, taken), ratio(hits, actual)
    spread = np.sqrt(float(actual) * (n - actual) * taken * (n - taken))
    p = probabilities[:, label]
    return {
        "recall": recall,
        "false_positive_rate": ratio(taken - hits, n - actual),
        "precision": precision,
        "f1": 2 * precision * recall / (precision + recall or 1),
        "mcc": ratio(hits * n - actual * taken, spread),
        "auc": metrics.roc_auc_score(is_it, p) if 0 < actual < n else np.nan,
        "pr_auc": metrics.average_precision_score(is_it, p) if actual else np.nan,
    }


def regression_scores(truths, answers, baseline):
    """Score numbers; the baseline is the mean of each row's training targets."""
    errors = np.abs(answers - truths)
    x, y = truths - truths.mean(), answers - answers.mean()
    return {
        "mae": errors.mean(),
        "rmse": np.sqrt(np.mean(errors**2)),
        "rae": ratio(errors.sum(), np.abs(truths - baseline).sum()),
        "correlation": ratio(x @ y, np.sqrt((x @ x) * (y @ y))),
    }


def classification_scores(truths, predicted, probabilities):
    """Score probabilities (n, c) of classes; the classes weigh as many as they are."""
    labels, sizes = np.unique(truths, return_counts=True)
    each = [class_scores(truths, predicted, probabilities, c) for c in labels]
    parts = pd.DataFrame(each)
    weighted = parts.T @ (sizes / sizes.sum())
    accuracy = np.mean(predicted == truths)
    counts = [
        np.bincount(x, minlength=probabilities.shape[1]) for x in (truths, predicted)
    ]
    chance = counts[0] @ counts[1] / len(truths) ** 2
    chosen = probabilities[np.arange(len(truths)), truths]
    return {
        "accuracy": accuracy,
        "kappa": ratio(accuracy - chance, 1 - chance),
        **weighted[["auc", "f1", "precision", "recall", "mcc"]],
        "log_loss": -np.log(np.clip(chosen, 1e-15, 1)).mean(),
    }


def scores_of(*parts):
    """Score the answers to some test rows."""
    if TASK == "regression":
        return regression_scores(*parts)
    return classification_scores(*parts)


def scores_by_fold(evaluation):
    """Give the scores of every learner, over all test rows and for each fold."""
    rows = []
    for name, (folds, *parts) in evaluation.items():
        rows.append({"learner": name, "fold": "all", **scores_of(*parts)})
        if folds.max():
            for fold in range(folds.max() + 1):
                part = [values[folds == fold] for values in parts]
                rows.append({"learner": name, "fold": fold + 1, **scores_of(*part)})
    return pd.DataFrame(rows).set_index(["learner", "fold"])


def scores_by_class(evaluation):
    """Give the scores of every learner for each class."""
    rows = []
    for name, (_, *parts) in evaluation.items():
        for code, label in enumerate(CLASS_LABELS):
            part = class_scores(*parts, code)
            rows.append({"learner": name, "class": label, **part})
    return pd.DataFrame(rows).set_index(["learner", "class"])


def confusion_matrices(evaluation):
    """Count for every learner how often each class was taken for each."""
    tables = {
        name: pd.DataFrame(
            metrics.confusion_matrix(
                truths, predicted, labels=range(len(CLASS_LABELS))
            ),
            pd.Index(CLASS_LABELS, name="actual"),
            pd.Index(CLASS_LABELS, name="predicted"),
        )
        for name, (_, truths, predicted, _) in evaluation.items()
    }
    return pd.concat(tables, names=["learner"])


def roc_points(evaluation):
    """Give the points of every learner's ROC curve of each class, all folds pooled."""
    parts = []
    for name, (_, truths, _, answers) in evaluation.items():
        for code, label in enumerate(CLASS_LABELS):
            if 0 < np.sum(truths == code) < len(truths):
                rates = metrics.roc_curve(truths == code, answers[:, code])
                columns = ("false_positive_rate", "true_positive_rate", "threshold")
                points = dict(zip(columns, rates, strict=True))
                parts.append(pd.DataFrame({"learner": name, "class": label, **points}))
    return pd.concat(parts)


def learning_curves(learners):
    """Give loss and score of every learner after each epoch of each fold."""
    columns = ["train_loss", "train_score", "validation_loss", "validation_score"]
    parts = []
    for name, models in learners.items():
        for fold, model in enumerate(models, start=1):
            curve = pd.DataFrame(model.curve, columns=columns)
            curve.insert(0, "epoch", np.arange(1, len(curve) + 1))
            curve.insert(0, "fold", fold)
            curve.insert(0, "learner", name)
            parts.append(curve)
    return pd.concat(parts)


def prediction_table(evaluation):
    """Give every learner's predictions of the test rows, fold by fold."""
    parts = []
    for name, (folds, truths, predicted, answers) in evaluation.items():
        part = pd.DataFrame({"learner": name, "fold": folds + 1})
        if TASK == "classification":
            part["actual"] = np.array(CLASS_LABELS)[truths]
            part["predicted"] = np.array(CLASS_LABELS)[predicted]
            for code, label in enumerate(CLASS_LABELS):
                part[f"p({label})"] = answers[:, code]
        else:
            part["actual"], part["predicted"] = truths, predicted
        parts.append(part)
    return pd.concat(parts)
