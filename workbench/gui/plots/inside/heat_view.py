"""A heat map with names: one picture stretched over its field, so that it may be large."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from workbench.gui.plots.figure import tabular
from workbench.gui.plots.inside.pixels import light_image, reach, signed_image
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme
from workbench.models.inside.page import HeatMap

_MARGIN = 8
_MOST_ROW, _LEAST_ROW = 26.0, 3.0  # pixels
_MOST_COLUMN = 64.0
_FIELD = 420.0  # pixels that many rows share at most before they are made thinner
_LONGEST = 140.0  # of a name
_KEY = 12.0  # the strip that says what colours mean


class HeatView(QWidget):
    """Draws a ``HeatMap``: names at the left and below, a key of colours on top."""

    def __init__(
        self, heat: HeatMap, theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.heat, self.theme = heat, theme
        self.setObjectName(name)
        self.setAccessibleName(heat.title or self.tr("Heat map"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        known = heat.values[np.isfinite(heat.values)]
        if heat.is_signed:
            largest = reach(heat.values)
            self.low, self.high = -largest, largest
        else:
            self.low = float(known.min()) if known.size else 0.0
            self.high = float(known.max()) if known.size else 1.0
        self._image = self._coloured(heat.values)
        ramp = np.linspace(self.low, self.high, 128)[None]
        self._ramp = self._coloured(ramp)

    def _coloured(self, values: np.ndarray) -> QImage:
        if self.heat.is_signed:
            return signed_image(values, self.high, self.theme)
        return light_image(values, self.low, self.high, self.theme)

    # ------------------------------------------------------------------ places

    @property
    def _measure(self) -> QFontMetricsF:
        return QFontMetricsF(tabular(self.font(), scale=0.85))

    @property
    def _row_height(self) -> float:
        n_rows = max(1, int(self.heat.values.shape[0]))
        return min(float(scaled(round(_MOST_ROW))), max(_LEAST_ROW, scaled(round(_FIELD)) / n_rows))

    @property
    def _head(self) -> float:
        return float(self._measure.height() + 14)

    @property
    def _left(self) -> float:
        widths = [self._measure.horizontalAdvance(name) for name in self.heat.row_names]
        return min(max([*widths, 12.0]), scaled(round(_LONGEST))) + 14

    @property
    def _foot(self) -> float:
        """Room for the names of the columns, turned where they are long."""
        return self._measure.height() + 6 if not self._is_turned else self._longest_column + 10

    @property
    def _longest_column(self) -> float:
        widths = [self._measure.horizontalAdvance(name) for name in self.heat.column_names]
        return min(max([*widths, 12.0]), float(scaled(100)))

    @property
    def _is_turned(self) -> bool:
        return self._longest_column + 6 > self._column_width

    @property
    def _column_width(self) -> float:
        n_columns = max(1, self.heat.values.shape[1])
        room = max(self.width(), 240) - self._left - 2 * _MARGIN
        most = max(float(scaled(round(_MOST_COLUMN))), self._longest_column + 8)
        return float(min(most, room / n_columns))

    def field(self) -> QRectF:
        """Where the cells are."""
        n_rows, n_columns = self.heat.values.shape
        return QRectF(
            _MARGIN + self._left, _MARGIN + self._head,
            n_columns * self._column_width, n_rows * self._row_height,
        )  # fmt: skip

    @override
    def sizeHint(self) -> QSize:
        height = self.field().bottom() + self._foot + _MARGIN
        return QSize(320, round(height))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    # ------------------------------------------------------------------ drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.theme.panel))
        painter.setFont(tabular(self.font(), scale=0.85))
        field = self.field()
        painter.drawImage(field, self._image, QRectF(self._image.rect()))
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawRect(field.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_key(painter)
        painter.setPen(QColor(self.theme.secondary))
        self._paint_rows(painter, field)
        self._paint_columns(painter, field)

    def _paint_key(self, painter: QPainter) -> None:
        measure, y = self._measure, float(_MARGIN)
        low, high = f"{self.low:.3g}", f"{self.high:.3g}"
        x = _MARGIN + self._left
        painter.setPen(QColor(self.theme.secondary))
        line = QRectF(x, y, measure.horizontalAdvance(low) + 2, measure.height())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(line, flags, low)
        strip = QRectF(line.right() + 4, y + (measure.height() - _KEY) / 2, scaled(96), _KEY)
        painter.drawImage(strip, self._ramp, QRectF(self._ramp.rect()))
        rest = QRectF(strip.right() + 6, y, scaled(600), measure.height())
        painter.drawText(rest, flags, f"{high}    {self._axes()}".rstrip())

    def _axes(self) -> str:
        rows, columns = self.heat.row_title, self.heat.column_title
        if rows and columns:
            return self.tr("rows: {rows}, columns: {columns}").format(rows=rows, columns=columns)
        return rows or columns

    def _paint_rows(self, painter: QPainter, field: QRectF) -> None:
        measure, height = self._measure, self._row_height
        step = max(1, int(np.ceil(measure.height() / height)))
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for i, name in list(enumerate(self.heat.row_names))[::step]:
            shown = measure.elidedText(name, Qt.TextElideMode.ElideMiddle, self._left - 10)
            box = QRectF(_MARGIN, field.top() + i * height, self._left - 6, height)
            middle = box.center().y()
            box = QRectF(box.left(), middle - measure.height() / 2, box.width(), measure.height())
            painter.drawText(box, flags, shown)

    def _paint_columns(self, painter: QPainter, field: QRectF) -> None:
        measure, width = self._measure, self._column_width
        needs = measure.height() if self._is_turned else self._longest_column + 6
        step = max(1, int(np.ceil(needs / width)))
        for i, name in list(enumerate(self.heat.column_names))[::step]:
            middle = field.left() + (i + 0.5) * width
            if not self._is_turned:
                box = QRectF(middle - needs / 2, field.bottom() + 2, needs, measure.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)
                continue
            shown = measure.elidedText(name, Qt.TextElideMode.ElideMiddle, self._longest_column)
            painter.save()
            painter.translate(middle + measure.ascent() / 2 - 1, field.bottom() + 6)
            painter.rotate(-90)
            painter.drawText(
                QRectF(-self._longest_column, -measure.ascent(), self._longest_column,
                       measure.height()),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), shown,
            )  # fmt: skip
            painter.restore()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def words(self, x: float, y: float) -> str:
        """The cell at a place in words; empty beside them."""
        field = self.field()
        if not field.contains(x, y):
            return ""
        n_rows, n_columns = self.heat.values.shape
        row = min(int((y - field.top()) / self._row_height), n_rows - 1)
        column = min(int((x - field.left()) / self._column_width), n_columns - 1)
        return self.tr("{row}, {column}: {value}").format(
            row=self.heat.row_names[row], column=self.heat.column_names[column],
            value=f"{self.heat.values[row, column]:.4g}",
        )  # fmt: skip
