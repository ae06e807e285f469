"""Paints histograms stacked by class, from counts that are already there."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.data.dataset import IntArray


def coarse(counts: IntArray, n_bins: int) -> IntArray:
    """Counts in at most so many bins, neighbours added up, shape (≤ n_bins, ·)."""
    if len(counts) <= n_bins:
        return counts
    step = -(-len(counts) // n_bins)
    return np.asarray(np.add.reduceat(counts, np.arange(0, len(counts), step), axis=0))


def paint_bars(
    painter: QPainter, rect: QRectF, counts: IntArray, colours: list[QColor], gap: float = 0.0
) -> None:
    """Paint bars that fill ``rect``, the greatest to its top.

    Args:
        counts: shape (n_bins, n_colours).
        gap: between two bars, in pixels.
    """
    highest = int(counts.sum(axis=1).max()) if len(counts) else 0
    if not highest:
        return
    width = rect.width() / len(counts)
    for number, row in enumerate(counts.tolist()):
        left = rect.left() + number * width + gap / 2
        bottom = rect.bottom()
        for count, colour in zip(row, colours, strict=False):
            if not count:
                continue
            height = max(rect.height() * count / highest, 0.5)
            bar = QRectF(left, bottom - height, max(width - gap, 1.0), height)
            painter.fillRect(bar, colour)
            bottom -= height


def gap_for(n_bins: int, width: float, *, is_labels: bool) -> float:
    """How far apart bars stand that share a width: labels apart, numbers close together."""
    room = width / max(1, n_bins)
    if is_labels:
        return room * 0.2
    return 1.0 if room > 7 else 0.0
