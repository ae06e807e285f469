"""ROC curves of several learners: pooled, of each fold, averaged with a band, and their hull."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from workbench.core.run import Progressed, Run, finish
from workbench.data.dataset import FloatArray, IntArray
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.delong import delong
from workbench.evaluation.intervals import Interval, mean_interval
from workbench.evaluation.part import by_fold, n_repeats, overlap_of
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.ranking import Ranking, classified, ranked
from workbench.evaluation.roc import RocCurve, one_against_rest, roc_curve

N_AVERAGED = 101  # places at which folds are averaged

How: TypeAlias = Literal["vertical", "threshold"]
Point: TypeAlias = tuple[float, float]
Spread: TypeAlias = Literal["95 %", "sd"]


@dataclass(frozen=True, eq=False)
class RocLine:
    """One ROC curve in a chart.

    Args:
        learner: its name in the legend.
        label: of the positive class.
        fold: 0-based; None for all folds pooled.
        interval: DeLong's, of the area, 95 %; None with fewer than two samples of a kind.
        n_positive, n_negative: how many samples are of the class, and are not.
        decided: the false and true positive rate of the classes that the model predicted.
    """

    learner: str
    label: str
    fold: int | None
    curve: RocCurve
    interval: Interval | None = None
    n_positive: int = 0
    n_negative: int = 0
    decided: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class RocAverage:
    """The mean of the folds' ROC curves.

    Args:
        how: "vertical" averages true positive rates at equal false positive rates, "threshold"
            both rates at equal thresholds (Fawcett 2006, algorithms 3 and 4).
        false_positive_rate, true_positive_rate: means, shape (n_places,).
        deviation: standard deviation of the true positive rates over the folds, shape (n_places,).
        n_folds: how many folds have a curve.
        overlap: test rows by training rows of a fold, where the test was repeated; else 0.
    """

    learner: str
    label: str
    how: How
    false_positive_rate: FloatArray
    true_positive_rate: FloatArray
    deviation: FloatArray
    n_folds: int
    overlap: float = 0.0

    def band(self, spread: Spread) -> tuple[FloatArray, FloatArray]:
        """Below and above the mean, within [0, 1]: ± 1 sd, or Student's interval of the mean.

        That is corrected for repetitions, which share test rows, too (Nadeau and Bengio 2003).
        """
        half = self.deviation
        if spread == "95 %":
            half = mean_interval(self.deviation, self.n_folds, overlap=self.overlap)
        low = np.clip(self.true_positive_rate - half, 0, 1)
        return low, np.clip(self.true_positive_rate + half, 0, 1)


@dataclass(frozen=True, eq=False)
class RocChart:
    """ROC curves: per learner and class the pooled one, then one per fold.

    Args:
        classes: labels in declared order; those without a curve (a class that never occurs) too.
        averages: of the folds, vertical and by threshold; none with a single fold.
    """

    classes: tuple[str, ...]
    lines: tuple[RocLine, ...]
    averages: tuple[RocAverage, ...] = ()

    def to_csv(self) -> str:
        """One line per point: learner, class, fold (1-based, or "pooled"), rates, threshold.

        Averages follow, as folds "mean (vertical)" and "mean (threshold)", with their 95 % band.
        """
        header = ("learner", "class", "fold", "false_positive_rate", "true_positive_rate")
        rows = [
            (line.learner, line.label, "pooled" if line.fold is None else line.fold + 1, *point)
            for line in self.lines
            for point in zip(
                line.curve.false_positive_rate.tolist(),
                line.curve.true_positive_rate.tolist(),
                line.curve.thresholds.tolist(),
                strict=True,
            )
        ]
        means = [
            (one.learner, one.label, f"mean ({one.how})", fpr, tpr, None, low, high)
            for one in self.averages
            for fpr, tpr, low, high in zip(
                one.false_positive_rate.tolist(),
                one.true_positive_rate.tolist(),
                *(side.tolist() for side in one.band("95 %")),
                strict=True,
            )
        ]
        return csv_text(
            (*header, "threshold", "low", "high"), [*((*r, None, None) for r in rows), *means]
        )


def roc_chart(evaluation: Evaluation) -> RocChart:
    """The ROC curves of every learner and class, pooled and per fold, where there are any."""
    return finish(roc_charting(evaluation))


def roc_charting(evaluation: Evaluation) -> Run[RocChart]:
    """``roc_chart`` as a run with an event a class: many classes and rows take seconds."""
    results = classified(evaluation)
    lines: list[RocLine] = []
    averages: list[RocAverage] = []
    for result in results:
        parts = by_fold(result) if result.n_folds > 1 else ()
        for positive, label in enumerate(result.classes):
            yield Progressed(positive, len(result.classes), f"{result.name}: {label}")
            numbered = [(None, result), *enumerate(parts)]
            rankings = [ranked(part, positive) for _, part in numbered]
            lines += [
                _line(part, positive, fold, of)
                for (fold, part), of in zip(numbered, rankings, strict=True)
                if of.is_two_sided
            ]
            folds = [of for of in rankings[1:] if of.is_two_sided]
            shared = overlap_of(result)
            averages += (replace(a, overlap=shared) for a in averaged(result.name, label, folds))
    labels = dict.fromkeys(label for result in results for label in result.classes)
    return RocChart(tuple(labels), tuple(lines), tuple(averages))


def _line(part: Predictions, positive: int, fold: int | None, of: Ranking) -> RocLine:
    is_positive, probability = one_against_rest(part, positive)
    chosen = part.predicted == positive
    return RocLine(
        part.name,
        part.classes[positive],
        fold,
        roc_curve(part, positive),
        delong(is_positive, probability, repeats=n_repeats(part)),
        of.n_positive,
        of.n_negative,
        (float(chosen[~is_positive].mean()), float(chosen[is_positive].mean())),
    )


def averaged(learner: str, label: str, folds: Sequence[Ranking]) -> tuple[RocAverage, ...]:
    """The folds' mean ROC curves, vertical and by threshold; none of fewer than two folds."""
    if len(folds) < 2:
        return ()
    return (
        _vertical(learner, label, folds),
        _by_threshold(learner, label, folds),
    )


