"""Three probabilities as one bar: better, practically equal, worse."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from workbench.evaluation.comparison.bayes import Chances
from workbench.evaluation.comparison.words import chance
from workbench.gui.contrast import blend
from workbench.gui.plots.colour import text_on
from workbench.gui.theme import Theme

_ROOM = 8.0  # beside a number


def chance_colours(theme: Theme) -> tuple[QColor, QColor, QColor]:
    """Of better, equal, worse: told apart by colour-blind eyes, and by their order."""
    equal = blend(QColor(theme.panel), QColor(theme.secondary), 0.35)
    return QColor(theme.series[0]), equal, QColor(theme.series[1])


def paint_chances(painter: QPainter, box: QRectF, chances: Chances, theme: Theme) -> None:
    """Draw the bar; a share's number stands in it where there is room."""
    left = box.left()
    measure = QFontMetricsF(painter.font())
    shares = (chances.better, chances.equal, chances.worse)
    for share, colour in zip(shares, chance_colours(theme), strict=True):
        part = QRectF(left, box.top(), share * box.width(), box.height())
        left += part.width()
        painter.fillRect(part, colour)
        text = chance(share)
        if measure.horizontalAdvance(text) + _ROOM <= part.width():
            painter.setPen(text_on(colour))
            painter.drawText(part, int(Qt.AlignmentFlag.AlignCenter), text)
