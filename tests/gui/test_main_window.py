"""The window as a whole: what a person does with it, from opening to closing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.core.errors import DataError, Defect
from workbench.flow.graph import Graph
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource

SECONDS = 60_000  # a limit for a machine under load, not an expectation


def run(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.runner.finished, timeout=SECONDS):
        window.actions_["run"].trigger()


def states(window: MainWindow) -> dict[str, str]:
    return {i: n.state for i, n in window.flow.runs.view.nodes.items()}


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.shell.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))


def opened_again(qtbot: QtBot, settings: Settings, themes: ThemeSource) -> MainWindow:
    shell = Shell(settings, themes)
    qtbot.addWidget(shell)
    shell.show()
    return MainWindow(shell)


def test_that_the_window_opens_with_the_pima_flow_clean_and_without_a_file(
    window: MainWindow,
) -> None:
    window.begin(None)
    assert {"data", "folds", "mlp"} <= set(window.document.graph.nodes)
    assert not window.document.is_dirty
    assert window.document.path is None


def test_that_another_flow_is_seen_whole_also_where_its_nodes_are_called_alike(
    window: MainWindow,
) -> None:
    graph, canvas = small_flow(), window.flow.editor.canvas
    window.document.open_made(graph, "one")
    elsewhere = {i: (node.x + 9_000, node.y + 9_000) for i, node in graph.nodes.items()}
    window.document.open_made(graph.moved(elsewhere), "other")
    area = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert all(area.contains(QPointF(x, y)) for x, y in elsewhere.values())


def test_that_running_shows_every_node_done_and_fills_the_status_bar(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.document.edit(small_flow(), "Add")
    run(qtbot, window)
    assert set(states(window).values()) == {"done"}
    assert window.status.run.text().startswith("done in")
    window.flow.editor.select("arff")
    assert window.status.selection.text() == "ARFF file: 150 × 5"


def test_that_a_parameter_changed_in_the_inspector_makes_results_stale_until_undo(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.document.edit(small_flow(), "Add")
    run(qtbot, window)
    window.flow.editor.select("knn")
    assert window.flow.inspector.form is not None
    editor = window.flow.inspector.form.row("k").editor
    line = editor.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "3")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.document.graph.node("knn").component.k == 3  # type: ignore[union-attr]
    assert states(window)["knn"] == states(window)["evaluate"] == "stale"
    assert states(window)["arff"] == "done"
    window.actions_["undo"].trigger()
    assert set(states(window).values()) == {"done"}


def test_that_run_to_here_runs_only_what_is_needed(qtbot: QtBot, window: MainWindow) -> None:
    window.document.edit(small_flow(), "Add")
    assert not window.actions_["run_here"].isEnabled()
    window.flow.editor.select("cross_validation")
    with qtbot.waitSignal(window.runner.finished, timeout=SECONDS):
        window.actions_["run_here"].trigger()
    assert states(window) == {"arff": "done", "cross_validation": "done"}


def test_that_a_failed_node_says_why_and_the_window_stays_usable(
    qtbot: QtBot, window: MainWindow
) -> None:
    graph = small_flow().with_parameters("arff", {"path": "/absent/file.arff"})
    window.document.edit(graph, "Add")
    run(qtbot, window)
    assert states(window)["arff"] == "failed"
    assert states(window)["knn"] == "stale"
    window.actions_["undo"].trigger()
    window.document.edit(small_flow(), "Add")
    run(qtbot, window)
    assert set(states(window).values()) == {"done"}


def test_that_an_empty_flow_is_refused_above_the_canvas(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.runner.refused, timeout=SECONDS):
        window.actions_["run"].trigger()
    assert window.flow.message_bar.isVisible()
    assert "The flow is empty." in window.flow.message_bar.words.text()


def test_that_running_does_not_hide_why_a_file_was_refused(
    tmp_path: Path, window: MainWindow
) -> None:
    broken = tmp_path / "broken.flow"
    broken.write_text("no flow", encoding="utf-8")
    window.files.open([broken])
    told = window.flow.message_bar.words.text()
    assert "broken.flow" in told
    window.actions_["run"].trigger()
    assert window.flow.message_bar.isVisible()
    assert window.flow.message_bar.words.text() == told
    assert not window.runner.is_running


def test_that_a_defect_offers_its_report(window: MainWindow) -> None:
    window.show_error(Defect("The program made a mistake.", details="Traceback: here"))
    assert window.flow.message_bar.copy.isVisible()
    window.flow.message_bar.copy.click()
    assert "Traceback: here" in QGuiApplication.clipboard().text()
    window.show_error(DataError("Four values."))
    assert not window.flow.message_bar.copy.isVisible()
    window.flow.message_bar.close_button.click()
    assert not window.flow.message_bar.isVisible()


def test_that_dropped_files_become_the_nodes_that_read_them(
    window: MainWindow, tmp_path: Path
) -> None:
    for name in ("a.csv", "b.arff", "c.model", "d.xyz"):
        (tmp_path / name).write_text("", encoding="utf-8")
    drop(window, *sorted(tmp_path.glob("?.*")))
    nodes = window.document.graph.nodes
    kinds = [node.component.key for node in nodes.values()]
    assert kinds == ["csv", "arff", "load_model"]
    assert "Files ending in '.xyz' cannot be read" in window.flow.message_bar.words.text()
    assert len({(node.x, node.y) for node in nodes.values()}) == 3


def test_that_a_dropped_flow_opens_only_when_the_old_one_is_safe(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.edit(small_flow(), "Add")
    window.document.save(tmp_path / "one.flow")
    window.document.edit(Graph(), "Delete")
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: answers.pop(0))
    drop(window, tmp_path / "one.flow")
    assert window.document.graph == Graph()
    drop(window, tmp_path / "one.flow")
    assert window.document.graph == small_flow()
    assert window.settings.recent_files == [tmp_path / "one.flow"]


def test_that_save_asks_for_a_name_once(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [str(tmp_path / "new.flow")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (names.pop(), ""))
    window.document.edit(small_flow(), "Add")
    assert window.shell.isWindowModified()
    window.actions_["save"].trigger()
    assert (tmp_path / "new.flow").is_file()
    assert not window.shell.isWindowModified()
    window.document.edit(Graph(), "Delete")
    window.actions_["save"].trigger()
    assert names == []
    assert not window.document.is_dirty


def test_that_a_save_that_fails_says_so_and_loses_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(tmp_path / "absent" / "new.flow")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (name, ""))
    window.document.edit(small_flow(), "Add")
    window.actions_["save"].trigger()
    assert "Cannot write here" in window.flow.message_bar.words.text()
    assert window.document.is_dirty


def test_that_closing_asks_and_can_be_called_off(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.edit(small_flow(), "Add")
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: cancel)
    assert not window.shell.close()
    assert window.shell.isVisible()


def test_that_the_command_line_of_a_node_can_be_copied(window: MainWindow) -> None:
    window.document.edit(small_flow(), "Add")
    window.flow.editor.select("knn")
    window.flow.inspector.copy_button.click()
    assert "--learner knn --set k=1" in QGuiApplication.clipboard().text()


def test_that_home_and_flow_are_pages_that_keep_their_state(window: MainWindow) -> None:
    window.document.edit(small_flow(), "Add")
    window.flow.editor.select("knn")
    window.actions_["home"].trigger()
    assert window.home.isVisible()
    window.actions_["flow"].trigger()
    assert window.flow.isVisible()
    assert window.flow.selected == ("knn",)


def test_that_a_new_flow_is_ready_to_be_typed_into(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.document.edit(small_flow(), "Add")
    window.flow.editor.canvas.zoom(0.5)
    window.document.save(tmp_path / "a.flow")
    window.actions_["new"].trigger()
    qtbot.waitUntil(window.flow.editor.canvas.hasFocus, timeout=30_000)
    assert window.flow.editor.canvas.scale_now == 1.0


def test_that_a_file_dropped_on_the_canvas_lies_where_it_was_dropped(
    window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("", encoding="utf-8")
    window.flow.editor.files_dropped.emit([str(tmp_path / "a.csv")], QPointF(320.0, 160.0))
    (node,) = window.document.graph.nodes.values()
    assert (node.x, node.y) == (320.0, 160.0)


def test_that_results_come_back_with_their_nodes(window: MainWindow, qtbot: QtBot) -> None:
    window.document.edit(small_flow(), "Add")
    run(qtbot, window)
    panes = window.flow.output.panes
    assert list(panes.keys) == ["evaluate"]
    window.document.edit(window.document.graph.without(["evaluate"]), "Delete")
    assert not panes.keys
    window.document.undo()
    assert list(panes.keys) == ["evaluate"]
    alone = window.document.graph.without(["evaluate"])
    window.document.edit(alone, "Delete")
    window.document.edit(alone.with_node(small_flow().nodes["evaluate"]), "Add")
    assert not panes.keys  # a new node that nothing flows into


def test_that_problems_are_shown_where_there_is_nothing_else(
    window: MainWindow, qtbot: QtBot
) -> None:
    missing = small_flow().with_parameters("arff", {"path": "/nowhere/a.arff"})
    window.document.edit(missing, "Add")
    run(qtbot, window)
    assert window.flow.output.tabs.currentWidget() is window.flow.output.problems


def test_that_a_click_on_a_node_shows_it_in_the_inspector(window: MainWindow) -> None:
    window.begin(None)
    canvas, item = window.flow.editor.canvas, window.flow.editor.scene.nodes["mlp"]
    place = canvas.mapFromScene(item.sceneBoundingRect().center())
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.flow.selected == ("mlp",)
    assert window.flow.inspector.header.title.text() == "Multilayer perceptron"
