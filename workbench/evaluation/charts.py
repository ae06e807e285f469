"""What views show, as values: a window draws them, a terminal writes their numbers as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

import numpy as np

from workbench.core.run import Run
from workbench.evaluation.confusion_chart import Confusion as Confusion
from workbench.evaluation.confusion_chart import ConfusionChart as ConfusionChart
from workbench.evaluation.confusion_chart import confusion_chart as confusion_chart
from workbench.evaluation.intervals import Interval, intervals
from workbench.evaluation.part import by_fold, pooled
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.roc import RocCurve, roc_auc, roc_curve
from workbench.evaluation.scores import ClassificationScores, Scored, Scores, scoring
from workbench.training.curve import Curve


@dataclass(frozen=True, eq=False)
class RocLine:
    """One ROC curve in a chart.

    Args:
        learner: its name in the legend.
        label: of the positive class.
        fold: 0-based; None for all folds pooled.
    """

    learner: str
    label: str
    fold: int | None
    curve: RocCurve


@dataclass(frozen=True, eq=False)
class RocChart:
    """ROC curves: per learner and class the pooled one, then one per fold.

    Args:
        classes: labels in declared order; those without a curve (a class that never occurs) too.
    """

    classes: tuple[str, ...]
    lines: tuple[RocLine, ...]

    def to_csv(self) -> str:
        """One line per point: learner, class, fold (1-based, or "pooled"), rates, threshold."""
        header = ("learner", "class", "fold", "false_positive_rate", "true_positive_rate")
        return _csv(
            (*header, "threshold"),
            (
                (line.learner, line.label, "pooled" if line.fold is None else line.fold + 1, *point)
                for line in self.lines
                for point in zip(
                    line.curve.false_positive_rate.tolist(),
                    line.curve.true_positive_rate.tolist(),
                    line.curve.thresholds.tolist(),
                    strict=True,
                )
            ),
        )


@dataclass(frozen=True)
class ScoreRow:
    """The scores of one learner, in the order of the table's columns.

    Args:
        values: None where undefined.
        intervals: 95 %; None where there is none.
        part: the class or the fold that they are about; empty for everything.
    """

    learner: str
    values: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...]
    part: str = ""


@dataclass(frozen=True)
class ScoreTable:
    """Scores side by side, one row per learner.

    Args:
        columns: names of the scores.
        by_class: one row per learner and class, then the weighted average, as WEKA prints them.
        by_fold: one row per learner and fold.
    """

    columns: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    by_class: "ScoreTable | None" = None
    by_fold: "ScoreTable | None" = None

    def to_csv(self) -> str:
        """One line per learner and score: learner, score, value, low and high of the interval."""
        return _csv(
            ("learner", "score", "value", "low", "high"),
            (
                (row.learner, column, value, *(interval or (None, None)))
                for row in self.rows
                for column, value, interval in zip(
                    self.columns, row.values, row.intervals, strict=True
                )
            ),
        )


@dataclass(frozen=True, eq=False)
class LearnerCurves:
    """The learning curves of one learner, one per fold."""

    learner: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """The learning curves of each learner that was trained by epochs."""

    learners: tuple[LearnerCurves, ...]

    def to_csv(self) -> str:
        """One line per epoch: learner, fold and epoch (1-based), losses and scores."""
        columns = ("train_loss", "validation_loss", "train_score", "validation_score")
        return _csv(
            ("learner", "fold", "epoch", *columns),
            (
                (one.learner, fold, epoch + 1, *(_at(curve, c, epoch) for c in columns))
                for one in self.learners
                for fold, curve in enumerate(one.curves, start=1)
                for epoch in range(len(curve.train_loss))
            ),
        )


def roc_chart(evaluation: Evaluation) -> RocChart:
    """The ROC curves of every learner and class, pooled and per fold, where there are any."""
    results = [pooled(r) for r in evaluation.results if r.is_classification]
    lines: list[RocLine] = []
    for result in results:
        parts = by_fold(result) if result.n_folds > 1 else ()
        for positive, label in enumerate(result.classes):
            numbered = [(None, result), *enumerate(parts)]
            lines += [
                RocLine(result.name, label, fold, roc_curve(part, positive))
                for fold, part in numbered
                if roc_auc(part, positive) is not None
            ]
    return RocChart(results[0].classes if results else (), tuple(lines))


def score_table(evaluation: Evaluation) -> Run[ScoreTable]:
    """The main scores of every learner with their intervals, as a run with an event a fold."""
    columns: tuple[str, ...] = ("mae", "rmse", "rae", "correlation")
    if any(r.is_classification for r in evaluation.results):
        columns = ("accuracy", "kappa", "auc", "f1", "precision", "recall", "mcc", "log_loss")
    scored: list[_Of] = []
    for result in evaluation.results:
        scored.append((result, (yield from scoring(result))))  # noqa: PERF401  it yields
    rows = tuple(_score_row(*one, columns) for one in scored)
    return ScoreTable(columns, rows, _by_class(scored), _by_fold(scored, columns))


def learning_curves(evaluation: Evaluation) -> LearningCurves:
    """The learning curves of the learners that have some."""
    return LearningCurves(
        tuple(LearnerCurves(r.name, r.curves) for r in evaluation.results if r.curves)
    )


_Of: TypeAlias = tuple[Predictions, Scored]


def _by_class(scored: Sequence[_Of]) -> ScoreTable | None:
    columns = ("recall", "false_positive_rate", "precision", "f1", "mcc", "auc", "pr_auc")
    rows: list[ScoreRow] = []
    for result, figures in scored:
        of = figures.pooled
        if isinstance(of, ClassificationScores):
            named = [*((one.label, one) for one in of.per_class), ("weighted average", of.weighted)]
            rows += [
                ScoreRow(
                    result.name,
                    tuple(getattr(one, c) for c in columns),
                    (None,) * len(columns),
                    part=label,
                )
                for label, one in named
            ]
    return ScoreTable(columns, tuple(rows)) if rows else None


def _by_fold(scored: Sequence[_Of], columns: Sequence[str]) -> ScoreTable | None:
    rows = [
        ScoreRow(
            result.name,
            tuple(_figures(of).get(c) for c in columns),
            (None,) * len(columns),
            part=str(fold),
        )
        for result, figures in scored
        if len(figures.folds) > 1
        for fold, of in enumerate(figures.folds, start=1)
    ]
    return ScoreTable(tuple(columns), tuple(rows)) if rows else None


def _score_row(predictions: Predictions, scored: Scored, columns: Sequence[str]) -> ScoreRow:
    figures, trust = _figures(scored.pooled), intervals(predictions, scored.folds)
    return ScoreRow(
        predictions.name,
        tuple(figures.get(c) for c in columns),
        tuple(trust.get(c) for c in columns),
    )


def _figures(of: Scores) -> dict[str, float | None]:
    """The scores by name, the weighted averages among them."""
    parts: list[object] = [of, of.weighted] if isinstance(of, ClassificationScores) else [of]
    return {
        field.name: getattr(part, field.name)
        for part in parts
        for field in fields(part)  # type: ignore[arg-type]  # every part is a dataclass
        if field.name not in {"per_class", "weighted"}
    }


def _at(curve: Curve, column: str, epoch: int) -> float | None:
    values = getattr(curve, column)
    return None if values is None or np.isnan(values[epoch]) else float(values[epoch])


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
