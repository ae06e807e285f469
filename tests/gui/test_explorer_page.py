"""The explorer's page: opening, looking, changing, undoing, and becoming a flow."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.explorer_fakes import (
    SECONDS,
    FakeView,
    changed,
    fake_form,
    fake_view,
    has_date,
    opened,
)
from workbench.core.run import finish
from workbench.data.readers.open import read, reader_for
from workbench.flow.execute import execute
from workbench.flow.graph import Graph
from workbench.gui.explorer.handed import Handed
from workbench.gui.explorer.page import ExplorerPage
from workbench.gui.theme import LIGHT
from workbench.nodes.catalog import catalog

PIMA = "resource:data/diabetes.arff"
IRIS = "resource:data/iris.arff"


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[ExplorerPage]:
    views = (fake_view("all", lambda _dataset: True), fake_view("dates", has_date))
    made = ExplorerPage(Handed(catalog(), views, fake_form), LIGHT)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    yield made
    made.shutdown()


def keys(page: ExplorerPage) -> list[str]:
    exploration = page.data.exploration
    return [step.component.key for step in exploration.steps] if exploration else []


def names(page: ExplorerPage) -> tuple[str, ...]:
    return page.data.dataset.schema.names if page.data.dataset else ()


def test_that_the_empty_page_teaches_and_its_samples_can_be_read(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    assert page.empty.isVisible()
    assert page.head.isHidden()
    wanted: list[str] = []
    page.sample_wanted.connect(wanted.append)
    buttons = [
        b for b in page.empty.findChildren(QPushButton) if b.objectName() != "empty_open_data"
    ]
    for button in buttons:
        button.click()
    assert len(wanted) == len(buttons) > 5
    for path in wanted:
        assert finish(reader_for(path).read()).n_samples > 10
    with qtbot.waitSignal(page.open_wanted):
        page.empty.open.click()


def test_that_a_file_is_shown_with_its_size_class_and_figures(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, PIMA)
    assert page.head.name.text() == "diabetes.arff"
    assert page.head.size_words.text() == "768 rows × 9 attributes"
    assert page.head.classes.currentText() == "class"
    page.attributes.choose("mass")
    assert page.summary.name.text() == "mass"
    words = [label.text() for label in page.summary._labels]
    assert words[words.index("Mean") + 1] == "31.993"
    assert words[words.index("Std. dev.") + 1] == "7.884"


def test_that_zeros_are_read_as_missing_with_one_click_and_back_with_undo(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, PIMA)
    page.attributes.choose("insu")
    button = page.summary.hints.findChild(QPushButton, "hint_zero_as_missing_1")
    assert isinstance(button, QPushButton)
    changed(qtbot, page, button.click)
    dataset = page.data.dataset
    assert dataset is not None
    missing = {name: int(dataset.missing(name).sum()) for name in dataset.schema.names}
    expected = {"plas": 5, "pres": 35, "skin": 227, "insu": 374, "mass": 11}
    assert {name: n for name, n in missing.items() if n} == expected
    assert page.summary.hints.isHidden()
    changed(qtbot, page, page.undo)
    assert keys(page) == []
    changed(qtbot, page, page.redo)
    assert keys(page) == ["zero_as_missing"]


def test_that_edits_made_in_a_hurry_are_all_kept(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, PIMA)
    page.want("select_attributes", {"attributes": ["preg"]}, "Remove")
    changed(
        qtbot,
        page,
        lambda: page.want("select_attributes", {"attributes": ["age"]}, "Remove"),
    )
    assert names(page) == ("plas", "pres", "skin", "insu", "mass", "pedi", "class")
    changed(qtbot, page, page.undo)
    assert "preg" not in names(page)
    assert "age" in names(page)


def test_that_a_file_that_is_wrong_leaves_what_is_open_and_lists_all_errors(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    opened(qtbot, page, IRIS)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n1\n1,2,3\n", encoding="utf-8")
    with qtbot.waitSignal(page.data.failed, timeout=SECONDS):
        page.open(reader_for(wrong))
    assert page.head.name.text() == "iris.arff"
    assert page.trouble.isVisible()
    assert page.trouble.more.text() == "All 2 errors"
    assert page.trouble.list.isHidden()
    page.trouble.more.click()
    assert page.trouble.list.toPlainText().count("wrong.csv") == 2


def test_that_another_encoding_is_offered_as_a_button(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    korean = tmp_path / "korean.csv"
    korean.write_bytes("이름,값\n가,1\n나,2\n가,3\n나,4\n".encode("cp949"))
    with qtbot.waitSignal(page.data.failed, timeout=SECONDS):
        page.open(reader_for(korean))
    buttons = {b.text(): b for b in page.trouble.findChildren(QPushButton)}
    changed(qtbot, page, buttons["Read as CP949"].click)
    assert names(page) == ("이름", "값")
    assert not page.trouble.is_error


def test_that_the_class_is_the_readers_before_steps_and_a_step_after(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, PIMA)
    changed(qtbot, page, lambda: page.choose_class("preg"))
    assert keys(page) == []
    assert page.remembered_reader is not None
    assert page.remembered_reader.class_attribute == "preg"
    changed(qtbot, page, lambda: page.want("select_attributes", {"attributes": ["age"]}, ""))
    changed(qtbot, page, lambda: page.choose_class("class"))
    assert keys(page) == ["select_attributes", "set_class"]
    assert page.head.classes.currentText() == "class"
    changed(qtbot, page, lambda: page.choose_class(None))
    assert page.data.dataset is not None
    assert page.data.dataset.schema.class_attribute is None
    assert page.remembered_reader.class_attribute == "none"


def test_that_selected_rows_are_kept_or_removed_as_a_step(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, IRIS)
    page.brush.select(np.arange(10, 30))
    assert page.head.selected.text() == "20 selected"
    changed(qtbot, page, lambda: page.change_selected("remove"))
    assert page.data.dataset is not None
    assert page.data.dataset.n_samples == 130
    assert page.brush.n_selected == 0
    page.brush.select(np.arange(10))
    changed(qtbot, page, lambda: page.change_selected("keep"))
    assert page.data.dataset.sample_ids.tolist() == list(range(10))
    assert page.brush.n_selected == 10


def test_that_another_file_begins_without_a_selection(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, IRIS)
    page.brush.select(np.arange(10))
    opened(qtbot, page, PIMA)
    assert page.brush.n_selected == 0
    assert keys(page) == []


def test_that_a_failed_step_is_marked_and_the_rest_stays_usable(
    qtbot: QtBot, page: ExplorerPage
) -> None:
    opened(qtbot, page, PIMA)
    changed(qtbot, page, lambda: page.want("zero_as_missing", {"attributes": ["nothing"]}, "Zero"))
    assert page.trouble.isVisible()
    assert "nothing" in page.steps.list.item(0).text()
    assert page.data.dataset is not None
    assert page.data.dataset.n_samples == 768
    changed(qtbot, page, page.undo)
    assert page.trouble.isHidden()


def test_that_the_steps_become_a_flow_that_runs(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, PIMA)
    changed(qtbot, page, lambda: page.want("zero_as_missing", {"attributes": ["mass"]}, ""))
    changed(qtbot, page, lambda: page.want("select_attributes", {"attributes": ["skin"]}, ""))
    with qtbot.waitSignal(page.flow_made, timeout=SECONDS) as made:
        page.head.flow.click()
    graph, name = made.args
    assert isinstance(graph, Graph)
    assert name == "diabetes"
    results = finish(execute(graph))
    assert not results.errors


def test_that_the_data_are_saved_as_they_are(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, page, IRIS)
    changed(qtbot, page, lambda: page.want("select_attributes", {"attributes": ["petalwidth"]}, ""))
    target = tmp_path / "less.arff"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.save_as()
    qtbot.waitUntil(page.trouble.isVisible, timeout=SECONDS)
    assert str(target) in page.trouble.words.text()
    assert page.data.dataset is not None
    assert read(target).schema.names == page.data.dataset.schema.names


def test_that_tabs_come_with_what_fits_and_are_made_when_looked_at(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    opened(qtbot, page, IRIS)
    assert list(page.views.made) == ["overview"]
    assert not page.views.isTabVisible(2)
    page.views.show_view("all")
    assert list(page.views.made) == ["overview", "all"]
    view = page.views.made["all"]
    assert isinstance(view, FakeView)
    step = catalog()["select_attributes"].parse({"attributes": ["class"]})
    changed(qtbot, page, lambda: view.step_wanted.emit(step))
    assert "class" not in names(page)
    dated = tmp_path / "dated.arff"
    dated.write_text("@relation d\n@attribute d date\n@data\n'2024-01-01T00:00:00'\n", "utf-8")
    opened(qtbot, page, dated)
    assert page.views.isTabVisible(2)


def test_that_reading_again_sees_the_file_as_it_is_now(
    qtbot: QtBot, page: ExplorerPage, tmp_path: Path
) -> None:
    file = tmp_path / "grows.csv"
    file.write_text("a,b\n1,x\n2,y\n", encoding="utf-8")
    opened(qtbot, page, file)
    changed(qtbot, page, lambda: page.want("select_attributes", {"attributes": ["b"]}, ""))
    file.write_text("a,b\n1,x\n2,y\n3,x\n", encoding="utf-8")
    changed(qtbot, page, page.head.reload.click)
    assert page.data.dataset is not None
    assert page.data.dataset.n_samples == 3
    assert names(page) == ("a",)


def test_that_cancelling_leaves_what_was_open(qtbot: QtBot, page: ExplorerPage) -> None:
    opened(qtbot, page, IRIS)
    page.want("select_attributes", {"attributes": ["class"]}, "Remove")
    page.loading.cancel.click()
    page.open(reader_for(PIMA))
    page.loading.cancel.click()
    assert not page.data.is_running
    assert page.head.name.text() == "iris.arff"
    assert keys(page) == []
    assert len(names(page)) == 5
