"""Cumulative gain and lift: how much of a class is found by looking at the most probable first."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.ranking import Ranking, every_line


@dataclass(frozen=True, eq=False)
class LiftLine:
    """What one learner finds of one class.

    Args:
        learner: its name in the legend.
        label: of the class.
        fold: 0-based; None for all folds pooled.
        chosen: share of all samples that are looked at, rising, shape (n_thresholds,).
        gain: share of the class among them, of all of the class, shape (n_thresholds,).
        lift: gain by chosen, against looking at random; as at the first step where nothing is
            chosen, shape (n_thresholds,).
        thresholds: falling, from infinity, shape (n_thresholds,).
        share: of the class among all samples.
    """

    learner: str
    label: str
    fold: int | None
    chosen: FloatArray
    gain: FloatArray
    lift: FloatArray
    thresholds: FloatArray
    share: float

    def gain_at(self, share: float) -> float:
        """The gain of looking at a share of the samples, ties drawn at random."""
        return float(np.interp(share, self.chosen, self.gain))


@dataclass(frozen=True, eq=False)
class LiftChart:
    """Gain and lift: per learner and class the pooled line, then one per fold.

    Args:
        classes: labels in declared order, those without a line too.
    """

    classes: tuple[str, ...]
    lines: tuple[LiftLine, ...]

    def to_csv(self) -> str:
        """One line per point: learner, class, fold, share chosen, gain, lift, threshold."""
        return csv_text(
            ("learner", "class", "fold", "chosen", "gain", "lift", "threshold"),
            (
                (line.learner, line.label, "pooled" if line.fold is None else line.fold + 1, *point)
                for line in self.lines
                for point in zip(
                    *(a.tolist() for a in (line.chosen, line.gain, line.lift, line.thresholds)),
                    strict=True,
                )
            ),
        )


def lift_chart(evaluation: Evaluation) -> LiftChart:
    """Gain and lift of every learner and class that occurs."""
    return LiftChart(*every_line(evaluation, lift_line, lambda of: of.n_positive > 0))


def lift_line(learner: str, label: str, fold: int | None, of: Ranking) -> LiftLine:
    """The gain and lift that a ranking gives."""
    chosen = (of.true_positives + of.false_positives) / max(of.n, 1)
    gain = of.true_positive_rate
    lift = gain / np.where(chosen > 0, chosen, 1)
    lift[0] = lift[1] if len(lift) > 1 else 1.0
    share = of.n_positive / max(of.n, 1)
    return LiftLine(learner, label, fold, chosen, gain, lift, of.thresholds, share)
