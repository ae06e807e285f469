"""Paints the table's cells straight from the columns: a wheel step redraws a few hundred."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from workbench.data.dataset import Column
from workbench.data.schema import Attribute
from workbench.gui.brush import Brush
from workbench.gui.cell_text import MISSING
from workbench.gui.explorer.table.cell_editors import editor_for, show_in, text_of
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.pictures import is_picture, is_series, picture_of, sparkline
from workbench.gui.theme import LIGHT, Theme, mixed

PADDING = 8
# As plain numbers: Python's enums cost more than the text they place.
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_RIGHT = Qt.AlignmentFlag.AlignRight.value | _MIDDLE
_LEFT = Qt.AlignmentFlag.AlignLeft.value | _MIDDLE
_ELIDED = Qt.TextElideMode.ElideRight
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUS = QStyle.StateFlag.State_HasFocus.value


class CellPainter(QStyledItemDelegate):
    """Paints and edits the cells of a ``SampleModel``; tints the rows that are brushed."""

    def __init__(self, model: SampleModel, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._brush = brush
        self._edited = Attribute("", "string")
        metrics = parent.fontMetrics()
        self._narrow = metrics.horizontalAdvance("0")
        self._wide = metrics.maxWidth() // 2  # of letters: a text this short needs no measuring
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._text = QColor(theme.text)
        self._faint = QColor(theme.secondary)
        self._accent = QColor(theme.accent)
        self._brushed = QColor(mixed(theme.panel, theme.accent, 0.14))
        self._chosen = QColor(mixed(theme.panel, theme.accent, 0.26))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        dataset = self._model.dataset
        if dataset is None:
            return
        row, column = int(self._model.rows[index.row()]), index.column()
        area: QRect = option.rect
        self._paint_ground(painter, area, row, option.state.value)
        attribute, values = dataset.schema.attributes[column], dataset.columns[column]
        inner = area.adjusted(PADDING, 0, -PADDING, 0)
        if attribute.kind == "array" and self._paint_array(painter, inner, attribute, values, row):
            return
        self._paint_text(painter, inner, attribute, self._model.text(row, column))

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        self._edited = self._model.attributes[index.column()]
        return editor_for(self._edited, parent)

    @override
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        show_in(editor, self._model.data(index, Qt.ItemDataRole.EditRole))

    @override
    def setModelData(
        self, editor: QWidget, model: Any, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        is_valid, text = text_of(editor, self._model.attributes[index.column()])
        if is_valid:
            self._model.setData(index, text)

    @override
    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area = QRect(option.rect)
        area.setSize(area.size().expandedTo(editor.minimumSizeHint()))
        editor.setGeometry(area)

    @override
    def eventFilter(self, editor: Any, event: QEvent) -> bool:
        # The table's own Return ends an edit; Shift+Return is a new line in a text.
        if event.type() == QEvent.Type.KeyPress and event.key() in _RETURN:  # type: ignore[attr-defined]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:  # type: ignore[attr-defined]
                return False
            if text_of(editor, self._edited)[0]:  # else the editor stays, marked as wrong
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
            return True
        return super().eventFilter(editor, event)

    def _paint_ground(self, painter: QPainter, area: QRect, row: int, state: int) -> None:
        if state & _SELECTED:
            painter.fillRect(area, self._chosen)
        elif self._brush.selected[row]:
            painter.fillRect(area, self._brushed)
        if state & _FOCUS:
            painter.setPen(self._accent)
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _paint_text(self, painter: QPainter, area: QRect, attribute: Attribute, text: str) -> None:
        painter.setPen(self._faint if text == MISSING else self._text)
        if attribute.kind != "numeric" and len(text) * self._wide > area.width():
            text = text[:400].replace("\n", " ↵ ")  # nobody's column is wider
            text = painter.fontMetrics().elidedText(text, _ELIDED, area.width())
        elif len(text) * self._narrow > area.width():  # a number, perhaps too long
            text = painter.fontMetrics().elidedText(text, _ELIDED, area.width())
        painter.drawText(area, _RIGHT if attribute.kind == "numeric" else _LEFT, text)

    def _paint_array(
        self, painter: QPainter, area: QRect, attribute: Attribute, values: Column, row: int
    ) -> bool:
        if is_picture(attribute, values):
            picture = picture_of(values[row])
            side = area.height() - 4
            width = min(area.width(), side * picture.width() // max(picture.height(), 1))
            painter.drawImage(QRect(area.left(), area.top() + 2, width, side), picture)
            return True
        if is_series(attribute, values):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._accent, 1))
            for line in sparkline(values[row], QRectF(area).adjusted(0, 4, 0, -4)):
                painter.drawPolyline(line) if line.size() > 1 else _dot(painter, line.first())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            return True
        return False


_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _dot(painter: QPainter, point: QPointF) -> None:
    painter.drawEllipse(point, 1, 1)
