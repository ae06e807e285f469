"""A figure of bars: what class balance and frequent tokens have in common."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from workbench.data.dataset import BoolArray
from workbench.gui.brush import Brush
from workbench.gui.plots.data.bars import Bars
from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.region import mode_of
from workbench.gui.plots.figure import Rows
from workbench.gui.theme import Theme


class BarFigure(DataFigure):
    """A figure of bars."""

    def __init__(self, brush: Brush, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(brush, name, title, parent)
        self.bars = Bars(f"{name}Bars", title)
        self.bars.bar_clicked.connect(self.select_bar)
        self.area = QScrollArea(self)
        self.area.setObjectName(f"{name}Scroll")
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.bars)
        self.set_stage(self.area)
        self.strip = ClassStrip(f"{name}Classes", self)

    def members(self, label: int, group: int) -> BoolArray:
        """The samples behind a piece of a bar, shape (n,); group −1 for the whole bar."""
        raise NotImplementedError

    def select_bar(self, label: int, group: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select the samples behind a piece of a bar."""
        self.brush.select(self.members(label, group), mode_of(modifiers, "toggle"))

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.bars.theme = self.strip.theme = theme
        self.area.setStyleSheet(f"QScrollArea {{ background: {theme.panel}; border: none; }}")
        self.bars.update()
        self.strip.update()

    @override
    def numbers(self) -> Rows:
        counts = self.bars.counts
        head = ["", *(counts.groups if len(counts.groups) > 1 else (self.tr("samples"),))]
        rows = zip(counts.labels, counts.counts.tolist(), strict=True)
        return [head, *([label, *map(str, row)] for label, row in rows)]
