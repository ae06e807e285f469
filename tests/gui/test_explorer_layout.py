"""The explorer's page: which tab is shown, what is folded away, what the list marks."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.explorer_fakes import SECONDS, changed, fake_form, fake_view, has_date, opened
from workbench.data.readers.open import reader_for
from workbench.gui.explorer.attribute_model import ROLE
from workbench.gui.explorer.handed import Handed
from workbench.gui.explorer.page import ExplorerPage
from workbench.gui.theme import LIGHT
from workbench.nodes.catalog import catalog

PIMA = "resource:data/diabetes.arff"
IRIS = "resource:data/iris.arff"


def made_page(qtbot: QtBot) -> ExplorerPage:
    views = (fake_view("all", lambda _dataset: True), fake_view("dates", has_date))
    made = ExplorerPage(Handed(catalog(), views, fake_form), LIGHT)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    return made


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[ExplorerPage]:
    made = made_page(qtbot)
    yield made
    made.shutdown()


def shown(page: ExplorerPage) -> str:
    return page.views.currentWidget().objectName()


def first_offer(page: ExplorerPage) -> QPushButton:
    return page.summary.hints.findChildren(QPushButton)[0]


def test_that_a_tab_chosen_by_key_or_program_stays_after_a_step(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, PIMA)
    QTest.keyClick(page.views.tabBar(), Qt.Key.Key_Right)
    assert shown(page) == "view_all"
    changed(qtbot, page, lambda: page.want("select_attributes", {"attributes": ["age"]}, ""))
    assert shown(page) == "view_all"
    page.views.show_view("overview")
    changed(qtbot, page, page.undo)
    assert shown(page) == "view_overview"


def test_that_a_tab_that_does_not_fit_for_a_while_is_shown_again(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    dated = tmp_path / "dated.arff"
    dated.write_text("@relation d\n@attribute d date\n@data\n'2024-01-01T00:00:00'\n", "utf-8")
    opened(qtbot, page, dated)
    page.views.show_view("dates")
    opened(qtbot, page, IRIS)
    assert shown(page) == "view_overview"
    opened(qtbot, page, dated)
    assert shown(page) == "view_dates"


def test_that_folded_sides_are_remembered_until_the_layout_is_reset(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, IRIS)
    width = page.views.width()
    page.show_left.click()
    page.show_right.click()
    qtbot.waitUntil(lambda: page.views.width() > width, timeout=SECONDS)
    assert not page.attributes.isVisible()
    assert not page.steps.isVisible()
    other = made_page(qtbot)
    other.restore_layout(page.layout_state())
    assert other.left.isHidden()
    assert other.steps.isHidden()
    other.restore_layout(QByteArray(b"of an older version"))
    other.restore_layout(QByteArray())
    assert other.left.isHidden()
    other.reset_layout()
    assert not other.left.isHidden()
    assert not other.steps.isHidden()
    other.shutdown()


def test_that_what_is_done_with_selected_rows_is_in_sight_while_there_are_any(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, IRIS)
    assert page.head.selection.isHidden()
    page.brush.select(np.arange(10))
    assert page.head.selection.isVisible()
    page.head.actions_["invert"].click()
    assert page.brush.n_selected == 140
    changed(qtbot, page, page.head.actions_["keep"].click)
    assert page.data.dataset is not None
    assert page.data.dataset.n_samples == 140
    page.head.actions_["clear"].click()
    assert page.head.selection.isHidden()


def test_that_the_list_marks_what_has_hints(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, PIMA)
    model = page.attributes.model
    marked = [
        name
        for row, name in enumerate(model.schema.names)
        if model.index(row, ROLE).data(Qt.ItemDataRole.DecorationRole) is not None
    ]
    assert marked == ["plas", "pres", "skin", "insu", "mass"]
    assert "summary" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_that_a_class_of_few_numbers_may_be_labels(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    digits = tmp_path / "digits.csv"
    digits.write_text("x,d\n" + "".join(f"{i % 17},{i % 10}\n" for i in range(300)), "utf-8")
    opened(qtbot, page, digits)
    page.attributes.choose("x")
    assert page.summary.hints.isHidden()
    page.attributes.choose("d")
    changed(qtbot, page, first_offer(page).click)
    assert page.data.dataset is not None
    assert page.data.dataset.schema.attribute("d").kind == "nominal"
    assert page.data.dataset.schema.task == "classification"


def test_that_a_filter_nothing_fits_says_so(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, IRIS)
    page.attributes.query.setText("nothing like that")
    assert "No attribute" in page.attributes.fault.text()
    page.attributes.query.setText("petal")
    assert page.attributes.fault.isHidden()


def test_that_a_new_step_is_the_current_one(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, PIMA)
    for name in ("age", "preg"):
        values = {"attributes": [name]}
        changed(qtbot, page, lambda values=values: page.want("select_attributes", values, ""))  # type: ignore[misc]
    assert page.steps.list.currentRow() == 1


def test_that_only_encodings_are_offered_that_may_be_right(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    german = tmp_path / "german.csv"
    german.write_bytes("name,x\nMüller,1\nSchröder,2\n".encode("cp1252"))
    with qtbot.waitSignal(page.data.failed, timeout=SECONDS):
        page.open(reader_for(german))
    words = [
        button.text()
        for button in page.trouble.findChildren(QPushButton)
        if button.objectName().startswith("remedy")
    ]
    assert words == ["Read as Latin-1", "Read as CP1252"]


def test_that_several_attributes_are_renamed_by_a_pattern_that_is_filled_in(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, IRIS)
    page.show_right.click()
    page.attributes.query.setText("petal")
    page.attributes.table.selectAll()
    rename = page.attributes.menu().findChild(QAction, "menu_rename")
    assert isinstance(rename, QAction)
    rename.trigger()
    editor = page.steps.editor
    assert editor.isVisible()
    editor.form.changed.emit({"pattern": "petal", "replacement": "leaf"}, "")  # type: ignore[union-attr]
    changed(qtbot, page, editor.ok.click)
    assert page.data.dataset is not None
    names = page.data.dataset.schema.names
    assert names == ("sepallength", "sepalwidth", "leaflength", "leafwidth", "class")


def test_that_the_mean_of_standardised_numbers_is_told_as_0(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, PIMA)
    changed(qtbot, page, lambda: page.want("pca", {}, ""))
    page.attributes.choose("pc1")
    words = [label.text() for label in page.summary.findChildren(QLabel)]
    assert words[words.index("Mean") + 1] == "0"
