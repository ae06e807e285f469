"""The explorer in the window: how files get there, what belongs to the page that is shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.explorer_fakes import SECONDS, changed, profiled
from workbench.data.readers.open import read
from workbench.gui.explorer.page import ExplorerPage
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings

CONTAINS = Qt.MatchFlag.MatchContains


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text("a;b;c\n1;x;2\n2;y;3\n3;x;4\n", encoding="utf-8")
    return file


def explored(qtbot: QtBot, window: MainWindow, path: Path | str) -> ExplorerPage:
    page = window.explore.page
    with qtbot.waitSignal(page.opened, timeout=SECONDS):
        window.files.explore(path)
    profiled(qtbot, page)
    return page


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.shell.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))


def test_that_a_data_file_on_the_command_line_is_explored(
    qtbot: QtBot, window: MainWindow, table: Path
) -> None:
    with qtbot.waitSignal(window.explore.page.opened, timeout=SECONDS):
        window.begin(table)
    assert window.explore.page.isVisible()
    assert window.shell.windowTitle().startswith("table.csv")
    assert not window.document.graph.nodes
    assert window.settings.recent_files == [table]


def test_that_a_dropped_file_is_explored_unless_the_canvas_is_shown(
    qtbot: QtBot, window: MainWindow, table: Path
) -> None:
    drop(window, table)
    assert [n.component.key for n in window.document.graph.nodes.values()] == ["csv"]
    window.actions_["explore"].trigger()
    with qtbot.waitSignal(window.explore.page.opened, timeout=SECONDS):
        drop(window, table)
    assert len(window.document.graph.nodes) == 1
    assert window.explore.page.isVisible()


def test_that_a_file_that_nothing_reads_is_refused_in_the_explorer(
    window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "a.xyz").write_text("", encoding="utf-8")
    window.actions_["home"].trigger()
    window.files.open([tmp_path / "a.xyz"])
    assert window.explore.page.isVisible()
    assert ".xyz" in window.explore.page.trouble.words.text()


def test_that_undo_and_save_belong_to_the_page_that_is_shown(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.flow.add_component("knn")
    page = explored(qtbot, window, "resource:data/iris.arff")
    assert not window.actions_["undo"].isEnabled()
    changed(qtbot, page, lambda: page.want("select_attributes", {"attributes": ["class"]}, "Cut"))
    assert window.actions_["undo"].text() == "Undo Cut"
    changed(qtbot, page, window.actions_["undo"].trigger)
    assert page.data.dataset is not None
    assert "class" in page.data.dataset.schema
    assert "knn" in window.document.graph.nodes
    target = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    window.actions_["save"].trigger()
    qtbot.waitUntil(page.trouble.isVisible, timeout=SECONDS)
    assert read(target).n_samples == 150
    window.actions_["flow"].trigger()
    assert window.actions_["undo"].text().startswith("Undo Add")
    window.actions_["undo"].trigger()
    assert not window.document.graph.nodes


def test_that_a_file_is_read_again_as_it_was_read_before(
    qtbot: QtBot, window: MainWindow, table: Path, settings: Settings
) -> None:
    page = explored(qtbot, window, table)
    changed(qtbot, page, lambda: page.choose_class("b"))
    exploration = page.data.exploration
    assert exploration is not None
    other = exploration.reader.with_parameters({"header": "no"})
    assert settings.reader_values(table, "csv")["class_attribute"] == "b"
    with qtbot.waitSignal(page.opened, timeout=SECONDS):
        page.open(other.with_parameters({"class_attribute": ""}))
    profiled(qtbot, page)
    assert settings.reader_values(table, "csv")["header"] == "no"
    explored(qtbot, window, "resource:data/iris.arff")
    again = explored(qtbot, window, table)
    assert again.data.dataset is not None
    assert again.data.dataset.n_samples == 4
    assert settings.reader_values(table, "arff") == {}


def test_that_the_steps_become_the_open_flow(qtbot: QtBot, window: MainWindow) -> None:
    page = explored(qtbot, window, "resource:data/diabetes.arff")
    changed(qtbot, page, lambda: page.want("zero_as_missing", {"attributes": ["mass"]}, ""))
    with qtbot.waitSignal(window.explore.flow_opened, timeout=SECONDS):
        page.head.flow.click()
    assert window.flow.isVisible()
    keys = [window.document.graph.nodes[i].component.key for i in window.document.graph.order]
    assert keys[:4] == ["arff", "cross_validation", "zero_as_missing", "knn"]
    assert window.document.title == "diabetes"


def test_that_the_explorers_controls_have_names_for_screen_readers(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = explored(qtbot, window, "resource:data/diabetes.arff")
    page.attributes.choose("insu")
    page.steps.open_editor(window.catalog["impute"].parse({}))  # type: ignore[arg-type]
    controls: list[tuple[QWidget, str]] = [
        *((button, button.text()) for button in page.findChildren(QAbstractButton)),
        *((line, "") for line in page.findChildren(QLineEdit)),
        *((box, "") for box in page.findChildren(QComboBox)),
    ]
    nameless = [
        f"{type(control).__name__} {control.objectName()} in {control.parent()}"
        for control, text in controls
        if control.isVisible()
        and not control.objectName().startswith("qt_")
        and not (control.accessibleName() or text)
    ]
    assert nameless == []


def test_that_an_edited_parameter_is_previewed_and_applied(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = explored(qtbot, window, "resource:data/diabetes.arff")
    page.steps.open_chooser()
    page.steps.chooser.query.setText("RemoveRange")
    assert [i.text() for i in page.steps.chooser.list.findItems("", CONTAINS)] == ["Keep rows"]
    page.steps.chooser.list.itemActivated.emit(page.steps.chooser.list.item(0))
    editor = page.steps.editor
    qtbot.waitUntil(lambda: "Nothing changes." in editor.change.text(), timeout=SECONDS)
    form = editor.form
    assert form is not None
    form.changed.emit({"rows": "1-100"}, "")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "768 × 9 → 100 × 9" in editor.change.text(), timeout=SECONDS)
    form.changed.emit({"rows": "oops"}, "")  # type: ignore[attr-defined]
    qtbot.waitUntil(editor.error.isVisible, timeout=SECONDS)
    assert not editor.ok.isEnabled()
    form.changed.emit({"rows": "1-10"}, "")  # type: ignore[attr-defined]
    qtbot.waitUntil(editor.ok.isEnabled, timeout=SECONDS)
    changed(qtbot, page, editor.ok.click)
    assert page.data.dataset is not None
    assert page.data.dataset.n_samples == 10
    item = page.steps.list.item(0)
    item.setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: page.head.size_words.text().startswith("768"), timeout=SECONDS)


def test_that_the_explorer_follows_the_theme(qtbot: QtBot, window: MainWindow) -> None:
    page = explored(qtbot, window, "resource:data/diabetes.arff")
    try:
        window.themes.choose("dark")
        assert page.grab().toImage().pixelColor(4, page.height() - 40).lightness() < 60
    finally:
        window.themes.choose("light")
    assert page.grab().toImage().pixelColor(4, page.height() - 40).lightness() > 200


def test_that_the_selected_data_node_can_be_explored(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_["explore_node"].isEnabled()
    node = window.flow.add_component("arff", {"path": "resource:data/iris.arff"})
    window.flow.editor.select(node)
    with qtbot.waitSignal(window.explore.page.opened, timeout=SECONDS):
        window.actions_["explore_node"].trigger()
    assert window.explore.page.isVisible()
    window.flow.editor.select(window.flow.add_component("knn"))
    assert not window.actions_["explore_node"].isEnabled()
