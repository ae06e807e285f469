"""The Pima flow by hand: four ways to add nodes, run, undo to nothing and redo, save, reopen.

``python -m tests.window.pima_session build FOLDER`` and, in a new process, ``reopen FOLDER``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem

from tests.window.by_hand import ByHand
from workbench.core.files import resource
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.report import report
from workbench.flow.graph import Graph
from workbench.gui.editor.component_rows import KEY_ROLE
from workbench.gui.editor.port_end import PortEnd

SIZE = (1600, 1000)
EDITS = 12


def graph(hand: ByHand) -> Graph:
    return hand.window.document.graph


def rows(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    """An item's children, and theirs."""
    for n in range(item.childCount()):
        child = item.child(n)
        if child is not None:
            yield child
            yield from rows(child)


def palette_row(hand: ByHand, key: str) -> QPoint:
    tree = hand.window.flow.palette_panel.tree
    (item,) = (i for i in rows(tree.invisibleRootItem()) if i.data(0, KEY_ROLE) == key)
    tree.scrollToItem(item)
    return tree.viewport().mapToGlobal(tree.visualItemRect(item).center())


def port(hand: ByHand, node: str, name: str, *, is_output: bool) -> QPoint:
    item = hand.window.flow.editor.scene.nodes[node]
    return hand.of_canvas(item.port_place(PortEnd(node, name, is_output)))


def by_palette(hand: ByHand) -> None:
    """Drag a reader from the palette and type its path into the inspector."""
    hand.drag(palette_row(hand, "arff"), hand.of_canvas(QPointF(-300.0, -40.0)))
    hand.until(lambda: "arff" in graph(hand).nodes, "the reader is on the canvas")
    hand.until(lambda: hand.window.flow.selected == ("arff",), "it is selected")
    line = hand.window.flow.inspector.findChild(QLineEdit, "path")
    assert line is not None
    hand.click(hand.on_screen(line))
    hand.key("ctrl+a")
    hand.type(str(resource("data", "diabetes.arff")))
    hand.key("Return")
    hand.until(lambda: "diabetes" in str(graph(hand).node("arff").component), "the path is taken")


def by_search(hand: ByHand) -> None:
    """Double-click the canvas, find the splitter by WEKA's name, and draw a link to it."""
    hand.click(hand.of_canvas(QPointF(0.0, -12.0)), times=2)
    hand.until(hand.window.flow.editor.search_box.isVisible, "the search box is open")
    hand.type("CrossValidationFoldMaker")
    hand.key("Return")
    hand.until(lambda: "cross_validation" in graph(hand).nodes, "the splitter is there")
    hand.drag(
        port(hand, "arff", "data", is_output=True),
        port(hand, "cross_validation", "data", is_output=False),
    )
    hand.until(lambda: len(graph(hand).links) == 1, "the link is drawn")


def by_dropping_a_link(hand: ByHand) -> None:
    """Let a link go over empty canvas and choose what it is to end at."""
    start = port(hand, "cross_validation", "splits", is_output=True)
    hand.drag(start, start + QPoint(90, 0))
    hand.until(hand.window.flow.editor.search_box.isVisible, "the search offers what fits")
    hand.type("multilayer")
    hand.key("Return")
    hand.until(lambda: "mlp" in graph(hand).nodes, "the learner is there")
    assert len(graph(hand).links) == 2


def by_keyboard(hand: ByHand) -> None:
    """Link from the current node with L, and find the next ones by WEKA's names."""
    for words, key in (
        ("ClassifierPerformanceEvaluator", "evaluate"),
        ("ModelPerformanceChart", "roc"),
    ):
        hand.key("l")
        hand.until(hand.window.flow.editor.search_box.isVisible, "the search offers what fits")
        hand.type(words)
        hand.key("Return")
        hand.until(lambda key=key: key in graph(hand).nodes, f"'{key}' is there")  # type: ignore[misc]
        hand.until(lambda key=key: hand.window.flow.selected == (key,), "it is selected")  # type: ignore[misc]
    assert len(graph(hand).links) == 4


def states(hand: ByHand) -> set[str]:
    view = hand.window.flow.runs.view
    return {view.node(i).state for i in graph(hand).nodes}


def auc(hand: ByHand) -> float:
    value = hand.window.flow.runs.value("evaluate")
    assert isinstance(value, Evaluation)
    return float(report(value.results[0])["weighted"]["auc"])


def build(folder: Path) -> None:
    hand = ByHand(folder, SIZE)
    hand.window.document.new()
    hand.picture("1-empty")
    by_palette(hand)
    by_search(hand)
    by_dropping_a_link(hand)
    by_keyboard(hand)
    hand.picture("2-built")
    built = graph(hand)

    hand.key("F5")
    hand.until(lambda: states(hand) <= {"done", "warning"}, "the flow has run")
    assert 0.78 < auc(hand) < 0.86, auc(hand)
    hand.picture("3-run")

    hand.window.flow.editor.canvas.setFocus()
    for _ in range(EDITS):
        if graph(hand).nodes:
            hand.key("ctrl+z")
    hand.until(lambda: graph(hand) == Graph(), "undo leads back to nothing")
    hand.picture("4-undone")
    for _ in range(EDITS):
        hand.key("ctrl+shift+z")
    assert graph(hand) == built
    hand.until(lambda: states(hand) <= {"done", "warning"}, "the results are good again")

    name = str(folder / "pima.flow")  # typed into a dialog, which does not return before its end
    typing = ("sleep", "2", "key", "ctrl+a", "type", "--args", "1", "--delay", "20", name)
    hand.xdotool("key", "ctrl+s", *typing, "key", "Return")
    hand.until(lambda: hand.window.document.path is not None, "it is saved")
    assert not hand.window.document.is_dirty
    hand.picture("5-saved")
    hand.close()


def reopen(folder: Path) -> None:
    hand = ByHand(folder, SIZE)
    ran: list[object] = []
    hand.window.runner.finished.connect(ran.append)
    hand.window.begin(folder / "pima.flow")
    hand.until(lambda: states(hand) <= {"done", "warning"}, "the results are there without a run")
    assert 0.78 < auc(hand) < 0.86
    assert not ran
    hand.picture("6-reopened")
    hand.close()


if __name__ == "__main__":
    {"build": build, "reopen": reopen}[sys.argv[1]](Path(sys.argv[2]))
