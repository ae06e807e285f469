"""The rectangles of a region."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion


def rectangles(region: QRegion) -> list[QRect]:
    """The rectangles that a region is made of; PySide's stubs do not know that it gives them."""
    return list(cast("Iterable[QRect]", region))
