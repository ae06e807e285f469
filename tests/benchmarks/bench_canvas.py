"""How long the canvas paints while a flow of 500 nodes and 800 links is worked on.

Run it by hand on a quiet machine: ``python -m tests.benchmarks.bench_canvas`` (offscreen unless
QT_QPA_PLATFORM says otherwise; under a real X server ``QT_QPA_PLATFORM=xcb xvfb-run -a …``). Each
gesture is made of mouse and wheel events as the window gets them. For each it prints

    paint   milliseconds in which the canvas was painted, one figure for each frame,
    frame   milliseconds from an event to all that it asks for being done, painting included,

as median, 95th percentile and most, with the whole flow in view ("fit") and at 100 %. A frame after
the hand has come to rest counts as well: whatever was put off is painted then.
"""

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from workbench.flow.graph import Graph, Link, Node
from workbench.flow.layout import COLUMN, ROW
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.keyboard import KeyboardCanvas
from workbench.nodes.catalog import catalog
from workbench.runs.view import NodeView, RunView

SIZES = ((1280, 800), (2560, 1440))
COLUMNS, ROWS, N_LINKS = 25, 20, 800
STEPS = 60
REST_MS = 700  # longer than the canvas waits for the hand to rest
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
PRESS, MOVE, RELEASE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)


def large_flow() -> Graph:
    """25 columns of 20 nodes: readers, splitters, steps, learners, evaluations; 800 links.

    Each node hangs on one in the column before; the other links reach up to four columns far.
    """
    draw = random.Random(0)  # noqa: S311 - no secret
    nodes = {f"n{c}_{r}": _node(c, r) for c in range(COLUMNS) for r in range(ROWS)}
    graph = Graph(nodes)
    links: dict[Link, None] = {}
    for column in range(1, COLUMNS):
        for row in range(ROWS):
            near = min(max(row + draw.randrange(-2, 3), 0), ROWS - 1)
            links[_link(graph, (column - 1, near), (column, row))] = None
    while len(links) < N_LINKS:
        start = draw.randrange(1, COLUMNS - 6), draw.randrange(ROWS)
        end = start[0] + draw.randrange(1, 5), draw.randrange(ROWS)
        links[_link(graph, start, end)] = None
    return replace(graph, links=tuple(links))


def _node(column: int, row: int) -> Node:
    keys = {0: "arff", 1: "cross_validation", COLUMNS - 2: "mlp", COLUMNS - 1: "evaluate"}
    kind = catalog()[keys.get(column, "standardise")]
    title = f"{kind.title} {row + 1}"
    return Node(f"n{column}_{row}", kind.parse({}), title, x=COLUMN * column, y=ROW * row)


def _link(graph: Graph, start: tuple[int, int], end: tuple[int, int]) -> Link:
    source, target = (graph.node(f"n{column}_{row}") for column, row in (start, end))
    port = source.operation.outputs[0].name
    return Link(source.id, port, target.id, target.operation.inputs[0].name)


@dataclass
class Stopwatch:
    """What frames took, in milliseconds."""

    paints: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    clock: Callable[[], float] = time.perf_counter

    def clear(self) -> None:
        """Forget what was."""
        self.paints.clear()
        self.frames.clear()


WATCH = Stopwatch()


def watch_painting() -> None:
    """Take the time of each painting of the canvas."""
    paint = KeyboardCanvas.paintEvent

    def timed(canvas: KeyboardCanvas, event: QPaintEvent) -> None:
        started = WATCH.clock()
        paint(canvas, event)
        WATCH.paints.append(1000 * (WATCH.clock() - started))

    KeyboardCanvas.paintEvent = timed  # type: ignore[method-assign,assignment]


@contextmanager
def frame() -> Iterator[None]:
    """Take the time of an event and of all that it brings about."""
    started = WATCH.clock()
    yield
    QApplication.processEvents()
    WATCH.frames.append(1000 * (WATCH.clock() - started))


def rest() -> None:
    """Let the canvas do what it has put off; each turn of the loop is a frame."""
    end = time.perf_counter() + REST_MS / 1000
    while time.perf_counter() < end:
        with frame():
            pass
        time.sleep(0.002)


class Hand:
    """Works on an editor as a mouse does."""

    def __init__(self, editor: FlowEditor) -> None:
        self.editor = editor
        self.canvas = editor.canvas
        self.middle = self.canvas.viewport().rect().center()

    def mouse(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        """Send a mouse event and wait for what it brings about."""
        viewport = self.canvas.viewport()
        pressed = Qt.MouseButton.NoButton if kind == MOVE else button
        held = Qt.MouseButton.NoButton if kind == RELEASE else button
        glob = QPointF(viewport.mapToGlobal(at.toPoint()))
        with frame():
            QApplication.sendEvent(viewport, QMouseEvent(kind, at, glob, pressed, held, NONE))

    def drag(self, start: QPointF, by: QPointF, button: Qt.MouseButton = LEFT) -> None:
        """Drag in many steps, with a rest before letting go."""
        self.mouse(PRESS, start, button)
        for n in range(1, STEPS + 1):
            self.mouse(MOVE, start + by * (n / STEPS), button)
        rest()
        self.mouse(RELEASE, start + by, button)

    def wheel(self, turns: float) -> None:
        """Turn the wheel at the middle of the canvas."""
        viewport, at = self.canvas.viewport(), QPointF(self.middle)
        glob = QPointF(viewport.mapToGlobal(self.middle))
        turned = QPoint(0, round(120 * turns))
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, glob, QPoint(), turned, Qt.MouseButton.NoButton, NONE, phase, False)
        with frame():
            QApplication.sendEvent(viewport, event)

    def node_in_view(self) -> str:
        """The node nearest to the middle."""
        place = QPointF(self.canvas.mapToScene(self.middle))
        items = self.editor.scene.nodes
        return min(items, key=lambda i: (items[i].pos() - place).manhattanLength())

    def grip(self, node_id: str) -> QPointF:
        """Where on the canvas a node can be taken hold of."""
        at = self.editor.scene.nodes[node_id].pos() + QPointF(88.0, 12.0)
        return QPointF(self.canvas.mapFromScene(at))


