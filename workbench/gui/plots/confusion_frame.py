"""Where the cells of a confusion matrix are, with headings before and totals behind them."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from workbench.gui.text_size import scaled

LARGEST, SMALLEST = 136.0, 22.0
GAP, HEADING = 8.0, 22.0


@dataclass(frozen=True)
class Frame:
    """The top left corner of the cells, the size of one, how many there are and what is around.

    Row and column −1 are the headings; the one behind the last holds totals.
    """

    left: float
    top: float
    width: float
    height: float
    n: int
    total: float

    @classmethod
    def of(cls, size: tuple[float, float], n: int, label: float, total: float) -> "Frame":
        """The frame in a widget of that size.

        Args:
            label: the width of the widest class label.
            total: the width of the widest total.
        """
        width, height = size
        left = min(label + 2 * GAP, width / 3) + GAP
        top = 2 * scaled(HEADING) + 2
        behind = total + 2 * GAP
        largest = scaled(LARGEST)
        cell_width = min((width - left - behind - GAP) / n, max(largest, label + 12))
        cell_height = min((height - top - scaled(HEADING) - GAP) / n, largest * 0.5)
        return cls(
            left,
            top,
            max(cell_width, SMALLEST / 2),
            max(cell_height, SMALLEST / 2),
            n,
            behind,
        )

    def cell(self, row: int, column: int) -> QRectF:
        """A cell, a heading (−1) or a total (n)."""
        x = GAP if column < 0 else self.left + column * self.width
        y = self.top - scaled(HEADING) if row < 0 else self.top + row * self.height
        width = self.left - 2 * GAP if column < 0 else self.width
        if column == self.n:
            width = self.total
        height = scaled(HEADING) if row in {-1, self.n} else self.height
        return QRectF(x, y, width, height)

    def at(self, place: QPointF) -> tuple[int, int] | None:
        """The cell at a place as (row, column); −1 for a heading; None beside them all."""
        row = self._index(place.y() - self.top, self.height, scaled(HEADING))
        column = self._index(place.x() - self.left, self.width, self.left - GAP)
        if row is None or column is None or row == column == -1:
            return None
        return row, column

    def _index(self, distance: float, step: float, heading: float) -> int | None:
        if -heading <= distance < 0:
            return -1
        index = int(distance // step)
        return index if 0 <= index < self.n else None
