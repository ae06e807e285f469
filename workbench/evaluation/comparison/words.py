"""Names and numbers as people read them."""

import math
from collections.abc import Sequence

from workbench.evaluation.comparison.judgement import Judgement

WORDS = {
    "accuracy": "accuracy",
    "auc": "area under the ROC curve",
    "kappa": "kappa",
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
    "mcc": "Matthews' correlation",
    "log_loss": "log loss (nats)",
    "rae": "relative absolute error",
    "correlation": "correlation",
    "mae": "mean absolute error",
    "rmse": "root mean squared error",
}


def number(value: float) -> str:
    """Four decimals, five digits of large numbers; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.4f}" if abs(value) < 1000 else f"{value:,.5g}"


def signed(value: float) -> str:
    """The same of a difference, with its sign."""
    text = number(abs(value))
    return text if text == "–" else ("−" if value < 0 else "+") + text


def p_value(p: float | None) -> str:
    """Three decimals, "< 0.001", or a dash."""
    if p is None or not math.isfinite(p):
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def chance(share: float) -> str:
    """Two decimals, and nothing is certain."""
    if share > 0.995:
        return "> 0.99"
    return "< 0.01" if share < 0.005 else f"{share:.2f}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def where(judgement: Judgement) -> str:
    """On which data: "on iris", "on 5 data sets"."""
    n = len(judgement.data_sets)
    return f"on {judgement.data_sets[0]}" if n == 1 else f"on {n} data sets"
