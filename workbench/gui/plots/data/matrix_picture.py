"""The cells of a scatter-plot matrix as one picture: numbers written into pixels, no painter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.gui.plots.data.pixels import as_image, blank

_INSET = 4  # pixels that stay free along a cell's border
_DOT = ((0, 0), (0, 1), (1, 0), (1, 1))


@dataclass(frozen=True, eq=False)
class MatrixPoints:
    """The samples that are drawn.

    Args:
        rows: which samples, in the order in which they are drawn, shape (m,).
        places: of each attribute in [0, 1], NaN missing, shape (k, m).
        steps: of each sample, its place in a table of colours, shape (m,).
    """

    rows: IntArray
    places: FloatArray
    steps: NDArray[np.int32]

    @property
    def k(self) -> int:
        """How many attributes there are."""
        return len(self.places)


def matrix_image(
    points: MatrixPoints,
    cell: tuple[float, float],
    colours: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    selected: BoolArray,
    ratio: float,
) -> QImage:
    """Every pair of two different attributes: row i, column j shows j across and i up.

    Args:
        cell: width and height of one, in pixels of the window.
        colours: packed, as ``markers`` has them: of samples that stand out, and of faded ones.
        selected: which of the points stand out, shape (m,), or empty for all.
    """
    k = points.k
    width, height = round(k * cell[0] * ratio), round(k * cell[1] * ratio)
    spare = width * height  # what has no place is written there
    picture = np.zeros(spare + 1, dtype=np.uint32)
    across, up = _pixels(points.places, cell, ratio, spare)
    for order, table in _layers(selected, colours, len(points.rows)):
        packed = table[points.steps[order]]
        columns, rows = across[:, order], up[:, order] * width
        for i in range(k):
            for j in range(k):
                if i != j:
                    corner = round(i * cell[1] * ratio) * width + round(j * cell[0] * ratio)
                    flat = columns[j] + rows[i] + corner
                    for down, right in _DOT:
                        picture[np.minimum(flat + (down * width + right), spare)] = packed
    target = blank(width, height)
    target.view(np.uint32)[..., 0] = picture[:spare].reshape(height, width)
    return as_image(target, ratio)


def _pixels(
    places: FloatArray, cell: tuple[float, float], ratio: float, spare: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pixels within a cell across and down, shape (k, m) each."""
    is_missing = np.isnan(places)
    known = np.where(is_missing, 0.0, places)
    width, height = (max(side * ratio - 2 * _INSET - 2, 1) for side in cell)
    across = (known * width).astype(np.int64) + _INSET
    down = ((1 - known) * height).astype(np.int64) + _INSET
    across[is_missing] = spare
    return across, np.where(is_missing, spare, down)


def _layers(
    selected: BoolArray, colours: tuple[NDArray[np.uint32], NDArray[np.uint32]], n: int
) -> list[tuple[IntArray, NDArray[np.uint32]]]:
    if not len(selected):
        return [(np.arange(n), colours[0])]
    return [(np.flatnonzero(~selected), colours[1]), (np.flatnonzero(selected), colours[0])]
