"""The head of the inspector: icon, name, kind and help of the node."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from workbench.core.component import Component
from workbench.flow.graph import Node, Placeholder
from workbench.flow.group import Group
from workbench.gui.component_words import translated
from workbench.gui.icons import UNKNOWN, icon
from workbench.gui.inspector.presets import PresetBar, PresetStore
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

ICON = 24


class Header(QWidget):
    """Icon, editable name, presets, kind, help.

    Signals:
        renamed(title): another name was entered; empty for the component's own.
    """

    renamed = Signal(str)

    def __init__(self, theme: Theme, store: PresetStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._node: Node | None = None
        self.icon = QLabel(self)
        self.icon.setFixedWidth(ICON)
        self.title = QLineEdit(self)
        self.title.setObjectName("node_title")
        self.title.setAccessibleName(self.tr("Name of the node"))
        self.title.setToolTip(self.tr("The node's name; empty for its kind's"))
        self.kind = QLabel(self)
        self.kind.setProperty("role", "secondary")
        self.kind.setWordWrap(True)
        self.presets = PresetBar(store, theme, self)
        self.help = QLabel(self)
        self.help.setWordWrap(True)
        self.help.setObjectName("component_help")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.icon, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self.presets.button, 0, 2)
        grid.addWidget(self.presets, 1, 0, 1, 3)
        grid.addWidget(self.kind, 2, 0, 1, 3)
        grid.addWidget(self.help, 3, 0, 1, 3)
        self.title.editingFinished.connect(self._finish)

    def show_node(self, node: Node) -> None:
        """Show a node's head."""
        component = node.component
        self.presets.show_component(component if isinstance(component, Component) else None)
        if self._node is not None and self._node.id == node.id and self.title.hasFocus():
            self._node = node
            return
        self._node = node
        self.title.setText(node.name)
        self.title.setCursorPosition(0)
        if isinstance(component, Placeholder):
            self.kind.setText(component.key)
            self.help.setText(
                self.tr("This kind of node is not installed; it is kept, but not run.")
            )
        elif isinstance(component, Group):
            self.title.setPlaceholderText(component.title)
            self.kind.setText(self.tr("{} nodes in one").format(len(component.graph.nodes)))
            self.help.clear()
        else:
            self.title.setPlaceholderText(component.title)
            self.kind.setText(" · ".join(map(translated, (component.category, component.title))))
            self.help.setText(translated(component.help()))
        self.help.setVisible(bool(self.help.text()))
        self._draw_icon()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.presets.set_theme(theme)
        self._draw_icon()

    def _draw_icon(self) -> None:
        if self._node is None:
            return
        component = self._node.component
        if isinstance(component, Component):
            drawn = icon(component.icon, self._theme, component.category)
        else:
            name = component.icon if isinstance(component, Group) else UNKNOWN
            drawn = icon(name, self._theme, "secondary")
        self.icon.setPixmap(
            drawn.pixmap(QSize(scaled(ICON), scaled(ICON)), self.devicePixelRatioF())
        )

    def _finish(self) -> None:
        if self._node is None:
            return
        component = self._node.component
        own = component.title
        entered = self.title.text().strip()
        title = "" if entered == own else entered
        if title != self._node.title:
            self.renamed.emit(title)
        if not entered:
            self.title.setText(own)
