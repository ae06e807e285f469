"""The training samples that are nearest to a new one, as the model sees them.

Networks that have a code (autoencoders) are asked for it: distances are Euclidean in code space.
For all others they are Euclidean in the model's prepared inputs: numbers in standard deviations of
the training rows, two different labels 1 apart, pictures and series by their values in units of
their overall standard deviation, token sequences by how often each token occurs.
"""

import threading
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import Column, Dataset, FloatArray, IntArray
from workbench.data.schema import Attribute
from workbench.models.model import Model
from workbench.models.vector_model import VectorModel

Space: TypeAlias = Literal["code", "inputs"]
Numbers: TypeAlias = NDArray[np.float32]

Scaling: TypeAlias = Literal["each", "together", "none"]

MOST_BYTES = 256 * 2**20  # of the table that is searched
_BLOCK = 2_000  # rows laid out at once
_FLAT = np.float32(2**-0.5)  # of a label's one, so that two labels are 1 apart


@dataclass(frozen=True, eq=False)
class Nearest:
    """Training samples by distance.

    Args:
        rows: their places in the training rows, nearest first.
        distances: ascending.
        n_searched: of how many training rows.
    """

    rows: IntArray
    distances: FloatArray
    n_searched: int
    space: Space


@dataclass(frozen=True, eq=False)
class _Table:
    """Training rows laid out: centred, scaled, without gaps.

    Args:
        values: shape (n, d).
        norms: the squared length of each row, shape (n,).
        centre, scale: of the columns, shape (d,).
        rows: the place of each in the training rows.
    """

    values: Numbers
    norms: Numbers
    centre: Numbers
    scale: Numbers
    rows: IntArray

    def placed(self, numbers: Numbers) -> Numbers:
        """Other rows in the same units."""
        return np.asarray(np.nan_to_num((numbers - self.centre) / self.scale, nan=0.0))


class Neighbourhood:
    """Training rows laid out as a table of numbers, once, when first asked.

    Args:
        training: raw rows.
    """

    def __init__(self, model: Model, training: Dataset) -> None:
        self._model = model
        self._training = training
        self._lock = threading.Lock()
        self._table: _Table | None = None

    @property
    def space(self) -> Space:
        """What distances are taken in."""
        return "code" if isinstance(self._model, VectorModel) else "inputs"

    def nearest(self, sample: Dataset, n: int) -> Nearest:
        """The ``n`` training samples nearest to one raw row.

        Raises:
            ModelError: the row does not fit the model.
        """
        with self._lock:  # another thread may be laying the same table out
            if self._table is None:
                self._table = self._laid_out()
        table = self._table
        query = table.placed(self._numbers(sample)[0])[0]
        squares = table.norms - 2 * (table.values @ query) + query @ query
        n = min(n, len(squares))
        found = np.argsort(squares, kind="stable")[: 4 * n]  # rounding may swap near ones
        exact = np.linalg.norm(table.values[found] - query, axis=1).astype(np.float64)
        order = np.argsort(exact, kind="stable")[:n]
        return Nearest(table.rows[found[order]], exact[order], len(squares), self.space)

    def _laid_out(self) -> _Table:
        n = self._training.n_samples
        first, scalings = self._numbers(self._training.take(slice(0, 1)))
        most = max(1, MOST_BYTES // (4 * max(first.shape[1], 1)))
        rows = np.arange(n) if n <= most else np.linspace(0, n - 1, most).astype(np.int64)
        values = np.empty((len(rows), first.shape[1]), np.float32)
        for start in range(0, len(rows), _BLOCK):
            part = self._training.take(rows[start : start + _BLOCK])
            values[start : start + _BLOCK] = self._numbers(part)[0]
        centre, scale = _units(values, scalings)
        values = np.nan_to_num((values - centre) / scale, nan=0.0)
        return _Table(values, np.einsum("nd,nd->n", values, values), centre, scale, rows)

    def _numbers(self, rows: Dataset) -> tuple[Numbers, list[tuple[int, Scaling]]]:
        """Rows as numbers (n, d), and how many columns are scaled in which way."""
        if isinstance(self._model, VectorModel):
            codes = self._model.encode(rows).astype(np.float32)
            return codes, [(codes.shape[1], "none")]
        prepared = self._model.prepared(rows)
        parts = [_laid(a, prepared.column(a.name)) for a in prepared.schema.features]
        known = [part for part in parts if part is not None]
        if not known:
            return np.zeros((rows.n_samples, 1), np.float32), [(1, "none")]
        numbers = np.concatenate([part for part, _ in known], axis=1)
        return numbers, [(part.shape[1], scaling) for part, scaling in known]


def _laid(attribute: Attribute, column: Column) -> tuple[Numbers, Scaling] | None:
    """One prepared feature as numbers (n, d); None for what has no distance, such as a text."""
    if attribute.kind == "numeric":
        return column.astype(np.float32)[:, None], "each"
    if attribute.kind == "date":
        days = column.astype("datetime64[ms]").astype(np.float64) / 86_400_000
        return np.where(np.isnat(column), np.nan, days).astype(np.float32)[:, None], "each"
    if attribute.kind == "nominal":
        return _FLAT * (column[:, None] == np.arange(len(attribute.values))), "none"
    if attribute.kind != "array":
        return None
    flat = column.reshape(len(column), -1)
    if attribute.values:
        codes = np.arange(len(attribute.values))
        counts = [np.bincount(row[row >= 0], minlength=len(codes)) for row in flat]
        return np.asarray(counts, dtype=np.float32).reshape(len(flat), len(codes)), "none"
    return flat.astype(np.float32), "together"


def _units(values: Numbers, scalings: list[tuple[int, Scaling]]) -> tuple[Numbers, Numbers]:
    """The centre and the unit of each column, shape (d,)."""
    centre = np.zeros(values.shape[1], np.float32)
    scale = np.ones(values.shape[1], np.float32)
    start = 0
    for width, scaling in scalings:
        part, place = values[:, start : start + width], slice(start, start + width)
        start += width
        if scaling == "none" or not np.isfinite(part).any():
            continue
        centre[place] = np.nan_to_num(_mean(part, axis=0))
        spread = _deviation(part, axis=0 if scaling == "each" else None)
        scale[place] = np.where(spread > 0, spread, 1)
    return centre, scale


def _mean(part: Numbers, axis: int) -> Numbers:
    known = np.isfinite(part)
    total = np.where(known, part, 0).sum(axis=axis, dtype=np.float64)
    return np.asarray(total / np.maximum(known.sum(axis=axis), 1), dtype=np.float32)


def _deviation(part: Numbers, axis: int | None) -> Numbers:
    """The standard deviation of the columns, or of all numbers; gaps left out."""
    known = np.isfinite(part)
    n = np.maximum(known.sum(axis=axis), 1)
    mean = np.where(known, part, 0).sum(axis=axis, dtype=np.float64) / n
    squares = np.where(known, (part - mean) ** 2, 0).sum(axis=axis, dtype=np.float64)
    return np.asarray(np.sqrt(squares / n), dtype=np.float32)
