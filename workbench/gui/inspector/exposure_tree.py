"""What of a group is seen from outside: a tree of its nodes with boxes to tick and names."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.exposure import Side, hidden, offered, shown
from workbench.flow.graph import Node
from workbench.flow.group import Exposed, Group
from workbench.flow.operation import TYPE_WORDS
from workbench.gui.component_words import translated
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

_KEY = Qt.ItemDataRole.UserRole
MOST_ROWS = 10
ROW_HEIGHT = 28
NAME_WIDTH = 104

_ICONS: dict[Side, str] = {"inputs": "mdi6.location-enter", "outputs": "mdi6.location-exit"}


class ExposureTree(QWidget):
    """A row for each port or parameter of the nodes inside: ticked if shown, with its name outside.

    Signals:
        changed(Group): the group with something shown, hidden or renamed.
    """

    changed = Signal(object)

    def __init__(self, sides: Sequence[Side], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = sides
        self._theme = theme
        self._group: Group | None = None
        self.tree = QTreeWidget(self)
        self.tree.setObjectName(f"group_{sides[0]}")
        self.tree.setHeaderLabels([self.tr("Inside"), self.tr("Outside")])
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().resizeSection(1, NAME_WIDTH)
        self.tree.setProperty("role", "field")
        self.tree.setIndentation(16)
        self.tree.setToolTip(self.tr("Space ticks; F2 or a double click renames"))
        self.tree.itemChanged.connect(self._take)
        self.tree.itemDoubleClicked.connect(self._rename)
        self.tree.setEditTriggers(QTreeWidget.EditTrigger.EditKeyPressed)
        self.error = QLabel(self)
        self.error.setProperty("role", "failed")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setObjectName(f"group_{sides[0]}_error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tree)
        column.addWidget(self.error)
        self._tell("")

    def name(self, title: str) -> None:
        """Say to those who do not see it what it is."""
        self.tree.setAccessibleName(title)

    def show_group(self, group: Group) -> None:
        """Show what is seen of a group; the same rows stay where they are."""
        self._group = group
        self._tell("")
        rows = [(side, exposed) for side in self._sides for exposed in offered(group, side)]
        wanted = {(side, e.node, e.of) for side, e in rows}
        with QSignalBlocker(self.tree):
            if wanted != set(self._items()):
                self._fill(group, rows)
            items = self._items()
            for side, exposed in rows:
                self._draw(items[side, exposed.node, exposed.of], exposed)

    def item(self, side: Side, node: str, of: str) -> QTreeWidgetItem:
        """The row of a port or parameter."""
        return self._items()[side, node, of]

    # ------------------------------------------------------------------ what is entered

    def _take(self, item: QTreeWidgetItem, column: int) -> None:
        key = item.data(0, _KEY)
        if self._group is None or key is None:
            return
        side, node, of = key
        name = item.text(1).strip() if column == 1 else ""
        is_shown = item.checkState(0) == Qt.CheckState.Checked or bool(name)
        try:
            group = (
                shown(self._group, side, node, of, name)
                if is_shown
                else hidden(self._group, side, node, of)
            )
        except FlowError as error:
            self._tell(f"{error.message} {error.remedy or ''}".strip())
            return
        self._tell("")
        if group != self._group:
            self._group = group
            self.changed.emit(group)
        self.show_group(group)

    def _rename(self, item: QTreeWidgetItem, column: int) -> None:
        if column == 1 and item.data(0, _KEY) is not None:
            self.tree.editItem(item, 1)

    def _tell(self, sentence: str) -> None:
        self.error.setText(f"⚠ {sentence}" if sentence else "")
        self.error.setVisible(bool(sentence))

    # ------------------------------------------------------------------ rows

    def _items(self) -> dict[tuple[Side, str, str], QTreeWidgetItem]:
        return {tuple(item.data(0, _KEY)): item for item in self._rows()}

    def _rows(self) -> Iterator[QTreeWidgetItem]:
        for top in range(self.tree.topLevelItemCount()):
            parent = self.tree.topLevelItem(top)
            if parent is not None:
                yield from map(parent.child, range(parent.childCount()))

    def _fill(self, group: Group, rows: Sequence[tuple[Side, Exposed]]) -> None:
        self.tree.clear()
        for node in group.graph.nodes.values():
            mine = [(side, e) for side, e in rows if e.node == node.id]
            if not mine:
                continue
            parent = QTreeWidgetItem([node.name, ""])
            parent.setSizeHint(0, QSize(0, ROW_HEIGHT))
            parent.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.tree.addTopLevelItem(parent)
            parent.setFirstColumnSpanned(True)
            for side, exposed in mine:
                parent.addChild(self._made(side, exposed, node))
            parent.setExpanded(side != "parameters" or any(e.name for _, e in mine))
        n_rows = len(rows) + self.tree.topLevelItemCount() + 1
        self.tree.setFixedHeight(min(MOST_ROWS, max(3, n_rows)) * ROW_HEIGHT + 4)

    def _made(self, side: Side, exposed: Exposed, node: Node) -> QTreeWidgetItem:
        item = QTreeWidgetItem([_words(exposed.of, side), ""])
        item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        item.setData(0, _KEY, (side, exposed.node, exposed.of))
        if side in _ICONS:
            item.setIcon(0, icon(_ICONS[side], self._theme, "secondary"))
        item.setToolTip(0, _tip(side, exposed, node))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
        return item

    @staticmethod
    def _draw(item: QTreeWidgetItem, exposed: Exposed) -> None:
        state = Qt.CheckState.Checked if exposed.name else Qt.CheckState.Unchecked
        item.setCheckState(0, state)
        item.setText(1, exposed.name)


def _words(of: str, side: Side) -> str:
    return of.replace("_", " ") if side == "parameters" else of


def _tip(side: Side, exposed: Exposed, node: Node) -> str:
    if side == "parameters":
        component = node.component
        field = (
            type(component).model_fields.get(exposed.of)
            if isinstance(component, Component)
            else None
        )
        return translated(field.description or "") if field else ""
    port = node.input(exposed.of) if side == "inputs" else node.output(exposed.of)
    return translated(TYPE_WORDS[port.type]) if port else ""
