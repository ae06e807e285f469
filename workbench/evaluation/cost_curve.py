"""Cost curves: the expected cost for every ratio of costs and classes (Drummond and Holte 2006)."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.ranking import Ranking, every_line
from workbench.evaluation.roc_chart import hull_points


@dataclass(frozen=True, eq=False)
class CostCurve:
    """The least normalised expected cost of one learner and class.

    Args:
        learner: its name in the legend.
        label: of the positive class.
        fold: 0-based; None for all folds pooled.
        probability_cost: where the best threshold changes, rising from 0 to 1, shape (n,).
        cost: the lower envelope there, straight in between, shape (n,).
        false_positive_rate, false_negative_rate: of the thresholds that are best somewhere: the
            ends of their lines at probability cost 0 and 1, shape (n - 1,).
        thresholds: of those lines, falling, shape (n - 1,).
        area: below the envelope: the cost where every probability cost is as likely.
        share: of the positive class among the test samples.
    """

    learner: str
    label: str
    fold: int | None
    probability_cost: FloatArray
    cost: FloatArray
    false_positive_rate: FloatArray
    false_negative_rate: FloatArray
    thresholds: FloatArray
    area: float
    share: float

    def cost_at(self, probability_cost: float) -> float:
        """The envelope at a probability cost."""
        return float(np.interp(probability_cost, self.probability_cost, self.cost))

    def best_at(self, probability_cost: float) -> int:
        """Which line is lowest there; the first of equals."""
        i = int(np.searchsorted(self.probability_cost, probability_cost)) - 1
        return min(max(i, 0), len(self.thresholds) - 1)


@dataclass(frozen=True, eq=False)
class CostChart:
    """Cost curves: per learner and class the pooled one, then one per fold.

    Args:
        classes: labels in declared order, those without a curve too.
        false_positive_cost, false_negative_cost: of the mistakes, as the node has them.
    """

    classes: tuple[str, ...]
    lines: tuple[CostCurve, ...]
    false_positive_cost: float = 1.0
    false_negative_cost: float = 1.0

    def to_csv(self) -> str:
        """One line per corner: learner, class, fold, probability cost, normalised expected cost."""
        return csv_text(
            ("learner", "class", "fold", "probability_cost", "normalised_expected_cost"),
            (
                (line.learner, line.label, "pooled" if line.fold is None else line.fold + 1, *point)
                for line in self.lines
                for point in zip(line.probability_cost.tolist(), line.cost.tolist(), strict=True)
            ),
        )


def cost_chart(
    evaluation: Evaluation, false_positive_cost: float, false_negative_cost: float
) -> CostChart:
    """The cost curves of every learner and class, where there are any."""
    classes, lines = every_line(evaluation, cost_curve, lambda of: of.is_two_sided)
    return CostChart(classes, lines, false_positive_cost, false_negative_cost)


def cost_curve(learner: str, label: str, fold: int | None, of: Ranking) -> CostCurve:
    """The lower envelope of the lines that a ranking's thresholds give.

    Each threshold is a line from its false positive rate, at probability cost 0, to its false
    negative rate, at 1. Those that are lowest somewhere are the corners of the ROC hull.
    """
    kept = hull_points(of.false_positive_rate, of.true_positive_rate)
    fpr = of.false_positive_rate[kept]
    fnr = 1 - of.true_positive_rate[kept]
    right, down = np.diff(fpr), -np.diff(fnr)
    corners = right / np.maximum(right + down, np.finfo(float).tiny)  # where neighbours cross
    places = np.concatenate([[0.0], corners, [1.0]])
    at = np.concatenate([[0], np.arange(len(kept))])  # the line left of each corner
    cost = fpr[at] * (1 - places) + fnr[at] * places
    area = float(np.trapezoid(cost, places))
    share = of.n_positive / max(of.n, 1)
    return CostCurve(learner, label, fold, places, cost, fpr, fnr, of.thresholds[kept], area, share)


def probability_cost(share: float, false_positive_cost: float, false_negative_cost: float) -> float:
    """The share of the false negatives' part in the largest expected cost, in [0, 1].

    Args:
        share: of the positive class.
    """
    lost, wasted = share * false_negative_cost, (1 - share) * false_positive_cost
    return lost / (lost + wasted) if lost + wasted > 0 else 0.5
