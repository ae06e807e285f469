"""How a confusion matrix is painted: cells, labels, totals, what is chosen."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from workbench.data.dataset import BoolArray
from workbench.gui.plots.confusion_figures import ConfusionFigures
from workbench.gui.plots.confusion_frame import GAP, HEADING, Frame
from workbench.gui.plots.figure import tabular
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class Painted(Protocol):
    """What is asked of the widget."""

    figures: ConfusionFigures
    labels: tuple[str, ...]
    selected: BoolArray
    current: tuple[int, int]
    theme: Theme

    def text(self, actual: int, predicted: int) -> str:
        """What stands in a cell."""
        ...

    def ground(self, actual: int, predicted: int) -> QColor:
        """The colour of a cell."""
        ...

    def ink(self, actual: int, predicted: int) -> QColor:
        """The colour of its text."""
        ...

    def font(self) -> QFont:
        """The widget's font."""
        ...

    def hasFocus(self) -> bool:  # noqa: N802  Qt's name
        """Whether keys come here."""
        ...


def painted(painter: QPainter, grid: Painted, frame: Frame) -> None:
    """Paint everything."""
    n = len(grid.labels)
    for actual in range(n):
        for predicted in range(n):
            _cell(painter, grid, frame, actual, predicted)
    _labels(painter, grid, frame)
    if grid.figures.minus is None:
        _totals(painter, grid, frame)
    _names(painter, grid, frame)
    _chosen(painter, grid, frame)
    if grid.hasFocus():
        pen = QPen(QColor(grid.theme.text), 1, Qt.PenStyle.DashLine)
        _outline(painter, frame.cell(*grid.current).adjusted(3, 3, -3, -3), pen)


def _cell(painter: QPainter, grid: Painted, frame: Frame, actual: int, predicted: int) -> None:
    box = frame.cell(actual, predicted)
    painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), grid.ground(actual, predicted))
    _outline(painter, box, QPen(QColor(grid.theme.line), 1))
    painter.setPen(grid.ink(actual, predicted))
    painter.setFont(tabular(grid.font(), bold=actual == predicted))
    text = grid.text(actual, predicted)
    if QFontMetricsF(painter.font()).horizontalAdvance(text) <= box.width() - 2:
        painter.drawText(box, _CENTRE, text)


def _labels(painter: QPainter, grid: Painted, frame: Frame) -> None:
    painter.setPen(QColor(grid.theme.text))
    shared = _n_shared(grid.labels)
    for i, label in enumerate(grid.labels):
        for box, side, chosen in (
            (frame.cell(i, -1), _RIGHT, grid.selected[i].all()),
            (frame.cell(-1, i), _CENTRE, grid.selected[:, i].all()),
        ):
            painter.setFont(tabular(grid.font(), bold=bool(chosen)))
            measure = QFontMetricsF(painter.font())
            painter.drawText(box, side, short(measure, label, shared, box.width() - 4))


def _n_shared(labels: Sequence[str]) -> int:
    """How many characters all labels begin with."""
    alike = [len(set(letters)) == 1 for letters in zip(*labels, strict=False)]
    return [*alike, False].index(False) if len(labels) > 1 else 0


def short(measure: QFontMetricsF, label: str, shared: int, room: float) -> str:
    """A label in little room: what all labels begin with goes first, as it tells them not apart.

    Args:
        shared: how many characters all labels begin with.
    """
    rest = label[shared:] if shared > 1 else label
    for whole in (label, f"…{rest}", rest):
        if measure.horizontalAdvance(whole) <= room:
            return whole
    elided = measure.elidedText(rest, Qt.TextElideMode.ElideRight, room)
    if len(elided) > 1:
        return elided
    letters = (rest[:n] for n in range(len(rest), 0, -1))  # they say more than dots alone
    return next((some for some in letters if measure.horizontalAdvance(some) <= room), "")


def _totals(painter: QPainter, grid: Painted, frame: Frame) -> None:
    """What a row and a column add up to."""
    n = len(grid.labels)
    painter.setPen(QColor(grid.theme.secondary))
    painter.setFont(tabular(grid.font()))
    measure = QFontMetricsF(painter.font())
    for i in range(n):
        painter.drawText(_beside(frame, i), _LEFT, grid.figures.row_total(i))
        text, box = grid.figures.column_total(i), frame.cell(n, i)
        if measure.horizontalAdvance(text) <= box.width():
            painter.drawText(box, _CENTRE, text)
    painter.drawText(_beside(frame, n), _LEFT, grid.figures.total)


def _beside(frame: Frame, row: int) -> QRectF:
    return frame.cell(row, frame.n).adjusted(GAP, 0, 0, 0)


def _names(painter: QPainter, grid: Painted, frame: Frame) -> None:
    n, heading = len(grid.labels), scaled(HEADING)
    painter.setPen(QColor(grid.theme.secondary))
    painter.setFont(tabular(grid.font(), scale=0.92))
    across = QRectF(frame.left, frame.top - 2 * heading, max(n * frame.width, 120), heading)
    painter.drawText(across, _LEFT, _tr("Predicted"))
    painter.drawText(frame.cell(-1, -1), _RIGHT, _tr("Actual"))


def _chosen(painter: QPainter, grid: Painted, frame: Frame) -> None:
    """A thick outline around each chosen cell: no colour says it alone."""
    pen = QPen(QColor(grid.theme.accent), 3)
    for actual, predicted in zip(*grid.selected.nonzero(), strict=True):
        _outline(painter, frame.cell(int(actual), int(predicted)).adjusted(1, 1, -1, -1), pen)


def _outline(painter: QPainter, box: QRectF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConfusionGrid", text)
