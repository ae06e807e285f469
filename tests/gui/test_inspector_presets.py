"""Presets: the component's, the user's, and the file they are kept in."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from workbench.core.errors import DataError
from workbench.data.readers.csv import CsvReader
from workbench.flow.graph import Node
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.presets import PresetBar, PresetStore, kept
from workbench.gui.preset_file import PresetFile
from workbench.gui.theme import LIGHT
from workbench.models.knn import KNN
from workbench.nodes.evaluate import Evaluate
from workbench.runs.view import NodeView


@pytest.fixture
def file(tmp_path: Path) -> PresetFile:
    return PresetFile(tmp_path / "new" / "presets.json")


@pytest.fixture
def inspector(qtbot: QtBot, file: PresetFile) -> Inspector:
    made = Inspector(LIGHT, file)
    qtbot.addWidget(made)
    made.show_node(Node("knn", KNN(k=7)), None, NodeView())
    made.show()
    return made


@pytest.fixture
def told(inspector: Inspector) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    inspector.changed.connect(lambda _id, values, merge: changes.append({**values, "": merge}))
    return changes


def bar(inspector: Inspector) -> PresetBar:
    return inspector.header.presets


def offered(inspector: Inspector) -> list[str]:
    return [a.text() for a in bar(inspector).menu().actions() if not a.isSeparator()]


def choose(inspector: Inspector, name: str) -> None:
    next(a for a in bar(inspector).menu().actions() if a.text() == name).trigger()


def test_that_a_preset_is_taken_in_one_step(
    inspector: Inspector, told: list[dict[str, Any]]
) -> None:
    choose(inspector, "WEKA's IBk")
    assert told == [{"k": 1, "distance": "weka", "": None}]


def test_that_the_defaults_are_a_preset_and_the_present_one_is_ticked(
    inspector: Inspector, told: list[dict[str, Any]]
) -> None:
    choose(inspector, "Defaults")
    assert told == [{"k": 5, "": None}]
    inspector.show_node(Node("knn", KNN()), None, NodeView())
    ticked = [a.text() for a in bar(inspector).menu().actions() if a.isChecked()]
    assert ticked == ["Defaults"]


def test_that_ones_own_is_kept_offered_and_removed(inspector: Inspector, file: PresetFile) -> None:
    bar(inspector).ask()
    assert bar(inspector).line.isVisible()
    bar(inspector).save.click()
    assert "needs a name" in bar(inspector).told.text()
    bar(inspector).line.setText(" Seven & more ")
    bar(inspector).save.click()
    assert not bar(inspector).line.isVisible()
    assert file.of(KNN)["Seven & more"]["k"] == 7
    assert "Seven && more" in offered(inspector)
    removing = bar(inspector).menu().findChild(QMenu)
    assert isinstance(removing, QMenu)
    removing.actions()[0].trigger()
    assert file.of(KNN) == {}


def test_that_a_preset_that_does_not_fit_any_more_is_told(
    inspector: Inspector, file: PresetFile, told: list[dict[str, Any]]
) -> None:
    file.save(KNN, "Old", {"neighbours": 3})
    choose(inspector, "Old")
    assert "has no parameter 'neighbours'" in bar(inspector).told.text()
    assert told == []


def test_that_files_and_the_class_of_one_data_set_are_not_in_a_preset() -> None:
    names = kept(CsvReader)
    assert "delimiter" in names
    assert not {"path", "class_attribute"} & set(names)


def test_that_a_node_without_parameters_has_no_presets(inspector: Inspector) -> None:
    inspector.show_node(Node("evaluate", Evaluate()), None, NodeView())
    assert not bar(inspector).button.isVisible()


def test_that_a_damaged_file_is_told_and_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    path.write_text('{"presets": [{"component"', encoding="utf-8")
    file = PresetFile(path)
    with pytest.raises(DataError, match="cannot be read"):
        file.save(KNN, "Mine", {"k": 1})
    assert path.read_text(encoding="utf-8") == '{"presets": [{"component"'


def test_that_a_damaged_file_is_told_in_the_inspector(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    path.write_bytes(b"\xff\x00")
    made = Inspector(LIGHT, PresetFile(path))
    qtbot.addWidget(made)
    made.show_node(Node("knn", KNN(k=7)), None, NodeView())
    assert "WEKA's IBk" in offered(made)
    assert "cannot be read" in bar(made).told.text()


def test_that_a_store_without_a_file_keeps_the_last_of_a_name() -> None:
    store = PresetStore()
    store.save(KNN, "a", {"k": 1})
    store.save(KNN, "a", {"k": 2})
    assert store.of(KNN) == {"a": {"k": 2}}
    store.remove(KNN, "a")
    assert store.of(KNN) == {}
