"""Places counted in the cells of a grid: what is drawn of more points than pixels can show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import BoolArray, FloatArray, IntArray

Indices = NDArray[np.int32]
_PIECE = 1 << 15  # places: with their sums they fit into the second cache


@dataclass(frozen=True)
class CellGrid:
    """A window on the plane, divided into cells; row 0 is at the top.

    Args:
        x, y: from where to where the window reaches.
        width, height: cells across and down.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: int
    height: int

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.width * self.height

    def columns(self, x: FloatArray) -> Indices:
        """The cell column of each place; outside it is not in 0 … width − 1."""
        scale = self.width / (self.x[1] - self.x[0])
        return _floored((x - self.x[0]) * scale)

    def rows(self, y: FloatArray) -> Indices:
        """The cell row of each place; outside it is not in 0 … height − 1."""
        scale = self.height / (self.y[1] - self.y[0])
        return _floored((self.y[1] - y) * scale)


@dataclass(frozen=True, eq=False)
class Binned:
    """Places sorted into the cells of a grid.

    Args:
        cells: the flat cell of each place, shape (n,); ``grid.size`` for one outside the window.
        n_inside: how many places are in the window.
    """

    grid: CellGrid
    cells: NDArray[np.intp]
    n_inside: int

    @cached_property
    def _counted(self) -> IntArray:
        return np.bincount(self.cells, minlength=self.grid.size + 1)

    @property
    def counts(self) -> IntArray:
        """Places per cell, shape (height × width,)."""
        return self._counted[:-1]

    @property
    def inside(self) -> IntArray:
        """Which places are in the window: their numbers, shape (n_inside,)."""
        return np.flatnonzero(self.cells < self.grid.size)

    def only(self, chosen: BoolArray) -> "Binned":
        """Some of the places, chosen by mask, shape (n,)."""
        cells = self.cells[chosen]
        return Binned(self.grid, cells, int(np.count_nonzero(cells < self.grid.size)))

    def counts_by(self, codes: NDArray[np.integer[Any]], n: int) -> IntArray:
        """Places per class and cell, shape (n, height × width).

        Args:
            codes: the class of each place, in 0 … n − 1, shape (n_places,).
        """
        size = self.grid.size + 1
        both = np.multiply(codes, size, dtype=np.intp)
        both += self.cells
        return np.bincount(both, minlength=n * size).reshape(n, size)[:, :-1]

    def means_of(self, values: FloatArray) -> FloatArray:
        """The mean of the places' values per cell; NaN where none has a value."""
        known = ~np.isnan(values)
        is_whole = bool(known.all())
        weights = values if is_whole else np.nan_to_num(values)
        sums = np.bincount(self.cells, weights=weights, minlength=self.grid.size + 1)
        counts: FloatArray | IntArray = self._counted
        if not is_whole:
            counts = np.bincount(self.cells, weights=known, minlength=self.grid.size + 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(sums / counts)[:-1]


def binned(
    x: FloatArray, y: FloatArray, grid: CellGrid, scratch: NDArray[np.intp] | None = None
) -> Binned:
    """Sort places into cells.

    Piece by piece, so that what is worked on stays in the processor's cache; and into memory that
    is there already: fetching 8 MB of it anew for each frame takes as long as the sums.

    Args:
        x, y: shape (n,), finite.
        scratch: where to put the cells, shape (n,); written over by the next call with it.
    """
    cells = scratch if scratch is not None else np.empty(len(x), dtype=np.intp)
    n_inside = len(x)
    for start in range(0, len(x), _PIECE):
        part = slice(start, start + _PIECE)
        columns, rows = grid.columns(x[part]), grid.rows(y[part])
        # As unsigned numbers negative ones are large: one comparison for both ends.
        outside = columns.view(np.uint32) >= grid.width
        outside |= rows.view(np.uint32) >= grid.height
        rows *= np.int32(grid.width)
        rows += columns
        np.putmask(rows, outside, grid.size)
        cells[part] = rows
        n_inside -= int(np.count_nonzero(outside))
    return Binned(grid, cells, n_inside)


def strength(counts: IntArray) -> FloatArray:
    """How strongly a cell is drawn, in [0, 1]: logarithmic, so that single points are seen."""
    most = int(counts.max(initial=0))
    if most <= 1:
        return (counts > 0).astype(np.float64)
    table = np.log1p(np.arange(most + 1)) / np.log1p(most)
    return np.asarray(table[counts] if most < 1_000_000 else np.log1p(counts) / np.log1p(most))


def _floored(places: FloatArray) -> Indices:
    # Casting cuts towards zero, which would draw what lies just outside on the border.
    np.clip(places, -1.0, 2.0e9, out=places)
    places += 1.0
    cut = places.astype(np.int32)
    cut -= 1
    return cut
