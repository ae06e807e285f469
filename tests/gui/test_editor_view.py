"""Looking at the canvas: zoom, pan, fit, minimap, menus, large flows."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.flow.graph import Graph, Link, Node
from workbench.gui.contrast import contrast
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.look import TITLE_WIDTH, Look
from workbench.gui.editor.menus import menu_at
from workbench.gui.editor.node_item import NodeItem
from workbench.gui.editor.view import LARGEST, SMALLEST
from workbench.gui.theme import DARK, LIGHT, Theme
from workbench.nodes.catalog import catalog

# The offscreen platform says so of every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NONE = Qt.KeyboardModifier.NoModifier


def chain(n: int) -> Graph:
    """``n`` linked nodes in rows of twenty."""
    step = catalog()["standardise"].parse({})
    nodes = {f"n{i}": Node(f"n{i}", step, x=(i % 20) * 240.0, y=(i // 20) * 96.0) for i in range(n)}
    links = tuple(Link(f"n{i}", "splits", f"n{i + 1}", "splits") for i in range(n - 1))
    return Graph(nodes, links)


@pytest.fixture
def editor(qtbot: QtBot) -> FlowEditor:
    made = FlowEditor()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_catalog(catalog())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.canvas.setFocus()
    return made


def wheel(editor: FlowEditor, at: QPoint, turns: int) -> None:
    viewport = editor.canvas.viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def drag(editor: FlowEditor, start: QPoint, end: QPoint, button: Qt.MouseButton) -> None:
    viewport = editor.canvas.viewport()
    steps = (
        (QEvent.Type.MouseButtonPress, start, button, button),
        (QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton, button),
        (QEvent.Type.MouseButtonRelease, end, button, Qt.MouseButton.NoButton),
    )
    for kind, place, pressed, held in steps:
        at = QPointF(place)
        glob = QPointF(viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, QMouseEvent(kind, at, glob, pressed, held, NONE))


def test_that_the_wheel_zooms_around_the_cursor(editor: FlowEditor) -> None:
    editor.show_graph(chain(3))
    at = QPoint(200, 120)
    before = editor.canvas.mapToScene(at)
    wheel(editor, at, 2)
    after = editor.canvas.mapToScene(at)
    assert editor.canvas.scale_now > 1.2
    assert (after - before).manhattanLength() < 2.0  # the view scrolls by whole pixels


def test_that_zoom_keeps_within_its_bounds(editor: FlowEditor) -> None:
    editor.show_graph(chain(3))
    wheel(editor, QPoint(10, 10), 40)
    assert editor.canvas.scale_now == pytest.approx(LARGEST)
    wheel(editor, QPoint(10, 10), -80)
    assert editor.canvas.scale_now == pytest.approx(SMALLEST)
    editor.actions_by_name["zoom_100"].trigger()
    assert editor.canvas.scale_now == pytest.approx(1.0)


def test_that_the_middle_button_pans(editor: FlowEditor) -> None:
    editor.show_graph(chain(3))
    before = editor.canvas.mapToScene(QPoint(0, 0))
    drag(editor, QPoint(300, 200), QPoint(350, 230), Qt.MouseButton.MiddleButton)
    assert editor.canvas.mapToScene(QPoint(0, 0)) - before == QPointF(-50.0, -30.0)


def test_that_space_and_drag_pans_and_opens_no_search(editor: FlowEditor) -> None:
    editor.show_graph(chain(3))
    before = editor.canvas.mapToScene(QPoint(0, 0))
    QTest.keyPress(editor.canvas, Qt.Key.Key_Space)
    drag(editor, QPoint(300, 200), QPoint(350, 230), Qt.MouseButton.LeftButton)
    QTest.keyRelease(editor.canvas, Qt.Key.Key_Space)
    assert editor.canvas.mapToScene(QPoint(0, 0)) - before == QPointF(-50.0, -30.0)
    assert not editor.search_box.isVisible()


def test_that_no_repeat_of_a_held_space_opens_the_search(editor: FlowEditor) -> None:
    editor.show_graph(chain(3))
    canvas, place = editor.canvas, QPoint(300, 200)

    def repeat(ms: int) -> None:  # as X tells it where it is slow
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Space, NONE, " ")
            event.setTimestamp(ms)
            QApplication.sendEvent(canvas, event)

    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    repeat(10_000)
    assert canvas.is_panning
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    repeat(10_040)
    assert not editor.search_box.isVisible()
    repeat(12_000)
    assert editor.search_box.isVisible()


def test_that_another_flow_is_shown_whole(editor: FlowEditor) -> None:
    editor.show_graph(chain(60))
    seen = editor.canvas.mapToScene(editor.canvas.viewport().rect()).boundingRect()
    assert all(seen.contains(item.sceneBoundingRect()) for item in editor.scene.nodes.values())
    assert not editor.minimap.isVisible()


def test_that_another_flow_with_a_node_of_the_same_name_elsewhere_is_shown(
    editor: FlowEditor,
) -> None:
    editor.show_graph(chain(5))
    other = chain(1)
    node_id = next(iter(other.nodes))
    editor.show_graph(other.moved({node_id: (500.0, 300.0)}))
    assert list(editor.scene.nodes) == [node_id]
    assert not editor.scene.links
    assert editor.scene.nodes[node_id].x() == 500.0
    editor.show_graph(chain(5))
    assert len(editor.scene.links) == 4


def test_that_the_minimap_shows_while_something_is_out_of_sight(editor: FlowEditor) -> None:
    editor.show_graph(chain(60))
    editor.actions_by_name["zoom_100"].trigger()
    assert editor.minimap.isVisible()
    before = editor.canvas.mapToScene(QPoint(0, 0))
    QTest.mouseClick(editor.minimap, Qt.MouseButton.LeftButton, NONE, QPoint(10, 50))
    assert editor.canvas.mapToScene(QPoint(0, 0)).x() < before.x()
    corner = editor.minimap.geometry().bottomRight()
    assert editor.canvas.viewport().rect().bottomRight() - corner == QPoint(12, 12)


def test_that_tidy_is_one_edit_and_moves_every_node_of_a_heap(
    editor: FlowEditor, qtbot: QtBot
) -> None:
    graph = chain(5)
    editor.show_graph(graph.moved(dict.fromkeys(graph.nodes, (0.0, 0.0))))
    with qtbot.waitSignal(editor.edited) as heard:
        editor.actions_by_name["tidy"].trigger()
    assert heard.args is not None
    assert heard.args[1] == "Tidy"
    assert [n.x for n in editor.graph.nodes.values()] == [248.0 * i for i in range(5)]


def test_that_a_nodes_menu_runs_the_flow_to_it(editor: FlowEditor, qtbot: QtBot) -> None:
    editor.show_graph(chain(3))
    menu = menu_at(editor.canvas, editor.actions_by_name, QPointF(280.0, 20.0))
    assert menu is not None
    assert editor.selection() == ("n1",)
    runs = next(action for action in menu.actions() if action.objectName() == "run_to")
    with qtbot.waitSignal(editor.run_to_requested) as heard:
        runs.trigger()
    assert heard.args == ["n1"]


def test_that_a_large_flow_leaves_out_its_words_when_far_away(editor: FlowEditor) -> None:
    editor.show_graph(chain(500))
    assert len(editor.scene.nodes) == 500
    assert editor.scene.look.is_far
    editor.actions_by_name["zoom_100"].trigger()
    assert not editor.scene.look.is_far


def test_that_every_action_has_a_name_a_tip_and_an_icon(editor: FlowEditor) -> None:
    for name, action in editor.actions_by_name.items():
        assert action.objectName() == name
        assert action.text()
        assert action.toolTip() != action.text()
        assert not action.icon().isNull()


def test_that_no_two_actions_share_a_key(editor: FlowEditor) -> None:
    keys = [k.toString() for a in editor.actions_by_name.values() for k in a.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_category_colours_stand_out_from_a_node(theme: Theme) -> None:
    ratios = [contrast(QColor(c), QColor(theme.panel)) for c in theme.categories.values()]
    assert min(ratios) >= 3.0


def test_that_a_wide_title_is_set_smaller_before_words_are_left_out(qapp: QApplication) -> None:
    look = Look(LIGHT)
    letters = 1
    while look.title_metrics.horizontalAdvance("m" * letters) <= TITLE_WIDTH:
        letters += 1
    item = NodeItem(Node("a", catalog()["arff"].parse({}), title="m" * letters), look)
    assert item.words.is_small
    item.show_node(Node("a", catalog()["arff"].parse({}), title="m"))
    assert not item.words.is_small
