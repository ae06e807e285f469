"""The average picture of each class."""

import numpy as np

from workbench.core.errors import DataError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column, FloatArray

_BLOCK_BYTES = 1 << 22  # of pixels: some ten milliseconds


def average_images(pictures: Column, classes: Column, n_classes: int) -> Run[FloatArray]:
    """The mean of the pictures of each class, pixel by pixel.

    Args:
        pictures: shape (n, h, w) or (n, h, w, 3), uint8.
        classes: index of each picture's class, shape (n,); −1 is left out.

    Returns:
        Shape (n_classes, h, w) or (n_classes, h, w, 3), 0 … 255; NaN for a class without a
        picture.

    Raises:
        DataError: the pictures are not uint8.
    """
    if pictures.dtype != np.uint8 or pictures.ndim < 3:
        raise DataError("Pictures of 8 bits per pixel are needed for an average.")
    n, n_pixels = len(pictures), int(np.prod(pictures.shape[1:]))
    sums = np.zeros((n_classes, n_pixels))
    block = max(1, _BLOCK_BYTES // max(n_pixels, 1))
    for start in range(0, n, block):
        pixels = pictures[start : start + block].reshape(-1, n_pixels)  # (b, p)
        members = classes[start : start + block]
        for label in np.unique(members[members >= 0]):
            # Plain sums of bytes: four times as fast as a product of matrices of floats.
            sums[label] += pixels[members == label].sum(axis=0, dtype=np.uint64)
        yield Progressed(min(start + block, n), n, "averaging")
    counts = np.bincount(classes[classes >= 0], minlength=n_classes)
    with np.errstate(invalid="ignore"):
        means = sums / np.where(counts > 0, counts, np.nan)[:, None]
    return np.asarray(means.reshape(n_classes, *pictures.shape[1:]))
