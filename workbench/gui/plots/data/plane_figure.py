"""What figures of lines on one plane have in common: redrawing, theme, reset."""

from typing_extensions import override

from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.plane import Plane
from workbench.gui.theme import Theme


class PlaneFigure(DataFigure):
    """A figure with one plane and a strip of names; subclasses make both."""

    plane: Plane
    strip: ClassStrip

    @override
    def show_selection(self) -> None:
        self.plane.redraw()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plane.set_theme(theme)
        self.strip.theme = theme
        self.strip.update()

    @override
    def reset_view(self) -> None:
        self.plane.reset()
