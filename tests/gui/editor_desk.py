"""An editor with a hand on mouse and keyboard, for tests of gestures."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.flow.graph import Graph, Link, Node
from workbench.gui.editor.editor import FlowEditor
from workbench.nodes.catalog import catalog

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def node(key: str, x: float, y: float, node_id: str = "") -> Node:
    return Node(node_id or key, catalog()[key].parse({}), x=x, y=y)


FOLDS = Link("arff", "data", "cross_validation", "data")


def pima() -> Graph:
    """Reader and folds linked; a learner and an evaluation beside them, not linked."""
    graph = Graph()
    for key, x, y in (
        ("arff", 0.0, 0.0),
        ("cross_validation", 240.0, 0.0),
        ("knn", 480.0, 0.0),
        ("evaluate", 720.0, 0.0),
    ):
        graph = graph.with_node(node(key, x, y))
    return graph.with_link(FOLDS)


@dataclass
class Desk:
    """An editor, what it asked for, and a hand on the mouse."""

    editor: FlowEditor
    qtbot: QtBot
    edits: list[tuple[Graph, str, str | None]]
    hints: list[str]

    def note(self, graph: Graph, label: str, merge: str | None) -> None:
        self.edits.append((graph, label, merge))

    def at(self, x: float, y: float) -> QPoint:
        return self.editor.canvas.mapFromScene(QPointF(x, y))

    def mouse(
        self, kind: QEvent.Type, place: QPoint, keys: Any = PLAIN, button: Any = LEFT
    ) -> None:
        viewport = self.editor.canvas.viewport()
        is_move = kind == QEvent.Type.MouseMove
        event = QMouseEvent(
            kind,
            QPointF(place),
            QPointF(viewport.mapToGlobal(place)),
            Qt.MouseButton.NoButton if is_move else button,
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button,
            keys,
        )
        QApplication.sendEvent(viewport, event)

    def drag(
        self, start: tuple[float, float], end: tuple[float, float], button: Any = LEFT
    ) -> None:
        one, other = self.at(*start), self.at(*end)
        self.mouse(QEvent.Type.MouseButtonPress, one, button=button)
        for step in (0.1, 0.5, 1.0):
            place = QPointF(one) + QPointF(other - one) * step
            self.mouse(QEvent.Type.MouseMove, place.toPoint(), button=button)
        self.mouse(QEvent.Type.MouseButtonRelease, other, button=button)

    def click(self, x: float, y: float, keys: Any = PLAIN) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, self.at(x, y), keys)
        self.mouse(QEvent.Type.MouseButtonRelease, self.at(x, y), keys)

    def key(self, key: Qt.Key, keys: Any = PLAIN) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, keys)

    def type(self, text: str) -> None:
        for letter in text:  # the first one may bring up a line that takes the others
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClicks(focus, letter)

    def do(self, action: str) -> None:
        self.editor.actions_by_name[action].trigger()

    @property
    def graph(self) -> Graph:
        return self.editor.graph


def lay(qtbot: QtBot, graph: Graph) -> Desk:
    """A shown editor of a flow, the canvas in focus."""
    editor = FlowEditor()
    qtbot.addWidget(editor)
    editor.resize(1200, 600)
    editor.set_catalog(catalog())
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    editor.show_graph(graph)
    editor.canvas.setFocus()
    made = Desk(editor, qtbot, [], [])
    editor.edited.connect(made.note)
    editor.hint.connect(made.hints.append)
    return made
