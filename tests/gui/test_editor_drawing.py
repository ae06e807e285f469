"""The whole flow drawn into a picture."""

import pytest
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
)
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.flow.graph import Graph, Link, Node, Note
from workbench.gui.editor.drawing import MARGIN, area, draw
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.theme import DARK, LIGHT, Theme
from workbench.nodes.catalog import catalog
from workbench.runs.view import RunView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def drawn(graph: Graph, theme: Theme = LIGHT) -> QImage:
    room = area(graph)
    image = QImage(room.size().toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw(painter, QRectF(image.rect()), graph, RunView(), theme)
    painter.end()
    return image


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_picture_shows_the_whole_flow_in_its_own_theme(
    qapp: QApplication, theme: Theme
) -> None:
    graph = small_flow()
    image = drawn(graph, theme)
    assert image.pixelColor(2, 2) == QColor(theme.canvas)
    for node in graph.nodes.values():
        corner = QPoint(round(node.x - area(graph).x()), round(node.y - area(graph).y()))
        assert image.pixelColor(corner + QPoint(100, 6)) == QColor(theme.panel)


def test_that_links_are_drawn(qapp: QApplication) -> None:
    graph = small_flow()
    assert drawn(graph) != drawn(Graph(graph.nodes))


def test_that_selection_and_focus_are_no_part_of_a_picture(qtbot: QtBot) -> None:
    editor = FlowEditor()
    qtbot.addWidget(editor)
    editor.show_graph(small_flow())
    pictures = []
    for chosen in ((), tuple(editor.graph.nodes)):
        editor.select(*chosen)
        image = QImage(editor.drawn_area().size().toSize(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        editor.draw(painter, QRectF(image.rect()), LIGHT)
        painter.end()
        pictures.append(image)
    assert pictures[0] == pictures[1]
    assert editor.selection() == tuple(editor.graph.nodes)


def test_that_words_in_an_svg_are_text(qapp: QApplication) -> None:
    graph = small_flow()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    svg = QSvgGenerator()
    svg.setOutputDevice(buffer)
    svg.setViewBox(area(graph))
    painter = QPainter(svg)
    draw(painter, area(graph), graph, RunView(), LIGHT)
    painter.end()
    text = data.toStdString()
    assert ">Cross-validation<" in text.replace(" <", "<").replace("> ", ">")


def test_that_an_empty_flow_has_an_empty_picture() -> None:
    assert area(Graph()).isEmpty()
    assert area(small_flow()).width() > 2 * MARGIN


def test_that_a_note_does_not_colour_the_links(qapp: QApplication) -> None:
    graph = small_flow()
    last = graph.order[-1]
    bent = graph.moved({last: (graph.node(last).x, graph.node(last).y + 200)})
    bare = drawn(bent)
    noted = drawn(bent.with_note(Note("note", "A note", x=0, y=400, width=100)))
    seen = bare.rect().adjusted(0, 0, 0, -round(MARGIN))
    assert noted.copy(seen) == bare.copy(seen)


def test_that_no_link_hides_a_title(qapp: QApplication) -> None:
    graph = Graph()
    for n in range(4):
        step = catalog()["standardise"].parse({})
        graph = graph.with_node(Node(f"n{n}", step, x=240.0 * n))
    ahead = [("n0", "n1"), ("n1", "n2"), ("n0", "n3")]  # the last one passes behind two nodes
    for source, target in ahead:
        graph = graph.with_link(Link(source, "splits", target, "splits"))
    graph = graph.moved({"n2": (100.0, 200.0)})  # a link that runs back
    linked, alone = drawn(graph), drawn(Graph(graph.nodes))
    assert linked != alone
    for node in graph.nodes.values():
        corner = QPointF(node.x, node.y) - area(graph).topLeft()
        title = QRect(corner.toPoint() + QPoint(12, 6), QSize(150, 44))
        assert linked.copy(title) == alone.copy(title)
