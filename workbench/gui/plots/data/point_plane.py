"""A plane with points on it that are read, clicked, and selected by rectangle or lasso."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.data.profile.axis_values import sampled_rows
from workbench.gui.brush import Brush, Mode
from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.plots.data.key import Key
from workbench.gui.plots.data.plane import Plane, Reading
from workbench.gui.plots.data.point_layer import PointLayer
from workbench.gui.plots.data.region import Region, mode_of
from workbench.gui.theme import Theme

REACH = 7.0  # pixels: how near a point the cursor must be
_LOOKED_AT = 2000  # points that the key looks at to find its place


class PointPlane(Plane):
    """Points on a plane; what is done with them moves the brush."""

    def __init__(self, brush: Brush, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self.brush = brush
        self.layer = PointLayer()
        self.describes: Callable[[int], str] | None = None
        self.key = Key(self)
        self.key.group_clicked.connect(self._on_group)
        self.picture = lambda viewport, ratio: self.layer.picture(viewport, self.theme, ratio)
        self.reads = self._read
        self.region_drawn.connect(self.select_region)
        self.place_clicked.connect(self._on_click)
        self.viewport_changed.connect(self.settle_key)

    def set_points(self, x: FloatArray, y: FloatArray, colouring: Colouring) -> None:
        """Draw samples; see ``PointLayer.set_points``."""
        self.layer.set_points(x, y, colouring)
        self.show_selection()
        self._refresh_key()

    def set_colouring(self, colouring: Colouring) -> None:
        """Colour them in another way."""
        self.layer.set_colouring(colouring)
        self._refresh_key()
        self.redraw()

    def set_size(self, size: float) -> None:
        """Draw markers of another size, in pixels."""
        self.layer.size = size
        self.redraw()

    def show_selection(self) -> None:
        """Let the brush's samples stand out."""
        self.layer.set_selected(self.brush.selected)
        self.redraw()

    def select_region(self, region: Region, mode: Mode) -> None:
        """Select the samples in a region."""
        layer = self.layer
        self.brush.select(layer.rows[region.holds(layer.x, layer.y)], mode)

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.key.theme = theme
        self._refresh_key()

    def settle_key(self) -> None:
        """Put the key where it hides least."""
        viewport = self.viewport
        looked = sampled_rows(len(self.layer.x), _LOOKED_AT)
        x, y = viewport.across(self.layer.x[looked]), viewport.down(self.layer.y[looked])
        self.key.settle(viewport.area, x, y)

    def _refresh_key(self) -> None:
        self.key.show_colouring(self.layer.colouring)
        self.settle_key()

    def _on_click(self, place: QPointF, mode: Mode) -> None:
        near = self.layer.near(self.viewport, place, REACH)
        if not len(near):
            if mode == "replace":
                self.brush.clear()
            return
        self.brush.select(near if self.layer.is_density else near[:1], mode)

    def _on_group(self, group: int, modifiers: Qt.KeyboardModifier) -> None:
        rows = np.flatnonzero(self.layer.colouring.codes == group)
        self.brush.select(rows, mode_of(modifiers, "toggle"))

    def _read(self, place: QPointF) -> Reading | None:
        near = self.layer.near(self.viewport, place, REACH)
        if not len(near):
            return None
        if self.layer.is_density:
            return place, self.tr("{n} samples here").format(n=f"{len(near):,}")
        at = int(np.searchsorted(self.layer.rows, near[0]))
        viewport = self.viewport
        point = QPointF(viewport.at_x(self.layer.x[at]), viewport.at_y(self.layer.y[at]))
        text = self.describes(int(near[0])) if self.describes else str(near[0])
        if len(near) > 1:
            text += "\n" + self.tr("and {n} more here").format(n=len(near) - 1)
        return point, text
