"""What the canvas tells of what flows where the mouse rests."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, lay, pima
from tests.gui.small_flow import small_flow
from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Split, Splits
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.gui.editor.flowing import N_COLUMNS, N_ROWS, flowing
from workbench.nodes.catalog import catalog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


@pytest.fixture(scope="module")
def values() -> Mapping[str, Any]:
    graph = small_flow().with_node(Node("standardise", catalog()["standardise"].parse({})))
    graph = graph.with_link(Link("cross_validation", "splits", "standardise", "splits"))
    return finish(execute(graph)).values


def test_that_of_a_data_set_size_classes_and_first_rows_are_told(values: Any) -> None:
    told = flowing(values["arff"])
    assert told.facts[:2] == ("iris", "150 rows × 5 attributes")
    assert "Iris-setosa 50, Iris-versicolor 50, Iris-virginica 50" in told.facts[2]
    assert told.header == ("sepallength", "sepalwidth", "petallength", "petalwidth", "class")
    assert told.rows[0] == ("5.1", "3.5", "1.4", "0.2", "Iris-setosa")
    assert len(told.rows) == N_ROWS


def test_that_of_splits_sizes_and_fitted_steps_are_told(values: Any) -> None:
    assert flowing(values["cross_validation"]).facts == (
        "5 folds · 120 training rows · 30 test rows",
    )
    told = flowing(values["standardise"])
    assert told.facts[1] == "1 step fitted on each training part"
    split = values["standardise"].folds[0]
    assert float(told.rows[0][0]) == pytest.approx(split.train.columns[0][0])


def test_that_of_models_and_evaluations_numbers_are_told(values: Any) -> None:
    fits, evaluation = values["knn"], values["evaluate"]
    assert flowing(fits).facts[0] == "k-nearest neighbours"
    assert "5 models" in flowing(fits).facts[-1]
    (result,) = evaluation.results
    right = result.actual == result.predicted
    folds = [np.mean(right[result.fold == n]) for n in range(5)]
    spread = np.std(folds, ddof=1)
    assert flowing(evaluation).facts == (
        f"k-nearest neighbours: accuracy {np.mean(right):.1%} ± {spread:.1%} over 5 folds",
    )
    assert flowing(fits.models[0]).facts[0] == "From 4 attributes"


def test_that_the_class_is_told_where_there_are_many_attributes() -> None:
    names = [f"x{n}" for n in range(20)]
    attributes = [Attribute(name, "numeric") for name in names]
    schema = Schema((*attributes, Attribute("y", "nominal", ("a", "b"), "class")))
    columns: list[Column] = [np.zeros(3) for _ in names]
    columns.append(np.array([0, 1, -1], np.int32))
    told = flowing(Dataset(schema, tuple(columns)))
    assert told.header == (*names[: N_COLUMNS - 1], "y")
    assert [row[-1] for row in told.rows] == ["a", "b", "?"]
    assert "a 1, b 1" in told.facts[-1]


def test_that_no_transform_is_applied_to_more_than_the_first_rows() -> None:
    schema = Schema((Attribute("x", "numeric"),))
    data = Dataset(schema, (np.arange(1000.0),))
    seen = []

    class Watching:
        def apply(self, dataset: Dataset) -> Dataset:
            seen.append(dataset.n_samples)
            return dataset

    split = Split(data, np.arange(900), np.arange(900, 1000), transforms=(Watching(),))
    flowing(Splits((split,), "split:90"))
    assert seen == [N_ROWS]


def test_that_a_card_comes_up_where_the_mouse_rests_on_a_link(desk: Any, values: Any) -> None:
    d = desk(pima())
    d.editor.set_values(lambda node_id, _: values.get(node_id))
    d.mouse(QEvent.Type.MouseMove, d.at(208, 28), button=Qt.MouseButton.NoButton)
    d.qtbot.waitUntil(d.editor.hover_card.isVisible, timeout=30_000)
    words = d.editor.hover_card.words.text()
    assert "from “ARFF file” to “Cross-validation”" in words
    assert "150 rows × 5 attributes" in words
    d.mouse(QEvent.Type.MouseMove, d.at(208, 300), button=Qt.MouseButton.NoButton)
    assert not d.editor.hover_card.isVisible()


def test_that_a_card_says_what_to_do_where_nothing_has_come(desk: Any) -> None:
    d = desk(pima())
    d.mouse(QEvent.Type.MouseMove, d.at(416, 28), button=Qt.MouseButton.NoButton)
    d.editor.hovering.tell()
    words = d.editor.hover_card.words.text()
    assert "Splits (training and test parts)" in words
    assert "run the flow up to here" in words
    QApplication.sendEvent(d.editor.canvas, QEvent(QEvent.Type.Leave))
    assert not d.editor.hover_card.isVisible()


def test_that_an_input_for_many_links_names_what_arrives(desk: Any) -> None:
    graph = small_flow()
    d = desk(graph)
    d.mouse(QEvent.Type.MouseMove, d.at(720, 28), button=Qt.MouseButton.NoButton)
    d.editor.set_values(lambda *_: None)
    d.editor.hovering.tell()
    assert "takes several links" in d.editor.hover_card.words.text()


def test_that_results_of_several_values_are_counted(desk: Any, values: Any) -> None:
    d = desk(pima())
    d.editor.set_values(lambda *_: (values["arff"], values["arff"]))
    d.mouse(QEvent.Type.MouseMove, d.at(208, 28), button=Qt.MouseButton.NoButton)
    d.editor.hovering.tell()
    assert "2 results, the first of them:" in d.editor.hover_card.words.text()


def test_that_markup_in_data_is_shown_as_it_is(desk: Any) -> None:
    schema = Schema((Attribute("<b>x</b>", "string"),), relation="<i>&")
    data = Dataset(schema, (np.array(["<u>"], object),))
    d = desk(pima())
    d.editor.set_values(lambda *_: data)
    d.mouse(QEvent.Type.MouseMove, d.at(208, 28), button=Qt.MouseButton.NoButton)
    d.editor.hovering.tell()
    words = d.editor.hover_card.words.text()
    assert "&lt;b&gt;x&lt;/b&gt;" in words
    assert "&lt;u&gt;" in words


def test_that_the_card_lies_within_the_canvas(desk: Any, values: Any) -> None:
    d = desk(pima().moved({"evaluate": (960.0, 0.0)}))
    d.editor.resize(500, 300)
    d.editor.canvas.fit()
    d.editor.set_values(lambda *_: values["arff"])
    for x, y in ((0, 28), (208, 28), (960, 28)):
        d.mouse(QEvent.Type.MouseMove, d.at(x, y), button=Qt.MouseButton.NoButton)
        d.editor.hovering.tell()
        if d.editor.hover_card.isVisible():
            assert d.editor.canvas.rect().contains(d.editor.hover_card.geometry())
