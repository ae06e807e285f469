"""From what was drawn to the picture that a model was trained on: cropped, scaled and centred."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from workbench.gui.pictures import picture_of

Pixels = NDArray[np.uint8]

BOX = 20 / 28  # MNIST's digits fill such a share of their side
SMALL = 16  # below that side digits fill the picture, as those of 8 × 8 do


def digit_of(ink: Pixels, height: int, width: int) -> Pixels:
    """A drawing as MNIST has its digits, shape (height, width); 0 is no ink.

    The ink is cropped and scaled to fit a box of 20/28 of the picture, its shape kept, and laid so
    that its centre of mass is in the middle (LeCun et al. 1998). In pictures of fewer than 16
    pixels it fills them, and the middle of the crop is in the middle.

    Args:
        ink: shape (h, w).
    """
    picture = np.zeros((height, width), np.uint8)
    if not ink.any():
        return picture
    crop = _cropped(ink)
    share = BOX if min(height, width) >= SMALL else 1.0
    scale = min(share * height / crop.shape[0], share * width / crop.shape[1])
    small = resized(
        crop,
        min(height, max(1, round(crop.shape[0] * scale))),
        min(width, max(1, round(crop.shape[1] * scale))),
    )
    middle = (
        _centre_of_mass(small)
        if share < 1
        else ((small.shape[0] - 1) / 2, (small.shape[1] - 1) / 2)
    )
    top = _start(height, small.shape[0], middle[0])
    left = _start(width, small.shape[1], middle[1])
    picture[top : top + small.shape[0], left : left + small.shape[1]] = small
    return picture


def resized(pixels: Pixels, height: int, width: int) -> Pixels:
    """A picture, shape (h, w) or (h, w, 3), in another size, smoothly."""
    image = picture_of(pixels)
    keep = Qt.AspectRatioMode.IgnoreAspectRatio
    # Halved until it is near, as Qt's smooth scaling looks at few of many pixels only.
    while image.width() >= 2 * width and image.height() >= 2 * height:
        half = (image.width() + 1) // 2, (image.height() + 1) // 2
        image = image.scaled(*half, keep, Qt.TransformationMode.SmoothTransformation)
    image = image.scaled(width, height, keep, Qt.TransformationMode.SmoothTransformation)
    return pixels_of(image, is_grey=pixels.ndim == 2)


def pixels_of(image: QImage, *, is_grey: bool) -> Pixels:
    """The pixels of an image, shape (h, w), or (h, w, 3) in colour."""
    form = QImage.Format.Format_Grayscale8 if is_grey else QImage.Format.Format_RGB888
    plain = image.convertToFormat(form)
    height, width = plain.height(), plain.width()
    depth = 1 if is_grey else 3
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(height, plain.bytesPerLine())
    flat = lines[:, : width * depth].copy()
    return flat if is_grey else flat.reshape(height, width, 3)


def _cropped(ink: Pixels) -> Pixels:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _centre_of_mass(ink: Pixels) -> tuple[float, float]:
    weights = ink.astype(np.float64)
    total = weights.sum() or 1.0
    rows = float((weights.sum(axis=1) * np.arange(ink.shape[0])).sum() / total)
    columns = float((weights.sum(axis=0) * np.arange(ink.shape[1])).sum() / total)
    return rows, columns


def _start(side: int, length: int, middle: float) -> int:
    """Where something begins whose middle is to be in the middle of a side, all of it inside."""
    return min(max(round((side - 1) / 2 - middle), 0), side - length)
