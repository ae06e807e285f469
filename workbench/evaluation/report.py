"""The report of one learner as JSON values: what ``evaluate --json`` prints."""

import math
from dataclasses import asdict
from typing import Any

from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.part import by_fold, pooled
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.score_intervals import intervals
from workbench.evaluation.scores import (
    ClassScores,
    classification_scores,
    fold_scores,
    regression_scores,
)


def report(predictions: Predictions) -> dict[str, Any]:
    """Everything that is said of one learner, as plain JSON values.

    Undefined figures are None, never NaN. Shares are in [0, 1], not in per cent. Besides what
    scripts rely on it holds ``log_loss``, ``intervals`` (95 %, by score; None where there are too
    few folds) and ``folds`` (instances, and accuracy or mae, of each fold).
    """
    known = pooled(predictions)
    figures = _classification if predictions.is_classification else _regression
    facts = {
        "learner": predictions.learner,
        "parameters": dict(predictions.parameters),
        "test": predictions.test,
        "seed": predictions.seed,
        "instances": len(known.actual),
        **figures(known),
        "intervals": intervals(known, fold_scores(known)),
        "folds": _folds(known),
        "seconds": predictions.seconds,
    }
    plain: dict[str, Any] = _plain(facts)
    return plain


def _classification(predictions: Predictions) -> dict[str, Any]:
    scores = classification_scores(predictions)
    weighted = asdict(scores.weighted)
    first = ("auc", "f1", "precision", "recall", "mcc")
    return {
        "classes": list(predictions.classes),
        "confusion": confusion_matrix(predictions).tolist(),
        "accuracy": scores.accuracy,
        "kappa": scores.kappa,
        "log_loss": scores.log_loss,
        "weighted": {**{name: weighted[name] for name in first}, **weighted},
        "per_class": [_of_class(one) for one in scores.per_class],
    }


def _of_class(scores: ClassScores) -> dict[str, Any]:
    facts = asdict(scores)
    return {"class": facts.pop("label"), **facts}


def _regression(predictions: Predictions) -> dict[str, Any]:
    scores = asdict(regression_scores(predictions))
    return {name: scores[name] for name in ("mae", "rmse", "rae", "correlation")}


def _folds(predictions: Predictions) -> list[dict[str, Any]]:
    folds: list[dict[str, Any]] = []
    for number, part in enumerate(by_fold(predictions), start=1):
        facts: dict[str, Any] = {"fold": number, "instances": len(part.actual)}
        if predictions.is_classification:
            matrix = confusion_matrix(part)
            facts["accuracy"] = matrix.trace() / matrix.sum() if matrix.sum() else None
        else:
            facts["mae"] = regression_scores(part).mae
        folds.append(facts)
    return folds


def _plain(value: Any) -> Any:
    """The same value of Python's own types, None for what is no finite number."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
