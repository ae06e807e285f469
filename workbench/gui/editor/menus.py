"""Context menus of nodes, notes and links."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from workbench.flow.group import Group
from workbench.gui.editor.canvas import Canvas
from workbench.gui.editor.scene import FlowScene
from workbench.runs.further import EPOCHS, can_train_further
from workbench.runs.model_giving import gives_fits, models_port


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


def menu_at(canvas: Canvas, actions: Mapping[str, QAction], place: QPointF) -> QMenu | None:
    """The menu of what lies at a place of the scene; None on empty canvas."""
    scene = canvas.flow_scene
    if item := scene.node_at(place):
        _select_unless(scene, item.node.id)
        return _node_menu(canvas, actions, item.node.id)
    if link := scene.link_at(place):
        scene.select(())
        scene.select_links((link.link,))
        return _menu(canvas, actions, "linkMenu", ("disable_link", "", "delete"))
    if box := scene.box_at(place):
        _select_unless(scene, box.value.id)
        names = ("rename", "add_frame", "", "cut", "copy", "duplicate", "", "delete")
        return _menu(canvas, actions, "boxMenu", names)
    return None


def _node_menu(canvas: Canvas, actions: Mapping[str, QAction], node_id: str) -> QMenu:
    node = canvas.flow_scene.graph.node(node_id)
    is_group = isinstance(node.component, Group)
    of_group = ("ungroup", "save_to_palette") if is_group else ()
    edits = ("cut", "copy", "duplicate", "", "delete")
    names = ("start_link", "rename", "", "add_frame", "group", *of_group, "", *edits)
    menu = _menu(canvas, actions, "nodeMenu", names)
    first = menu.actions()[0]
    opens = menu.addAction(_tr("Open"))
    opens.setObjectName("open")
    opens.triggered.connect(lambda: canvas.opened.emit(node_id))
    runs = menu.addAction(_tr("Run to here"))
    runs.setObjectName("run_to")
    runs.triggered.connect(lambda: canvas.run_to_requested.emit(node_id))
    begins = [opens, runs]
    if can_train_further(node, canvas.flow_scene.nodes[node_id].view):
        further = menu.addAction(_tr("Train {} more epochs").format(EPOCHS))
        further.setObjectName("train_further")
        further.triggered.connect(lambda: canvas.further_requested.emit(node_id))
        begins.append(further)
    begins.extend(_model_actions(canvas, menu, node_id))
    menu.insertActions(first, [*begins, menu.insertSeparator(first)])
    return menu


def _model_actions(canvas: Canvas, menu: QMenu, node_id: str) -> Iterator[QAction]:
    """What can be asked of a node that gives models."""
    node = canvas.flow_scene.graph.node(node_id)
    if models_port(node) is not None:
        tries = menu.addAction(_tr("Try it"))
        tries.setObjectName("try_it")
        tries.triggered.connect(lambda: canvas.trying_requested.emit(node_id))
        yield tries
    if gives_fits(node):
        exports = menu.addAction(_tr("Export model…"))
        exports.setObjectName("export_model")
        exports.triggered.connect(lambda: canvas.export_requested.emit(node_id))
        yield exports


def _menu(
    canvas: Canvas, actions: Mapping[str, QAction], name: str, shown: tuple[str, ...]
) -> QMenu:
    menu = QMenu(canvas)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for action in shown:
        if action:
            menu.addAction(actions[action])
        else:
            menu.addSeparator()
    return menu


def _select_unless(scene: FlowScene, item_id: str) -> None:
    """A menu on a selected item acts on the whole selection."""
    if item_id not in scene.selected():
        scene.select((item_id,))
