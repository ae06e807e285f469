"""WEKA's KnowledgeFlow files in the window: opened, dropped, or named on the command line."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from tests.unit.flow.knowledge_flow_files import cross_validated, kf
from workbench.core.files import resource
from workbench.gui.main_window import MainWindow
from workbench.gui.opening import is_data
from workbench.runs.view import RunView

SECONDS = 60_000
IRIS = str(resource("data", "iris.arff"))
UNKNOWN = "weka.classifiers.trees.J48"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cross validation.kf"
    path.write_text(kf(cross_validated(IRIS)), encoding="utf-8")
    return path


def said(window: MainWindow) -> str:
    return window.flow.message_bar.words.text()


def test_that_a_knowledge_flow_opens_as_a_new_flow_without_a_file(
    window: MainWindow, file: Path
) -> None:
    window.begin(file)
    kinds = {node.component.key for node in window.document.graph.nodes.values()}
    assert {"arff", "cross_validation", "knn", "evaluate", "roc"} <= kinds
    assert window.document.title == "cross validation"
    assert window.document.path is None
    assert "opened as a new flow; save it to keep it" in said(window)
    assert window.settings.recent_files == [file]
    assert window.flow.isVisible()


def test_that_it_runs(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    window.begin(file)
    shown: list[RunView] = []
    window.flow.shown.connect(shown.append)
    with qtbot.waitSignal(window.runner.finished, timeout=SECONDS) as finished:
        window.actions_["run"].trigger()
    assert not finished.args[0].errors


def test_that_what_has_no_counterpart_is_told_and_can_be_copied(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "tree.kf"
    path.write_text(kf(cross_validated(IRIS, UNKNOWN, "-C 0.25", "J48")), encoding="utf-8")
    window.files.open([path])
    assert "J48" in said(window)
    window.flow.message_bar.copy.click()
    assert "J48" in QGuiApplication.clipboard().text()


def test_that_many_differences_are_told_a_few_at_a_time(window: MainWindow, tmp_path: Path) -> None:
    steps = cross_validated(IRIS)
    odd = {**steps[-1], "class": "weka.knowledgeflow.steps.Unheard"}
    odd_ones = [
        {**odd, "properties": {"name": f"Unheard{n}"}, "connections": {}} for n in range(20)
    ]
    path = tmp_path / "odd.kf"
    path.write_text(kf([*steps, *odd_ones]), encoding="utf-8")
    window.files.open([path])
    assert len(said(window).splitlines()) == 7
    assert "more; copy the report" in said(window)


def test_that_a_flow_that_is_not_saved_is_asked_for_first(
    window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.edit(small_flow(), "Add")
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: cancel)
    window.files.open([file])
    assert window.document.graph == small_flow()


@pytest.mark.parametrize("text", ["", "{", "<object", json.dumps({"steps": 1})])
def test_that_a_broken_one_is_a_sentence_and_leaves_the_open_flow(
    window: MainWindow, tmp_path: Path, text: str
) -> None:
    window.document.edit(small_flow(), "Add")
    window.document.save(tmp_path / "mine.flow")
    path = tmp_path / "broken.kfml"
    path.write_text(text, encoding="utf-8")
    window.files.open([path])
    assert "broken.kfml" in said(window)
    assert window.document.graph == small_flow()


def test_that_flows_of_wekas_are_no_data() -> None:
    assert not is_data(Path("a.kf"))
    assert not is_data(Path("a.KFML"))
    assert is_data(Path("a.arff"))
