"""A plot of many attributes in which a pair can be opened large, and closed again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.data.profile.axis_values import AxisValues, axis_values, jittered
from workbench.gui.brush import Brush
from workbench.gui.plots.data.colouring import colouring_by
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.point_plane import PointPlane
from workbench.gui.plots.data.sample_words import sample_text
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.viewport import with_margin
from workbench.gui.theme import Theme

_OVERVIEW, _PAIR = 1, 2  # pages of the stage
_JITTER = 0.6


class PairFigure(DataFigure):
    """An overview, and a scatter plot of the pair that was clicked in it.

    Subclasses put the overview into ``set_stage`` first and then call ``add_pair``.
    """

    def __init__(self, brush: Brush, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(brush, name, title, parent)
        self.pair: tuple[str, str] | None = None

    def add_pair(self) -> None:
        """Make the large scatter plot and the way back."""
        name = self.objectName()
        self.back = self.add_button(
            "Back", "mdi6.arrow-left", self.tr("Back to all pairs"),
            self.tr("Back to all pairs (Escape)"),
        )  # fmt: skip
        self.controls.removeWidget(self.back)
        self.controls.insertWidget(0, self.back)
        self.back.clicked.connect(self.close_pair)
        self.back.hide()
        self.plane = PointPlane(self.brush, f"{name}Plane", self.title, self)
        self.plane.describes = self._described
        self.set_stage(self.plane)

    @property
    def colour_name(self) -> str:
        """The attribute that colours the samples: the class."""
        dataset = self.brush.dataset
        target = dataset.schema.class_attribute if dataset else None
        return target.name if target and target.kind in {"nominal", "numeric"} else ""

    def open_pair(self, x: str, y: str) -> None:
        """Draw two attributes large."""
        dataset = self.brush.dataset
        if dataset is None:
            return
        self.pair = (x, y)
        across, up = axis_values(dataset, x), axis_values(dataset, y)
        ranges = with_margin(across.bounds), with_margin(up.bounds)
        self.plane.set_axes(Axis.of(across), Axis.of(up), ranges)
        places = [_spread(axis, seed) for seed, axis in enumerate((across, up))]
        self.plane.set_points(places[0], places[1], colouring_by(dataset, self.colour_name))
        self.stage.setCurrentIndex(_PAIR)
        self.back.show()
        self.plane.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_pair(self) -> None:
        """Show all pairs again."""
        self.pair = None
        self.back.hide()
        if self.is_filled:
            self.stage.setCurrentIndex(_OVERVIEW)

    @property
    @override
    def is_filled(self) -> bool:
        return self.stage.currentIndex() in {_OVERVIEW, _PAIR}

    @override
    def show_selection(self) -> None:
        self.plane.show_selection()

    @override
    def reset_view(self) -> None:
        self.plane.reset()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plane.set_theme(theme)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pair is not None:
            self.close_pair()
        else:
            super().keyPressEvent(event)

    def _described(self, row: int) -> str:
        dataset = self.brush.dataset
        if dataset is None:
            return ""
        title = self.tr("Sample {number}").format(number=int(dataset.sample_ids[row]) + 1)
        return sample_text(dataset, row, title, (*(self.pair or ()), self.colour_name))


def _spread(axis: AxisValues, seed: int) -> FloatArray:
    return jittered(axis, _JITTER if axis.attribute.kind == "nominal" else 0.0, seed)
