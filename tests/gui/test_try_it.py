"""Trying a model: a row is typed, a digit drawn, a sentence written, a file dropped."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.errors import FlowError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Split, Splits
from workbench.gui.plots.trying.board_place import board_place
from workbench.gui.plots.trying.cell_editors import LabelEditor, NumberEditor, TextEditor
from workbench.gui.plots.trying.drawing_board import DrawingBoard
from workbench.gui.plots.trying.figure import TryItFigure
from workbench.gui.plots.trying.files import image_in
from workbench.gui.plots.trying.strokes import digit_of
from workbench.models.fits import Fits
from workbench.models.learner import Fold, Learner
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.models.model import Model
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics
from workbench.models.trying import TryOut
from workbench.nodes.try_it import TryIt

DATA = Path(__file__).parents[2] / "resources" / "data"
CLASS = Attribute("class", "nominal", ("no", "yes"), "class")


def mixed() -> Dataset:
    random = np.random.default_rng(0)
    number = np.round(random.normal(50, 10, size=80))
    label = random.integers(3, size=80).astype(np.int32)
    target = (number > 50).astype(np.int32)
    names = Attribute("age", "numeric"), Attribute("colour", "nominal", ("red", "green", "blue"))
    return Dataset(Schema((*names, CLASS)), (number, label, target))


def tried(rows: Dataset, learner: Learner | None = None, **fields: Any) -> TryOut:
    model = finish((learner or Logistic()).fit(Fold(rows)))
    known: Model = replace(model, statistics=TrainingStatistics.of(rows), **fields)
    return TryOut("some model", known, rows, np.arange(rows.n_samples))


@pytest.fixture
def figure(qtbot: QtBot) -> TryItFigure:
    made = TryItFigure()
    qtbot.addWidget(made)
    made.resize(900, 320)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(figure: TryItFigure, qtbot: QtBot, value: TryOut) -> None:
    if board_place(value) is not None:  # which waits for a drawing
        figure.show_value(value)
        return
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.show_value(value)


# ---------------------------------------------------------------------- rows


def test_that_a_row_begins_with_the_typical_values_and_is_answered(
    figure: TryItFigure, qtbot: QtBot
) -> None:
    rows = mixed()
    show(figure, qtbot, tried(rows))
    values = figure.input.values()
    assert values["age"] == np.sort(rows.column("age"))[39]
    assert values["colour"] == np.bincount(rows.column("colour")).argmax()
    assert figure.answer is not None
    assert figure.value is not None
    row = Dataset(
        rows.schema,
        (np.array([values["age"]]), np.array([values["colour"]], np.int32), np.zeros(1, np.int32)),
    )
    np.testing.assert_array_equal(figure.answer.outputs, figure.value.model.predict_proba(row)[0])
    assert figure.numbers()[0] == ["class", "probability"]


def test_that_typing_and_sliding_change_the_answer(figure: TryItFigure, qtbot: QtBot) -> None:
    show(figure, qtbot, tried(mixed()))
    editor = figure.input.form.editors["age"]
    assert isinstance(editor, NumberEditor)
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        editor.box.setValue(90)
    assert figure.panel.said.text() == "class: yes"
    assert editor.slider.value() == editor.slider.maximum()
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        editor.slider.setValue(0)
    assert figure.panel.said.text() == "class: no"
    assert editor.box.value() == mixed().column("age").min()


def test_that_values_may_be_missing(figure: TryItFigure, qtbot: QtBot) -> None:
    show(figure, qtbot, tried(mixed()))
    number, label = (figure.input.form.editors[n] for n in ("age", "colour"))
    assert isinstance(number, NumberEditor)
    assert isinstance(label, LabelEditor)
    number.missing.setChecked(True)
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        label.box.setCurrentIndex(3)
    assert figure.input.values() == {"age": None, "colour": None}
    assert figure.answer is not None


def test_that_what_changes_while_the_model_answers_is_answered_last(
    figure: TryItFigure, qtbot: QtBot
) -> None:
    show(figure, qtbot, tried(mixed()))
    editor = figure.input.form.editors["age"]
    assert isinstance(editor, NumberEditor)
    for value in range(20, 91):
        editor.box.setValue(value)
    qtbot.waitUntil(lambda: figure.panel.said.text() == "class: yes", timeout=60_000)
    qtbot.waitUntil(lambda: not figure.background.is_running, timeout=60_000)
    assert figure.answer is not None
    assert figure.answer.outputs[1] > 0.9


def test_that_a_threshold_is_respected_and_marked(figure: TryItFigure, qtbot: QtBot) -> None:
    is_yes = mixed().column("class").mean() > 0.5
    usual, other = ("yes", "no") if is_yes else ("no", "yes")
    show(figure, qtbot, tried(mixed(), Majority()))
    assert figure.panel.said.text() == f"class: {usual}"
    kept = DecisionThreshold(usual, 0.999)
    show(figure, qtbot, tried(mixed(), Majority(), threshold=kept))
    assert figure.panel.said.text() == f"class: {other} (threshold 0.999 for '{usual}')"
    assert figure.panel.bars.threshold == kept


def test_that_the_nearest_training_samples_are_listed(figure: TryItFigure, qtbot: QtBot) -> None:
    show(figure, qtbot, tried(mixed()))
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.show_row(mixed().take(slice(7, 8)))
    assert figure.answer is not None
    assert figure.answer.near is not None
    assert figure.answer.nearest is not None
    assert figure.answer.nearest.distances[0] == 0.0
    assert figure.panel.model.rowCount() == 5
    heads = [figure.panel.model.headerData(c, Qt.Orientation.Horizontal) for c in range(2)]
    assert heads == ["class", "distance"]
    assert "by the model's scaled inputs" in figure.panel.near.text()


def test_that_a_training_sample_is_entered_by_chance(figure: TryItFigure, qtbot: QtBot) -> None:
    show(figure, qtbot, tried(mixed()))
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.input.random.click()
    assert figure.answer is not None
    assert figure.answer.nearest is not None
    assert figure.answer.nearest.distances[0] == 0.0


def test_that_a_model_without_training_rows_says_so(figure: TryItFigure, qtbot: QtBot) -> None:
    of = tried(mixed())
    show(figure, qtbot, TryOut("loaded", of.model))
    assert "has no training rows" in figure.panel.near.text()
    assert not figure.input.random.isVisible()
    assert figure.panel.said.text() in {"class: no", "class: yes"}


def test_that_a_number_is_predicted(figure: TryItFigure, qtbot: QtBot) -> None:
    schema = Schema((Attribute("x", "numeric"), Attribute("y", "numeric", role="class")))
    rows = Dataset(schema, (np.arange(40.0), np.arange(40.0) * 2))
    show(figure, qtbot, tried(rows, Majority()))
    assert figure.panel.said.text() == "y: 39"
    assert not figure.panel.bars.isVisible()
    assert figure.numbers() == [["y"], ["39"]]


def test_that_a_model_that_cannot_answer_says_why(figure: TryItFigure, qtbot: QtBot) -> None:
    of = tried(mixed(), threshold=DecisionThreshold("perhaps", 0.5))
    figure.show_value(of)
    qtbot.waitUntil(lambda: "'perhaps'" in figure.panel.said.text(), timeout=60_000)


# ---------------------------------------------------------------------- files


def test_that_the_rows_of_a_file_are_tried(
    figure: TryItFigure, qtbot: QtBot, tmp_path: Path
) -> None:
    show(figure, qtbot, tried(mixed()))
    (tmp_path / "new.csv").write_text("colour,age\nblue,33\nred,77\n")
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.open_file(tmp_path / "new.csv")
    assert figure.input.values() == {"age": 33.0, "colour": 2}
    assert figure.input.row.maximum() == 2
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.input.row.setValue(2)
    assert figure.input.values() == {"age": 77.0, "colour": 0}


@pytest.mark.parametrize(("name", "content"), [("a.csv", b""), ("a.png", b"no"), ("a.xyz", b"?")])
def test_that_a_file_that_cannot_be_tried_is_told_in_a_sentence(
    figure: TryItFigure, qtbot: QtBot, tmp_path: Path, name: str, content: bytes
) -> None:
    show(figure, qtbot, tried(mixed()))
    (tmp_path / name).write_bytes(content)
    before = figure.panel.said.text()
    figure.open_file(tmp_path / name)
    qtbot.waitUntil(lambda: figure.panel.said.text() != before, timeout=60_000)
    assert "Traceback" not in figure.panel.said.text()


# ---------------------------------------------------------------------- drawing


def test_that_a_drawing_is_laid_as_mnist_lays_its_digits() -> None:
    ink = np.zeros((280, 280), np.uint8)
    ink[20:120, 200:220] = 255  # a one, far from the middle
    digit = digit_of(ink, 28, 28)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    assert (len(rows), len(columns)) == (20, 4)
    weights = digit / digit.sum()
    assert abs((weights.sum(axis=1) * np.arange(28)).sum() - 13.5) <= 0.5
    assert abs((weights.sum(axis=0) * np.arange(28)).sum() - 13.5) <= 0.5
    small = digit_of(ink, 8, 8)
    assert len(np.flatnonzero(small.any(axis=1))) == 8
    assert not digit_of(np.zeros((280, 280), np.uint8), 28, 28).any()


def test_that_the_mouse_draws_and_rubs_out(qtbot: QtBot) -> None:
    board = DrawingBoard()
    qtbot.addWidget(board)
    board.resize(282, 282)
    assert board.is_empty
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(board, QPoint(200, 200))
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert not board.is_empty
    assert board.pixels().shape == (28, 28)
    assert board.pixels().max() > 200
    QTest.keyClick(board, Qt.Key.Key_Delete)
    assert board.is_empty


def digits() -> TryOut:
    rows = finish(reader_for(DATA / "digits8x8.arff").read())
    return tried(rows, Majority())


def test_that_an_empty_board_is_not_answered(figure: TryItFigure, qtbot: QtBot) -> None:
    show(figure, qtbot, digits())
    assert figure.panel.said.text() == "Draw something"
    assert figure.answer is None
    assert not figure.background.is_running
    board = figure.input.board
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert figure.answer is not None
    assert figure.panel.bars.isVisible()
    with qtbot.waitSignal(figure._timer.timeout):
        board.clear()
    assert figure.answer is None
    assert figure.panel.said.text() == "Draw something"
    assert not figure.panel.bars.isVisible()


def test_that_a_square_of_numbers_is_drawn_and_typed(figure: TryItFigure, qtbot: QtBot) -> None:
    of = digits()
    place = board_place(of)
    assert place is not None
    assert (place.shape, place.white) == ((8, 8), 16.0)
    show(figure, qtbot, of)
    assert of.dataset is not None
    sample = of.dataset.take(slice(5, 6))
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.show_row(sample)
    values = figure.input.values()
    assert [values[n] for n in place.names] == [float(sample.column(n)[0]) for n in place.names]
    assert figure.answer is not None
    assert figure.answer.nearest is not None
    assert figure.answer.nearest.distances[0] == 0.0
    assert figure.panel.model.dataset is not None
    assert figure.panel.model.dataset.schema.names[:2] == ("picture", "digit")
    figure.input.kind.setCurrentIndex(1)
    assert figure.input.values()[place.names[2]] == values[place.names[2]]


def test_that_a_picture_from_a_file_goes_onto_the_board(
    figure: TryItFigure, qtbot: QtBot, tmp_path: Path
) -> None:
    show(figure, qtbot, digits())
    image = QImage(64, 64, QImage.Format.Format_RGB888)
    image.fill(QColor("#FFFFFF"))
    image.save(str(tmp_path / "white.png"))
    with qtbot.waitSignal(figure.answered, timeout=60_000):
        figure.open_file(tmp_path / "white.png")
    assert set(figure.input.values().values()) == {16.0}


def test_that_a_huge_picture_is_read_small(tmp_path: Path) -> None:
    image = QImage(3000, 1000, QImage.Format.Format_Grayscale8)
    image.fill(7)
    image.save(str(tmp_path / "wide.png"))
    small = image_in(tmp_path / "wide.png")
    assert (small.width(), small.height()) == (1024, 341)


# ---------------------------------------------------------------------- sentences


def test_that_a_sentence_becomes_tokens_of_the_vocabulary(qtbot: QtBot) -> None:
    attribute = Attribute("words", "array", ("free", "prize", "hello"), shape=(4,))
    editor = TextEditor(attribute)
    qtbot.addWidget(editor)
    editor.page.setPlainText("A Free prize prize")
    assert editor.value().tolist() == [0, 1, 1, -1]
    editor.page.setPlainText("unknown")
    assert editor.value() is None
    letters = TextEditor(Attribute("letters", "array", ("a", "b", " "), shape=(6,)))
    qtbot.addWidget(letters)
    letters.page.setPlainText("ab ba")
    assert letters.value().tolist() == [0, 1, 2, 1, 0, -1]
    letters.show_value(np.array([1, 1, -1, -1, -1, -1]))
    assert letters.page.toPlainText() == "bb"


# ---------------------------------------------------------------------- the node


def fits() -> Fits:
    rows = mixed()
    parts = np.arange(40), np.arange(40, 80)
    folds = tuple(
        Split(rows, train, test, fold=i) for i, (train, test) in enumerate((parts, parts[::-1]))
    )
    splits = Splits(folds, "cv:2")
    models = tuple(finish(Logistic().fit(Fold(split.train))) for split in folds)
    return Fits(Logistic(), "Logistic", splits, models, 0.0)


def test_that_the_node_gives_a_folds_model_with_its_training_rows() -> None:
    made = TryIt(fold=2).run(fits())
    assert made.name == "Logistic, fold 2 of 2"
    assert made.training is not None
    assert made.training.sample_ids.tolist() == list(range(40, 80))
    assert made.model.statistics is not None
    assert made.model.statistics.n_rows == 40


def test_that_a_node_without_a_model_or_such_a_fold_says_so() -> None:
    with pytest.raises(FlowError, match="no model to try"):
        TryIt().run()
    with pytest.raises(FlowError, match="no fold 3"):
        TryIt(fold=3).run(fits())
