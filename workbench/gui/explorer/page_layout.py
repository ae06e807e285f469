"""Where the explorer's parts stand: head line above, three columns below, or the empty page."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.data.schema import Schema
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView
from workbench.gui.explorer.attribute_list import AttributeList
from workbench.gui.explorer.empty_page import EmptyPage
from workbench.gui.explorer.handed import Handed
from workbench.gui.explorer.head_line import HeadLine
from workbench.gui.explorer.loading_line import LoadingLine
from workbench.gui.explorer.open_data import OpenData
from workbench.gui.explorer.overview import Overview
from workbench.gui.explorer.steps_panel import StepsPanel
from workbench.gui.explorer.summary_panel import SummaryPanel
from workbench.gui.explorer.trouble import Trouble
from workbench.gui.explorer.view_tabs import ViewTabs
from workbench.gui.theme import Theme

OVERVIEW = "overview"
WIDTHS = (384, 640, 272)  # attributes, views, steps: at a first start
HEIGHTS = (300, 340)  # attributes and their summary


class PageLayout(QWidget):
    """The parts and their places."""

    def __init__(self, handed: Handed, data: OpenData, brush: Brush, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("explorer_page")
        self.setAccessibleName(self.tr("Data"))
        self.head = HeadLine(theme, self)
        self.trouble = Trouble(theme, self)
        self.loading = LoadingLine(self)
        self.empty = EmptyPage(theme, self)
        self.attributes = AttributeList(handed.catalog, theme, self)
        self.summary = SummaryPanel(handed.catalog, theme, self)
        self.steps = StepsPanel(data, handed, theme, self)
        self._theme = theme
        self.views = ViewTabs(brush, (self._overview_view(), *handed.views), theme, self)
        self.left = QSplitter(Qt.Orientation.Vertical, self)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.pages = QStackedWidget(self)
        self._lay_out()

    def show_content(self, *, is_open: bool) -> None:
        """Show the data, or how to get some."""
        self.head.setVisible(is_open)
        self.pages.setCurrentWidget(self.columns if is_open else self.empty)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        self._theme = theme
        parts = (self.head, self.trouble, self.empty, self.attributes, self.summary, self.steps)
        for part in (*parts, self.views):
            part.set_theme(theme)

    def layout_state(self) -> QByteArray:
        """How wide the columns are."""
        return self.columns.saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """Make the columns as wide as they were."""
        self.columns.restoreState(state)

    def reset_layout(self) -> None:
        """Make the columns as wide as at a first start."""
        self.columns.setSizes(list(WIDTHS))
        self.left.setSizes(list(HEIGHTS))

    def _overview_view(self) -> DataView:
        return DataView(
            OVERVIEW, self.tr("Overview"), "mdi6.view-grid-outline", self._made_overview, _always
        )

    def _made_overview(self, _brush: Brush) -> Overview:
        overview = Overview(self.attributes.model, self._theme)
        overview.chosen.connect(self.attributes.choose)
        return overview

    def _lay_out(self) -> None:
        self.left.addWidget(self.attributes)
        self.left.addWidget(self.summary)
        self.left.setChildrenCollapsible(False)
        self.attributes.setMinimumHeight(140)
        self.left.setMinimumWidth(280)
        self.views.setMinimumWidth(320)
        self.steps.setMinimumWidth(240)
        for part in (self.left, self.views, self.steps):
            self.columns.addWidget(part)
        self.columns.setStretchFactor(0, 0)
        self.columns.setStretchFactor(1, 1)
        self.columns.setStretchFactor(2, 0)
        self.columns.setChildrenCollapsible(False)
        self.reset_layout()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in (self.head, self.trouble, self.loading):
            column.addWidget(line)
        column.addWidget(self.pages, 1)


def _always(_schema: Schema) -> bool:
    return True