def _vertical(learner: str, label: str, folds: Sequence[Ranking]) -> RocAverage:
    places = np.linspace(0, 1, N_AVERAGED)
    # Of several points above one place the highest counts: np.interp takes the last.
    rates = np.stack(
        [np.interp(places, of.false_positive_rate, of.true_positive_rate) for of in folds]
    )  # (k, n_places)
    # Drawn from the corner, where nothing is found yet.
    places = np.concatenate([[0.0], places])
    mean = np.concatenate([[0.0], rates.mean(axis=0)])
    deviation = np.concatenate([[0.0], rates.std(axis=0, ddof=1)])
    return RocAverage(learner, label, "vertical", places, mean, deviation, len(folds))


def _by_threshold(learner: str, label: str, folds: Sequence[Ranking]) -> RocAverage:
    every = np.unique(np.concatenate([of.thresholds for of in folds]))[::-1]
    chosen = every[np.unique(np.linspace(0, len(every) - 1, N_AVERAGED).round().astype(int))]
    indices = [np.searchsorted(-of.thresholds, -chosen, "right") - 1 for of in folds]
    x = np.stack([of.false_positive_rate[i] for of, i in zip(folds, indices, strict=True)])
    y = np.stack([of.true_positive_rate[i] for of, i in zip(folds, indices, strict=True)])
    deviation = y.std(axis=0, ddof=1)
    return RocAverage(learner, label, "threshold", x.mean(0), y.mean(0), deviation, len(folds))


def convex_hull(curve: RocCurve) -> tuple[FloatArray, FloatArray]:
    """The upper convex hull of a ROC curve: what chance between its points reaches (Fawcett 2006).

    Returns:
        False and true positive rates, each of shape (n_corners,), from (0, 0) to (1, 1).
    """
    kept = hull_points(curve.false_positive_rate, curve.true_positive_rate)
    return curve.false_positive_rate[kept], curve.true_positive_rate[kept]


def hull_points(x: FloatArray, y: FloatArray) -> list[int]:
    """Which points of a rising curve are corners of its upper convex hull (Andrew 1979)."""
    left = _without_dents(x, y)
    points = list(zip(x[left].tolist(), y[left].tolist(), strict=True))  # quicker than arrays
    kept: list[int] = []
    for i, point in enumerate(points):
        while len(kept) >= 2 and _is_below(points[kept[-2]], points[kept[-1]], point):
            kept.pop()
        kept.append(i)
    corners: list[int] = left[kept].tolist()
    return corners


def _without_dents(x: FloatArray, y: FloatArray) -> IntArray:
    """Indices of points that may be corners: those on or below their neighbours' line are none.

    All of these are dropped at once, again and again while that leaves much less: fifty times as
    fast as one by one for the 60,000 points of a large test set.
    """
    left = np.arange(len(x))
    while len(left) > 2:
        a, b, c = (np.stack([x[i], y[i]]) for i in (left[:-2], left[1:-1], left[2:]))
        cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        stays = np.concatenate([[True], cross < 0, [True]])
        n_before, left = len(left), left[stays]
        if len(left) > 0.9 * n_before:
            break
    return left


def _is_below(a: Point, b: Point, c: Point) -> bool:
    """Whether b lies on or below the line from a to c."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) >= 0


@dataclass(frozen=True)
class CostLine:
    """The points of equal expected cost that touch a hull (Provost and Fawcett 2001).

    Args:
        slope: true positives per false positive that cost the same.
        at: the point of the hull that costs least: false and true positive rate.
        cost: the expected cost of a sample there.
    """

    slope: float
    at: tuple[float, float]
    cost: float


def cost_line(
    curve: RocCurve, share: float, false_positive_cost: float, false_negative_cost: float
) -> CostLine:
    """The line of least expected cost for costs and a share of the positive class.

    Args:
        share: of the positive class, in (0, 1).
        false_positive_cost, false_negative_cost: above 0, in any unit.
    """
    x, y = curve.false_positive_rate, curve.true_positive_rate
    cost = (1 - share) * false_positive_cost * x + share * false_negative_cost * (1 - y)
    i = int(np.argmin(cost))
    slope = (1 - share) * false_positive_cost / (share * false_negative_cost)
    return CostLine(slope, (float(x[i]), float(y[i])), float(cost[i]))
