"""Paints the small histogram in each row of the attribute list."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from workbench.data.profile.attribute_profile import AttributeProfile
from workbench.gui.class_colours import class_colours
from workbench.gui.explorer.attribute_model import PROFILE_ROLE
from workbench.gui.explorer.bars import coarse, paint_bars
from workbench.gui.theme import Theme

N_BARS = 20
MARGIN = 4


class PictureDelegate(QStyledItemDelegate):
    """Bars stacked by class."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        profile = index.data(PROFILE_ROLE)
        if not isinstance(profile, AttributeProfile) or profile.histogram is None:
            return
        counts = coarse(profile.histogram.counts, N_BARS)
        rect = QRectF(option.rect).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        paint_bars(painter, rect, counts, bar_colours(self.theme, counts.shape[1]), 1.0)


def bar_colours(theme: Theme, n: int) -> list[QColor]:
    """A colour for each column of counts: one for all where there are no classes."""
    return [theme.seen(theme.series[0])] if n == 1 else class_colours(theme, n - 1)
