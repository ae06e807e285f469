"""Export: the whole flow as a picture, in the light theme, or as a report with its results."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.core.errors import DataError, FlowError
from workbench.flow.graph import Graph, Note
from workbench.gui.editor.drawing import area
from workbench.gui.flow_picture import LONGEST, save_picture
from workbench.gui.main_window import MainWindow
from workbench.gui.theme import LIGHT
from workbench.runs.view import NodeView, RunView

SECONDS = 60_000


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    window.document.edit(small_flow(), "Add")
    return window


def said(window: MainWindow) -> str:
    return window.flow.message_bar.words.text()


def test_that_an_svg_picture_holds_every_node_at_the_canvas_size(
    filled: MainWindow, tmp_path: Path
) -> None:
    filled.exporting.export(tmp_path / "iris.svg")
    text = (tmp_path / "iris.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314  our own file
    room = area(small_flow()).size().toSize()
    assert root.get("viewBox") == f"0 0 {room.width()} {room.height()}"
    millimetres = float((root.get("width") or "").removesuffix("mm"))
    assert millimetres == pytest.approx(room.width() / 96 * 25.4, rel=0.01)
    for node in small_flow().nodes.values():
        assert node.name in text
    assert str(tmp_path / "iris.svg") in said(filled)


def test_that_fonts_of_an_svg_picture_have_a_family_that_browsers_know(
    qtbot: QtBot, tmp_path: Path
) -> None:
    graph = small_flow().with_note(Note("note", 'see `code` and font-family="x"'))
    save_picture(tmp_path / "a.svg", graph, RunView())
    root = ElementTree.parse(tmp_path / "a.svg").getroot()  # noqa: S314  our own file
    families = {e.get("font-family") for e in root.iter() if e.get("font-family")}
    assert families
    assert all((name or "").endswith((", sans-serif", ", monospace")) for name in families)


def test_that_a_png_picture_is_twice_as_large_and_light_in_every_theme(
    filled: MainWindow, tmp_path: Path
) -> None:
    filled.exporting.export(tmp_path / "light.png")
    filled.themes.choose("dark")
    try:
        filled.exporting.export(tmp_path / "dark.png")
    finally:
        filled.themes.choose("light")
    image = QImage(str(tmp_path / "dark.png"))
    assert image.size() == area(small_flow()).size().toSize() * 2
    assert image.pixelColor(1, 1) == QColor(LIGHT.canvas)
    assert image == QImage(str(tmp_path / "light.png"))


def test_that_zoom_and_selection_are_not_seen_in_a_picture(
    filled: MainWindow, tmp_path: Path
) -> None:
    filled.exporting.export(tmp_path / "before.png")
    filled.flow.editor.select("knn")
    filled.flow.editor.canvas.zoom(4.0)
    filled.exporting.export(tmp_path / "after.png")
    assert QImage(str(tmp_path / "before.png")) == QImage(str(tmp_path / "after.png"))


def test_that_a_picture_shows_how_the_nodes_stand(qtbot: QtBot, tmp_path: Path) -> None:
    save_picture(tmp_path / "idle.png", small_flow(), RunView())
    failed = RunView({"knn": NodeView("failed", text="No.")})
    save_picture(tmp_path / "failed.png", small_flow(), failed)
    assert QImage(str(tmp_path / "idle.png")) != QImage(str(tmp_path / "failed.png"))


def test_that_a_very_long_flow_becomes_a_smaller_picture(qtbot: QtBot, tmp_path: Path) -> None:
    graph = small_flow().moved({"evaluate": (30_000.0, 0.0)})
    save_picture(tmp_path / "long.png", graph, RunView())
    image = QImage(str(tmp_path / "long.png"))
    assert LONGEST - 2 <= image.width() <= LONGEST


def test_that_a_report_has_its_picture_beside_it_and_the_results_of_the_run(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(filled.runner.finished, timeout=SECONDS):
        filled.actions_["run"].trigger()
    filled.exporting.export(tmp_path / "report.md")
    qtbot.waitUntil(lambda: "Exported" in said(filled), timeout=SECONDS)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "![The flow](<report.png>)" in text
    assert QImage(str(tmp_path / "report.png")).width() > 0
    assert "| k-nearest neighbours | `cv:5` | 150 |" in text


def test_that_results_that_are_out_of_date_are_not_reported(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(filled.runner.finished, timeout=SECONDS):
        filled.actions_["run"].trigger()
    filled.document.edit(small_flow().with_parameters("knn", {"k": 9}), "Change")
    filled.exporting.export(tmp_path / "report.md")
    qtbot.waitUntil(lambda: "Exported" in said(filled), timeout=SECONDS)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "`knn` · out of date" in text
    assert "Accuracy" not in text
    assert "150 samples" in text


def test_that_the_ending_follows_what_was_chosen_in_the_dialog(
    filled: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (str(tmp_path / "iris"), "PNG picture (*.png)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: answer)
    filled.actions_["export"].trigger()
    assert [path.name for path in tmp_path.glob("iris*")] == ["iris.png"]


def test_that_a_dialog_called_off_writes_nothing(
    filled: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    before = set(tmp_path.rglob("*"))
    filled.actions_["export"].trigger()
    assert set(tmp_path.rglob("*")) == before
    assert not said(filled)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("absent/iris.svg", "Cannot write here"),
        ("absent/iris.md", "Cannot write here"),
        ("iris.gif", "exported as .svg, .png, .md, .py or .ipynb, not as '.gif'"),
    ],
)
def test_that_what_cannot_be_written_is_said_in_a_sentence(
    filled: MainWindow, tmp_path: Path, name: str, sentence: str
) -> None:
    filled.exporting.export(tmp_path / name)
    assert sentence in said(filled)


def test_that_an_empty_flow_and_another_ending_are_refused(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="nothing to draw"):
        save_picture(tmp_path / "a.svg", Graph(), RunView())
    with pytest.raises(DataError, match=r"not in .\.gif"):
        save_picture(tmp_path / "a.gif", small_flow(), RunView())
