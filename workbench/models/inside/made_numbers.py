"""Rows of numbers that a model makes up, beside rows of the data: scatter and histograms."""

import math
from itertools import pairwise

import numpy as np

from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.models.inside.page import Floats, Lines, Part, Points

MADE, KNOWN = "made up", "data"
MOST_HISTOGRAMS = 4
MOST_BINS, MOST_ROWS, LEAST_ROWS = 40, 2000, 200


def numbers_in(schema: Schema) -> tuple[str, ...]:
    """The features that are numbers, in order."""
    return tuple(a.name for a in schema.features if a.kind == "numeric")


def n_wanted(rows: Dataset | None) -> int:
    """As many rows are made up as there are, within what can be seen."""
    return min(MOST_ROWS, max(LEAST_ROWS, rows.n_samples if rows is not None else LEAST_ROWS))


def drawn(made: Dataset, rows: Dataset | None) -> tuple[Part, ...]:
    """The first two attributes against each other, where there are two; then one by one."""
    names = numbers_in(made.schema)
    sets = [(MADE, made)] + ([] if rows is None else [(KNOWN, rows)])
    parts: list[Part] = [] if len(names) < 2 else [_scatter(sets, *names[:2])]
    return (*parts, *(_histogram(sets, name) for name in names[:MOST_HISTOGRAMS]))


def _scatter(sets: list[tuple[str, Dataset]], x: str, y: str) -> Points:
    groups = [np.column_stack([rows.column(x), rows.column(y)])[:MOST_ROWS] for _, rows in sets]
    known = tuple(group[np.isfinite(group).all(1)] for group in groups)
    return Points(known, tuple(name for name, _ in sets), x, y, title=f"{x} and {y}")


def _histogram(sets: list[tuple[str, Dataset]], attribute: str) -> Lines:
    """The share of each set's values in each bin; the bins are the same for all."""
    values = [np.asarray(rows.column(attribute), np.float64) for _, rows in sets]
    values = [column[np.isfinite(column)] for column in values]
    edges = _edges(np.concatenate(values))
    shares = [100.0 * np.histogram(v, edges)[0] / max(1, len(v)) for v in values]
    told = [_told(name, v) for (name, _), v in zip(sets, values, strict=True) if len(v)]
    return Lines(
        edges,
        np.column_stack([np.stack(shares), np.zeros(len(sets))]),
        tuple(name for name, _ in sets),
        attribute,
        "% of rows",
        title=f"{attribute} – {'; '.join(told)}",
        is_stepped=True,
    )


def _edges(values: Floats) -> Floats:
    """The edges of bins of one width."""
    if not len(values):
        return np.array([0.0, 1.0])
    n_bins = min(MOST_BINS, max(1, math.ceil(math.sqrt(len(values)))))
    edges = np.histogram_bin_edges(values, n_bins)
    is_apart = all(low < high for low, high in pairwise(edges.tolist()))
    return edges if is_apart else np.array([values.min(), values.max()])


def _told(name: str, values: Floats) -> str:
    spread = f", s.d. {values.std(ddof=1):.4g}" if len(values) > 1 else ""
    return f"{name}: mean {values.mean():.4g}{spread}"
