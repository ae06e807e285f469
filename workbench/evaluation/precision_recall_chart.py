"""Precision against recall for several learners, with how far the area may be trusted."""

from dataclasses import dataclass

from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.intervals import Interval, logit_interval
from workbench.evaluation.part import by_fold, n_repeats
from workbench.evaluation.precision_recall import PrecisionRecallCurve, precision_recall_curve
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.ranking import classified
from workbench.evaluation.roc import one_against_rest


@dataclass(frozen=True, eq=False)
class PrecisionRecallLine:
    """One curve in a chart.

    Args:
        learner: its name in the legend.
        label: of the positive class.
        fold: 0-based; None for all folds pooled.
        n_positive: test samples of the class.
        share: of the class among the test samples: the precision of guessing.
        interval: of the area, 95 %, on the logit scale (Boyd et al. 2013); None where the area is
            0 or 1.
    """

    learner: str
    label: str
    fold: int | None
    curve: PrecisionRecallCurve
    n_positive: int
    share: float
    interval: Interval | None


@dataclass(frozen=True, eq=False)
class PrecisionRecallChart:
    """Precision against recall: per learner and class the pooled curve, then one per fold.

    Args:
        classes: labels in declared order, those without a curve too.
    """

    classes: tuple[str, ...]
    lines: tuple[PrecisionRecallLine, ...]

    def to_csv(self) -> str:
        """One line per point: learner, class, fold (1-based, or "pooled"), both, threshold.

        The last point of a curve, recall 0, has no threshold.
        """
        return csv_text(
            ("learner", "class", "fold", "recall", "precision", "threshold"),
            (
                (line.learner, line.label, "pooled" if line.fold is None else line.fold + 1, *point)
                for line in self.lines
                for point in zip(
                    line.curve.recall.tolist(),
                    line.curve.precision.tolist(),
                    [*line.curve.thresholds.tolist(), None],
                    strict=True,
                )
            ),
        )


def precision_recall_chart(evaluation: Evaluation) -> PrecisionRecallChart:
    """The curves of every learner and class, pooled and per fold, where there are any."""
    results = classified(evaluation)
    lines: list[PrecisionRecallLine] = []
    for result in results:
        parts = by_fold(result) if result.n_folds > 1 else ()
        for positive in range(len(result.classes)):
            for fold, part in [(None, result), *enumerate(parts)]:
                lines += _line(part, positive, fold)
    labels = dict.fromkeys(label for result in results for label in result.classes)
    return PrecisionRecallChart(tuple(labels), tuple(lines))


def _line(part: Predictions, positive: int, fold: int | None) -> list[PrecisionRecallLine]:
    is_positive, _ = one_against_rest(part, positive)
    n_positive = int(is_positive.sum())
    if not n_positive:
        return []
    curve = precision_recall_curve(part, positive)
    interval = logit_interval(curve.auc, n_positive / n_repeats(part))
    share = n_positive / len(is_positive)
    label = part.classes[positive]
    return [PrecisionRecallLine(part.name, label, fold, curve, n_positive, share, interval)]
