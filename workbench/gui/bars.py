"""The bar of modes at the left, the bar of tools at the top."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from workbench.gui.actions import Actions, tool_tip

ICON = QSize(20, 20)
MODE_ICON = QSize(24, 24)
MODE_WIDTH = 64
SEARCH_WIDTH, LEAST_SEARCH_WIDTH = 280, 64
CANVAS_TOOLS = ("zoom_out", "zoom_in", "fit", "tidy")


class ModeBar(QToolBar):
    """One button per page."""

    def __init__(self, actions: Actions, names: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modeBar")
        self.setWindowTitle(self.tr("Modes"))
        self.setAccessibleName(self.tr("Modes"))
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(MODE_ICON)
        self.toggleViewAction().setVisible(False)
        group = QActionGroup(self)
        for name in names:
            action = actions[name]
            action.setCheckable(True)
            group.addAction(action)
            self.addAction(action)
            button = self.widgetForAction(action)
            button.setFixedWidth(MODE_WIDTH)
            _name(button, action)


class ToolBar(QToolBar):
    """Run, undo, zoom, search, device."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolBar")
        self.setWindowTitle(self.tr("Tools"))
        self.setAccessibleName(self.tr("Tools"))
        self.setMovable(False)
        self.setIconSize(ICON)
        self.toggleViewAction().setVisible(False)
        self._canvas_tools: list[QWidget] = []
        self._add_run(actions)
        self._add(actions["stop"], actions["pause"])
        self.addSeparator()
        self._add(actions["undo"], actions["redo"])
        self.addSeparator()
        self._canvas_end = self._add_space()
        self._add_search(actions["search"])
        self._add_space()
        self._device_place = self._add_space(is_wide=False)

    def add_canvas(self, own: Mapping[str, QAction], devices: QWidget) -> None:
        """Add the canvas's tools and the choice of device, once there are any."""
        for action in (own[name] for name in CANVAS_TOOLS if name in own):
            self.insertAction(self._canvas_end, action)
            _name(self.widgetForAction(action), action)
            self._canvas_tools.append(self.widgetForAction(action))
        self.insertWidget(self._device_place, devices)

    def show_canvas(self, *, is_shown: bool) -> None:
        """Let the canvas's tools be used, or not, as another page is shown."""
        for button in self._canvas_tools:
            button.setEnabled(is_shown)

    def _add_run(self, actions: Actions) -> None:
        button = QToolButton(self)
        button.setDefaultAction(actions["run"])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(button)
        menu.addActions([actions["run"], actions["run_here"], actions["cancel"]])
        button.setMenu(menu)
        _name(button, actions["run"])
        self.addWidget(button)

    def _add(self, *actions: QAction) -> None:
        for action in actions:
            self.addAction(action)
            _name(self.widgetForAction(action), action)

    def _add_search(self, action: QAction) -> None:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setText(self.tr("Search actions and nodes"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setMaximumWidth(SEARCH_WIDTH)
        button.setMinimumWidth(LEAST_SEARCH_WIDTH)  # it gives way to the other tools
        policy = QSizePolicy.Policy
        button.setSizePolicy(policy.Expanding, policy.Fixed)
        button.setProperty("role", "search")
        _name(button, action)
        self.addWidget(button)

    def _add_space(self, *, is_wide: bool = True) -> QAction:
        space = QWidget(self)
        across = QSizePolicy.Policy.Expanding if is_wide else QSizePolicy.Policy.Fixed
        space.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        return self.addWidget(space)


def _name(button: QWidget, action: QAction) -> None:
    button.setObjectName(f"button_{action.objectName()}")
    button.setAccessibleName(action.text().replace("&", ""))
    button.setToolTip(tool_tip(action.statusTip() or action.text(), action))
