"""Cells of a confusion matrix are chosen: their samples are listed, flow on and are explored."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.evaluation.chosen import Choice, cell_text
from workbench.evaluation.confusion_chart import ConfusionChart, confusion_chart
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.flow.graph import Graph, Link, Node
from workbench.gui.main_window import MainWindow
from workbench.gui.plots.confusion_figures import ConfusionFigures
from workbench.gui.plots.confusion_matrix import ConfusionMatrixWidget
from workbench.nodes.catalog import catalog

LABELS = ("no", "yes", "may be")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
COUNTS = np.array([[8, 2, 0], [4, 5, 1], [0, 0, 0]])


def predictions(name: str = "kNN", seed: int = 0) -> Predictions:
    random = np.random.default_rng(seed)
    n = 60
    actual, predicted = (random.integers(3, size=n).astype(np.int32) for _ in range(2))
    chosen = random.uniform(0.5, 1.0, n)
    probabilities = np.repeat((1 - chosen[:, None]) / 2, 3, axis=1)
    probabilities[np.arange(n), predicted] = chosen
    target = Attribute("class", "nominal", LABELS, "class")
    text = np.array([f"sentence {i}" for i in range(n)], dtype=object)
    schema = Schema((Attribute("x", "numeric"), Attribute("text", "string"), target))
    data = Dataset(schema, (np.arange(n) * 1.0, text, actual))
    return Predictions(
        learner="knn", name=name, parameters={}, test="cv:2", seed=1, attribute=target,
        sample_ids=np.arange(n), fold=np.arange(n) % 2, actual=actual, predicted=predicted,
        probabilities=probabilities, baseline=None, curves=(), seconds=0.0,
        dataset=data, rows=np.arange(n),
    )  # fmt: skip


def chart(*names: str, choice: Choice | None = None) -> ConfusionChart:
    results = tuple(predictions(name, seed) for seed, name in enumerate(names))
    return confusion_chart(Evaluation(results), choice)


@pytest.fixture
def widget(qtbot: QtBot) -> ConfusionMatrixWidget:
    made = ConfusionMatrixWidget()
    qtbot.addWidget(made)
    made.resize(1000, 420)
    made.show_value(chart("kNN"))
    with qtbot.waitExposed(made):
        made.show()
    return made


def click(
    widget: ConfusionMatrixWidget,
    row: int,
    column: int,
    keys: Qt.KeyboardModifier = NONE,
    number: int = 0,
) -> None:
    grid = widget.board.grids[number]
    place = grid._frame().cell(row, column).center().toPoint()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, keys, pos=place)


def chosen(widget: ConfusionMatrixWidget, number: int = 0) -> list[list[int]]:
    cells: list[list[int]] = np.argwhere(widget.board.grids[number].selected).tolist()
    return cells


def test_that_shares_are_of_rows_or_of_columns() -> None:
    assert ConfusionFigures(COUNTS, "rows").text(0, 1) == "20.0 %"
    assert ConfusionFigures(COUNTS, "columns").text(0, 1) == "28.6 %"
    assert ConfusionFigures(COUNTS, "columns").text(2, 2) == "0.0 %"
    figures = ConfusionFigures(COUNTS)
    totals = (figures.row_total(1), figures.column_total(0), figures.total)
    assert totals == ("10", "12", "20")


def test_that_a_difference_has_a_sign_and_two_colours(qtbot: QtBot) -> None:
    other = COUNTS.copy()
    other[0] = [5, 5, 0]
    figures = ConfusionFigures(COUNTS, "counts", other)
    assert [figures.text(0, j) for j in range(3)] == ["+3", "−3", "0"]
    np.testing.assert_array_equal(figures.shares[0], [1, -1, 0])
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.grid.show_figures(figures, LABELS)
    more, less = widget.grid.ground(0, 0), widget.grid.ground(0, 1)
    assert more.blue() > more.red()
    assert less.red() > less.blue()


def test_that_a_click_lists_exactly_the_samples_of_the_cell(widget: ConfusionMatrixWidget) -> None:
    click(widget, 0, 1)
    samples = widget.samples.samples
    assert samples is not None
    of = predictions()
    expected = np.flatnonzero((of.actual == 0) & (of.predicted == 1))
    np.testing.assert_array_equal(samples.sample_ids, expected)
    assert widget.samples.isVisible()
    assert widget.samples.heading.text() == f"kNN: {len(expected)} samples, no → yes"
    model = widget.samples.model
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert names[:4] == ["actual", "predicted", "confidence", "text"]
    sure = [float(model.cell(row, 2)) for row in range(model.rowCount())]
    assert sure == sorted(sure, reverse=True)
    assert widget.samples.text.toPlainText() == model.cell(0, 3)


def test_that_the_samples_of_another_run_are_sorted_as_the_header_says(
    widget: ConfusionMatrixWidget,
) -> None:
    click(widget, 0, 1)
    widget.show_value(chart("kNN", choice=Choice("kNN", cells=(cell_text("yes", "no"),))))
    model = widget.samples.model
    sure = [float(model.cell(row, 2)) for row in range(model.rowCount())]
    assert len(sure) > 2
    assert sure == sorted(sure, reverse=True)


@pytest.mark.parametrize(
    ("clicks", "expected"),
    [
        ([(0, 1, NONE), (2, 2, NONE)], [[2, 2]]),
        ([(0, 1, NONE), (2, 2, CONTROL)], [[0, 1], [2, 2]]),
        ([(0, 1, NONE), (0, 1, NONE)], []),
        ([(0, 1, CONTROL), (2, 2, CONTROL), (0, 1, CONTROL)], [[2, 2]]),
        ([(0, 0, NONE), (1, 1, SHIFT)], [[0, 0], [0, 1], [1, 0], [1, 1]]),
        ([(1, -1, NONE)], [[1, 0], [1, 1], [1, 2]]),
        ([(-1, 2, NONE)], [[0, 2], [1, 2], [2, 2]]),
        ([(1, -1, NONE), (2, -1, SHIFT)], [[1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2]]),
        ([(0, -1, NONE), (0, 0, CONTROL)], [[0, 1], [0, 2]]),
    ],
)
def test_that_cells_and_classes_are_chosen_by_mouse(
    widget: ConfusionMatrixWidget, clicks: list[Any], expected: list[list[int]]
) -> None:
    for row, column, keys in clicks:
        click(widget, row, column, keys)
    assert chosen(widget) == expected
    assert widget.samples.isVisible() == bool(expected)


def test_that_cells_are_chosen_by_keyboard(widget: ConfusionMatrixWidget) -> None:
    grid = widget.grid
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)
    assert chosen(widget) == [[0, 1]]
    QTest.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    assert chosen(widget) == [[0, 1], [1, 1]]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Space):  # to the row's heading
        QTest.keyClick(grid, key)
    assert chosen(widget) == [[1, 0], [1, 1], [1, 2]]


def test_that_a_choice_becomes_parameters_that_give_it_back(
    widget: ConfusionMatrixWidget,
) -> None:
    told: list[dict[str, Any]] = []
    widget.parameters_wanted.connect(told.append)
    click(widget, 0, 1)
    click(widget, 2, 0, CONTROL)
    assert told[-1] == {"learner": "", "selected": ["no > yes", "may be > no"]}
    again = chart("kNN", choice=Choice("", ("no > yes", "may be > no")))
    assert widget.samples.samples is not None
    np.testing.assert_array_equal(again.samples.sample_ids, widget.samples.samples.sample_ids)
    widget.show_value(again)
    assert chosen(widget) == [[0, 1], [2, 0]]


def test_that_misclassified_samples_are_chosen_at_once(widget: ConfusionMatrixWidget) -> None:
    widget.choose_all("wrong")
    assert widget.samples.samples is not None
    of = predictions()
    assert widget.samples.samples.n_samples == np.sum(of.actual != of.predicted)
    assert widget.samples.heading.text().endswith("misclassified")
    widget.samples.clear.click()
    assert chosen(widget) == []


def test_that_learners_stand_side_by_side_and_one_of_them_is_chosen_in(
    widget: ConfusionMatrixWidget,
) -> None:
    widget.show_value(chart("kNN", "MLP"))
    widget.learner_box.setCurrentIndex(2)
    assert [grid.isVisible() for grid in widget.board.grids] == [True, True]
    told: list[dict[str, Any]] = []
    widget.parameters_wanted.connect(told.append)
    click(widget, 0, 0)
    click(widget, 1, 1, number=1)
    assert (chosen(widget), chosen(widget, 1)) == ([], [[1, 1]])
    assert told[-1] == {"learner": "MLP", "selected": ["yes > yes"]}
    widget.learner_box.setCurrentIndex(3)  # the difference
    assert widget.grid.figures.minus is not None
    assert not widget.board.grids[1].isVisible()


def test_that_a_place_beside_the_cells_chooses_nothing(widget: ConfusionMatrixWidget) -> None:
    for place in (QPoint(1, 1), QPoint(widget.grid.width() - 1, widget.grid.height() - 1)):
        QTest.mouseClick(widget.grid, Qt.MouseButton.LeftButton, pos=place)
    assert chosen(widget) == []


# ---------------------------------------------------------------------- in the window


def node(key: str, **values: Any) -> Node:
    return Node(key, catalog()[key].parse(values))


def flow() -> Graph:
    nodes = (
        *(node("arff", path="resource:data/iris.arff"), node("cross_validation", folds=3)),
        *(node("knn"), node("evaluate"), node("confusion_matrix")),
        node("select_attributes", action="keep", attributes=["actual"]),
    )
    graph = Graph()
    for one in nodes:
        graph = graph.with_node(one)
    ports = ("data", "splits", "fits", "evaluation", "samples")
    into = ("data", "splits", "fits", "evaluation", "data")
    for a, b, out, port in zip(nodes, nodes[1:], ports, into, strict=False):
        graph = graph.with_link(Link(a.id, out, b.id, port))
    return graph


def ran(window: MainWindow, qtbot: QtBot) -> ConfusionMatrixWidget:
    window.document.open_made(flow(), "Iris")
    with qtbot.waitSignal(window.runner.finished, timeout=60_000):
        window.flow.run_all()
    assert window.flow.output.show_node("confusion_matrix")
    found = window.flow.output.panes.widget_of("confusion_matrix")
    assert isinstance(found, ConfusionMatrixWidget)
    return found


def test_that_a_choice_runs_what_is_behind_the_matrix_and_can_be_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    widget = ran(window, qtbot)
    runs = window.flow.runs
    assert runs.value("select_attributes").n_samples == 0
    with qtbot.waitSignal(window.runner.finished, timeout=60_000):
        widget.choose_all("correct")
    right = int(widget.value.matrices[0].counts.trace())
    assert runs.value("select_attributes").n_samples == right
    assert runs.current == set(runs.graph.nodes)
    window.document.undo()
    assert (
        window.document.graph.node("confusion_matrix").component
        == node("confusion_matrix").component
    )


def test_that_a_choice_starts_no_training_where_the_flow_is_out_of_date(
    window: MainWindow, qtbot: QtBot
) -> None:
    widget = ran(window, qtbot)
    window.document.edit(window.document.graph.with_parameters("knn", {"k": 7}), "k")
    widget.choose_all("correct")
    assert not window.runner.is_running
    chosen_now = window.document.graph.node("confusion_matrix").component
    assert len(chosen_now.selected) == 3  # type: ignore[union-attr]


def test_that_samples_are_selected_in_the_explorer(window: MainWindow, qtbot: QtBot) -> None:
    widget = ran(window, qtbot)
    widget.choose_all("wrong")
    brush = window.explore.page.brush
    with qtbot.waitSignal(brush.selection_changed, timeout=60_000):
        widget.samples.explore.click()
    assert brush.dataset is not None
    assert widget.samples.samples is not None
    ids = brush.dataset.sample_ids[brush.selected]
    assert sorted(ids.tolist()) == sorted(widget.samples.samples.sample_ids.tolist())
    qtbot.waitUntil(lambda: not window.runner.is_running, timeout=60_000)
