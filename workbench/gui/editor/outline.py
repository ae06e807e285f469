"""The flow as a tree of words: what the canvas shows, for screen readers and for the keyboard.

Each node stands with its state, below it its links; notes and frames follow. What is selected here
is selected on the canvas, and the other way round.
"""

from collections.abc import Iterator
from functools import partial
from typing import cast

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from typing_extensions import override

from workbench.flow.graph import Graph, Link
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.node_words import standing, state_word
from workbench.gui.icons import Role, icon
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.view import NodeView

ID_ROLE = int(Qt.ItemDataRole.UserRole)
LINK_ROLE = ID_ROLE + 1
_NAME_SHARE = 0.6  # of the width, until it is dragged otherwise
_REST_MS = 200  # between two showings of a running flow's states
_SHARED = ("delete", "cut", "copy", "paste", "duplicate", "disable_link", "start_link", "group")
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Outline(QTreeWidget):
    """Nodes with their states and links; renames, deletes, opens and links them by keys."""

    def __init__(
        self, editor: FlowEditor, parent: QWidget | None = None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self.setAccessibleName(self.tr("Outline of the flow"))
        self._editor = editor
        self._theme = theme
        self._shown = Graph()
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._links: dict[Link, list[QTreeWidgetItem]] = {}
        self._is_following = False  # the selection is being taken over, from here or from there
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show_states)
        self._set_up()
        scene = editor.scene
        scene.shown.connect(self._show_graph)
        scene.stood.connect(self._wait)
        scene.picked.connect(self._follow)
        scene.links_picked.connect(self._follow)
        self.itemSelectionChanged.connect(self._lead)
        self.itemChanged.connect(self._take_name)

    def _set_up(self) -> None:
        self.setColumnCount(2)
        self.setHeaderLabels([self.tr("Name"), self.tr("State")])
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        for name in _SHARED:
            self.addAction(self._editor.actions_by_name[name])

    @override
    def sizeHint(self) -> QSize:
        return QSize(232, 320)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            names = round(_NAME_SHARE * event.size().width())
            self.header().resizeSection(0, names)
            self.header().resizeSection(1, event.size().width() - names)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        self._build()

    # ------------------------------------------------------------------ showing

    def _show_graph(self) -> None:
        """Write the rows anew where other things are to be told; a move changes nothing."""
        if self.isVisible() and _told(self._editor.graph) != _told(self._shown):
            self._build()

    def _build(self) -> None:
        graph = self._shown = self._editor.graph
        opened = {i for i, row in self._rows.items() if row.isExpanded()}
        current = self._key(self.currentItem())
        self._is_following = True
        self.clear()
        self._rows, self._links = {}, {}
        for node_id, node in graph.nodes.items():
            row = self._row(node_id, node.name)
            category = str(node.component.category)
            role = cast("Role", category if category in self._theme.categories else "secondary")
            row.setIcon(0, icon(node.component.icon, self._theme, role))
        for note in graph.notes:
            line = note.text.strip().partition("\n")[0]
            row = self._row(note.id, self.tr("Note: {}").format(line))
            row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsEditable)
        for frame in graph.frames:
            self._row(frame.id, frame.title or self.tr("Frame"))
        for link in graph.links:
            self._add_link(link)
        self.addTopLevelItems(list(self._rows.values()))
        for node_id in opened & self._rows.keys():
            self._rows[node_id].setExpanded(True)
        self._go_back(current)
        self._is_following = False
        self._show_states()
        self._follow()

    @staticmethod
    def _key(row: QTreeWidgetItem | None) -> tuple[str, Link | None]:
        """What a row is of: a node, or a link at a node."""
        if row is None:
            return "", None
        link = row.data(0, LINK_ROLE)
        owner = row.parent() or row
        return owner.data(0, ID_ROLE), link

    def _go_back(self, key: tuple[str, Link | None]) -> None:
        """Put the keyboard back where it was before the rows were written anew."""
        row = self._rows.get(key[0])
        if row is None:
            return
        children = [child for n in range(row.childCount()) if (child := row.child(n)) is not None]
        found = next((child for child in children if self._key(child) == key), row)
        self.setCurrentItem(found, 0, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _row(self, item_id: str, words: str) -> QTreeWidgetItem:
        row = QTreeWidgetItem([words, ""])
        row.setData(0, ID_ROLE, item_id)
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsEditable)
        self._rows[item_id] = row
        return row

    def _add_link(self, link: Link) -> None:
        graph = self._shown
        source, target = graph.node(link.source), graph.node(link.target)
        off = "" if link.is_enabled else self.tr("disabled")
        into = self.tr("→ {} ({})").format(target.name, link.target_port)
        from_ = self.tr("← {} ({})").format(source.name, link.source_port)
        for end, words in ((link.source, into), (link.target, from_)):
            row = QTreeWidgetItem(self._rows[end], [words, off])
            row.setData(0, LINK_ROLE, link)
            self._links.setdefault(link, []).append(row)

    def _wait(self) -> None:
        if not self._rest.isActive() and self.isVisible():
            self._rest.start()

    def _show_states(self) -> None:
        self._is_following = True
        for node_id, item in self._editor.scene.nodes.items():
            row = self._rows.get(node_id)
            if row is not None and row.text(1) != (words := self._state(node_id, item.view)):
                row.setText(1, words)
                row.setToolTip(1, words)
        self._is_following = False

    def _state(self, node_id: str, view: NodeView) -> str:
        item = self._editor.scene.nodes[node_id]
        if item.mark == "problem":
            return item.problem
        words = standing(item.node, view)
        return words if view.state != "idle" else state_word("idle")

    # ------------------------------------------------------------------ selection

    def _selected(self) -> Iterator[QTreeWidgetItem]:
        scene = self._editor.scene
        yield from (self._rows[i] for i in scene.selected() if i in self._rows)
        for link in scene.selected_links():
            yield from self._links.get(link, [])[:1]

    def _follow(self) -> None:
        """Select here what is selected on the canvas."""
        if self._is_following or not self.isVisible():
            return
        self._is_following = True
        rows = list(self._selected())
        self.clearSelection()
        if rows and self.currentItem() not in rows:
            keeps = QItemSelectionModel.SelectionFlag.NoUpdate
            self.setCurrentItem(rows[0], 0, keeps)
        for row in rows:
            row.setSelected(True)
        self._is_following = False

    def _lead(self) -> None:
        """Select on the canvas what is selected here."""
        if self._is_following:
            return
        self._is_following = True
        rows = self.selectedItems()
        self._editor.select(*(row.data(0, ID_ROLE) for row in rows if row.data(0, ID_ROLE)))
        links = [link for row in rows if (link := row.data(0, LINK_ROLE)) is not None]
        self._editor.scene.select_links(links)
        self._is_following = False

    # ------------------------------------------------------------------ keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentItem()
        is_edited = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _ENTER and row is not None and not is_edited:
            self._open(row)
        else:
            super().keyPressEvent(event)

    def _open(self, row: QTreeWidgetItem) -> None:
        """Open the node; of a link, go to the node at its other end."""
        link = row.data(0, LINK_ROLE)
        if link is None:
            self._editor.canvas.opened.emit(row.data(0, ID_ROLE))
            return
        near, _ = self._key(row)
        far = self._rows[link.target if near == link.source else link.source]
        self.setCurrentItem(far)

    def _take_name(self, row: QTreeWidgetItem, column: int) -> None:
        item_id = row.data(0, ID_ROLE)
        if self._is_following or column or not item_id:
            return
        # Later, as the row is rewritten then: a name may be put right, or taken away.
        QTimer.singleShot(0, self, partial(self._rename, item_id, row.text(0)))

    def _rename(self, item_id: str, name: str) -> None:
        self._editor.rename_to(item_id, name)
        self._build()

    # ------------------------------------------------------------------ Qt

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._build()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()


def _told(graph: Graph) -> tuple[object, ...]:
    """What of a graph stands in the rows."""
    nodes = tuple((i, n.name, n.component.icon, n.sweeps) for i, n in graph.nodes.items())
    notes = tuple((n.id, n.text) for n in graph.notes)
    return nodes, notes, tuple((f.id, f.title) for f in graph.frames), graph.links
