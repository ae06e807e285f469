"""Export: the flow as a Python script or a notebook."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.flow.graph import Node
from workbench.gui.main_window import MainWindow
from workbench.nodes.catalog import component

SECONDS = 60_000


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    window.document.edit(small_flow(), "Add")
    return window


def said(window: MainWindow) -> str:
    return window.flow.message_bar.words.text()


def chosen(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What is asked of the user, who names the file."""
    asked: list[tuple[str, ...]] = []

    def answer(_: object, *words: str) -> tuple[str, str]:
        asked.append(words)
        return str(path), words[-1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def test_that_the_menu_writes_a_script(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.py"
    asked = chosen(path, monkeypatch)
    filled.actions_["export_script"].trigger()
    qtbot.waitUntil(lambda: str(path) in said(filled), timeout=SECONDS)
    assert asked[0][-1].endswith("(*.py)")
    compile(path.read_text(encoding="utf-8"), path.name, "exec")


def test_that_the_menu_writes_a_notebook(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.ipynb"
    chosen(path, monkeypatch)
    filled.actions_["export_notebook"].trigger()
    qtbot.waitUntil(lambda: str(path) in said(filled), timeout=SECONDS)
    assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4


def test_that_what_cannot_be_a_script_is_said_and_no_file_is_written(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    graph = filled.document.graph.with_node(Node("even", component("balance")()))
    filled.document.edit(graph, "Add")
    filled.exporting.export(tmp_path / "mine.py")
    qtbot.waitUntil(lambda: "cannot be written as Python" in said(filled), timeout=SECONDS)
    assert not list(tmp_path.iterdir())
