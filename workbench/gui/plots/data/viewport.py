"""The window on the plane: which data lies where in pixels. A value; a change gives a new one."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from workbench.data.dataset import FloatArray

Range = tuple[float, float]
_NARROWEST = 1e-12  # of the size of the numbers: beyond it their digits end


@dataclass(frozen=True)
class Viewport:
    """A rectangle of pixels that shows a rectangle of data.

    Args:
        left, top, width, height: of the plot's area, in pixels.
        x, y: from where to where the axes go.
    """

    left: float
    top: float
    width: float
    height: float
    x: Range
    y: Range

    @property
    def area(self) -> QRectF:
        """The pixels."""
        return QRectF(self.left, self.top, self.width, self.height)

    def across(self, x: FloatArray) -> FloatArray:
        """Pixels from the widget's left for data."""
        return self.left + (x - self.x[0]) * (self.width / (self.x[1] - self.x[0]))

    def down(self, y: FloatArray) -> FloatArray:
        """Pixels from the widget's top for data."""
        return self.top + (self.y[1] - y) * (self.height / (self.y[1] - self.y[0]))

    def at_x(self, x: float) -> float:
        """One place across, in pixels."""
        return self.left + (x - self.x[0]) * self.width / (self.x[1] - self.x[0])

    def at_y(self, y: float) -> float:
        """One place down, in pixels."""
        return self.top + (self.y[1] - y) * self.height / (self.y[1] - self.y[0])

    def data(self, place: QPointF) -> tuple[float, float]:
        """The data at a place in pixels."""
        return (
            self.x[0] + (place.x() - self.left) / self.width * (self.x[1] - self.x[0]),
            self.y[1] - (place.y() - self.top) / self.height * (self.y[1] - self.y[0]),
        )

    def zoomed(
        self, factor: float, about: QPointF, *, x: bool = True, y: bool = True
    ) -> "Viewport":
        """Show more (factor above 1) or less, with the data at ``about`` staying there."""
        at = self.data(about)
        return replace(
            self,
            x=_scaled(self.x, at[0], factor) if x else self.x,
            y=_scaled(self.y, at[1], factor) if y else self.y,
        )

    def panned(self, across: float, down: float) -> "Viewport":
        """Show what lies so many pixels to the right and below."""
        dx = across / self.width * (self.x[1] - self.x[0])
        dy = -down / self.height * (self.y[1] - self.y[0])
        return replace(self, x=(self.x[0] + dx, self.x[1] + dx), y=(self.y[0] + dy, self.y[1] + dy))

    def on(self, rectangle: QRectF) -> "Viewport":
        """Show what is in a rectangle of pixels."""
        x0, y1 = self.data(rectangle.topLeft())
        x1, y0 = self.data(rectangle.bottomRight())
        return replace(self, x=_wide_enough((x0, x1)), y=_wide_enough((y0, y1)))


def _scaled(bounds: Range, at: float, factor: float) -> Range:
    return _wide_enough((at + (bounds[0] - at) * factor, at + (bounds[1] - at) * factor))


def _wide_enough(bounds: Range) -> Range:
    low, high = bounds
    least = _NARROWEST * max(abs(low), abs(high), 1e-300)
    return (low, high) if high - low > least else (low - least, high + least)


def with_margin(bounds: Range, share: float = 0.04) -> Range:
    """The range with a margin at both ends."""
    low, high = bounds
    room = (high - low) * share
    return low - room, high + room
