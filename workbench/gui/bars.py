"""The bar of modes at the left, the bar of tools at the top."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from workbench.gui.actions import Actions, tool_tip
from workbench.gui.editor.editor import FlowEditor

ICON = QSize(20, 20)
MODE_ICON = QSize(24, 24)
MODE_WIDTH = 64
SEARCH_WIDTH = 240


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

    def __init__(
        self, actions: Actions, editor: FlowEditor, devices: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toolBar")
        self.setWindowTitle(self.tr("Tools"))
        self.setAccessibleName(self.tr("Tools"))
        self.setMovable(False)
        self.setIconSize(ICON)
        self.toggleViewAction().setVisible(False)
        self._add_run(actions)
        self._add(actions["stop"], actions["pause"])
        self.addSeparator()
        self._add(actions["undo"], actions["redo"])
        self.addSeparator()
        own = editor.actions_by_name
        self._add(*(own[name] for name in ("zoom_out", "zoom_in", "fit", "tidy") if name in own))
        self._add_space()
        self._add_search(actions["search"])
        self._add_space()
        self.addWidget(devices)

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
        button.setFixedWidth(SEARCH_WIDTH)
        button.setProperty("role", "search")
        _name(button, action)
        self.addWidget(button)

    def _add_space(self) -> None:
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)


def _name(button: QWidget, action: QAction) -> None:
    button.setObjectName(f"button_{action.objectName()}")
    button.setAccessibleName(action.text().replace("&", ""))
    button.setToolTip(tool_tip(action.statusTip() or action.text(), action))
