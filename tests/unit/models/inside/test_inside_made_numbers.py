"""Rows of numbers that a model makes up, beside rows of the data."""

import numpy as np
import pytest

from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.models.gan import GAN
from workbench.models.inside import made_numbers
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import Lines, Look, Page, Points
from workbench.models.learner import Fold
from workbench.models.rbm import RBM

SMALL = GAN.parse({"generator_hidden": "8", "discriminator_hidden": "8", "epochs": 2})


def page_of(rows: Dataset) -> Page:
    model = finish(SMALL.fit(Fold(rows)))
    inside = Inside("gan", (model,), rows, (np.arange(rows.n_samples),))
    assert "samples" in [offer.key for offer in inside.offers(0)]
    return finish(inside.page(0, Look("samples")))


def numbers(**columns: list[float]) -> Dataset:
    attributes = tuple(Attribute(name, "numeric") for name in columns)
    return Dataset(Schema(attributes), tuple(np.array(c, np.float64) for c in columns.values()))


def test_that_one_number_is_a_histogram_of_both_in_the_same_bins() -> None:
    path = str(resource("data/normal_distribution.csv"))
    rows = finish(CsvReader(path=path, class_attribute="none").read())
    page = page_of(rows)
    [part] = page.parts
    assert isinstance(part, Lines)
    assert part.names == ("made up", "data")
    assert part.is_stepped
    np.testing.assert_allclose(np.asarray(part.y).sum(1), 100.0)
    expected = np.histogram(rows.column("x"), part.x)[0] / rows.n_samples * 100
    np.testing.assert_allclose(part.y[1, :-1], expected)
    assert f"data: mean {rows.column('x').mean():.4g}" in part.title


def test_that_rows_of_several_numbers_are_a_scatter_and_histograms() -> None:
    rows = read(resource("data/iris.arff"))
    scatter, *histograms = page_of(rows).parts
    assert isinstance(scatter, Points)
    assert (scatter.x_title, scatter.y_title) == ("sepallength", "sepalwidth")
    assert [len(group) for group in scatter.groups] == [200, 150]
    known = np.column_stack([rows.column("sepallength"), rows.column("sepalwidth")])
    np.testing.assert_array_equal(scatter.groups[1], known)
    titles = [part.x_title for part in histograms if isinstance(part, Lines)]
    assert titles == ["sepallength", "sepalwidth", "petallength", "petalwidth"]
    assert scatter.cells()[1][0] == "made up"
    assert len(scatter.cells()) == 351


def test_that_values_that_are_missing_or_all_alike_are_drawn() -> None:
    made = numbers(a=[1.0, 1.0, 1.0], b=[2.0, float("nan"), 3.0])
    scatter, first, second = made_numbers.drawn(made, None)
    assert isinstance(scatter, Points)
    assert len(scatter.groups[0]) == 2
    for part, n in ((first, 3), (second, 2)):
        assert isinstance(part, Lines)
        assert np.all(np.diff(part.x) > 0)
        assert np.asarray(part.y).sum() == pytest.approx(100.0), n
    [empty] = made_numbers.drawn(numbers(a=[float("nan")]), None)
    assert isinstance(empty, Lines)
    assert np.asarray(empty.y).sum() == 0.0


def test_that_a_machine_of_numbers_makes_rows_up_too() -> None:
    rows = read(resource("data/iris.arff"))
    model = finish(RBM.parse({"hidden": 4, "epochs": 1}).fit(Fold(rows)))
    inside = Inside("rbm", (model,), None, ())
    [part, *_] = finish(inside.page(0, Look("samples"))).parts
    assert isinstance(part, Points)
    assert [len(group) for group in part.groups] == [200]
