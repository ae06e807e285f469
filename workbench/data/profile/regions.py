"""Which places lie inside a rectangle or a polygon drawn by hand."""

import numpy as np

from workbench.data.dataset import BoolArray, FloatArray


def in_rectangle(
    x: FloatArray, y: FloatArray, x_range: tuple[float, float], y_range: tuple[float, float]
) -> BoolArray:
    """Which places lie in a rectangle, its border included; shape (n,)."""
    inside = (x >= x_range[0]) & (x <= x_range[1])
    inside &= y >= y_range[0]
    inside &= y <= y_range[1]
    return np.asarray(inside)


def polygon_mask(corners: FloatArray, width: int, height: int) -> BoolArray:
    """The pixels inside a polygon by the even-odd rule, shape (height, width).

    Each scan line is flipped from where an edge crosses its middle on to the right; the cost
    does not depend on how many samples are then looked up.

    Args:
        corners: in pixels, shape (k, 2); the last is joined to the first.
    """
    flips = np.zeros((height, width + 1), dtype=np.int32)
    rows = np.arange(height) + 0.5
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crossed = np.flatnonzero((rows >= min(y0, y1)) & (rows < max(y0, y1)))
        across = x0 + (rows[crossed] - y0) * (x1 - x0) / (y1 - y0)
        columns = np.clip(np.ceil(across - 0.5), 0, width).astype(np.int64)
        np.add.at(flips, (crossed, columns), 1)
    return np.asarray((np.cumsum(flips, axis=1) & 1)[:, :width].astype(bool))


def in_mask(x: FloatArray, y: FloatArray, mask: BoolArray) -> BoolArray:
    """Which places, in pixels, lie on a set pixel; shape (n,)."""
    height, width = mask.shape
    inside = in_rectangle(x, y, (0, width - 1e-9), (0, height - 1e-9))
    found = np.flatnonzero(inside)
    inside[found] = mask[y[found].astype(np.int64), x[found].astype(np.int64)]
    return inside
