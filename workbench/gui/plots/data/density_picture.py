"""The colours of a density: mixed by class, or the mean of a number, stronger where more is."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.data.profile.scatter_density import Binned, strength
from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.plots.data.pixels import Pixels, bgr, filled_with
from workbench.gui.theme import Theme

Colours: TypeAlias = tuple[Colouring, NDArray[np.int32], FloatArray | None]
_FAINTEST = 0.3  # a single sample
_FADED = 0.3  # of its strength beside a selection
_FEW_GROUPS = 6  # up to here counting per group is cheaper than summing colours


def density_pixels(found: Binned, colours: Colours, selected: BoolArray, theme: Theme) -> Pixels:
    """The picture of a density, one pixel per cell.

    Args:
        colours: how the points are coloured, and their groups and values, shape (n_points,).
        selected: which points stand out, shape (n_points,), or empty.
    """
    if not len(selected):
        counts, mixed = _mixed(found, colours, theme)
        return _picture(found, mixed, _alpha(counts))
    grey = np.broadcast_to(bgr(theme.seen(theme.series[-1])), (found.grid.size, 3))
    below = _picture(found, grey, _alpha(found.counts) * _FADED)
    counts, mixed = _mixed(found.only(selected), _only(colours, selected), theme)
    top = _picture(found, mixed, (counts > 0).astype(np.float64))
    is_top = (counts > 0).reshape(below.shape[:2])
    below[is_top] = top[is_top]
    return below


def _alpha(counts: IntArray) -> FloatArray:
    return np.where(counts > 0, _FAINTEST + (1 - _FAINTEST) * strength(counts), 0.0)


def _only(colours: Colours, selected: BoolArray) -> Colours:
    colouring, codes, values = colours
    return colouring, codes[selected], None if values is None else values[selected]


def _picture(found: Binned, colours: NDArray[np.float32], alpha: FloatArray) -> Pixels:
    shape = found.grid.height, found.grid.width
    return filled_with(colours.reshape(*shape, 3), alpha.astype(np.float32).reshape(shape))


def _mixed(found: Binned, colours: Colours, theme: Theme) -> tuple[IntArray, NDArray[np.float32]]:
    """Places per cell, shape (n_cells,); blue, green and red per cell, shape (n_cells, 3)."""
    colouring, codes, values = colours
    if values is not None:
        return found.counts, _ramped(found.means_of(values), colouring, theme)
    table = np.array([bgr(c) for c in colouring.colours(theme)])
    if len(table) == 1:
        return found.counts, np.broadcast_to(table, (found.grid.size, 3))
    if len(table) <= _FEW_GROUPS:
        counts = found.counts_by(codes, len(table))
        return counts.sum(axis=0), _weighted(counts, table)
    means = [found.means_of(table[:, channel][codes].astype(np.float64)) for channel in range(3)]
    return found.counts, np.nan_to_num(np.column_stack(means)).astype(np.float32)


def _weighted(counts: IntArray, table: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean colour per cell: groups' colours by their counts, shape (n_cells, 3).

    No matrix product: its threads wait for one another on a busy machine, 90 ms a frame.
    """
    single = counts.astype(np.float32)
    totals = np.maximum(single.sum(axis=0), 1)
    mixed = np.zeros((counts.shape[1], 3), dtype=np.float32)
    for channel in range(3):
        of_channel = np.zeros(counts.shape[1], dtype=np.float32)
        for of_group, colour in zip(single, table, strict=True):
            of_channel += of_group * colour[channel]
        np.divide(of_channel, totals, out=mixed[:, channel])
    return mixed


def _ramped(means: FloatArray, colouring: Colouring, theme: Theme) -> NDArray[np.float32]:
    ramp = colouring.ramp(theme)[:, ::-1].astype(np.float32)
    grey = bgr(QColor(theme.seen(theme.series[-1])))
    table = np.vstack([ramp, grey])
    steps = np.where(np.isnan(means), 256, np.nan_to_num(means) * 255).astype(np.int32)
    return np.asarray(table[steps])
