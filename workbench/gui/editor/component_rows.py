"""Rows that show components in lists and trees: icon, title and, where asked for, another name."""

from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from workbench.core.component import Component
from workbench.gui.editor.look import ICON, Look
from workbench.gui.text_size import TEXT_SIZE, scaled
from workbench.gui.theme import Theme

KEY_ROLE = int(Qt.ItemDataRole.UserRole)
ICON_ROLE = KEY_ROLE + 1
CATEGORY_ROLE = KEY_ROLE + 2
ALIAS_ROLE = KEY_ROLE + 3
_HEIGHT = 30


class _Row(Protocol):
    def setData(self, role: int, value: object, /) -> None: ...  # noqa: N802 - Qt's name


class ComponentRows(QStyledItemDelegate):
    """Paints component rows; icons are made when they are first seen."""

    def __init__(self, parent: QObject, theme: Theme) -> None:
        super().__init__(parent)
        self._look = Look(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._look = Look(theme)

    @staticmethod
    def fill(row: _Row, kind: type[Component]) -> None:
        """Give a list's row what this delegate paints."""
        row.setData(ICON_ROLE, kind.icon)
        row.setData(CATEGORY_ROLE, kind.category)
        row.setData(ALIAS_ROLE, next(iter((*kind.weka_names(), *kind.aliases)), ""))

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), scaled(_HEIGHT)) if index.data(KEY_ROLE) else hint

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if not index.data(KEY_ROLE):
            super().paint(painter, option, index)
            return
        look, theme = self._look, self._look.theme
        scale = TEXT_SIZE.scale
        box = QRectF(0.0, 0.0, option.rect.width() / scale, option.rect.height() / scale)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.translate(option.rect.topLeft())
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            tint = QColor(theme.accent)
            tint.setAlphaF(0.18 if is_chosen else 0.08)
            painter.setBrush(tint)
            painter.drawRoundedRect(box.adjusted(0, 1, -1, -1), 4, 4)
        ratio = painter.device().devicePixelRatioF() * scale
        picture = look.pixmap(index.data(ICON_ROLE), index.data(CATEGORY_ROLE), ICON, ratio)
        painter.drawPixmap(8, (_HEIGHT - ICON) // 2, picture)
        self._paint_words(painter, box.adjusted(36, 0, -8, 0), index)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = self._look
        right = Qt.TextElideMode.ElideRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.title_font)
        painter.setPen(look.text)
        title = look.title_metrics.elidedText(index.data(), right, box.width())
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, title)
        left = box.width() - look.title_metrics.horizontalAdvance(title) - 12.0
        alias = (index.data(ALIAS_ROLE) or "").rsplit(".", 1)[-1]
        if alias and left > 48.0:
            painter.setFont(look.status_font)
            painter.setPen(look.secondary)
            words = look.status_metrics.elidedText(alias, right, left)
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, words)
