"""The view inside a network: pages, choices, what is said where there is nothing to see."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.unit.models.inside.inside_people import cnn, digits, mlp, pictures
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.inside.figure import InsideFigure
from workbench.gui.plots.inside.heat_view import HeatView
from workbench.gui.plots.inside.tile_grid import TileGrid
from workbench.gui.theme import DARK
from workbench.models.inside.inside import Inside
from workbench.models.knn import KNN
from workbench.models.learner import Fold
from workbench.models.model import Model


def inside(model: Model, rows: Dataset) -> Inside:
    return Inside(model.key, (model,), rows, (np.arange(rows.n_samples),))


@pytest.fixture
def figure(qtbot: QtBot) -> InsideFigure:
    made = plot_for(Inside)
    assert isinstance(made, InsideFigure)
    qtbot.addWidget(made)
    made.resize(800, 480)
    made.show()
    return made


def shown(qtbot: QtBot, figure: InsideFigure, value: object) -> None:
    with qtbot.waitSignal(figure.drawn, timeout=60_000):
        figure.show_value(value)


def chosen(qtbot: QtBot, figure: InsideFigure, page: str) -> None:
    keys = [offer.key for offer in figure.choices.offers]
    with qtbot.waitSignal(figure.drawn, timeout=60_000):
        figure.choices.page_box.setCurrentIndex(keys.index(page))


def test_that_an_mlps_weights_come_first_and_every_page_can_be_drawn(
    qtbot: QtBot, figure: InsideFigure
) -> None:
    assert not figure.is_filled
    shown(qtbot, figure, inside(mlp(), digits()))
    [part] = figure.sheet.parts
    assert isinstance(part, TileGrid)
    assert len(part.tiles.images) == 8
    for page in ("maps", "saliency", "wanted", "weights"):
        chosen(qtbot, figure, page)
        assert figure.is_filled
        assert figure.page is not None
        assert figure.sheet.parts
        assert len(figure.numbers()) > 1


def test_that_controls_are_there_only_where_they_mean_something(
    qtbot: QtBot, figure: InsideFigure
) -> None:
    shown(qtbot, figure, inside(cnn(), pictures()))
    choices = figure.choices
    assert choices.unit_box.isVisible()
    assert not choices.sample_box.isVisible()
    assert not choices.fold_box.isVisible()
    chosen(qtbot, figure, "grad_cam")
    assert choices.sample_box.isVisible()
    assert choices.label_box.isVisible()
    assert not choices.unit_box.isVisible()
    assert choices.layer_box.currentText().startswith("conv2")


def test_that_another_row_is_looked_at_and_one_seen_before_is_drawn_at_once(
    qtbot: QtBot, figure: InsideFigure
) -> None:
    shown(qtbot, figure, inside(cnn(), pictures()))
    chosen(qtbot, figure, "saliency")
    first = figure.page
    with qtbot.waitSignal(figure.drawn, timeout=60_000):
        figure.choices.sample_box.setValue(9)
    assert figure.page is not first
    figure.choices.sample_box.setValue(1)
    assert figure.page is first


def test_that_a_learner_without_an_inside_says_so(qtbot: QtBot, figure: InsideFigure) -> None:
    model = finish(KNN().fit(Fold(digits())))
    shown(qtbot, figure, inside(model, digits()))
    assert not figure.is_filled
    assert "no network" in figure.message.text()
    figure.show_value(None)
    assert "Run the flow" in figure.message.text()


def test_that_a_place_is_read_with_its_value(qtbot: QtBot, figure: InsideFigure) -> None:
    shown(qtbot, figure, inside(mlp(), digits()))
    [grid] = figure.sheet.parts
    assert isinstance(grid, TileGrid)
    words = grid.words(grid.place(1).left() + 2, grid.place(1).top() + 2)
    assert words == f"2\nrow 1, column 1: {mlp().weights['0.weight'][1, 0]:.4g}"
    with qtbot.waitSignal(figure.drawn, timeout=60_000):
        figure.choices.layer_box.setCurrentIndex(1)
    [heat] = figure.sheet.parts
    assert isinstance(heat, HeatView)
    field = heat.field()
    words = heat.words(field.left() + 1, field.top() + 1)
    assert words == f"0, 1: {mlp().weights['2.weight'][0, 0]:.4g}"


def test_that_the_page_stays_when_the_theme_changes(qtbot: QtBot, figure: InsideFigure) -> None:
    shown(qtbot, figure, inside(mlp(), digits()))
    page = figure.page
    figure.set_theme(DARK)
    assert figure.page is page
    assert figure.is_filled
    assert len(figure.sheet.parts) == 1


def test_that_a_page_can_be_saved_as_a_picture_and_as_numbers(
    qtbot: QtBot, figure: InsideFigure, tmp_path: Path
) -> None:
    shown(qtbot, figure, inside(mlp(), digits()))
    for ending in ("png", "svg", "csv"):
        figure.save(str(tmp_path / f"page.{ending}"))
    assert all((tmp_path / f"page.{ending}").stat().st_size > 1000 for ending in ("png", "svg"))
    lines = (tmp_path / "page.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "picture,row,column,value"
    assert len(lines) == 1 + 8 * 64


def test_that_what_is_computed_can_be_stopped(qtbot: QtBot, figure: InsideFigure) -> None:
    shown(qtbot, figure, inside(cnn(), pictures()))
    page = figure.page
    keys = [offer.key for offer in figure.choices.offers]
    figure.choices.page_box.setCurrentIndex(keys.index("wanted"))
    figure.stop.click()
    assert not figure.background.is_running
    assert figure.page is page
