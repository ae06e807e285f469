"""Docks with a title bar of ours, and a page that has such docks around it."""

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.gui.actions import tool_tip
from workbench.gui.icons import icon
from workbench.gui.text_size import TEXT_SIZE, scaled
from workbench.gui.theme import Theme

ICON = QSize(14, 14)
LAYOUT_VERSION = 2
CLOSED = frozenset({"outline"})  # at a first start; the View menu opens it
SIDE_SHARES = {"palette": 0.26, "inspector": 0.34}  # of its width, where text is large
OUTPUT_SHARE = 0.46  # of the page's height, at a first start
SIDES = {"palette": 208, "inspector": 320}  # widths at a first start
AREAS = {
    "palette": Qt.DockWidgetArea.LeftDockWidgetArea,
    "outline": Qt.DockWidgetArea.LeftDockWidgetArea,
    "inspector": Qt.DockWidgetArea.RightDockWidgetArea,
    "output": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Dock(QDockWidget):
    """A panel that can be closed, moved and floated."""

    def __init__(self, name: str, title: str, content: QWidget, theme: Theme) -> None:
        super().__init__(title)
        self.setObjectName(f"{name}_dock")
        self.setWidget(content)
        self.toggleViewAction().setObjectName(f"toggle_{name}")
        self.toggleViewAction().setStatusTip(self.tr("Show or hide this panel"))
        self._float = self._button("float", self.tr("Float, or put back"))
        self._close = self._button("close", self.tr("Close; View brings it back"))
        self._float.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self._close.clicked.connect(self.close)
        self.setTitleBarWidget(self._title_bar(title))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._float.setIcon(icon("mdi6.open-in-new", theme, "secondary"))
        self._close.setIcon(icon("mdi6.close", theme, "secondary"))

    def add_tool(self, action: QAction) -> None:
        """Offer an action of the content in the title bar."""
        button = self._button(action.objectName(), tool_tip(action.text(), action))
        button.setDefaultAction(action)
        button.setToolTip(tool_tip(action.text(), action))
        bar = self.titleBarWidget().layout()
        if isinstance(bar, QHBoxLayout):
            bar.insertWidget(bar.indexOf(self._float), button)

    def _title_bar(self, title: str) -> QWidget:
        bar = QFrame(self)
        bar.setProperty("role", "title_bar")
        words = QLabel(title, bar)
        words.setProperty("role", "heading")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(0)
        row.addWidget(words, 1)
        row.addWidget(self._float)
        row.addWidget(self._close)
        return bar

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}_{name}")
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setIconSize(ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


class DockedPage(QMainWindow):
    """A page inside the window with docks of its own: palette, inspector, output."""

    _percent = 200  # Qt may tell of a font while the page is made

    def __init__(self) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.docks: dict[str, Dock] = {}
        self._is_arranged = False
        self._percent = TEXT_SIZE.percent
        self.setDockNestingEnabled(True)
        left, right = Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner
        self.setCorner(left, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(right, Qt.DockWidgetArea.RightDockWidgetArea)

    def add_dock(self, name: str, title: str, content: QWidget, theme: Theme) -> None:
        """Add one of the docks that ``AREAS`` names."""
        self.docks[name] = Dock(name, title, content, theme)
        self.addDockWidget(AREAS[name], self.docks[name])
        leaving = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.docks[name])
        leaving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leaving.activated.connect(self._focus_middle)

    def _focus_middle(self) -> None:
        """Esc leads from a panel back to what the panels are around."""
        middle = self.centralWidget()
        if middle is not None:
            middle.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def restore_layout(self, state: QByteArray) -> None:
        """Put the docks where they were."""
        self._is_arranged = self.restoreState(state, LAYOUT_VERSION)

    def layout_state(self) -> QByteArray:
        """Where the docks are."""
        return self.saveState(LAYOUT_VERSION)

    def reset_layout(self) -> None:
        """Put the docks where they are at a first start."""
        for name, dock in self.docks.items():
            dock.setFloating(False)
            self.addDockWidget(AREAS[name], dock)
            dock.setVisible(name not in CLOSED)
        if "outline" in self.docks:
            self.tabifyDockWidget(self.docks["palette"], self.docks["outline"])
        sides = [self.docks[name] for name in SIDES]
        widths = [self._side_width(name) for name in SIDES]
        self.resizeDocks(sides, widths, Qt.Orientation.Horizontal)
        height = max(240, int(self.height() * OUTPUT_SHARE))
        self.resizeDocks([self.docks["output"]], [height], Qt.Orientation.Vertical)

    def _side_width(self, name: str) -> int:
        return max(SIDES[name], min(scaled(SIDES[name]), int(self.width() * SIDE_SHARES[name])))

    def _regard_text_size(self) -> None:
        """Make the panels at the sides as wide as larger text wants them, if there is room."""
        before, self._percent = self._percent, TEXT_SIZE.percent
        if self._percent <= before:
            return
        for name in SIDES:
            dock, wanted = self.docks[name], self._side_width(name)
            if dock.isVisible() and not dock.isFloating() and dock.width() < wanted:
                self.resizeDocks([dock], [wanted], Qt.Orientation.Horizontal)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._regard_text_size()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_arranged:  # the room there is is known only now
            self._is_arranged = True
            self.reset_layout()
