"""How learning curves are drawn: the choices above the plot, and those in its panel."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from workbench.evaluation.curve_lines import BandKind
from workbench.gui.plots.figure import labelled

_STEPS = 100  # of the slider, for weights from 0 to 0.99


@dataclass(frozen=True)
class Look:
    """How curves are drawn.

    Args:
        figure: "loss", "score", or a monitor by its name.
        logs: whether epochs and figures lie on logarithmic axes.
        band: what is drawn about the mean of the folds.
        smoothing: weight of what was before, in [0, 1).
    """

    figure: str = "loss"
    log_x: bool = False
    log_y: bool = False
    shows_folds: bool = True
    band: BandKind = "interval"
    smoothing: float = 0.0


class LookControls(QObject):
    """The widgets that choose a ``Look``, without the figure itself.

    Signals:
        changed: something else was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.log_box = QCheckBox(self.tr("Logarithmic"), parent)
        labelled(
            self.log_box, "learningCurveLog", self.tr("Logarithmic axis"),
            self.tr("Draw loss or score on a logarithmic axis"),
        )  # fmt: skip
        self.folds_box = QCheckBox(self.tr("Each fold"), parent)
        self.folds_box.setChecked(True)
        labelled(
            self.folds_box, "learningCurveFolds", self.tr("Show each fold"),
            self.tr("Draw a faint line for each fold beside their mean"),
        )  # fmt: skip
        self.more = QToolButton(parent)
        self.more.setText(self.tr("More ▾"))
        labelled(
            self.more, "learningCurveMore", self.tr("More ways to draw"),
            self.tr("Smoothing, bands, logarithmic epochs"),
        )  # fmt: skip
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setMenu(self._panel())
        for box in (self.log_box, self.folds_box, self.log_x_box):
            box.toggled.connect(self.changed)
        self.band_box.currentIndexChanged.connect(self.changed)
        self.slider.valueChanged.connect(self._on_smoothed)

    def look(self, figure: str) -> Look:
        """What is chosen, for a figure."""
        return Look(
            figure,
            self.log_x_box.isChecked(),
            self.log_box.isChecked(),
            self.folds_box.isChecked(),
            self.band_box.currentData(),
            self.slider.value() / _STEPS,
        )

    def _panel(self) -> QMenu:
        """A menu with the choices that are made seldom."""
        menu = QMenu(self.more)
        menu.setObjectName("learningCurvePanel")
        panel = QWidget(menu)
        form = QFormLayout(panel)
        form.setContentsMargins(12, 8, 12, 8)
        self.log_x_box = QCheckBox(self.tr("Logarithmic epochs"), panel)
        labelled(
            self.log_x_box, "learningCurveLogEpochs", self.tr("Logarithmic epochs"),
            self.tr("Give the first epochs as much room as all later ones"),
        )  # fmt: skip
        self.band_box = QComboBox(panel)
        for words, kind in (
            (self.tr("95 % interval of the mean"), "interval"),
            (self.tr("± 1 standard deviation"), "deviation"),
            (self.tr("none"), "none"),
        ):
            self.band_box.addItem(words, kind)
        labelled(
            self.band_box, "learningCurveBand", self.tr("Band about the mean of the folds"),
            self.tr("What is drawn about the mean of the folds"),
        )  # fmt: skip
        form.addRow(self.log_x_box)
        form.addRow(self.tr("Band"), self.band_box)
        form.addRow(self.tr("Smoothing"), self._smoothing(panel))
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        return menu

    def _smoothing(self, panel: QWidget) -> QWidget:
        self.slider = QSlider(Qt.Orientation.Horizontal, panel)
        self.slider.setRange(0, _STEPS - 1)
        labelled(
            self.slider, "learningCurveSmoothing", self.tr("Smoothing"),
            self.tr("Weight of the epochs before: an exponential moving average"),
        )  # fmt: skip
        self.slider.setMinimumWidth(140)
        self.smoothing_label = QLabel("0.00", panel)
        self.smoothing_label.setObjectName("learningCurveSmoothingValue")
        row = QWidget(panel)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.slider, 1)
        line.addWidget(self.smoothing_label)
        return row

    def _on_smoothed(self, value: int) -> None:
        self.smoothing_label.setText(f"{value / _STEPS:.2f}")
        self.changed.emit()
