"""Pictures made of numbers: packed colours, and arrays of them as Qt's images."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Pixels = NDArray[np.uint8]  # blue, green, red, alpha; colours multiplied by alpha


def blank(width: int, height: int) -> Pixels:
    """A clear picture, shape (height, width, 4)."""
    return np.zeros((max(height, 1), max(width, 1), 4), dtype=np.uint8)


def as_image(pixels: Pixels, ratio: float = 1.0) -> QImage:
    """The picture as Qt's, with its own memory.

    Args:
        ratio: pixels of the screen per pixel of the window.
    """
    height, width = pixels.shape[:2]
    image = QImage(
        np.ascontiguousarray(pixels).data, width, height, 4 * width,
        QImage.Format.Format_ARGB32_Premultiplied,
    ).copy()  # fmt: skip
    image.setDevicePixelRatio(ratio)
    return image


def bgr(colour: QColor) -> NDArray[np.float32]:
    """Blue, green and red in 0 … 255, shape (3,)."""
    return np.array([colour.blue(), colour.green(), colour.red()], dtype=np.float32)


def filled_with(colours: NDArray[np.float32], alpha: NDArray[np.float32]) -> Pixels:
    """A picture of colours under a veil.

    Args:
        colours: blue, green, red in 0 … 255, shape (h, w, 3).
        alpha: in [0, 1], shape (h, w).
    """
    pixels = np.empty((*alpha.shape, 4), dtype=np.uint8)
    np.multiply(colours, alpha[..., None], out=pixels[..., :3], casting="unsafe")
    np.multiply(alpha, 255, out=pixels[..., 3], casting="unsafe")
    return pixels
