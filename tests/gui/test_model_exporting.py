"""A learner's model leaves the window as a file: chosen, trained on all rows, checked, told."""

from pathlib import Path

import onnxruntime
import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.core.run import Progressed
from workbench.flow.graph import Graph, Link, Node
from workbench.gui.export_bar import ExportBar
from workbench.gui.main_window import MainWindow
from workbench.nodes.catalog import catalog

MS = 60_000


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    window.document.edit(small_flow(), "Add")
    return window


def with_majority(graph: Graph) -> Graph:
    node = Node("majority", catalog()["majority"](), x=480.0, y=200.0)
    link = Link("cross_validation", "splits", "majority", "splits")
    return graph.with_node(node).with_link(link)


def said(window: MainWindow) -> str:
    return window.flow.message_bar.words.text()


def ended(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.exporting.models.is_running, timeout=MS)


def files_named(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> list[str]:
    """Answers the file dialog; gives what it was offered."""
    offered: list[str] = []

    def answer(_parent: object, _title: str, start: str, filters: str) -> tuple[str, str]:
        offered.extend([start, filters])
        return str(path), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def test_that_the_only_learner_is_trained_on_all_rows_and_its_graph_is_checked(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = files_named(monkeypatch, tmp_path / "iris.onnx")
    filled.actions_["export_model"].trigger()
    assert filled.exporting.models.bar.isVisibleTo(filled.shell)
    ended(qtbot, filled)
    assert not filled.exporting.models.bar.isVisibleTo(filled.shell)
    assert "k-nearest neighbours, trained on all rows." in said(filled)
    assert "over 150 rows" in said(filled)
    assert offered[0].endswith("-knn.onnx")
    assert offered[1].startswith("ONNX, preparation and classes inside (*.onnx);;")
    session = onnxruntime.InferenceSession((tmp_path / "iris.onnx").read_bytes())
    assert [one.name for one in session.get_outputs()] == ["label", "probabilities"]


def test_that_a_name_without_an_ending_gets_that_of_the_chosen_kind(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files_named(monkeypatch, tmp_path / "iris", "Workbench model file (*.model)")
    filled.exporting.models.ask()
    ended(qtbot, filled)
    assert [p.name for p in tmp_path.iterdir()] == ["iris.model"]


def test_that_the_selected_learner_is_meant_or_it_is_asked(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.document.edit(with_majority(filled.document.graph), "Add")
    files_named(monkeypatch, tmp_path / "a.model")
    filled.flow.editor.select("majority")
    filled.exporting.models.ask()
    ended(qtbot, filled)
    assert "Majority class, trained" in said(filled)
    filled.flow.editor.select("evaluate")
    asked: list[list[str]] = []

    def choose(*arguments: object, **_more: object) -> tuple[str, bool]:
        names = arguments[3]
        assert isinstance(names, list)
        asked.append(names)
        return names[0], True

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    filled.exporting.models.ask()
    ended(qtbot, filled)
    assert asked == [["k-nearest neighbours (knn)", "Majority class (majority)"]]
    assert "k-nearest neighbours, trained" in said(filled)


def test_that_nothing_is_written_where_a_dialog_is_left(
    filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    filled.exporting.models.ask()
    assert not filled.exporting.models.is_running


def test_that_a_flow_without_learner_says_so(window: MainWindow) -> None:
    window.document.edit(Graph(), "Empty")
    window.exporting.models.ask()
    assert "no learner, so there is no model to take away" in said(window)


def test_that_an_unknown_ending_is_said_and_nothing_left(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    filled.exporting.models.export(tmp_path / "iris.exe", "knn")
    ended(qtbot, filled)
    qtbot.waitUntil(lambda: "must be one of" in said(filled), timeout=MS)
    assert list(tmp_path.iterdir()) == []


def test_that_an_export_can_be_cancelled(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    filled.exporting.models.export(tmp_path / "iris.onnx", "knn")
    filled.exporting.models.bar.cancel.click()
    assert not filled.exporting.models.is_running
    assert said(filled) == "Export cancelled."
    assert filled.exporting.models.bar.isHidden()
    qtbot.wait(0)


def test_that_the_bar_shows_known_and_unknown_totals(qtbot: QtBot) -> None:
    bar = ExportBar()
    qtbot.addWidget(bar)
    bar.begin("Exporting a.onnx")
    assert bar.progress.maximum() == 0
    bar.show_progress(Progressed(30, 60, "checked 30 of 60 rows"))
    assert bar.progress.value() * 2 == bar.progress.maximum()
    assert bar.words.text() == "Exporting a.onnx · checked 30 of 60 rows"
    assert bar.accessibleName() == bar.words.text()
