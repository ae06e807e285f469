"""The plane of two attributes: regions of classes with how sure the model is, and points on it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.evaluation.surface import Surface
from workbench.gui.class_colours import class_colours
from workbench.gui.plots.chart import AXIS_WIDTH, Chart
from workbench.gui.plots.data.viridis import viridis
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.legend_place import LegendPlace
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

_FAINTEST, _STRONGEST = 0.06, 0.62  # of a class's colour: where it is a guess, where it is sure
_POINT, _WRONG = 7, 11  # pixels
_BESIDE = 2.4  # widths of the legend that plane and legend need to stand side by side
_SHARE = 0.08  # of the plane that a legend may cover; the cursor reads the classes, too


class _PlacePreferringBeside(LegendPlace):
    @override
    @staticmethod
    def is_beside(room: QSizeF, legend: QSizeF) -> bool:
        return room.width() >= _BESIDE * legend.width()


class PlaneChart(Chart):
    """Draws a ``Surface``."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        self.surface: Surface | None = None
        self.theme: Theme = LIGHT
        self._drawn: object = None
        super().__init__(name, title, parent)
        self._place = _PlacePreferringBeside()
        self.regions = pg.ImageItem(axisOrder="row-major")
        self.regions.setZValue(-500)
        self.points = pg.ScatterPlotItem(pxMode=True)
        self.points.setZValue(20)
        self.wrong = pg.ScatterPlotItem(pxMode=True)
        self.wrong.setZValue(21)
        for item in (self.regions, self.points, self.wrong):
            self.addItem(item, ignoreBounds=True)
        self.reads = self._read

    def show_surface(self, surface: Surface | None, theme: Theme) -> None:
        """Draw another surface; zoom stays where the plane is the same."""
        before, self.surface, self.theme = self.surface, surface, theme
        if surface is None:
            return
        across, up = _pixel(surface.x), _pixel(surface.y)
        left, bottom = surface.x[0] - across / 2, surface.y[0] - up / 2
        width, height = across * len(surface.x), up * len(surface.y)
        self.regions.setImage(_coloured(surface, theme), levels=None, autoLevels=False)
        self.regions.setRect(QRectF(left, bottom, width, height))
        self.name_axes(*surface.names)
        if before is None or before.names != surface.names:
            self.is_zoomed = False
        self.set_bounds((left, left + width, bottom, bottom + height))
        self._draw_points(surface, theme)
        self._draw_legend(surface, theme)

    @override
    def place_legend(self) -> None:
        """Put the legend beside the plane, which has no empty corner, or leave it out."""
        room = QSizeF(self.width(), self.height() - self.getAxis("bottom").height())
        legend = self.legend.natural_size(max(96.0, room.width()))
        plane = max((room.width() - scaled(AXIS_WIDTH)) * room.height(), 1.0)
        share = legend.width() * legend.height() / plane
        self.legend.setVisible(self._place.is_beside(room, legend) or share <= _SHARE)
        super().place_legend()

    def _draw_points(self, surface: Surface, theme: Theme) -> None:
        points = surface.points
        drawn = (points.tobytes(), surface.actual.tobytes(), theme.name)
        if drawn != self._drawn:  # while a network trains they stay where they are
            self._drawn = drawn
            edge, colours = pg.mkPen(theme.panel, width=1), _point_colours(surface, theme)
            self.points.setData(
                x=points[:, 0], y=points[:, 1], size=_POINT, pen=edge, brush=colours
            )
        wrong = points[surface.is_wrong]
        ring = pg.mkPen(theme.text, width=1.6)
        self.wrong.setData(
            x=wrong[:, 0], y=wrong[:, 1], size=_WRONG, symbol="o", pen=ring,
            brush=pg.mkBrush(None),
        )  # fmt: skip

    def _draw_legend(self, surface: Surface, theme: Theme) -> None:
        colours = class_colours(theme, len(surface.classes))
        rows = [
            LegendRow(label, _thick(colour))
            for label, colour in zip(surface.classes, colours, strict=False)
        ][:12]
        if surface.is_wrong.any():
            words = self.tr("{n} of {all} wrong (ringed)").format(
                n=f"{int(surface.is_wrong.sum()):,}", all=f"{len(surface.points):,}"
            )
            rows.append(LegendRow(words))
        self.legend.set_rows(tuple(rows))
        self.place_legend()

    def _read(self, x: float, y: float) -> tuple[float, float, str] | None:
        surface = self.surface
        if surface is None:
            return None
        column, row = (int(np.abs(p - at).argmin()) for p, at in ((surface.x, x), (surface.y, y)))
        outputs = surface.outputs[row, column]
        if surface.classes:
            best = np.argsort(-outputs, kind="stable")[:3]
            told = "\n".join(f"p({surface.classes[c]}) {outputs[c]:.3f}" for c in best)
        else:
            told = self.tr("prediction {value}").format(value=f"{outputs[0]:.4g}")
        place = f"{surface.names[0]} {x:.4g}, {surface.names[1]} {y:.4g}"
        return x, y, f"{place}\n{told}"


def _pixel(places: np.ndarray) -> float:
    return float(places[1] - places[0]) if len(places) > 1 else 1.0


def _coloured(surface: Surface, theme: Theme) -> np.ndarray:
    """Colours of the grid, shape (h, w, 3), uint8."""
    if not surface.classes:
        return _on_scale(surface.outputs[..., 0], surface.actual, theme)
    ground = _rgb(QColor(theme.panel))
    table = np.array([_rgb(colour) for colour in class_colours(theme, len(surface.classes))])
    share = _FAINTEST + (_STRONGEST - _FAINTEST) * surface.sureness
    colours = ground + (table[surface.winner] - ground) * share[..., None]
    made: np.ndarray = np.rint(colours).astype(np.uint8)
    return made


def _on_scale(values: np.ndarray, among: np.ndarray, theme: Theme) -> np.ndarray:
    low, high = float(np.nanmin(among)), float(np.nanmax(among))
    share = np.clip((values - low) / ((high - low) or 1.0), 0, 1)
    made: np.ndarray = viridis(is_dark=theme.is_dark)[np.rint(share * 255).astype(np.int64)]
    return made


def _point_colours(surface: Surface, theme: Theme) -> list[QColor]:
    if not surface.classes:
        table = _on_scale(surface.actual, surface.actual, theme)
        return [QColor(*map(int, rgb)) for rgb in table]
    colours = class_colours(theme, len(surface.classes))
    return [colours[int(code)] if code >= 0 else colours[-1] for code in surface.actual]


def _rgb(colour: QColor) -> np.ndarray:
    return np.array([colour.red(), colour.green(), colour.blue()], np.float64)


def _thick(colour: QColor) -> QPen:
    pen = QPen(colour, 6)
    pen.setCosmetic(True)
    return pen
