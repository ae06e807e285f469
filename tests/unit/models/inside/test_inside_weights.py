"""Weights as pictures are the weights."""

import numpy as np

from tests.unit.models.inside.inside_people import cnn, digits, mlp, pictures
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import HeatMap, Look, Page, Tiles
from workbench.models.knn import KNN
from workbench.models.learner import Fold
from workbench.models.model import Model


def inside(model: Model, rows: Dataset | None = None) -> Inside:
    parts = () if rows is None else (np.arange(rows.n_samples),)
    return Inside(model.key, (model,), rows, parts)


def page(model: Model, look: Look, rows: Dataset | None = None) -> Page:
    return finish(inside(model, rows).page(0, look))


def test_that_an_mlps_first_layer_is_one_picture_for_each_unit() -> None:
    [tiles] = page(mlp(), Look("weights")).parts
    assert isinstance(tiles, Tiles)
    assert tiles.scale == "signed"
    np.testing.assert_array_equal(tiles.images, mlp().weights["0.weight"].reshape(8, 8, 8))


def test_that_the_last_layers_rows_are_called_as_the_classes() -> None:
    [heat] = page(mlp(), Look("weights", layer=1)).parts
    assert isinstance(heat, HeatMap)
    assert heat.rows == tuple("0123456789")
    np.testing.assert_array_equal(heat.values, mlp().weights["2.weight"])


def test_that_filters_of_the_first_convolution_are_its_weights() -> None:
    [tiles] = page(cnn(), Look("weights")).parts
    assert isinstance(tiles, Tiles)
    np.testing.assert_array_equal(tiles.images, cnn().weights["conv1.weight"][:, 0])


def test_that_a_chosen_filter_shows_its_kernel_for_each_map_it_reads() -> None:
    [tiles] = page(cnn(), Look("weights", layer=1, unit=2)).parts
    assert isinstance(tiles, Tiles)
    np.testing.assert_array_equal(tiles.images, cnn().weights["conv2.weight"][2])
    [together] = page(cnn(), Look("weights", layer=1)).parts
    assert isinstance(together, Tiles)
    np.testing.assert_allclose(
        together.images, cnn().weights["conv2.weight"].mean(1), rtol=1e-6, atol=1e-8
    )


def test_that_a_learner_that_is_no_network_has_no_pages() -> None:
    model = finish(KNN().fit(Fold(digits())))
    assert inside(model, digits()).offers(0) == ()
    assert "no network" in inside(model, digits()).to_csv()


def test_that_the_terminals_csv_holds_every_layers_weights() -> None:
    text = inside(cnn(), pictures()).to_csv()
    n_numbers = sum(w.size for n, w in cnn().weights.items() if n == "conv1.weight")
    lines = text.splitlines()
    assert sum("weights of" in line for line in lines) == 3
    first = lines[2 : 2 + n_numbers]
    values = [float(line.split(",")[-1]) for line in first]
    np.testing.assert_allclose(values, cnn().weights["conv1.weight"].ravel(), rtol=1e-6)
