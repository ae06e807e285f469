"""Which parameters a score depends on, as bars, the most important first."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from workbench.gui.plots.figure import Figure, Rows, tabular
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.history.importance import Importance, Importances

LINE, BAR, MARGIN = 28, 14, 16
MOST_OF_NAME = 0.3  # of the width
FIGURES = "100 %   +0.00"


class ImportanceBars(QWidget):
    """A line for each parameter: name, bar, share, and which way the score goes with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importanceBars")
        self.theme: Theme = LIGHT
        self.parameters: tuple[Importance, ...] = ()

    def show_parameters(self, parameters: tuple[Importance, ...]) -> None:
        """Draw others."""
        self.parameters = parameters
        self.setMinimumHeight(scaled(LINE) * len(parameters) + 2 * scaled(8))
        told = [f"{one.name} {_share(one)}" for one in parameters]
        self.setAccessibleName(self.tr("Importance of parameters"))
        self.setAccessibleDescription(", ".join(told))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular(self.font()))
        measure = QFontMetricsF(painter.font())
        names = [measure.horizontalAdvance(one.name) for one in self.parameters]
        room = min(max(names, default=0.0), MOST_OF_NAME * self.width())
        figures = measure.horizontalAdvance(FIGURES) + scaled(MARGIN)
        left = scaled(MARGIN) + room + scaled(12)
        across = max(self.width() - left - figures - scaled(MARGIN), 20.0)
        most = max((one.share for one in self.parameters), default=0.0) or 1.0
        for number, one in enumerate(self.parameters):
            top = scaled(8) + number * scaled(LINE)
            name = measure.elidedText(one.name, Qt.TextElideMode.ElideMiddle, room)
            self._write(painter, QRectF(scaled(MARGIN), top, room, scaled(LINE)), name, right=True)
            bar = QRectF(left, top + (scaled(LINE) - scaled(BAR)) / 2, across, scaled(BAR))
            bar.setWidth(max(across * one.share / most, 1.0))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.seen(self.theme.series[0]))
            painter.drawRoundedRect(bar, 2, 2)
            words = _share(one) + ("" if one.correlation is None else f"   {one.correlation:+.2f}")
            place = QRectF(bar.right() + scaled(8), top, figures, scaled(LINE))
            self._write(painter, place, words, right=False)

    def _write(self, painter: QPainter, place: QRectF, text: str, *, right: bool) -> None:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(self.theme.text))
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), text)


class ImportancePlot(Figure):
    """Bars of ``Importances``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("importancePlot", "", "", parent)
        self.title = self.tr("Importance of parameters")
        self.setAccessibleName(self.title)
        self.message.setText(self.tr("Which parameters the score depends on will be drawn here."))
        self.value: Importances | None = None
        self.bars = ImportanceBars(self)
        self.area = QScrollArea(self)
        self.area.setObjectName("importanceArea")
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.bars)
        self.set_stage(self.area)
        self.bars.setToolTip(
            self.tr(
                "The share of the score's variance that a parameter has a part in, alone or "
                "together with others; behind it its rank correlation with the score, where it "
                "is a number."
            )
        )
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, Importances) else None
        self.bars.show_parameters(self.value.parameters if self.value else ())
        self.set_filled(self.value is not None and bool(self.value.parameters))

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.bars.theme = theme
        self.bars.update()

    @override
    def numbers(self) -> Rows:
        found = self.value.parameters if self.value else ()
        return [
            ["parameter", "share", "correlation"],
            *(
                [one.name, f"{one.share:.6g}",
                 "" if one.correlation is None else f"{one.correlation:.6g}"]
                for one in found
            ),
        ]  # fmt: skip


def _share(one: Importance) -> str:
    return f"{100 * one.share:.0f} %"
