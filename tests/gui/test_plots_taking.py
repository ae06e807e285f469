"""Figures taken away: files by ending, colours for paper, where they came from, refusals."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from workbench.evaluation.charts import LearnerCurves, LearningCurves
from workbench.export.picture_text import text_in
from workbench.gui.plots.learning_curve import LearningCurvePlot
from workbench.gui.theme import DARK
from workbench.training.curve import Curve

ORIGIN = '{"flow": "<&größe>"}'


@pytest.fixture
def plot(qtbot: QtBot) -> LearningCurvePlot:
    plot = LearningCurvePlot()
    qtbot.addWidget(plot)
    plot.resize(500, 200)
    plot.set_theme(DARK)
    plot.show_value(LearningCurves((LearnerCurves("MLP", (Curve(np.array([0.9, 0.5])),)),)))
    plot.origin = lambda: ORIGIN
    plot.show()
    return plot


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_that_a_saved_picture_says_where_it_came_from(
    plot: LearningCurvePlot, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"a.{kind}"
    plot.save(str(path))
    assert text_in(path) == ORIGIN
    plot.origin = None
    plot.save(str(path))
    assert text_in(path) is None


def test_that_a_saved_drawing_is_well_formed(plot: LearningCurvePlot, tmp_path: Path) -> None:
    plot.save(str(tmp_path / "a.svg"))
    root = ET.parse(tmp_path / "a.svg").getroot()  # noqa: S314  our own file
    found = root.find(".//{urn:workbench:picture:1}origin")
    assert found is not None
    assert found.text == ORIGIN


def test_that_pictures_are_light_and_large_whatever_the_window_is(
    plot: LearningCurvePlot, tmp_path: Path
) -> None:
    size, sheet = plot.stage.size(), plot.styleSheet()
    plot.taking.save(str(tmp_path / "a.png"))
    picture = QImage(str(tmp_path / "a.png"))
    assert picture.pixelColor(3, 3).lightness() > 250
    assert (picture.width(), picture.height()) == (1600, 960)
    assert plot.theme is DARK
    assert plot.stage.size() == size
    assert plot.styleSheet() == sheet
    plot.taking.keeps_colours.setChecked(True)
    plot.save(str(tmp_path / "a.png"))
    assert QImage(str(tmp_path / "a.png")).pixelColor(3, 3).lightness() < 60


def test_that_a_copied_picture_carries_where_it_came_from(
    plot: LearningCurvePlot, tmp_path: Path
) -> None:
    plot.copy_picture()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    (tmp_path / "pasted.png").write_bytes(bytes(data.data("image/png").data()))
    assert text_in(tmp_path / "pasted.png") == ORIGIN


def test_that_copied_numbers_are_a_table(plot: LearningCurvePlot) -> None:
    plot.copy_numbers()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["epoch", "MLP train loss fold 1"]
    assert [line.split("\t")[1] for line in lines[1:]] == ["0.9", "0.5"]


@pytest.mark.parametrize("name", ["a.gif", "a"])
def test_that_an_ending_of_no_picture_is_refused(
    plot: LearningCurvePlot, tmp_path: Path, name: str
) -> None:
    plot.save(str(tmp_path / name))
    assert plot.notice.text().startswith("Not saved")
    assert ".png, .svg, .pdf, .csv" in plot.notice.text()
    assert not list(tmp_path.iterdir())


def test_that_a_folder_that_cannot_be_written_to_is_said(
    plot: LearningCurvePlot, tmp_path: Path
) -> None:
    for kind in ("png", "svg", "pdf", "csv"):
        plot.save(str(tmp_path / "absent" / f"a.{kind}"))
        assert plot.notice.text().startswith("Not saved")
        assert "Choose another folder" in plot.notice.text()


def test_that_a_name_without_an_ending_gets_the_chosen_kinds(
    plot: LearningCurvePlot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (str(tmp_path / "a"), "PDF (*.pdf)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    plot.save_as("png")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    before = (tmp_path / "a.pdf").read_bytes()
    plot.save_as("png")  # the dialog has not asked whether a.pdf may be replaced
    assert "There is such a file already" in plot.notice.text()
    assert (tmp_path / "a.pdf").read_bytes() == before


def test_that_lines_are_as_wide_in_pictures_as_on_the_screen(
    plot: LearningCurvePlot, tmp_path: Path
) -> None:
    chart = plot.chart
    line = chart._lines[1]
    before = [one.opts["pen"] for one in chart._lines]
    with chart.pens_scaled(2.0):
        assert line.opts["pen"].widthF() == 2 * before[1].widthF()
        assert chart.legend.pen_scale == 2.0
    plot.save(str(tmp_path / "a.png"))
    assert [one.opts["pen"] for one in chart._lines] == before
    assert chart.legend.pen_scale == 1.0
