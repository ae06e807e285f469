"""Points drawn into a picture: markers while few are in the window, a density above that."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.data.profile.scatter_density import CellGrid, binned
from workbench.gui.plots.data.colouring import N_MARKERS, Colouring, marker_of
from workbench.gui.plots.data.density_picture import density_pixels
from workbench.gui.plots.data.markers import marker_alpha, marker_pixmap, stamp
from workbench.gui.plots.data.pixels import as_image, blank
from workbench.gui.plots.data.viewport import Viewport
from workbench.gui.theme import Theme

MOST_POINTS = 30_000  # above, where they would hide one another anyway, their density is drawn
MOST_PAINTED = 2_500  # above, they are pressed on by numpy instead of painted one by one
FADED, SOLID = 0.22, 0.85  # how opaque: beside a selection, and else
_WHOLE = 5_000  # above, markers shrink
_CELL = 2  # pixels of the screen per cell of a density
_CHUNKS = 4  # groups are drawn in turns, so that the last does not cover the first


class PointLayer:
    """Samples as points. ``set_points`` and ``set_selected`` say what, ``picture`` draws it."""

    def __init__(self) -> None:
        self.x: FloatArray = np.empty(0)
        self.y: FloatArray = np.empty(0)
        self.rows: IntArray = np.empty(0, dtype=np.int64)
        self.size = 7.0
        self.is_density = False
        self.colouring = Colouring("", np.zeros(0, dtype=np.int32))
        self.selected: BoolArray = np.zeros(0, dtype=bool)
        self._all_selected: BoolArray = np.zeros(0, dtype=bool)
        self._codes: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._values: FloatArray | None = None
        self._scratch = np.empty(0, dtype=np.intp)

    def set_points(self, x: FloatArray, y: FloatArray, colouring: Colouring) -> None:
        """Draw these samples.

        Args:
            x, y: shape (n,); a sample with NaN in either is left out.
            colouring: of all n samples.
        """
        self.rows = np.flatnonzero(~(np.isnan(x) | np.isnan(y)))
        is_all = len(self.rows) == len(x)
        self.x, self.y = (x, y) if is_all else (x[self.rows], y[self.rows])
        self._scratch = np.empty(len(self.rows), dtype=np.intp)
        self.set_colouring(colouring)
        self.set_selected(np.zeros(len(x), dtype=bool))

    def set_colouring(self, colouring: Colouring) -> None:
        """Colour the samples in another way."""
        self.colouring = colouring
        self._codes = colouring.codes[self.rows]
        self._values = None if colouring.values is None else colouring.values[self.rows]

    def set_selected(self, selected: BoolArray) -> None:
        """Have these stand out, shape (n,): the others fade. None selected: nothing fades."""
        self._all_selected = selected
        self.selected = selected[self.rows] if selected.any() else np.zeros(0, dtype=bool)

    def picture(self, viewport: Viewport, theme: Theme, ratio: float) -> QImage:
        """What the window shows, as large as its area."""
        width = max(1, round(viewport.width * ratio / _CELL))
        height = max(1, round(viewport.height * ratio / _CELL))
        grid = CellGrid(viewport.x, viewport.y, width, height)
        found = binned(self.x, self.y, grid, self._scratch)
        self.is_density = found.n_inside > MOST_POINTS
        if self.is_density:
            pixels = density_pixels(
                found, (self.colouring, self._codes, self._values), self.selected, theme
            )
            return as_image(pixels, ratio / _CELL)
        if found.n_inside <= MOST_PAINTED:
            return self._painted(found.inside, viewport, theme, ratio)
        return self._stamped(found.inside, viewport, theme, ratio)

    def near(self, viewport: Viewport, place: QPointF, reach: float) -> IntArray:
        """The samples within ``reach`` pixels of a place, the nearest first: row numbers."""
        x, y = viewport.data(place)
        dx = reach / viewport.width * (viewport.x[1] - viewport.x[0])
        dy = reach / viewport.height * (viewport.y[1] - viewport.y[0])
        found = np.flatnonzero((np.abs(self.x - x) <= dx) & (np.abs(self.y - y) <= dy))
        distance = np.hypot((self.x[found] - x) / dx, (self.y[found] - y) / dy)
        return self.rows[found[np.argsort(distance)][: np.count_nonzero(distance <= 1)]]

    # ------------------------------------------------------------------ markers

    def _painted(self, inside: IntArray, viewport: Viewport, theme: Theme, ratio: float) -> QImage:
        image = QImage(
            round(viewport.width * ratio), round(viewport.height * ratio),
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        for rows, alpha in self._strata(inside):
            across = (viewport.across(self.x[rows]) - viewport.left).tolist()
            down = (viewport.down(self.y[rows]) - viewport.top).tolist()
            names = self._colour_names(theme, alpha)
            halo = _named(QColor(theme.panel), alpha)
            steps = self._steps(rows)
            for x, y, group, step in zip(across, down, self._codes[rows], steps, strict=True):
                marker = marker_of(int(group))
                pixmap = marker_pixmap(marker, self.size, names[step], halo, ratio)
                half = pixmap.width() / ratio / 2
                painter.drawPixmap(QPointF(x - half, y - half), pixmap)
        painter.end()
        return image

    def _stamped(self, inside: IntArray, viewport: Viewport, theme: Theme, ratio: float) -> QImage:
        # Smaller the more there are, down to half: else they are one blot.
        size = self.size * ratio * max(0.5, min(1.0, float(len(inside) / _WHOLE) ** -0.5))
        shapes = [marker_alpha(marker, size) for marker in range(N_MARKERS)]
        rim = max(shape.shape[0] for shape in shapes)
        width, height = round(viewport.width * ratio), round(viewport.height * ratio)
        picture = blank(width + 2 * rim, height + 2 * rim)
        for rows, alpha in self._strata(inside):
            # So many hide one another anyway, and opaque pixels are written without a look below.
            table = self._packed_colours(theme, 1.0 if alpha == SOLID else alpha)
            grid = CellGrid(viewport.x, viewport.y, width, height)
            across = np.clip(grid.columns(self.x[rows]), 0, width - 1) + rim
            down = np.clip(grid.rows(self.y[rows]), 0, height - 1) + rim
            flat = (down * picture.shape[1] + across).astype(np.int32)
            colours, markers = table[self._steps(rows)], self._markers(rows)
            n_chunks = _CHUNKS if self.colouring.n_groups > 2 else 1
            turn = np.arange(len(rows)) % n_chunks
            for chunk in range(n_chunks):
                for marker in np.unique(markers):
                    chosen = (turn == chunk) & (markers == marker)
                    stamp(picture, flat[chosen], colours[chosen], shapes[marker])
        return as_image(picture[rim : rim + height, rim : rim + width], ratio)

    def _markers(self, rows: IntArray) -> IntArray:
        table = np.array([marker_of(group) for group in range(self.colouring.n_groups)])
        return np.asarray(table[self._codes[rows]])

    def _strata(self, inside: IntArray) -> list[tuple[IntArray, float]]:
        """What is drawn below and above, each with its opacity."""
        if not len(self.selected):
            return [(inside, SOLID)]
        chosen = self.selected[inside]
        return [(inside[~chosen], FADED), (inside[chosen], 1.0)]

    def _steps(self, rows: IntArray) -> NDArray[np.int32]:
        """The place of each sample in the table of colours."""
        if self._values is None:
            return self._codes[rows] if self.colouring.name else np.zeros(len(rows), dtype=np.int32)
        values = self._values[rows]
        known = ~np.isnan(values)
        return np.where(known, np.nan_to_num(values) * 255, 256).astype(np.int32)

    def _colour_table(self, theme: Theme) -> list[QColor]:
        if self._values is None:
            return self.colouring.colours(theme)
        ramp = [QColor(*one) for one in self.colouring.ramp(theme).tolist()]
        return [*ramp, theme.seen(theme.series[-1])]

    def _colour_names(self, theme: Theme, alpha: float) -> list[str]:
        return [_named(colour, alpha) for colour in self._colour_table(theme)]

    def _packed_colours(self, theme: Theme, alpha: float) -> NDArray[np.float32]:
        table = self._colour_table(theme)
        packed = [[c.blue(), c.green(), c.red(), 255] for c in table]
        return np.array(packed, dtype=np.float32) * alpha


def _named(colour: QColor, alpha: float) -> str:
    with_alpha = QColor(colour)
    with_alpha.setAlphaF(alpha)
    return with_alpha.name(QColor.NameFormat.HexArgb)


def drawn_within(painter: QPainter, area: QRectF, image: QImage) -> None:
    """Draw a picture into the plot's area; cells of a density stay sharp."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(area, image)
