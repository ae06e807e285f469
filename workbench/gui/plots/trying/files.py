"""Files that are dropped to be tried: a picture, or rows of data."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

from workbench.core.errors import DataError, Where
from workbench.core.run import Run
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".pgm", ".ppm"})
MOST_PIXELS = 64_000_000
LARGEST_SIDE = 1024  # pixels that are kept of a picture


def is_picture_file(path: Path) -> bool:
    """Whether a file is a picture by its name."""
    return path.suffix.lower() in PICTURES


def image_in(path: Path) -> QImage:
    """The picture in a file, at most 1024 pixels wide and high.

    Raises:
        DataError: it cannot be read, or is larger than pictures are.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        raise DataError(
            f"This picture has {size.width():,} × {size.height():,} pixels, which is too large.",
            where=Where(file=str(path)),
        )
    if size.isValid() and max(size.width(), size.height()) > LARGEST_SIDE:
        share = LARGEST_SIDE / max(size.width(), size.height())
        reader.setScaledSize(
            QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share)))
        )
    image = reader.read()
    if image.isNull():
        raise DataError("This file is no picture that can be read.", where=Where(file=str(path)))
    return image


def rows_in(path: Path) -> Run[Dataset]:
    """The rows of a data file; no attribute of it needs to be a class.

    Raises:
        DataError: no reader knows such files, or this one is damaged.
    """
    reader = reader_for(path).with_parameters({"class_attribute": "none"})
    return (yield from reader.read())
