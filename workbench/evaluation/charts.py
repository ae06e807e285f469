"""What views show, as values: a window draws them, a terminal writes their numbers as CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from workbench.core.run import Run
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.intervals import Interval
from workbench.evaluation.part import by_fold, overlap_of
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.score_facts import ClassFacts, NumberFacts, facts_of
from workbench.evaluation.score_intervals import class_intervals, intervals
from workbench.evaluation.scores import ClassificationScores, Scored, scoring
from workbench.training.curve import Curve

PartKind: TypeAlias = Literal["all", "class", "weighted", "fold"]


@dataclass(frozen=True)
class ScoreRow:
    """The scores of one learner, in the order of the table's columns.

    Args:
        values: None where undefined.
        intervals: 95 %; None where there is none.
        part: the class or the fold that they are about; empty for everything.
        kind: what ``part`` is.
        facts: the counts and sums that they are made of, to explain them by.
    """

    learner: str
    values: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...]
    part: str = ""
    kind: PartKind = "all"
    facts: ClassFacts | NumberFacts | None = None


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
        return csv_text(
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
    """The learning curves of one learner, one per fold.

    Args:
        place: of the learner in the view, from 0, counting those without curves; None where it
            does not matter.
        overlap: test rows by training rows of a fold, where the test was repeated; else 0.
    """

    learner: str
    curves: tuple[Curve, ...]
    place: int | None = None
    overlap: float = 0.0


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """The learning curves of each learner that was trained by epochs."""

    learners: tuple[LearnerCurves, ...]

    def to_csv(self) -> str:
        """One line per epoch: learner, fold and epoch (1-based), losses and scores."""
        columns = ("train_loss", "validation_loss", "train_score", "validation_score")
        return csv_text(
            ("learner", "fold", "epoch", *columns),
            (
                (one.learner, fold, epoch + 1, *(_at(curve, c, epoch) for c in columns))
                for one in self.learners
                for fold, curve in enumerate(one.curves, start=1)
                for epoch in range(len(curve.train_loss))
            ),
        )


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
        tuple(
            LearnerCurves(r.name, r.curves, overlap=overlap_of(r))
            for r in evaluation.results
            if r.curves
        )
    )


_Of: TypeAlias = tuple[Predictions, Scored]


def _by_class(scored: Sequence[_Of]) -> ScoreTable | None:
    columns = ("recall", "false_positive_rate", "precision", "f1", "mcc", "auc", "pr_auc")
    rows: list[ScoreRow] = []
    for result, figures in scored:
        of = figures.pooled
        if isinstance(of, ClassificationScores):
            facts = facts_of(result)
            for i, one in enumerate(of.per_class):
                head = _Head(result.name, facts, one.label, "class")
                rows.append(_row(head, one, class_intervals(result, i), columns))
            head = _Head(result.name, facts, "weighted average", "weighted")
            rows.append(_row(head, of.weighted, intervals(result, figures.folds), columns))
    return ScoreTable(columns, tuple(rows)) if rows else None


def _by_fold(scored: Sequence[_Of], columns: Sequence[str]) -> ScoreTable | None:
    rows = [
        _row(_Head(result.name, facts_of(part), str(fold), "fold"), of, {}, columns)
        for result, figures in scored
        if len(figures.folds) > 1
        for fold, (of, part) in enumerate(zip(figures.folds, by_fold(result), strict=True), 1)
    ]
    return ScoreTable(tuple(columns), tuple(rows)) if rows else None


def _score_row(predictions: Predictions, scored: Scored, columns: Sequence[str]) -> ScoreRow:
    head = _Head(predictions.name, facts_of(predictions))
    return _row(head, scored.pooled, intervals(predictions, scored.folds), columns)


class _Head(NamedTuple):
    """What a row of scores is about."""

    learner: str
    facts: ClassFacts | NumberFacts
    part: str = ""
    kind: PartKind = "all"


def _row(
    head: _Head, of: object, trust: Mapping[str, Interval | None], columns: Sequence[str]
) -> ScoreRow:
    figures = _figures(of)
    return ScoreRow(
        head.learner,
        tuple(figures.get(c) for c in columns),
        tuple(trust.get(c) for c in columns),
        head.part,
        head.kind,
        head.facts,
    )


def _figures(of: object) -> dict[str, float | None]:
    """The scores by name, the weighted averages among them."""
    parts: list[object] = [of, of.weighted] if isinstance(of, ClassificationScores) else [of]
    return {
        field.name: getattr(part, field.name)
        for part in parts
        for field in fields(part)  # type: ignore[arg-type]  # every part is a dataclass
        if field.name not in {"per_class", "weighted", "label"}
    }


def _at(curve: Curve, column: str, epoch: int) -> float | None:
    values = getattr(curve, column)
    return None if values is None or np.isnan(values[epoch]) else float(values[epoch])