def drag_node(hand: Hand) -> None:
    hand.drag(hand.grip(hand.node_in_view()), QPointF(200.0, 120.0))


def drag_fifty(hand: Hand) -> None:
    near = hand.editor.scene.nodes[hand.node_in_view()].pos()
    items = hand.editor.scene.nodes
    order = sorted(items, key=lambda i: (items[i].pos() - near).manhattanLength())
    hand.editor.scene.select(order[:50])
    hand.drag(hand.grip(order[0]), QPointF(120.0, 80.0))
    hand.editor.scene.select(())


def rubber_band(hand: Hand) -> None:
    hand.drag(QPointF(4.0, 4.0), QPointF(hand.middle) * 1.8)
    hand.editor.scene.select(())


def pan(hand: Hand) -> None:
    hand.drag(QPointF(hand.middle), QPointF(400.0, 250.0), MIDDLE)
    hand.drag(QPointF(hand.middle), QPointF(-400.0, -250.0), MIDDLE)


def zoom(hand: Hand) -> None:
    for turns in (0.25, -0.25):
        for _ in range(STEPS // 2):
            hand.wheel(turns)
        rest()


def hover(hand: Hand) -> None:
    for n in range(STEPS):
        place = QPointF(hand.middle) * (0.2 + 1.6 * n / STEPS)
        hand.mouse(MOVE, place, Qt.MouseButton.NoButton)
    rest()


def run_events(hand: Hand) -> None:
    """Every node's progress changes ten times a second."""
    ids = list(hand.editor.scene.nodes)
    for n in range(10):
        due = time.perf_counter() + 0.1
        nodes = {i: NodeView("running", done=n, total=10, text=f"fold {n + 1}/10") for i in ids}
        with frame():
            hand.editor.show_run(RunView(nodes, is_running=True))
        while time.perf_counter() < due:
            with frame():
                pass
            time.sleep(0.002)
    rest()
    hand.editor.show_run(RunView())


def drag_while_running(hand: Hand) -> None:
    """A node is dragged while each node's progress changes every six frames."""
    ids = list(hand.editor.scene.nodes)
    start = hand.grip(hand.node_in_view())
    hand.mouse(PRESS, start, LEFT)
    for n in range(STEPS):
        if n % 6 == 0:
            nodes = {i: NodeView("running", done=n, total=STEPS, text=f"epoch {n}") for i in ids}
            hand.editor.show_run(RunView(nodes, is_running=True))
        hand.mouse(MOVE, start + QPointF(200.0, 120.0) * (n / STEPS), LEFT)
    rest()
    hand.mouse(RELEASE, start, LEFT)
    hand.editor.show_run(RunView())


GESTURES: tuple[Callable[[Hand], None], ...] = (
    drag_node,
    drag_fifty,
    rubber_band,
    pan,
    zoom,
    hover,
    run_events,
    drag_while_running,
)


def figures(milliseconds: list[float]) -> str:
    """Median, 95th percentile and most."""
    if not milliseconds:
        return "      none"
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return f"{p50:6.1f} {p95:6.1f} {max(milliseconds):6.1f}"


def measure(graph: Graph, size: tuple[int, int], only: str) -> None:
    """Open the flow in a window of a size and make every gesture in it."""
    width, height = size
    editor = FlowEditor()
    editor.resize(width, height)
    editor.set_catalog(catalog())
    editor.show()
    QApplication.processEvents()
    WATCH.clear()
    with frame():
        editor.show_graph(graph)
    opened = WATCH.frames[-1]
    rest()
    print(f"{width} × {height}: opened in {opened:.0f} ms; paint {figures(WATCH.paints)}")
    print(f"{'':30}  paint p50    p95    max   frame p50    p95    max")
    for scale in ("fit", "100 %"):
        if scale == "100 %":
            editor.canvas.zoom_to(1.0)
        rest()
        hand = Hand(editor)
        for gesture in GESTURES:
            if only not in gesture.__name__:
                continue
            WATCH.clear()
            gesture(hand)
            name = gesture.__name__.replace("_", " ")
            busy = [f for f in WATCH.frames if f > 0.05]
            print(f"{scale:>8} {name:20}    {figures(WATCH.paints)}      {figures(busy)}")
            editor.show_graph(graph)
            rest()
    editor.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", action="store_true", help="leave out what other programs take")
    parser.add_argument("--only", default="", help="gestures whose name has this in it")
    arguments = parser.parse_args()
    if arguments.cpu:
        WATCH.clock = time.thread_time
    app = QApplication(sys.argv[:1])
    graph = large_flow()
    watch_painting()
    gc.freeze()  # as the window does once all is imported
    print(f"{app.platformName()}, {len(graph.nodes)} nodes, {len(graph.links)} links; in ms")
    for size in SIZES:
        measure(graph, size, arguments.only)


if __name__ == "__main__":
    main()
