"""Histograms of one attribute, stacked by class, as WEKA's Explorer draws them."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import MISSING_CODE, Column, FloatArray, IntArray
from workbench.data.schema import Attribute

MAX_BINS = 60
MIN_BINS = 5
FEW_WHOLE_NUMBERS = 30  # up to so many neighbouring whole numbers get a bar each
MANY_WHOLE_NUMBERS = 3000  # up to so many, each bar holds equally many of them


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts per bin and class.

    Args:
        counts: shape (n_bins, n_classes + 1): the last column counts samples whose class is
            missing; without a nominal class there is only that column.
        edges: of the bins of numbers or dates (milliseconds), shape (n_bins + 1,); empty for
            labels.
        labels: one for each bin of a nominal attribute; empty otherwise.
        is_date: whether the edges are milliseconds since 1970.
    """

    counts: IntArray
    edges: FloatArray
    labels: tuple[str, ...] = ()
    is_date: bool = False

    @property
    def totals(self) -> IntArray:
        """Samples per bin, shape (n_bins,)."""
        return np.asarray(self.counts.sum(axis=1))


def histogram(
    attribute: Attribute,
    column: Column,
    classes: Column | None = None,
    n_classes: int = 0,
    n_bins: int | None = None,
) -> Histogram | None:
    """The histogram of a column; None for a kind without one, or if every value is missing.

    Args:
        classes: class codes of the samples, shape (n,), −1 missing; None without a nominal class.
        n_bins: how many bins for numbers and dates; None for a number that suits them.
    """
    if attribute.kind == "nominal":
        return _of_labels(attribute, column, classes, n_classes)
    if attribute.kind not in {"numeric", "date"}:
        return None
    is_date = attribute.kind == "date"
    values = _milliseconds(column) if is_date else column
    there = np.isfinite(values)
    if not there.any():
        return None
    present = values if there.all() else values[there]
    edges = bin_edges(present, n_bins)
    codes = _codes(classes, n_classes, len(column))
    counts = _counted(bin_of(present, edges), codes[there], len(edges) - 1, n_classes)
    return Histogram(counts, edges, is_date=is_date)


def bin_edges(values: FloatArray, n_bins: int | None = None) -> FloatArray:
    """Edges of equal bins from the least to the greatest value, shape (n_bins + 1,).

    Without a number of bins: one for each of a few neighbouring whole numbers, else as many as
    Freedman and Diaconis (1981) say, within limits; each with equally many whole numbers, lest
    some bars stand out that hold two where their neighbours hold one.
    """
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.array([low - 0.5, high + 0.5])
    if n_bins is None and high - low <= MANY_WHOLE_NUMBERS and _are_whole(values):
        return _whole_edges(values, low, high)
    with np.errstate(over="ignore", invalid="ignore"):
        edges = np.linspace(low, high, (n_bins or suitable_bins(values, low, high)) + 1)
    # Values that hardly differ, or reach beyond what a difference can say, have no bins between.
    is_rising = bool(np.all(np.isfinite(edges))) and bool(np.all(np.diff(edges) > 0))
    return edges if is_rising else np.array([low, high])


def _whole_edges(values: FloatArray, low: float, high: float) -> FloatArray:
    width = 1.0
    if high - low > FEW_WHOLE_NUMBERS:
        width = np.ceil((high - low + 1) / suitable_bins(values, low, high))
    return np.asarray(np.arange(low - 0.5, high + width, width))


def suitable_bins(values: FloatArray, low: float, high: float) -> int:
    """How many bins suit the values (Freedman and Diaconis 1981), within limits."""
    sample = values[:: max(1, len(values) // 100_000)]  # quartiles of so many are exact enough
    lower, upper = np.quantile(sample, (0.25, 0.75))
    width = 2 * (upper - lower) / np.cbrt(len(values))
    wanted = (high - low) / width if width > 0 else MIN_BINS * 4
    return int(np.clip(np.ceil(wanted), MIN_BINS, MAX_BINS)) if np.isfinite(wanted) else MAX_BINS


def bin_of(values: FloatArray, edges: FloatArray) -> IntArray:
    """The bin of each value, shape (n,); the last bin holds its upper edge too."""
    n_bins = len(edges) - 1
    if n_bins == 1:
        return np.zeros(len(values), dtype=np.int64)
    with np.errstate(over="ignore"):
        scaled = (values - edges[0]) * (n_bins / (edges[-1] - edges[0]))
    return np.asarray(np.clip(scaled, 0, n_bins - 1).astype(np.int64))


def _are_whole(values: FloatArray) -> bool:
    return bool(np.all(values == np.floor(values)))


def _of_labels(
    attribute: Attribute, column: Column, classes: Column | None, n_classes: int
) -> Histogram | None:
    there = column != MISSING_CODE
    codes = _codes(classes, n_classes, len(column))
    counts = _counted(column[there], codes[there], len(attribute.values), n_classes)
    return Histogram(counts, np.empty(0), attribute.values) if len(counts) else None


def _codes(classes: Column | None, n_classes: int, n: int) -> Column:
    """The column of the counts that each sample belongs to, shape (n,)."""
    if classes is None:
        return np.full(n, n_classes)
    return np.where(classes == MISSING_CODE, n_classes, classes)


def _counted(bins: Column, codes: Column, n_bins: int, n_classes: int) -> IntArray:
    width = n_classes + 1
    flat = np.bincount(bins.astype(np.int64) * width + codes, minlength=n_bins * width)
    return np.asarray(flat.reshape(n_bins, width))


def _milliseconds(column: Column) -> FloatArray:
    whole = column.astype("datetime64[ms]")
    number = whole.astype(np.int64).astype(np.float64)
    return np.asarray(np.where(np.isnat(whole), np.nan, number))
