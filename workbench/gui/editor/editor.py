"""The flow editor: shows a graph, and asks for another one when somebody works on it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Signal, SignalInstance
from PySide6.QtGui import QAction, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from workbench.core.component import Component
from workbench.flow.graph import Graph
from workbench.gui.editor import drawing, edits
from workbench.gui.editor.actions import make_actions
from workbench.gui.editor.commands import Commands
from workbench.gui.editor.empty_hint import EmptyHint
from workbench.gui.editor.hover_card import HoverCard
from workbench.gui.editor.hovering import Hovering
from workbench.gui.editor.keyboard import KeyboardCanvas
from workbench.gui.editor.menus import menu_at
from workbench.gui.editor.minimap import Minimap
from workbench.gui.editor.offer_bar import OfferBar
from workbench.gui.editor.offering import Offering
from workbench.gui.editor.scene import FlowScene
from workbench.gui.editor.search_box import SearchBox
from workbench.gui.editor.searching import Searching
from workbench.gui.editor.typing_over import TypingOver
from workbench.gui.editor.usage import Usage
from workbench.gui.editor.view import STEP
from workbench.gui.icons import icon
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.view import RunView


class FlowEditor(QWidget):
    """The canvas with its search box, minimap and empty hint. It keeps no history.

    Signals:
        edited: a new graph, what the edit is called, and its merge key or None.
        selection_changed: the ids selected, as a tuple.
        opened: a node was double-clicked, or entered.
        inside_wanted: what is inside a node is to be shown.
        hint: a line on what is going on: why a link is refused, what one carries.
        files_dropped: paths from the file manager, and the corner of a node there.
        run_to_requested: run the flow up to a node.
        group_left: the level around the one on show is wanted.
        parameters_wanted: a node's parameters are to be edited.
        saving_wanted: a group is to be kept in the palette.
        example_requested, open_data_requested: from the empty canvas.
    """

    edited = Signal(object, str, object)
    selection_changed = Signal(object)
    opened = Signal(str)
    inside_wanted = Signal(str)
    hint = Signal(str)
    files_dropped = Signal(object, object)
    run_to_requested = Signal(str)
    group_left = Signal()
    parameters_wanted = Signal(str)
    saving_wanted = Signal(str)
    example_requested = Signal()
    open_data_requested = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("flowEditor")
        self.setAccessibleName(self.tr("Flow editor"))
        self.scene = FlowScene(theme)
        self.scene.setParent(self)
        self.canvas = KeyboardCanvas(self.scene)
        self.setFocusProxy(self.canvas)
        self.commands = Commands(self.scene, self._commit, self.hint.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.typing = TypingOver(self.canvas, self.commands, theme)
        self.minimap = Minimap(self.canvas)
        self.empty_hint = EmptyHint(self.canvas.viewport(), theme)
        self.search_box = SearchBox(self, theme)
        self.searching = Searching(self.canvas, self.search_box, self.commands)
        self.hover_card = HoverCard(self.canvas, theme)
        self.hovering = Hovering(self.canvas, self.hover_card)
        self.offer_bar = OfferBar(self, theme)
        self._offering = Offering(self.offer_bar, self.commands, self.hint.emit)
        self.actions_by_name: dict[str, QAction] = make_actions(self, self._calls())
        self.set_theme(theme)
        self._connect()

    def _calls(self) -> Mapping[str, Callable[[], object]]:
        commands, canvas = self.commands, self.canvas
        return {
            "add_node": self.searching.open,
            "add_note": self._add_note,
            "add_frame": self._add_frame,
            "cut": commands.cut,
            "copy": commands.copy,
            "paste": self._paste,
            "duplicate": commands.duplicate,
            "delete": commands.delete,
            "select_all": self._select_all,
            "rename": self.rename,
            "start_link": canvas.start_link,
            "disable_link": commands.switch_links,
            "take_offer": self._offering.take,
            "group": commands.group,
            "ungroup": commands.ungroup,
            "edit_parameters": partial(self._tell, self.parameters_wanted),
            "open_group": partial(self._tell, self.inside_wanted),
            "leave_group": self.group_left.emit,
            "save_to_palette": partial(self._tell, self.saving_wanted),
            "tidy": self._tidy,
            "snap": self._switch_snap,
            "zoom_in": partial(canvas.zoom, STEP),
            "zoom_out": partial(canvas.zoom, 1.0 / STEP),
            "zoom_100": partial(canvas.zoom_to, 1.0),
            "fit": canvas.fit,
            "fit_selection": self._fit_selection,
        }

    def _connect(self) -> None:
        canvas, commands = self.canvas, self.commands
        canvas.link_drawn.connect(commands.link)
        canvas.link_refused.connect(self._offering.refuse)
        canvas.escaped.connect(self._offering.withdraw)
        canvas.moved.connect(commands.move)
        canvas.resized.connect(commands.boxes.resize)
        canvas.nudged.connect(commands.nudge)
        canvas.grown.connect(commands.boxes.grow)
        canvas.component_dropped.connect(commands.add)
        canvas.files_dropped.connect(self.files_dropped)
        canvas.menu_asked.connect(self._show_menu)
        canvas.opened.connect(self._open)
        canvas.run_to_requested.connect(self.run_to_requested)
        canvas.hint.connect(self.hint)
        self.hint.connect(canvas.say)
        self.scene.picked.connect(self._tell_selection)
        canvas.looked.connect(self.empty_hint.settle)
        self.empty_hint.example_requested.connect(self.example_requested)
        self.empty_hint.open_data_requested.connect(self.open_data_requested)
        self.empty_hint.search_requested.connect(self.searching.open)

    # ------------------------------------------------------------------ what is shown

    @property
    def graph(self) -> Graph:
        """The graph on show."""
        return self.scene.graph

    def set_catalog(self, catalog: Mapping[str, type[Component]]) -> None:
        """Offer these components."""
        self.commands.catalog = catalog

    def set_usage(self, usage: Usage) -> None:
        """Count here how often each component is added; the search offers the most used first."""
        self.commands.usage = usage

    def set_values(self, value_of: Callable[[str, str], Any]) -> None:
        """Take what has come out of nodes' ports from here, for who asks what flows."""
        self.hovering.value_of = value_of

    def show_graph(self, graph: Graph) -> None:
        """Show another graph, touching only what differs; another flow is shown whole."""
        before = self.scene.graph
        if graph is before:
            return
        self.typing.close()
        self._offering.withdraw()
        self.canvas.cancel()  # a link being drawn may hang on a node that is gone
        self.scene.show_graph(graph)
        self.canvas.regard_size()
        self.empty_hint.setVisible(not graph.nodes and not graph.notes and not graph.frames)
        is_another = bool(graph.nodes) and not before.nodes.keys() & graph.nodes.keys()
        is_emptied = bool(before.nodes) and not graph.nodes
        if (is_another and len(graph.nodes) > 1) or is_emptied:
            self.canvas.fit()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark the nodes that would fail, by id with the reason."""
        self.scene.show_problems(problems)
        self.canvas.describe()

    def search_for_input(self, node_id: str, port: str) -> None:
        """Open the search box, beside a node, with what can be linked to an input of it."""
        self.searching.open_for_input(node_id, port)

    def show_run(self, view: RunView) -> None:
        """Show how far a run is; only nodes that changed are drawn again."""
        if self.scene.show_run(view):
            self.canvas.describe()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.typing.theme = theme
        self.scene.set_theme(theme)
        self.canvas.viewport().update()
        self.empty_hint.set_theme(theme)
        self.search_box.set_theme(theme)
        self.offer_bar.set_theme(theme)
        self.hover_card.set_theme(theme)
        self.minimap.redraw()
        for action in self.actions_by_name.values():
            action.setIcon(icon(action.property("iconName"), theme))

    def drawn_area(self) -> QRectF:
        """What ``draw`` draws, in the scene's pixels; empty for an empty flow."""
        return drawing.area(self.graph)

    def draw(self, painter: QPainter, target: QRectF, theme: Theme) -> None:
        """Draw the whole flow into a picture, without grid, selection or focus."""
        drawing.draw(painter, target, self.graph, self.scene.run_view, theme)

    def selection(self) -> tuple[str, ...]:
        """The selected nodes and notes, in the graph's order."""
        return self.scene.selected()

    def select(self, *ids: str) -> None:
        """Select nodes and notes and bring them into view."""
        self.scene.select(ids)
        self.canvas.reveal(ids)

    def add_component(self, key: str) -> None:
        """Add a node beside the selected one, else in the middle (a click in the palette)."""
        area = self.canvas.viewport().rect()
        self.commands.add_beside(key, self.canvas.mapToScene(area.center()))
        self.canvas.reveal(self.selection())

    def _commit(self, graph: Graph, label: str, merge: str | None = None) -> None:
        if graph != self.scene.graph:
            self.show_graph(graph)
            self.edited.emit(graph, label, merge)

    # ------------------------------------------------------------------ actions

    def rename_to(self, item_id: str, name: str) -> None:
        """Give a node or a frame another name, or a note another text."""
        if item_id in self.scene.nodes:
            self.commands.rename(item_id, name)
        elif item_id in self.scene.frames:
            self.commands.boxes.retitle(self.scene.frames[item_id].frame, name)
        elif item_id in self.scene.notes:
            self.commands.boxes.rewrite(self.scene.notes[item_id].note, name)

    def rename(self) -> None:
        """Type another name, text or title over the selected node, note or frame."""
        chosen = self.selection()
        if len(chosen) == 1:
            self.typing.open(chosen[0])

    def _add_note(self) -> None:
        self.typing.open(self.commands.boxes.add_note(self.canvas.here))

    def _add_frame(self) -> None:
        self.typing.open(self.commands.boxes.add_frame(self.canvas.here))

    def _paste(self) -> None:
        self.commands.paste(self.canvas.here if self.canvas.underMouse() else None)

    def _select_all(self) -> None:
        self.scene.select((*self.scene.nodes, *self.scene.notes, *self.scene.frames))

    def _tidy(self) -> None:
        self.commands.tidy()
        self.canvas.fit()

    def _fit_selection(self) -> None:
        edges = edits.box(edits.part(self.graph, self.selection()))
        if edges is None:
            self.hint.emit(self.tr("Select what is to be shown first."))
        else:
            self.canvas.fit_to(QRectF(QPointF(*edges[:2]), QPointF(*edges[2:])))

    def _switch_snap(self) -> None:
        self.canvas.snaps = self.actions_by_name["snap"].isChecked()

    def _open(self, item_id: str) -> None:
        if item_id in self.scene.notes or item_id in self.scene.frames:
            self.typing.open(item_id)
        else:
            self.opened.emit(item_id)

    def _tell(self, signal: SignalInstance) -> None:
        """Say that something is wanted of the first selected node."""
        for node_id in self.selection()[:1]:
            signal.emit(node_id)

    def _show_menu(self, screen: QPoint, place: QPointF) -> None:
        menu = menu_at(self.canvas, self.actions_by_name, place)
        if menu is None:
            self.searching.open_at(place)
        else:
            menu.popup(screen)

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selection())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.offer_bar.settle()
