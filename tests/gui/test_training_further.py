"""Training that is gone on with in the window: for some epochs more, or after a stop."""

from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.core.run import Event
from workbench.flow.graph import Graph, Node
from workbench.gui.editor.menus import menu_at
from workbench.gui.main_window import MainWindow
from workbench.nodes.catalog import component
from workbench.runs.session import linked
from workbench.training.events import EpochEnded

WAIT_MS = 60_000


def made(key: str, **values: Any) -> Component:
    return component(key, Component)().with_parameters(values)


def flow(**values: Any) -> Graph:
    nodes = {
        "data": made("arff", path="resource:data/iris.arff"),
        "split": made("hold_out"),
        "mlp": made("mlp", **values),
        "evaluate": made("evaluate"),
    }
    graph = Graph()
    for place, (key, node) in enumerate(nodes.items()):
        graph = graph.with_node(Node(key, node, x=200.0 * place, y=0.0))
    for source, target in zip(nodes, list(nodes)[1:], strict=False):
        graph = linked(graph, source, target)
    return graph


def run(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.runner.finished, timeout=WAIT_MS):
        window.flow.run_all()


def notes(window: MainWindow) -> list[str]:
    return [note.text for note in window.flow.runs.view.node("mlp").notes]


def node_menu(window: MainWindow, node_id: str) -> QMenu:
    editor = window.flow.editor
    item = editor.scene.nodes[node_id]
    menu = menu_at(editor.canvas, editor.actions_by_name, item.mapToScene(QPointF(20, 20)))
    assert menu is not None
    return menu


def further_epochs(window: MainWindow) -> Any:
    return getattr(window.document.graph.node("mlp").component, "further_epochs", None)


def names(menu: QMenu) -> list[str]:
    return [action.objectName() for action in menu.actions()]


def test_that_a_finished_network_is_trained_further_and_that_is_undone(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.document.edit(flow(epochs=5), "Add")
    window.flow.editor.select("mlp")
    button = window.flow.inspector.further_button
    assert not button.isVisible()
    assert "train_further" not in names(node_menu(window, "mlp"))
    run(qtbot, window)
    qtbot.waitUntil(button.isVisible, timeout=30_000)
    assert button.text() == "Train 10 more epochs"
    assert "train_further" not in names(node_menu(window, "data"))
    assert not button.isVisible()  # the menu has selected its node
    window.flow.editor.select("mlp")
    with qtbot.waitSignal(window.runner.finished, timeout=WAIT_MS):
        button.click()
    assert further_epochs(window) == 10
    assert "Goes on from epoch 5." in notes(window)
    assert window.flow.runs.view.node("evaluate").state == "done"
    menu = node_menu(window, "mlp")
    [more] = [action for action in menu.actions() if action.objectName() == "train_further"]
    assert more.text() == button.text()
    with qtbot.waitSignal(window.runner.finished, timeout=WAIT_MS):
        more.trigger()
    assert "Goes on from epoch 15." in notes(window)
    curve = window.flow.runs.view.node("mlp").curve
    assert curve is not None
    assert curve.lengths == (25,)
    assert "Train 10 more epochs of" in str(window.document.undo_label)
    window.document.undo()
    window.document.undo()
    assert further_epochs(window) == 0


def test_that_a_training_goes_on_after_a_stop_and_clearing_forgets_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.document.edit(flow(epochs=1_000_000), "Add")

    def has_trained(events: tuple[Event, ...]) -> bool:
        return any(isinstance(getattr(event, "event", None), EpochEnded) for event in events)

    for is_again in (False, True):
        with qtbot.waitSignal(window.runner.events, timeout=WAIT_MS, check_params_cb=has_trained):
            window.flow.run_all()
        with qtbot.waitSignal(window.runner.finished, timeout=WAIT_MS):
            window.runner.stop()
        went_on = [text for text in notes(window) if text.startswith("Goes on from epoch")]
        assert bool(went_on) == is_again
        assert "train_further" not in names(node_menu(window, "mlp"))  # running it goes on
    assert window.flow.runs.clear() > 0
    assert list(window.settings.checkpoints.iterdir()) == []
