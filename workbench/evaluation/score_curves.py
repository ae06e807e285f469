"""Scores along something: the number of training rows, or the values of a parameter.

``SizeCurves`` and ``ValidationCurves`` hold the score of every fold on the rows it was trained on
and on those it was tested on; mean, band and the choice by one standard error are told of these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.trials import SCORES
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.intervals import CONFIDENCE

if TYPE_CHECKING:
    from scipy import special
else:
    special = deferred("scipy.special")

PARTS = ("train", "test")


@dataclass(frozen=True, eq=False)
class Band:
    """A mean over the folds and its 95 % interval (Student's), shapes (n,); NaN where unknown."""

    mean: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class ScoreLine:
    """One learner along the axis.

    Args:
        x: rising, shape (n,); places 0, 1, … where the values are no numbers.
        train, test: by score, shape (n, folds); NaN where undefined or not tried.
        is_baseline: whether it is what the others have to beat.
        overlap: test rows by training rows of a fold, where the test was repeated; else 0.
    """

    learner: str
    x: FloatArray
    train: Mapping[str, FloatArray]
    test: Mapping[str, FloatArray]
    is_baseline: bool = False
    overlap: float = 0.0

    def of(self, part: str) -> Mapping[str, FloatArray]:
        """The scores of a part: "train" or "test"."""
        return self.train if part == "train" else self.test


@dataclass(frozen=True, eq=False)
class ScoreCurves:
    """Lines of several learners along one axis.

    Args:
        axis: what it counts: "training rows", or a parameter's name.
        scores: names, the one that is shown first in front.
        labels: the values at places 0, 1, … where they are no numbers; else empty.
    """

    axis: str
    lines: tuple[ScoreLine, ...]
    scores: tuple[str, ...]
    labels: tuple[str, ...] = ()

    @property
    def is_geometric(self) -> bool:
        """Whether the values call for a logarithmic axis."""
        x = np.unique(np.concatenate([np.empty(0), *(line.x for line in self.lines)]))
        return not self.labels and is_geometric(x)

    def value_text(self, x: float) -> str:
        """A place on the axis in words."""
        return self.labels[int(x)] if self.labels else f"{x:g}"

    def to_csv(self) -> str:
        """A line per learner, score, value and fold, and one for their mean with its interval."""
        header = ("learner", "score", self.axis, "fold", "train", "test", "test_low", "test_high")
        return csv_text(header, self._rows())

    def _rows(self) -> Iterator[tuple[object, ...]]:
        for line in self.lines:
            for score in self.scores:
                if score not in line.test:
                    continue
                train, test = line.train[score], line.test[score]
                trained, tested = band(train), band(test, overlap=line.overlap)
                for i, x in enumerate(line.x):
                    at = (line.learner, score, self.value_text(float(x)))
                    for fold in range(test.shape[1]):
                        yield (*at, fold + 1, _known(train[i, fold]), _known(test[i, fold]))
                    interval = _known(tested.low[i]), _known(tested.high[i])
                    yield (*at, "mean", _known(trained.mean[i]), _known(tested.mean[i]), *interval)


@dataclass(frozen=True, eq=False)
class SizeCurves(ScoreCurves):
    """Scores by the number of training rows."""


@dataclass(frozen=True, eq=False)
class ValidationCurves(ScoreCurves):
    """Scores by the values of a parameter.

    Args:
        simpler_is_larger: whether larger values make simpler models, as k of nearest neighbours;
            None where nobody knows which do, as of names.
    """

    simpler_is_larger: bool | None = False

    def choice(self, line: ScoreLine, score: str) -> "Choice | None":
        """The best value of a line, and the simplest within one standard error, where known."""
        tested = line.test.get(score)
        if tested is None or len(line.x) < 2:
            return None
        is_larger = bool(self.simpler_is_larger)
        found = one_standard_error(tested, score, simpler_is_larger=is_larger, overlap=line.overlap)
        if found is None or self.simpler_is_larger is not None:
            return found
        return replace(found, chosen=found.best)


def band(values: FloatArray, confidence: float = CONFIDENCE, overlap: float = 0.0) -> Band:
    """Mean and interval over the folds at each value.

    The folds share training rows, so it is somewhat too narrow (Bengio and Grandvalet 2004).

    Args:
        values: shape (n, folds), NaN where there is nothing.
        overlap: test rows by training rows of a fold, where a test was repeated: repetitions share
            test rows, too, and are corrected for it (Nadeau and Bengio 2003).
    """
    known = np.isfinite(values)
    count = known.sum(axis=1)
    mean = _over_folds(np.where(known, values, 0.0).sum(axis=1), count, 1)
    error = standard_error(values, overlap)
    quantile = special.stdtrit(np.maximum(count - 1, 1), (1 + confidence) / 2)
    return Band(mean, mean - quantile * error, mean + quantile * error)


def standard_error(values: FloatArray, overlap: float = 0.0) -> FloatArray:
    """The standard error of the mean over the folds, shape (n,); NaN with fewer than two."""
    known = np.isfinite(values)
    count = known.sum(axis=1)
    mean = _over_folds(np.where(known, values, 0.0).sum(axis=1), count, 1)
    squares = np.where(known, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
    of_mean = _over_folds(squares, (count - 1) * count, 1)
    return np.asarray(np.sqrt(of_mean * (1 + count * overlap)))


@dataclass(frozen=True)
class Choice:
    """Which value is best, and which is chosen.

    Args:
        best: the place of the best mean.
        chosen: the place of the simplest model within one standard error of the best.
        limit: the score that it must reach.
    """

    best: int
    chosen: int
    limit: float


def one_standard_error(
    values: FloatArray, score: str, *, simpler_is_larger: bool, overlap: float = 0.0
) -> Choice | None:
    """The rule of one standard error (Breiman et al. 1984, section 3.4.3).

    The differences between values within it are what another split would have given, so the
    simplest of these models is taken.

    Args:
        values: test scores, shape (n, folds), along rising values of the parameter.
        score: its name, which says whether more of it is better.
        overlap: as for ``band``.

    Returns:
        None where no score is known; the best itself with one fold, which has no such error.
    """
    sign = 1.0 if SCORES[score] else -1.0
    mean = sign * band(values).mean
    if not np.isfinite(mean).any():
        return None
    best = int(np.nanargmax(mean))
    error = standard_error(values, overlap)[best]
    limit = mean[best] - (error if np.isfinite(error) else 0.0)
    good = np.flatnonzero(mean >= limit)  # NaN is not
    return Choice(best, int(good[-1] if simpler_is_larger else good[0]), float(sign * limit))


def is_geometric(x: FloatArray) -> bool:
    """Whether rising values are spaced by factors rather than by differences.

    Args:
        x: shape (n,).
    """
    if len(x) < 3 or x[0] <= 0 or x[-1] / x[0] < 8:
        return False
    even, by_factors = np.diff(x), np.diff(np.log(x))
    return bool(by_factors.std() / by_factors.mean() < even.std() / even.mean())


def _over_folds(total: FloatArray, count: FloatArray, least: int) -> FloatArray:
    found = np.full(total.shape, np.nan)
    np.divide(total, count, out=found, where=count >= least)
    return found


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
