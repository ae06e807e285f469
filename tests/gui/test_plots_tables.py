"""Confusion matrix, score table, data table, saving, and which widget draws what."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.evaluation.charts import LearningCurves, ScoreRow, ScoreTable
from workbench.evaluation.confusion_chart import Confusion, ConfusionChart
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.roc_chart import RocChart
from workbench.gui.cell_text import cell_text
from workbench.gui.contrast import contrast, visible
from workbench.gui.plots import data_table
from workbench.gui.plots.confusion_matrix import ConfusionMatrixWidget
from workbench.gui.plots.data_table import DataTable
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.figure import Figure
from workbench.gui.plots.score_table import ScoreTableWidget
from workbench.gui.theme import DARK, LIGHT, Theme

# WEKA's kNN (k = 1) on Pima, 10-fold: 397 + 142 right of 768.
PIMA = Confusion("kNN", ("tested_negative", "tested_positive"), np.array([[397, 103], [126, 142]]))
SCORES = ScoreTable(
    ("accuracy", "auc"),
    (ScoreRow("kNN", (0.7018, None), ((0.6685, 0.7331), None)),),
    by_class=ScoreTable(
        ("recall",),
        (ScoreRow("kNN", (0.794,), (None,), "no"), ScoreRow("kNN", (0.53,), (None,), "yes")),
    ),
)
TABLE = Dataset(
    Schema(
        (
            Attribute("plas", "numeric"),
            Attribute("note", "string"),
            Attribute("class", "nominal", ("no", "yes"), "class"),
        )
    ),
    (
        np.array([3.0, np.nan, 1.0, 2.5]),
        np.array(["b", None, "a", "b"], dtype=object),
        np.array([1, 0, -1, 1], dtype=np.int32),
    ),
)


def test_that_counts_stand_in_rows_of_the_actual_class(qtbot: QtBot) -> None:
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.show_value(ConfusionChart((PIMA,)))
    assert widget.grid.text(0, 1) == "103"
    widget.unit_box.setCurrentIndex(1)
    assert widget.grid.text(0, 1) == "20.6 %"


def test_that_the_accuracy_is_written_with_its_interval(qtbot: QtBot) -> None:
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.show_value(ConfusionChart((PIMA,)))
    # Wilson, 539 of 768: 0.6685 to 0.7331
    assert widget.headline.text() == "accuracy 70.18 % ± 3.23 (539 of 768)"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_cell_text_reads_on_every_blue(qtbot: QtBot, theme: Theme) -> None:
    counts = np.array([[k, 100 - k] for k in range(101)])
    labels = tuple(str(i) for i in range(101))
    square = np.zeros((101, 101), dtype=np.int64)
    square[:, :2] = counts
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.set_theme(theme)
    widget.show_value(ConfusionChart((Confusion("kNN", labels, square),)))
    ratios = [contrast(widget.grid.ink(i, 0), widget.grid.ground(i, 0)) for i in range(101)]
    assert min(ratios) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_every_series_stands_out_from_the_panel(theme: Theme) -> None:
    for colour in theme.series:
        assert contrast(visible(colour, theme.panel), QColor(theme.panel)) >= 3.0


def test_that_a_cell_is_opened_by_mouse_and_by_keyboard(qtbot: QtBot) -> None:
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.resize(640, 360)
    widget.show_value(ConfusionChart((PIMA,)))
    clicked: list[tuple[int, int]] = []
    widget.cell_clicked.connect(lambda *cell: clicked.append(cell))
    with qtbot.waitExposed(widget):
        widget.show()
    place = widget.grid._frame().cell(1, 0).center().toPoint()
    QTest.mouseClick(widget.grid, Qt.MouseButton.LeftButton, pos=place)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(widget.grid, key)
    assert clicked == [(1, 0), (0, 1)]


def test_that_the_learner_is_chosen_where_there_are_several(qtbot: QtBot) -> None:
    other = Confusion("MLP", PIMA.classes, np.array([[400, 100], [90, 178]]))
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.show_value(ConfusionChart((PIMA, other)))
    widget.learner_box.setCurrentText("MLP")
    widget.show_value(ConfusionChart((PIMA, other)))  # a new run keeps the choice
    assert widget.grid.text(1, 1) == "178"


def test_that_scores_show_intervals_and_what_is_undefined(qtbot: QtBot) -> None:
    widget = ScoreTableWidget()
    qtbot.addWidget(widget)
    widget.show_value(SCORES)
    model = widget.model
    assert model.data(model.index(0, 1)) == "0.7018  [0.6685, 0.7331]"
    assert model.data(model.index(0, 2)) == "–"
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole) == right


def test_that_scores_by_class_have_a_row_for_each(qtbot: QtBot) -> None:
    widget = ScoreTableWidget()
    qtbot.addWidget(widget)
    widget.show_value(SCORES)
    widget.part_box.setCurrentIndex(1)
    cells = [
        [widget.model.data(widget.model.index(r, c)) for c in range(3)]
        for r in range(widget.model.rowCount())
    ]
    assert cells == [["kNN", "no", "0.7940"], ["kNN", "yes", "0.5300"]]


def test_that_scores_are_copied_as_text_with_tabs(qtbot: QtBot) -> None:
    widget = ScoreTableWidget()
    qtbot.addWidget(widget)
    widget.show_value(SCORES)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.view.setFocus()
    qtbot.waitUntil(widget.view.hasFocus, timeout=30_000)
    QTest.keyClick(widget.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "learner\taccuracy\tauc\nkNN\t0.7018\t\n"


def test_that_missing_values_are_shown_as_such(qtbot: QtBot) -> None:
    widget = DataTable()
    qtbot.addWidget(widget)
    widget.show_value(TABLE)
    model = widget.model
    assert [model.cell(1, c) for c in range(3)] == ["?", "?", "no"]
    assert model.cell(2, 2) == "?"
    assert "missing" in model.data(model.index(1, 0), Qt.ItemDataRole.ToolTipRole)
    assert widget.count.text() == "4 rows × 3 attributes, 3 values missing"


@pytest.mark.parametrize(
    ("column", "order", "rows"),
    [
        (0, Qt.SortOrder.AscendingOrder, ["3", "4", "1", "2"]),
        (0, Qt.SortOrder.DescendingOrder, ["1", "4", "3", "2"]),
        (1, Qt.SortOrder.AscendingOrder, ["3", "1", "4", "2"]),
        (1, Qt.SortOrder.DescendingOrder, ["1", "4", "3", "2"]),
        (2, Qt.SortOrder.AscendingOrder, ["2", "1", "4", "3"]),
    ],
)
def test_that_sorting_keeps_ties_in_order_and_missing_last(
    qtbot: QtBot, column: int, order: Qt.SortOrder, rows: list[str]
) -> None:
    widget = DataTable()
    qtbot.addWidget(widget)
    widget.show_value(TABLE)
    widget.model.sort(column, order)
    heads = [widget.model.headerData(r, Qt.Orientation.Vertical) for r in range(4)]
    assert heads == rows


@pytest.mark.parametrize(
    "value", [RocChart((), ()), ConfusionChart(()), SCORES, TABLE, LearningCurves(())]
)
def test_that_each_value_has_a_figure_with_an_empty_state_and_names(
    qtbot: QtBot, value: object
) -> None:
    figure = plot_for(value)
    assert isinstance(figure, Figure)
    qtbot.addWidget(figure)
    assert not figure.is_filled
    assert len(figure.message.text()) > 20
    assert figure.objectName()
    assert figure.accessibleName()
    for theme in (DARK, LIGHT):
        figure.set_theme(theme)


def test_that_nothing_draws_what_is_no_result() -> None:
    assert plot_for(42) is None


@pytest.mark.parametrize(
    ("name", "start"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.csv", b"learner")]
)
def test_that_a_figure_is_saved_as_its_ending_says(
    qtbot: QtBot, tmp_path: Path, name: str, start: bytes
) -> None:
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.resize(640, 360)
    widget.show_value(ConfusionChart((PIMA,)))
    widget.save(str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(start)
    assert widget.notice.text().startswith("Saved")


def test_that_a_failed_save_is_told_in_the_figure(qtbot: QtBot, tmp_path: Path) -> None:
    widget = ConfusionMatrixWidget()
    qtbot.addWidget(widget)
    widget.show_value(ConfusionChart((PIMA,)))
    widget.save(str(tmp_path / "absent" / "a.csv"))
    assert widget.notice.text().startswith("Not saved")
    assert not widget.notice.isHidden()


def test_that_an_evaluation_is_scored_beside_the_window(qtbot: QtBot) -> None:
    actual = np.array([0, 0, 1, 1], dtype=np.int32)
    predictions = Predictions(
        learner="knn",
        name="kNN",
        parameters={},
        test="train",
        seed=1,
        attribute=Attribute("class", "nominal", ("no", "yes"), "class"),
        sample_ids=np.arange(4),
        fold=np.zeros(4, dtype=np.int64),
        actual=actual,
        predicted=np.array([0, 1, 1, 1], dtype=np.int32),
        probabilities=np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.3, 0.7]]),
        baseline=None,
        curves=(),
        seconds=0.1,
    )
    widget = ScoreTableWidget()
    qtbot.addWidget(widget)
    widget.show_value(Evaluation((predictions,)))
    assert "computed" in widget.message.text()
    qtbot.waitUntil(lambda: widget.is_filled, timeout=30_000)
    assert widget.model.text(widget.value.rows[0], 0).startswith("0.7500")


def test_that_a_table_that_is_not_shown_yet_looks_at_few_rows(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[int] = set()
    text_of = cell_text

    def counted(attribute: Attribute, column: Column, row: int) -> str:
        seen.add(int(row))
        return text_of(attribute, column, row)

    monkeypatch.setattr(data_table, "cell_text", counted)
    widget = DataTable()
    qtbot.addWidget(widget)
    schema = Schema((Attribute("a", "numeric"),))
    widget.show_value(Dataset(schema, (np.arange(100_000, dtype=float),)))
    assert len(seen) < 200
