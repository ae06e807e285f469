"""The buttons that say what the mouse does on a plane: select, zoom, pan; and all of it again."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup

from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.plane import Plane, Tool

ALL_TOOLS: tuple[Tool, ...] = ("rectangle", "lasso", "zoom", "pan")


class ToolButtons:
    """One button per tool, of which one is on, and one that shows everything again.

    Args:
        plane: whose tool they set.
    """

    def __init__(self, figure: DataFigure, plane: Plane, tools: Sequence[Tool] = ALL_TOOLS) -> None:
        words = {
            "rectangle": ("mdi6.selection", figure.tr("Select in a rectangle"),
                          figure.tr("Drag a rectangle to select; Shift adds, Ctrl removes")),
            "lasso": ("mdi6.lasso", figure.tr("Select with a lasso"),
                      figure.tr("Draw around samples to select; Shift adds, Ctrl removes")),
            "zoom": ("mdi6.magnify-plus-outline", figure.tr("Zoom into a rectangle"),
                     figure.tr("Drag a rectangle to zoom in; the wheel zooms at any time")),
            "pan": ("mdi6.cursor-move", figure.tr("Move"),
                    figure.tr("Drag to move; the middle button moves at any time")),
        }  # fmt: skip
        self.plane = plane
        self._tools = tuple(tools)
        self.group = QButtonGroup(figure)
        for number, tool in enumerate(self._tools):
            glyph, title, tip = words[tool]
            button = figure.add_button(tool.capitalize(), glyph, title, tip)
            button.setCheckable(True)
            button.setChecked(tool == plane.tool)
            self.group.addButton(button, number)
        self.group.idClicked.connect(self.choose)
        reset = figure.add_button(
            "ShowAll", "mdi6.fit-to-page-outline", figure.tr("Show everything"),
            figure.tr("Show everything again (double click, Ctrl+0)"),
        )  # fmt: skip
        reset.clicked.connect(figure.reset_view)

    def choose(self, number: int) -> None:
        """Use another tool."""
        self.plane.tool = self._tools[number]
        self.group.button(number).setChecked(True)
