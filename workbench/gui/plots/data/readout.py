"""The words beside the cursor."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from workbench.gui.plots.figure import tabular
from workbench.gui.theme import Theme

_PADDING, _AWAY = 6.0, 10.0


def paint_readout(
    painter: QPainter, reading: tuple[QPointF, str], area: QRectF, theme: Theme, font: QFont
) -> None:
    """Paint a box with the words near their place, inside the area."""
    place, text = reading
    small = tabular(font, scale=0.92)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    room = QRectF(0, 0, max(area.width() - 4 * _PADDING, 40), 2000)
    box = QFontMetricsF(small).boundingRect(room, flags, text)
    box = box.adjusted(-_PADDING, -_PADDING, _PADDING, _PADDING)
    is_right, is_low = place.x() > area.center().x(), place.y() > area.center().y()
    left = place.x() - box.width() - _AWAY if is_right else place.x() + _AWAY
    top = place.y() - box.height() - _AWAY if is_low else place.y() + _AWAY
    box.moveTo(max(left, area.left()), min(max(top, area.top()), area.bottom() - box.height()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.panel)
    ground.setAlpha(240)
    painter.setBrush(ground)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.text))
    painter.setFont(small)
    painter.drawText(box.adjusted(_PADDING, 0, -_PADDING, 0), flags, text)
