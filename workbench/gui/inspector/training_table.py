"""What a training shows of each layer: a small table that is drawn anew when there is news."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.text_size import keep_size, scaled
from workbench.gui.theme import Theme
from workbench.runs.layer_figures import LayerFigures, TrainingFigures, latest
from workbench.training.events import Diagnosed

MOST_ROWS = 7  # to be seen at once; more are scrolled
ROW_HEIGHT = 24
MARGIN = 10  # of a column of figures, beside its widest one: names need the rest
DEAD, LOUD = 0.5, 0.9  # shares of dead units that are marked
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainingTable", text)


class TrainingTable(QWidget):
    """Gradient, weights and dead units by layer; hidden where nothing is known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_table")
        self.setAccessibleName(_tr("Layers while training"))
        self._theme = theme
        self._shown: Sequence[Diagnosed] = ()
        self.heading = QLabel(_tr("Layers while training"), self)
        self.heading.setProperty("role", "heading")
        self.line = QLabel(self)
        self.line.setProperty("role", "secondary")
        self.line.setWordWrap(True)
        self.line.setObjectName("training_line")
        self.table = QTableWidget(0, 4, self)
        self._set_up_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        for part in (self.heading, self.line, self.table):
            column.addWidget(part)
        self.hide()

    def show_diagnosed(self, diagnosed: Sequence[Diagnosed]) -> None:
        """Show the latest of what a training has shown; nothing hides the table."""
        if diagnosed and self._shown and diagnosed[-1] is self._shown[-1]:
            return
        self._shown = diagnosed
        figures = latest(diagnosed)
        self.setVisible(figures is not None)
        if figures is not None:
            self.line.setText(line_words(figures))
            self._fill([layer for layer in figures.layers if layer.is_telling])

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        shown, self._shown = self._shown, ()
        self.show_diagnosed(shown)

    def _fill(self, layers: Sequence[LayerFigures]) -> None:
        table = self.table
        if table.rowCount() != len(layers):
            table.setRowCount(len(layers))
            table.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
            rows = min(len(layers), MOST_ROWS)
            head = table.horizontalHeader().sizeHint().height()
            table.setFixedHeight(head + rows * scaled(ROW_HEIGHT) + 2 * table.frameWidth())
        for row, layer in enumerate(layers):
            for column, text in enumerate(cells(layer)):
                self._show(row, column, text)
            dead = table.item(row, 3)
            if dead is not None:
                dead.setForeground(QColor(self._dead_colour(layer.dead_share)))
            for column in range(table.columnCount()):
                item = table.item(row, column)
                if item is not None:
                    item.setToolTip(tip(layer))
        self._fit()

    def _fit(self) -> None:
        """Make the columns of figures as narrow as they can be read."""
        table, measure = self.table, self.table.fontMetrics()
        for column in range(1, table.columnCount()):
            cells = [table.item(row, column) for row in range(table.rowCount())]
            items = [table.horizontalHeaderItem(column), *cells]
            widest = max(measure.horizontalAdvance(i.text()) for i in items if i is not None)
            table.horizontalHeader().resizeSection(column, widest + MARGIN)

    def _show(self, row: int, column: int, text: str) -> None:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if column:
                item.setTextAlignment(_RIGHT)
            self.table.setItem(row, column, item)
        if item.text() != text:
            item.setText(text)

    def _dead_colour(self, share: float) -> str:
        if not share >= DEAD:
            return self._theme.text
        return self._theme.failed if share >= LOUD else self._theme.warning

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("training_layers")
        table.setProperty("role", "dense")
        table.setAccessibleName(_tr("Layers while training"))
        names = [_tr("Layer"), _tr("Gradient"), _tr("Weights"), _tr("Dead")]
        table.setHorizontalHeaderLabels(names)
        for column in range(len(names)):
            head = table.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(_RIGHT if column else _LEFT)
        font = QFont(table.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        table.setFont(font)
        table.verticalHeader().hide()
        keep_size(table)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names differ at both ends
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(names)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)


def line_words(figures: TrainingFigures) -> str:
    """What is the same for all layers, in one line."""
    parts = [_tr("Epoch {}").format(figures.epoch)]
    parts.append(_tr("{} samples a second").format(f"{figures.samples_per_second:,.0f}"))
    if math.isfinite(figures.learning_rate):
        parts.append(_tr("learning rate {}").format(f"{figures.learning_rate:.3g}"))
    if figures.device_memory is not None:
        parts.append(_tr("{} GB on the device").format(f"{figures.device_memory / 1e9:.2f}"))
    return " · ".join(parts)


def cells(layer: LayerFigures) -> tuple[str, str, str, str]:
    """Name, norm of the gradient, deviation of the weights, share of dead units.

    Names are long and the panel narrow: the weights' mean, mostly near 0, is told by ``tip``.
    """
    weights = ""
    if math.isfinite(layer.weight_std):
        weights = f"±{layer.weight_std:.2g}"
    dead = f"{layer.dead_share:.0%}" if math.isfinite(layer.dead_share) else ""
    return layer.name, _number(layer.gradient_norm), weights, dead


def tip(layer: LayerFigures) -> str:
    """All that is known of a layer."""
    lines = [layer.name]
    if math.isfinite(layer.trend):
        words = _tr("The gradient's norm is {} times what it was a minute ago, or first.")
        lines.append(words.format(f"{layer.trend:.2g}"))
    if math.isfinite(layer.weight_mean):
        words = _tr("Weights {mean} ± {deviation}")
        lines.append(
            words.format(mean=f"{layer.weight_mean:.3g}", deviation=f"{layer.weight_std:.3g}")
        )
    if math.isfinite(layer.activation_mean):
        words = _tr("Gives {mean} ± {deviation}")
        lines.append(
            words.format(
                mean=f"{layer.activation_mean:.3g}", deviation=f"{layer.activation_std:.3g}"
            )
        )
    if math.isfinite(layer.dead_share):
        words = _tr("{} of its units gave 0 for every sample of the batch")
        lines.append(words.format(f"{layer.dead_share:.1%}"))
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else ""
