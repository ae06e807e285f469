"""Whether probabilities can be taken at their word: reliability, ECE, and the Brier score."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.intervals import Interval, wilson
from workbench.evaluation.part import n_repeats
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.ranking import classified
from workbench.evaluation.roc import one_against_rest

Bins: TypeAlias = Literal["equal width", "equal count"]


@dataclass(frozen=True)
class Brier:
    """The mean squared error of probabilities, and what it is made of (Murphy 1973).

    ``score = reliability - resolution + uncertainty + within``.

    Args:
        score: mean of (probability − 1 or 0)²; 0 is perfect.
        reliability: how far bins' mean probabilities are from what happened; 0 is perfect.
        resolution: how far what happened in the bins is from the overall share; much is good.
        uncertainty: of the class itself: share · (1 − share).
        within: what is lost by looking at bins (Stephenson et al. 2008): 0 where all
            probabilities of a bin are the same.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


@dataclass(frozen=True, eq=False)
class CalibrationLine:
    """The reliability diagram of one learner and class; bins without samples are left out.

    Args:
        learner: its name in the legend.
        label: of the class.
        edges: of all bins, shape (n_bins + 1,).
        counts: samples in each bin, shape (b,).
        predicted: mean probability, shape (b,).
        observed: share of the class, shape (b,).
        low, high: Wilson's interval of it, 95 %, shape (b,).
        ece: expected calibration error: the mean distance of both, weighted by counts.
        largest: the largest distance.
        brier: of these probabilities.
    """

    learner: str
    label: str
    edges: FloatArray
    counts: IntArray
    predicted: FloatArray
    observed: FloatArray
    low: FloatArray
    high: FloatArray
    ece: float
    largest: float
    brier: Brier


@dataclass(frozen=True, eq=False)
class CalibrationChart:
    """Reliability diagrams: one line per learner and class, of all folds pooled.

    Args:
        classes: labels in declared order.
    """

    classes: tuple[str, ...]
    lines: tuple[CalibrationLine, ...]

    def to_csv(self) -> str:
        """One line per bin: learner, class, mean probability, share, interval, samples; scores."""
        return csv_text(
            ("learner", "class", "predicted", "observed", "low", "high", "samples", "ece",
             "brier", "reliability", "resolution", "uncertainty", "within"),
            (
                (line.learner, line.label, *point, line.ece, line.brier.score,
                 line.brier.reliability, line.brier.resolution, line.brier.uncertainty,
                 line.brier.within)
                for line in self.lines
                for point in zip(
                    *(a.tolist() for a in (line.predicted, line.observed, line.low, line.high)),
                    line.counts.tolist(),
                    strict=True,
                )
            ),
        )  # fmt: skip


def calibration_chart(evaluation: Evaluation, n_bins: int, bins: Bins) -> CalibrationChart:
    """The reliability diagram of every learner and class that has test samples."""
    results = classified(evaluation)
    lines = [
        calibration(
            (result.name, label),
            *one_against_rest(result, positive),
            n_bins,
            bins,
            n_repeats(result),
        )
        for result in results
        if len(result.actual)
        for positive, label in enumerate(result.classes)
    ]
    labels = dict.fromkeys(label for result in results for label in result.classes)
    return CalibrationChart(tuple(labels), tuple(lines))


def calibration(
    of: tuple[str, str],
    is_positive: BoolArray,
    probability: FloatArray,
    n_bins: int = 10,
    bins: Bins = "equal width",
    repeats: int = 1,
) -> CalibrationLine:
    """The reliability diagram of some probabilities; a probability on an edge is in the lower bin.

    Args:
        of: learner and label.
        is_positive, probability: shape (m,), m > 0.
        repeats: how many times each row was tested; intervals count it once.
    """
    edges = bin_edges(probability, n_bins, bins)
    bin_of = np.searchsorted(edges[1:-1], probability)  # as scikit-learn
    counts = np.bincount(bin_of, minlength=len(edges) - 1)
    filled = counts > 0
    sums = np.bincount(bin_of, probability, minlength=len(counts))[filled]
    hits = np.bincount(bin_of, is_positive, minlength=len(counts))[filled]
    counts = counts[filled]
    predicted, observed = sums / counts, hits / counts
    trust = [
        wilson(k / repeats, n / repeats) or (0.0, 1.0) for k, n in zip(hits, counts, strict=True)
    ]
    low, high = np.array(trust).T
    distance = np.abs(predicted - observed)
    return CalibrationLine(
        *of, edges, counts, predicted, observed, low, high,
        ece=float(counts @ distance / counts.sum()),
        largest=float(distance.max()),
        brier=_brier(is_positive, probability, counts, predicted, observed),
    )  # fmt: skip


def bin_edges(probability: FloatArray, n_bins: int, bins: Bins) -> FloatArray:
    """The edges of bins of equal width, or with as equal numbers of samples as ties allow."""
    if bins == "equal width":
        return np.linspace(0, 1, n_bins + 1)
    inner = np.quantile(probability, np.linspace(0, 1, n_bins + 1)[1:-1])
    return np.concatenate([[0.0], np.unique(inner), [1.0]])


def interval_at(line: CalibrationLine, i: int) -> Interval:
    """The interval of a bin's share."""
    return float(line.low[i]), float(line.high[i])


def _brier(
    is_positive: BoolArray,
    probability: FloatArray,
    counts: IntArray,
    predicted: FloatArray,
    observed: FloatArray,
) -> Brier:
    n, share = len(probability), float(is_positive.mean())
    score = float(np.mean((probability - is_positive) ** 2))
    reliability = float(counts @ (predicted - observed) ** 2) / n
    resolution = float(counts @ (observed - share) ** 2) / n
    uncertainty = share * (1 - share)
    within = score - (reliability - resolution + uncertainty)
    return Brier(score, reliability, resolution, uncertainty, within)
