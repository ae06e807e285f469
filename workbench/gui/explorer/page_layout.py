"""Where the explorer's parts stand: head line above, three columns below, or the empty page."""

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QSize, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from workbench.data.dataset import Dataset
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
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

OVERVIEW = "overview"
WIDTHS = (384, 640, 272)  # attributes, views, steps: at a first start
HEIGHTS = (300, 340)  # attributes and their summary
ICON = QSize(18, 18)
LAYOUT_VERSION = 2


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
        self.show_left = self._fold_button("show_attributes", self.tr("Attributes and summary"))
        self.show_right = self._fold_button("show_steps", self.tr("Steps"))
        self._lay_out()
        self._draw_folds()

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
        self._draw_folds()

    def layout_state(self) -> QByteArray:
        """How wide the columns are, and which are folded away."""
        state = QByteArray()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeUInt8(LAYOUT_VERSION)
        for button in (self.show_left, self.show_right):
            stream.writeBool(button.isChecked())
        for splitter in (self.columns, self.left):
            stream << splitter.saveState()
        return state

    def restore_layout(self, state: QByteArray) -> None:
        """Make the columns as wide as they were."""
        stream = QDataStream(state)
        if stream.readUInt8() != LAYOUT_VERSION:
            return
        shown = [stream.readBool(), stream.readBool()]
        for splitter in (self.columns, self.left):
            widths = QByteArray()
            stream >> widths
            splitter.restoreState(widths)
        for button, is_shown in zip((self.show_left, self.show_right), shown, strict=True):
            button.setChecked(is_shown)

    def reset_layout(self) -> None:
        """Make the columns as wide as at a first start."""
        for button in (self.show_left, self.show_right):
            button.setChecked(True)
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

    def _fold_button(self, name: str, tip: str) -> QToolButton:
        """A switch at an end of the tabs: on a small screen the views need the room."""
        button = QToolButton(self.views)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setChecked(True)
        button.setIconSize(ICON)
        button.setAccessibleName(self.tr("Show: {}").format(tip))
        button.setToolTip(self.tr("Show or fold away: {}").format(tip))
        return button

    def _draw_folds(self) -> None:
        self.show_left.setIcon(icon("mdi6.dock-left", self._theme, "secondary"))
        self.show_right.setIcon(icon("mdi6.dock-right", self._theme, "secondary"))

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
        self.views.setCornerWidget(self.show_left, Qt.Corner.TopLeftCorner)
        self.views.setCornerWidget(self.show_right, Qt.Corner.TopRightCorner)
        self.show_left.toggled.connect(self.left.setVisible)
        self.show_right.toggled.connect(self.steps.setVisible)
        self.reset_layout()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in (self.head, self.trouble, self.loading):
            column.addWidget(line)
        column.addWidget(self.pages, 1)


def _always(_dataset: Dataset) -> bool:
    return True
