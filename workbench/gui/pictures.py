"""Pictures and series that data sets hold in array attributes, as Qt paints them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPolygonF

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute


def is_picture(attribute: Attribute, column: Column) -> bool:
    """Whether the samples are pictures: uint8, (height, width) or (height, width, 3)."""
    is_flat = column.ndim == 3 or (column.ndim == 4 and column.shape[3] == 3)
    return attribute.kind == "array" and column.dtype == np.uint8 and is_flat


def is_series(attribute: Attribute, column: Column) -> bool:
    """Whether the samples are series of numbers: float, (length, channels) or (length,)."""
    return attribute.kind == "array" and column.dtype.kind == "f" and column.ndim in {2, 3}


def picture_names(dataset: Dataset) -> list[str]:
    """The attributes of a data set that hold pictures."""
    pairs = zip(dataset.schema.attributes, dataset.columns, strict=True)
    return [a.name for a, c in pairs if is_picture(a, c)]


def picture_of(pixels: Column) -> QImage:
    """A picture, shape (h, w) or (h, w, 3), uint8; the pixels are copied."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    is_grey = pixels.ndim == 2
    form = QImage.Format.Format_Grayscale8 if is_grey else QImage.Format.Format_RGB888
    bytes_per_line = width if is_grey else 3 * width
    return QImage(pixels.data, width, height, bytes_per_line, form).copy()


def sparkline(series: Column, area: QRectF) -> list[QPolygonF]:
    """The lines of a series, shape (length,) or (length, channels), in ``area``; gaps split them.

    One scale holds for all channels.
    """
    values = series.reshape(len(series), -1).astype(np.float64)
    known = values[np.isfinite(values)]
    if not known.size:
        return []
    low, high = float(known.min()), float(known.max())
    span = (high - low) or 1.0
    x = np.linspace(area.left(), area.right(), max(len(values), 2))
    y = area.bottom() - (values - low) / span * area.height()
    return [line for channel in y.T for line in _lines(x, channel)]


def _lines(x: Column, y: Column) -> list[QPolygonF]:
    finite = np.flatnonzero(np.isfinite(y))
    runs = np.split(finite, np.flatnonzero(np.diff(finite) > 1) + 1) if len(finite) else []
    return [QPolygonF([QPointF(x[i], y[i]) for i in run]) for run in runs]
