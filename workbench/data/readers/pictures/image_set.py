"""What readers of pictures share: the data set they give."""

import time
from collections.abc import Iterator, Sequence

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.schema import Attribute, Schema

IMAGE = "image"
CLASS = "class"
TICK_S = 0.08


def picture_set(
    relation: str, images: Column, labels: tuple[str, ...] = (), codes: Column | None = None
) -> Dataset:
    """A data set of pictures, shape (n, h, w) or (n, h, w, 3), and a class where one is known."""
    picture = Attribute(IMAGE, "array", shape=images.shape[1:])
    if codes is None:
        return Dataset(Schema((picture,), relation), (images,))
    target = Attribute(CLASS, "nominal", labels, role="class")
    return Dataset(Schema((picture, target), relation), (images, codes.astype(np.int32)))


def checked_codes(codes: Column, labels: Sequence[str], file: str) -> Column:
    """Codes that all have a label.

    Raises:
        DataError: one has none.
    """
    wrong = np.flatnonzero((codes < MISSING_CODE) | (codes >= len(labels)))
    if len(wrong):
        first = int(wrong[0])
        raise DataError(
            f"Picture {first + 1} has the class {int(codes[first])}, "
            f"but there are only {len(labels)} class names, counted from 0.",
            remedy="Give more class names, or check that the files belong together.",
            where=Where(file=file),
        )
    return codes


def ticks() -> Iterator[bool]:
    """For each thing done, whether it is time to tell of progress."""
    told = time.monotonic()
    while True:
        is_due = time.monotonic() - told > TICK_S
        if is_due:
            told = time.monotonic()
        yield is_due
