"""The table's headers: names with kind and role above, row numbers with the brush at the side."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from workbench.data.schema import Attribute
from workbench.gui.brush import Brush
from workbench.gui.explorer.kind_words import KIND_ICONS, role_word
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.icons import paint_icon
from workbench.gui.theme import LIGHT, Theme, mixed

HEIGHT = 32
ICON, GAP, PADDING, ARROW = 14, 6, 8, 12
BAR = 3
_ARROWS = {
    Qt.SortOrder.AscendingOrder: "mdi6.chevron-up",
    Qt.SortOrder.DescendingOrder: "mdi6.chevron-down",
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AttributeHeader(QHeaderView):
    """Icon of the kind, name, role if it is none of the many, and the arrow of the order."""

    def __init__(self, model: SampleModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.theme = LIGHT
        self.setObjectName("table_attribute_header")
        self.setAccessibleName(self.tr("Attributes"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def needed_width(self, section: int) -> int:
        """The width that shows a section in full."""
        attribute = self._model.attributes[section]
        role = role_word(attribute.role)
        name = QFontMetrics(self._bold()).horizontalAdvance(attribute.name)
        words = name + self.fontMetrics().horizontalAdvance(role)
        return words + ICON + 2 * GAP + 2 * PADDING + ARROW + (GAP if role else 0)

    @override
    def paintSection(
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,
    ) -> None:
        if logicalIndex >= len(self._model.attributes):
            return
        attribute, theme = self._model.attributes[logicalIndex], self.theme
        painter.save()
        _paint_ground(painter, rect, theme, theme.window)
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if self.sortIndicatorSection() == logicalIndex:
            arrow = QRectF(inner.right() - ARROW, inner.center().y() - ARROW / 2, ARROW, ARROW)
            paint_icon(painter, _ARROWS[self.sortIndicatorOrder()], theme.accent, arrow)
        inner.adjust(0, 0, -ARROW, 0)
        mark = QRectF(inner.left(), inner.center().y() - ICON / 2 + 1, ICON, ICON)
        is_class = attribute.role == "class"
        paint_icon(
            painter, KIND_ICONS[attribute.kind], theme.accent if is_class else theme.secondary, mark
        )
        self._paint_words(painter, inner.adjusted(ICON + GAP, 0, 0, 0), attribute)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, attribute: Attribute) -> None:
        role = role_word(attribute.role)
        painter.setFont(self.font())
        role_width = painter.fontMetrics().horizontalAdvance(role) + GAP if role else 0
        painter.setFont(self._bold())
        painter.setPen(QColor(self.theme.text))
        metrics = painter.fontMetrics()
        room = max(area.width() - role_width, 0)
        name = metrics.elidedText(attribute.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, _LEFT, name)
        if role and area.width() > role_width + 16:
            painter.setFont(self.font())
            painter.setPen(QColor(self.theme.secondary))
            painter.drawText(
                area.adjusted(metrics.horizontalAdvance(name) + GAP, 0, 0, 0), _LEFT, role
            )

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font


class RowHeader(QHeaderView):
    """The samples' numbers as the file counts; brushed ones carry a bar in the accent colour."""

    def __init__(self, model: SampleModel, brush: Brush, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = model
        self._brush = brush
        self.theme = LIGHT
        self.setObjectName("table_row_header")
        self.setAccessibleName(self.tr("Row numbers"))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setToolTip(self.tr("Click to select a row; Ctrl adds one, Shift a range."))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        dataset = self._model.dataset
        last = int(dataset.sample_ids.max()) + 1 if dataset and dataset.n_samples else 1
        width = self.fontMetrics().horizontalAdvance("0" * len(str(last)))
        return QSize(width + 2 * PADDING + BAR, super().sizeHint().height())

    @override
    def paintSection(
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,
    ) -> None:
        if logicalIndex >= len(self._model.rows):
            return
        row, theme = int(self._model.rows[logicalIndex]), self.theme
        is_brushed = bool(self._brush.selected[row])
        ground = mixed(theme.window, theme.accent, 0.14) if is_brushed else theme.window
        painter.save()
        _paint_ground(painter, rect, theme, ground)
        if is_brushed:
            painter.fillRect(QRect(rect.left(), rect.top(), BAR, rect.height()), theme.accent)
        painter.setPen(QColor(theme.text if is_brushed else theme.secondary))
        painter.drawText(rect.adjusted(0, 0, -PADDING, 0), _RIGHT, self._model.row_name(row))
        painter.restore()


def _paint_ground(painter: QPainter, rect: QRect, theme: Theme, ground: str) -> None:
    painter.fillRect(rect, QColor(ground))
    painter.setPen(QColor(theme.line))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.setPen(QColor(theme.grid))
    painter.drawLine(rect.topRight(), rect.bottomRight())
