"""A picture of ours, dropped on the window, brings back its flow; others get one sentence."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.export.picture_origin import PictureOrigin, read_origin
from workbench.export.picture_text import svg_with
from workbench.flow.graph import Graph
from workbench.gui.main_window import MainWindow
from workbench.gui.plots.figure import Figure


def ran(window: MainWindow, qtbot: QtBot) -> Figure:
    """The window after a run; a figure of its results."""
    window.document.open_made(small_flow(), "Small")
    with qtbot.waitSignal(window.runner.finished, timeout=60_000):
        window.flow.run_all()
    output = window.flow.output
    key = next(k for k in output.panes.keys if isinstance(output.panes.widget_of(k), Figure))
    figure = output.panes.widget_of(key)
    assert isinstance(figure, Figure)
    return figure


def drop(target: QWidget, path: Path) -> bool:
    """Whether a file dropped on a widget was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(target, entering)
    if entering.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, none))
    return entering.isAccepted()


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_that_a_dropped_picture_brings_back_the_flow_it_was_drawn_from(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    figure = ran(window, qtbot)
    path = tmp_path / f"scores.{kind}"
    figure.save(str(path))
    window.document.open_made(Graph(), "Other")
    assert drop(window.shell, path)
    assert window.document.graph.nodes == small_flow().nodes
    assert window.document.graph.links == small_flow().links
    assert window.document.is_dirty
    assert window.document.path is None
    assert "opened as a new flow" in window.flow.message_bar.words.text()


def test_that_a_picture_knows_its_data_seeds_and_versions(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    figure = ran(window, qtbot)
    figure.save(str(tmp_path / "a.png"))
    origin = read_origin(tmp_path / "a.png")
    data = window.flow.runs.results.values
    assert origin.data[0].fingerprint in {getattr(v, "fingerprint", "") for v in data.values()}
    assert set(origin.seeds) & set(small_flow().nodes)
    assert {"workbench", "numpy", "torch"} <= origin.versions.keys()
    assert origin.node in small_flow().nodes
    assert origin.created


def test_that_a_picture_of_a_stale_result_holds_the_flow_that_gave_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    figure = ran(window, qtbot)
    before = window.document.graph
    learner = next(i for i, n in before.nodes.items() if n.component.category == "Split")
    window.document.edit(before.with_parameters(learner, {"seed": 77}), "Seed")
    figure.save(str(tmp_path / "a.png"))
    assert '"seed": 77' not in read_origin(tmp_path / "a.png").flow


def test_that_the_home_folder_is_not_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    data = tmp_path / "course" / "iris.csv"
    data.parent.mkdir()
    data.write_text("a,b,class\n1,2,x\n2,1,y\n3,1,x\n")
    window.files.open([data])
    text = window.flow.runs.origin_text("")
    assert "course/iris.csv" in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_that_other_pictures_get_one_sentence_and_change_nothing(
    window: MainWindow, tmp_path: Path, name: str
) -> None:
    window.document.open_made(small_flow(), "Small")
    path = tmp_path / name
    path.write_bytes(b"<svg/>")
    if name == "a.png":
        QImage(4, 4, QImage.Format.Format_RGB32).save(str(path))
    assert drop(window.shell, path)
    assert "This picture holds no flow." in window.flow.message_bar.words.text()
    assert window.document.graph.nodes == small_flow().nodes


@pytest.mark.parametrize(
    "flow",
    ['{"format": "workbench-flow", "version": 99}', "rubbish"],
)
def test_that_a_flow_in_a_picture_is_checked_as_every_flow_is(
    window: MainWindow, tmp_path: Path, flow: str
) -> None:
    path = tmp_path / "evil.svg"
    path.write_bytes(svg_with(b"<svg></svg>", PictureOrigin(flow=flow).text()))
    before = window.document.graph
    drop(window.shell, path)
    assert window.flow.message_bar.tells_error
    assert "evil.svg" in window.flow.message_bar.words.text()
    assert window.document.graph is before


def test_that_unsaved_changes_are_asked_about_first(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = window.flow.runs.origin_text("")
    path = tmp_path / "a.svg"
    path.write_bytes(svg_with(b"<svg></svg>", flow))
    window.document.edit(small_flow(), "Draw")
    asked: list[str] = []

    def cancelled(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words))
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", cancelled)
    drop(window.shell, path)
    assert len(asked) == 1
    assert window.document.graph.nodes == small_flow().nodes


def test_that_a_picture_is_taken_wherever_in_the_window_it_is_dropped(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    discard = QMessageBox.StandardButton.Discard
    monkeypatch.setattr(QMessageBox, "question", lambda *_: discard)
    figure = ran(window, qtbot)
    path = tmp_path / "a.png"
    figure.save(str(path))
    # What a widget does not take goes to its parents, in the end to the window.
    takers = [w for w in window.shell.findChildren(QWidget) if w.acceptDrops() and w.isVisible()]
    for widget in takers:
        window.document.open_made(Graph(), "Empty")
        refused = not drop(widget, path)
        assert refused or window.document.is_dirty, widget.objectName()
