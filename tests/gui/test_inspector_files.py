"""The editor of a reader's path: its own endings, and folders where it takes them."""

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.image_folder import ImageFolderReader
from workbench.data.readers.sample_set import SampleSetReader
from workbench.gui.inspector.choosers import FileEditor
from workbench.gui.inspector.facts import FieldFacts, facts_of
from workbench.gui.theme import LIGHT
from workbench.nodes.save_data import SaveData


def path_of(kind: type[Component]) -> FieldFacts:
    return next(facts for facts in facts_of(kind) if facts.name == "path")


def test_that_each_reader_offers_its_own_files() -> None:
    assert path_of(ArffReader).filter == "*.arff *.gz *.bz2 *.xz;;*"
    assert path_of(SaveData).filter.startswith("*.arff *.csv *.tsv ")
    assert "path" not in [facts.name for facts in facts_of(SampleSetReader)]


def test_that_a_folder_can_be_chosen_where_the_reader_takes_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "/data/cats")
    editor, plain = (FileEditor(path_of(kind), LIGHT) for kind in (ImageFolderReader, ArffReader))
    for made in (editor, plain):
        qtbot.addWidget(made)
        made.show()
    assert not plain.folder_button.isVisible()
    heard: list[str] = []
    editor.edited.connect(lambda value, _is_step: heard.append(value))
    editor.folder_button.click()
    assert heard == ["/data/cats"]
