"""The palette, drops from it, and the search behind it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from workbench.flow.graph import Graph, Link, Node
from workbench.gui.editor.component_rows import KEY_ROLE
from workbench.gui.editor.dropping import COMPONENT_MIME
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.palette import Palette
from workbench.gui.editor.search import CATEGORIES, found
from workbench.nodes.catalog import catalog
from workbench.preprocess.select_attributes import SelectAttributes

# The offscreen platform says so of every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
SELECT = SelectAttributes.key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def palette(qtbot: QtBot) -> Palette:
    made = Palette()
    qtbot.addWidget(made)
    made.set_catalog(catalog())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def editor(qtbot: QtBot) -> FlowEditor:
    made = FlowEditor()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_catalog(catalog())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def row(palette: Palette, number: int) -> QTreeWidgetItem:
    """A row of the first category."""
    group = palette.tree.topLevelItem(0)
    found_row = group.child(number) if group else None
    assert found_row is not None
    return found_row


def shown(palette: Palette) -> list[str]:
    """Keys from the top."""
    rows = palette.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return [found_row.data(0, KEY_ROLE) for found_row in rows if found_row.data(0, KEY_ROLE)]


def drop(editor: FlowEditor, data: QMimeData, place: QPointF) -> None:
    drop_on(editor.canvas.viewport(), data, editor.canvas.mapFromScene(place))


def drop_on(widget: QWidget, data: QMimeData, at: QPoint) -> None:
    copy = Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(at, copy, data, LEFT, NONE),
        QDragMoveEvent(at, copy, data, LEFT, NONE),
        QDropEvent(QPointF(at), copy, data, LEFT, NONE),
    ):
        QApplication.sendEvent(widget, event)


def test_that_the_palette_shows_every_component_in_the_order_of_categories(
    palette: Palette,
) -> None:
    assert set(shown(palette)) == set(catalog())
    tops = [palette.tree.topLevelItem(n) for n in range(palette.tree.topLevelItemCount())]
    assert [top.text(0) for top in tops if top] == [c for c in CATEGORIES if c != "Own"]


def test_that_the_filter_finds_wekas_names(palette: Palette, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.filter, "ibk")
    assert shown(palette) == ["knn"]
    with qtbot.waitSignal(palette.chosen) as heard:
        QTest.keyClick(palette.filter, Qt.Key.Key_Return)
    assert heard.args == ["knn"]


def test_that_a_double_click_adds_once(palette: Palette) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    tree = palette.tree
    place = tree.visualItemRect(row(palette, 0)).center()
    QTest.mouseClick(tree.viewport(), LEFT, NONE, place)
    QTest.mouseDClick(tree.viewport(), LEFT, NONE, place)
    QTest.mouseRelease(tree.viewport(), LEFT, NONE, place)
    assert chosen == ["arff"]


def test_that_enter_adds_the_current_row(palette: Palette, qtbot: QtBot) -> None:
    tree = palette.tree
    tree.setCurrentItem(row(palette, 1))
    with qtbot.waitSignal(palette.chosen) as heard:
        QTest.keyClick(tree, Qt.Key.Key_Return)
    assert heard.args == [list(catalog())[1]]


def test_that_a_row_dragged_onto_the_canvas_becomes_a_node_there(
    palette: Palette, editor: FlowEditor
) -> None:
    data = palette.tree.mimeData([row(palette, 0)])
    assert bytes(data.data(COMPONENT_MIME).data()) == b"arff"
    drop(editor, data, QPointF(188.0, 128.0))
    node = editor.graph.node("arff")
    assert (node.x, node.y) == (96.0, 96.0)  # its middle lies where it was dropped


def test_that_the_hint_on_an_empty_canvas_keeps_nothing_from_it(
    palette: Palette, editor: FlowEditor
) -> None:
    hint = editor.empty_hint
    place = QPoint(hint.width() // 2, 12)
    assert hint.childAt(place) is None
    editor.canvas.clearFocus()
    QTest.mouseDClick(hint, LEFT, NONE, place)
    assert editor.search_box.isVisible()
    drop_on(hint, palette.tree.mimeData([row(palette, 0)]), place)
    assert list(editor.graph.nodes) == ["arff"]


def test_that_a_row_dropped_on_a_link_goes_into_it(palette: Palette, editor: FlowEditor) -> None:
    graph = Graph()
    for key, x in (("arff", -250.0), ("cross_validation", 250.0)):
        graph = graph.with_node(Node(key, catalog()[key].parse({}), x=x))
    editor.show_graph(graph.with_link(Link("arff", "data", "cross_validation", "data")))
    data = QMimeData()
    data.setData(COMPONENT_MIME, SELECT.encode())
    drop(editor, data, QPointF(88.0, 28.0))
    assert {(k.source, k.target) for k in editor.graph.links} == {
        ("arff", SELECT),
        (SELECT, "cross_validation"),
    }


def test_that_files_dropped_are_handed_on_with_their_place(
    editor: FlowEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "iris.arff"))])
    with qtbot.waitSignal(editor.files_dropped) as heard:
        drop(editor, data, QPointF(184.0, 124.0))
    paths, place = heard.args
    assert paths == [str(tmp_path / "iris.arff")]
    assert (place.x(), place.y()) == (96.0, 96.0)  # a node there has its middle at the mouse


def test_that_a_click_in_the_palette_adds_beside_the_selected_node(editor: FlowEditor) -> None:
    editor.add_component("arff")
    editor.add_component("cross_validation")
    one, other = editor.graph.nodes.values()
    assert other.x > one.x + 176.0
    assert other.y == one.y
    assert editor.selection() == ("cross_validation",)


@pytest.mark.parametrize(
    ("query", "key"),
    [("IBk", "knn"), ("k-near", "knn"), ("zeror", "majority"), ("mlp", "mlp"), ("roc", "roc")],
)
def test_that_search_puts_the_component_meant_first(query: str, key: str) -> None:
    assert found(query, catalog().values())[0].key == key


def test_that_among_equals_the_most_used_comes_first() -> None:
    learners = [kind for kind in catalog().values() if kind.category == "Learn"]
    assert found("", learners, {"perceptron": 3})[0].key == "perceptron"


def test_that_nonsense_finds_nothing() -> None:
    assert found("qqxz", catalog().values()) == []


def test_that_a_filter_without_a_hit_says_so(palette: Palette) -> None:
    QTest.keyClicks(palette.filter, "J48x")
    assert palette.nothing.isVisibleTo(palette)
    palette.filter.clear()
    assert not palette.nothing.isVisibleTo(palette)
