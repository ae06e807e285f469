"""Predicted rows in the window: a sentence above them, and what is different in a table."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.prediction import PredictionView
from workbench.models.learner import Fold
from workbench.models.majority import Majority
from workbench.models.training_statistics import TrainingStatistics
from workbench.nodes.predict import Predict


def rows(shift: float) -> Dataset:
    random = np.random.default_rng(0)
    names = Attribute("same", "numeric"), Attribute("other", "numeric")
    target = Attribute("class", "nominal", ("no", "yes"), "class")
    columns = random.normal(size=200), random.normal(size=200) + shift
    return Dataset(Schema((*names, target)), (*columns, np.arange(200, dtype=np.int32) % 2))


def predicted(shift: float, *, has_statistics: bool = True) -> Dataset:
    model = finish(Majority().fit(Fold(rows(0.0))))
    if has_statistics:
        model = replace(model, statistics=TrainingStatistics.of(rows(0.0)))
    return finish(Predict().run(model, rows(shift)))


def shown(qtbot: QtBot, value: Dataset) -> PredictionView:
    view = plot_for(value)
    assert isinstance(view, PredictionView)
    qtbot.addWidget(view)
    view.show_value(value)
    return view


def test_that_what_drifts_stands_first(qtbot: QtBot) -> None:
    view = shown(qtbot, predicted(3.0))
    assert view.sentence.text() == (
        "Beside the 200 training rows, 1 of 2 attributes differs: 'other'."
    )
    view.page_box.setCurrentIndex(1)
    assert view.stage.currentWidget() is view.table
    assert view.is_filled
    assert [a.name for a in view.drift.attributes] == ["other", "same"]
    words = [view.drift.data(view.drift.index(r, 4), Qt.ItemDataRole.DisplayRole) for r in range(2)]
    assert "it drifts strongly" in str(words[0])
    assert words[1] == "nothing"
    assert view.numbers()[0][0] == "attribute"
    view.page_box.setCurrentIndex(0)
    assert view.numbers()[0][:3] == ["same", "other", "class"]


def test_that_rows_without_anything_to_compare_with_say_so(qtbot: QtBot) -> None:
    view = shown(qtbot, predicted(3.0))
    view.page_box.setCurrentIndex(1)
    view.show_value(predicted(3.0, has_statistics=False))
    assert "compared with none" in view.sentence.text()
    assert view.stage.currentWidget() is view.view


def test_that_what_is_made_of_predicted_rows_is_a_plain_data_set() -> None:
    value = predicted(0.0)
    assert type(value.take(slice(0, 3))) is Dataset
