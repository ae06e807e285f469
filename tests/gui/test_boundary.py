"""The decision boundary drawn: regions, points, hidden units, readings."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.evaluation.surface import Surface, Surfaces, UnitMaps
from workbench.gui.class_colours import class_colours
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.inside.boundary import BoundaryFigure
from workbench.gui.plots.inside.tile_grid import TileGrid
from workbench.gui.theme import DARK, LIGHT


def surface(name: str = "mlp", fold: int = 0) -> Surface:
    """Left of 0 class a is sure, right of it b; one point of three is on the wrong side."""
    x = np.linspace(-1, 1, 10)
    p = np.repeat((x > 0).astype(float)[None], 8, 0)
    return Surface(
        name, fold, ("u", "v"), x, np.linspace(0, 3, 8), np.stack([1 - p, p], 2), ("a", "b"),
        np.array([[-0.5, 1.0], [0.5, 1.0], [0.5, 2.0]]), np.array([0.0, 1.0, 0.0]),
        np.array([0.0, 1.0, 1.0]), (UnitMaps("Layer 1", np.repeat(p[None], 4, 0)),),
    )  # fmt: skip


@pytest.fixture
def figure(qtbot: QtBot) -> BoundaryFigure:
    made = plot_for(Surfaces)
    assert isinstance(made, BoundaryFigure)
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    return made


def test_that_regions_have_the_colours_of_their_classes(figure: BoundaryFigure) -> None:
    assert "Run the flow" in figure.message.text()
    figure.show_value(Surfaces((surface(),)))
    image = figure.chart.regions.image
    assert image.shape == (8, 10, 3)
    assert (image[:, :5] == image[0, 0]).all()
    assert (image[:, 5:] == image[0, 9]).all()
    a, b = class_colours(LIGHT, 2)[:2]
    assert np.argmax(np.array([a.red(), a.blue()])) == np.argmax(image[0, 0, [0, 2]])
    assert np.argmax(np.array([b.red(), b.blue()])) == np.argmax(image[0, 9, [0, 2]])


def test_that_wrong_points_are_ringed_and_counted(figure: BoundaryFigure) -> None:
    figure.show_value(Surfaces((surface(),)))
    x, y = figure.chart.wrong.getData()
    assert (x.tolist(), y.tolist()) == ([0.5], [2.0])
    assert figure.told.text().startswith("2 of 3")
    assert any("1 of 3" in row.text for row in figure.chart.legend.rows)


def test_that_a_place_is_read_with_its_probabilities(figure: BoundaryFigure) -> None:
    figure.show_value(Surfaces((surface(),)))
    assert figure.chart.read(-0.9, 1.0).splitlines()[1] == "p(a) 1.000"
    assert figure.chart.read(0.9, 1.0).splitlines()[1] == "p(b) 1.000"


def test_that_hidden_units_stand_beside_with_the_plane_upwards(figure: BoundaryFigure) -> None:
    one = surface()
    one.units[0].values[:, 0] = 7.0  # the lowest line
    figure.show_value(Surfaces((one,)))
    [grid] = figure.units.parts
    assert isinstance(grid, TileGrid)
    assert (grid.tiles.images[:, -1] == 7.0).all()


def test_that_a_box_chooses_among_learners_and_folds(figure: BoundaryFigure) -> None:
    figure.show_value(Surfaces((surface("mlp", 0), surface("mlp", 1), surface("logistic"))))
    names = [figure.box.itemText(i) for i in range(figure.box.count())]
    assert names == ["mlp, fold 1", "mlp, fold 2", "logistic"]
    figure.box.setCurrentIndex(2)
    figure.show_value(Surfaces((surface("mlp", 0), surface("logistic"))))
    assert figure.box.currentText() == "logistic"
    figure.set_theme(DARK)
    assert figure.surface is not None
    assert figure.surface.learner == "logistic"


def test_that_its_numbers_are_the_grid(figure: BoundaryFigure) -> None:
    figure.show_value(Surfaces((surface(),)))
    rows = figure.numbers()
    assert rows[0] == ["learner", "fold", "u", "v", "p(a)", "p(b)"]
    assert len(rows) == 1 + 80


def test_that_pictures_of_units_stand_below_their_title_when_it_gets_narrow(
    figure: BoundaryFigure, qtbot: QtBot
) -> None:
    one = surface()
    many = UnitMaps("Layer 1", np.repeat(one.units[0].values[:1], 16, 0))
    figure.resize(1000, 620)
    figure.show_value(Surfaces((replace(one, units=(many,)),)))
    figure.set_theme(DARK)
    grid = figure.units.findChild(TileGrid)
    assert grid is not None
    before = grid.width()
    figure.resize(640, 300)
    qtbot.waitUntil(lambda: grid.width() < before, timeout=20_000)
    qtbot.waitUntil(lambda: grid.height() == grid.heightForWidth(grid.width()), timeout=20_000)


def test_that_a_growing_boundary_is_drawn_at_once_and_its_end_always(
    figure: BoundaryFigure,
) -> None:
    first, second, whole = (replace(surface(), epoch=epoch) for epoch in (1, 2, 0))
    figure.show_value(Surfaces((first,)))
    assert figure.chart.surface is first
    figure.show_value(Surfaces((second,)))
    assert figure.chart.surface is first
    assert figure.pace.is_resting
    figure.show_value(Surfaces((whole,)))
    assert figure.chart.surface is whole
    assert not figure.pace.is_resting


@pytest.mark.parametrize(("width", "height"), [(900, 500), (560, 300), (230, 200), (230, 600)])
def test_that_the_legend_leaves_the_plane_to_be_seen(
    figure: BoundaryFigure, width: int, height: int
) -> None:
    figure.resize(width, height)
    figure.show_value(Surfaces((replace(surface(), units=()),)))
    QApplication.processEvents()
    chart, legend = figure.chart, figure.chart.legend
    plane = chart.getViewBox().sceneBoundingRect()
    shown = legend.sceneBoundingRect() if legend.isVisible() else QRectF()
    covered = plane.intersected(shown)
    assert covered.width() * covered.height() <= 0.1 * plane.width() * plane.height()
    assert legend.isVisible() == (width > 300)
    if legend.isVisible():
        assert chart.rect().contains(shown.toAlignedRect())
        assert plane.width() > shown.width()
