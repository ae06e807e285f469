"""The table itself: rows and columns, keys, clipboard; what is selected in it is brushed."""

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QKeyCombination, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from workbench.data.dataset import IntArray
from workbench.gui.brush import Brush, Mode
from workbench.gui.explorer.table.cell_painter import PADDING, CellPainter
from workbench.gui.explorer.table.header import AttributeHeader, RowHeader
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.pictures import is_picture, is_series
from workbench.gui.theme import LIGHT, Theme

ROW_HEIGHT, PICTURE_HEIGHT = 26, 36
MIN_WIDTH, MAX_WIDTH, SERIES_WIDTH = 56, 280, 140
_LOOKED_AT = 60  # rows that decide on a column's width; Qt would look at every one of a million
_COPY_WITH_NAMES = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_C
)
MAX_COPIED = 1_000_000  # cells


class SampleGrid(QTableView):
    """A table of samples.

    Cells are selected as in a spreadsheet, to be copied and pasted; samples are brushed by their
    row numbers, or with Shift+Space for the rows of the selected cells.

    Signals:
        pasted(int, int, str): a text is to be pasted with its upper left cell there.
        refused(str): a sentence on what could not be done.
    """

    pasted = Signal(int, int, str)
    refused = Signal(str)

    def __init__(self, model: SampleModel, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._brush = brush
        self._anchor = -1
        self._line = QColor(LIGHT.grid)
        self.setObjectName("sample_table")
        self.setAccessibleName(self.tr("Samples"))
        self.painter = CellPainter(model, brush, self)
        self.head = AttributeHeader(model, self)
        self.side = RowHeader(model, brush, self)
        self.setHorizontalHeader(self.head)
        self.setVerticalHeader(self.side)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self._set_manners()
        self.side.sectionPressed.connect(self._press_row)
        self.side.sectionEntered.connect(self._enter_row)

    def _set_manners(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._line = QColor(theme.grid)
        self.painter.set_theme(theme)
        self.head.set_theme(theme)
        self.side.set_theme(theme)
        self.viewport().update()

    def repaint_brush(self) -> None:
        """Paint what is brushed now."""
        self.viewport().update()
        self.side.viewport().update()

    def fit_columns(self) -> None:
        """Rows as high and columns as wide as what is in them asks for."""
        dataset = self._model.dataset
        if dataset is None:
            return
        pairs = list(zip(dataset.schema.attributes, dataset.columns, strict=True))
        has_pictures = any(is_picture(a, c) for a, c in pairs)
        self.side.setDefaultSectionSize(PICTURE_HEIGHT if has_pictures else ROW_HEIGHT)
        for column in range(len(pairs)):
            self.fit_column(column)
        self._widen_texts()

    def fit_column(self, column: int) -> None:
        """One column as wide as its name and the first rows in sight ask for."""
        dataset = self._model.dataset
        if dataset is None:
            return
        attribute, values = dataset.schema.attributes[column], dataset.columns[column]
        if is_series(attribute, values):
            needed = SERIES_WIDTH
        elif is_picture(attribute, values):
            needed = PICTURE_HEIGHT + 2 * PADDING
        else:
            needed = self._text_width(column)
        wide = max(needed, self.head.needed_width(column), MIN_WIDTH)
        self.setColumnWidth(column, min(wide, MAX_WIDTH))

    def go_to(self, row: int, column: int | None = None) -> None:
        """Make a cell the current one and bring it into sight; rows as they are shown."""
        current = max(self.currentIndex().column(), 0) if column is None else column
        index = self._model.index(row, current)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def selected_block(self) -> tuple[IntArray, list[int]]:
        """The rows as shown and the columns in order that the selected cells span."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(i) for i in range(selection.count())]
        if not ranges:
            return np.empty(0, dtype=np.int64), []
        rows = np.unique(np.concatenate([np.arange(r.top(), r.bottom() + 1) for r in ranges]))
        columns = {c for r in ranges for c in range(r.left(), r.right() + 1)}
        shown = [c for c in columns if not self.isColumnHidden(c)]
        return rows, sorted(shown, key=self.head.visualIndex)

    def brush_rows(self, shown: IntArray, mode: Mode = "replace") -> None:
        """Brush the samples of some rows, as they are shown."""
        self._brush.select(self._model.rows[shown], mode)

    def copy(self, *, with_names: bool = False) -> None:
        """Copy the selected cells as text with tabs, and the attributes' names above them."""
        rows, columns = self.selected_block()
        if len(rows) * len(columns) > MAX_COPIED:
            words = self.tr("{cells} cells are too many to copy; at most {most} are.")
            self.refused.emit(
                words.format(cells=f"{len(rows) * len(columns):,}", most=f"{MAX_COPIED:,}")
            )
            return
        lines = ["\t".join(self._plain(r, c) for c in columns) for r in rows]
        if with_names:
            lines.insert(0, "\t".join(self._model.attributes[c].name for c in columns))
        if columns:
            QGuiApplication.clipboard().setText("\n".join(lines))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self._line)
        top, width = self.rowAt(0), min(self.head.length(), self.viewport().width())
        height = self.side.defaultSectionSize()
        start = self.rowViewportPosition(max(top, 0)) + height - 1
        end = self.rowViewportPosition(self._model.rowCount() - 1) + height
        for y in range(start, min(self.viewport().height(), end), height):
            painter.drawLine(0, y, width, y)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.keyCombination() == _COPY_WITH_NAMES:
            self.copy(with_names=True)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
            self.brush_rows(np.arange(self._model.rowCount()))
        elif event.key() == Qt.Key.Key_Space and event.modifiers() & shifted:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.brush_rows(self.selected_block()[0], "toggle" if adds else "replace")
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self._brush.clear()
        else:
            super().keyPressEvent(event)

    def _paste(self) -> None:
        at, text = self.currentIndex(), QGuiApplication.clipboard().text()
        if at.isValid() and text:
            self.pasted.emit(at.row(), at.column(), text)

    def _plain(self, row: int, column: int) -> str:
        text = self._model.text(int(self._model.rows[row]), column)
        if any(sign in text for sign in '\t\n"'):
            text = '"' + text.replace('"', '""') + '"'
        return text

    def _press_row(self, row: int) -> None:
        held = QGuiApplication.keyboardModifiers()
        if held & Qt.KeyboardModifier.ShiftModifier and self._anchor >= 0:
            self._brush_from_anchor(row)
            return
        self._anchor = row
        adds = bool(held & Qt.KeyboardModifier.ControlModifier)
        self.brush_rows(np.array([row]), "toggle" if adds else "replace")

    def _enter_row(self, row: int) -> None:
        """Drag over the row numbers."""
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton and self._anchor >= 0:
            self._brush_from_anchor(row)

    def _brush_from_anchor(self, row: int) -> None:
        low, high = sorted((min(self._anchor, self._model.rowCount() - 1), row))
        held = QGuiApplication.keyboardModifiers()
        adds = bool(held & Qt.KeyboardModifier.ControlModifier)
        self.brush_rows(np.arange(low, high + 1), "add" if adds else "replace")

    def _widen_texts(self) -> None:
        """Give the room that is left to the columns of long texts."""
        cut = [
            i
            for i, a in enumerate(self._model.attributes)
            if a.kind == "string" and self.columnWidth(i) == MAX_WIDTH
        ]
        room = self.viewport().width() - self.head.length()
        for column in cut:
            self.setColumnWidth(column, MAX_WIDTH + max(room, 0) // len(cut))

    def _text_width(self, column: int) -> int:
        first = max(self.rowAt(0), 0)
        rows = self._model.rows[first : first + _LOOKED_AT]
        texts = (self._model.text(int(row), column)[:200] for row in rows)
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(t) for t in texts), default=0) + 2 * PADDING + 4
