"""A number of the score table opens its formula: by click, by Enter and from the menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.unit.evaluation.ranked_rows import made_up
from workbench.core.run import finish
from workbench.evaluation.charts import ScoreRow, ScoreTable, score_table
from workbench.evaluation.predictions import Evaluation
from workbench.gui.plots.explanation import ExplanationPopup
from workbench.gui.plots.score_table import ScoreTableWidget

TABLE = finish(score_table(Evaluation((made_up(name="kNN"),))))


@pytest.fixture
def widget(qtbot: QtBot) -> ScoreTableWidget:
    widget = ScoreTableWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 300)
    widget.show_value(TABLE)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def opened(widget: ScoreTableWidget) -> ExplanationPopup:
    popup = widget.popup
    assert popup is not None
    return popup


def formula(popup: ExplanationPopup) -> str:
    label = popup.findChild(QLabel, "explanationFormula")
    assert label is not None
    return label.text()


def test_that_a_click_on_a_number_opens_its_formula(widget: ScoreTableWidget) -> None:
    widget.part_box.setCurrentIndex(1)
    cell = widget.view.visualRect(widget.model.index(1, 2))
    viewport = widget.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=cell.center())
    popup = opened(widget)
    assert formula(popup).startswith("recall(c1) = TP / (TP + FN) = ")
    assert popup.accessibleName() == "kNN: recall(c1), 4 folds pooled"
    assert "Wilson" in popup.accessibleDescription()
    popup.close()


def test_that_enter_opens_it_and_escape_closes_it(widget: ScoreTableWidget, qtbot: QtBot) -> None:
    widget.view.setFocus()
    qtbot.waitUntil(widget.view.hasFocus, timeout=30_000)
    widget.view.setCurrentIndex(widget.model.index(0, 2))
    QTest.keyClick(widget.view, Qt.Key.Key_Return)
    popup = opened(widget)
    assert formula(popup).startswith("kappa = ")
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: widget.popup is None, timeout=30_000)


def test_that_the_menu_explains_the_number_the_keyboard_is_on(widget: ScoreTableWidget) -> None:
    widget.view.setCurrentIndex(widget.model.index(0, 1))
    menu = widget.menu()
    action = next(a for a in menu.actions() if a.objectName() == "scoreTableExplain")
    assert action.text() == "Explain this number"
    action.trigger()
    assert formula(opened(widget)).startswith("accuracy = ")
    opened(widget).close()
    menu.deleteLater()


def test_that_an_explanation_is_copied_as_text(widget: ScoreTableWidget) -> None:
    widget.explain(widget.model.index(0, 1))
    popup = opened(widget)
    popup.copy_button.click()
    assert QGuiApplication.clipboard().text() == popup.explanation.text
    assert "accuracy = test rows predicted rightly / all" in popup.explanation.text
    popup.close()


def test_that_a_popup_is_wide_and_high_enough_for_its_words(widget: ScoreTableWidget) -> None:
    widget.explain(widget.model.index(0, 2))
    popup = opened(widget)
    for label in popup.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    popup.close()


def test_that_names_and_numbers_without_counts_open_nothing(widget: ScoreTableWidget) -> None:
    widget.explain(widget.model.index(0, 0))
    assert widget.popup is None
    widget.show_value(ScoreTable(("accuracy",), (ScoreRow("kNN", (0.5,), (None,)),)))
    widget.explain(widget.model.index(0, 1))
    assert widget.popup is None


def test_that_the_formula_is_the_cell_s_tool_tip(widget: ScoreTableWidget) -> None:
    tip = widget.model.data(widget.model.index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("accuracy = ")
    assert "click" in widget.hint.text().lower()
