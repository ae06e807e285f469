"""Decision boundaries: the grid is what the model predicts there, the others are held fixed."""

import numpy as np
import pytest
import torch

from workbench.core.errors import FitError
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.readers.open import read
from workbench.data.split import Splits
from workbench.evaluation.surface import Surface, Surfaces
from workbench.models.fits import Fits, fit_splits
from workbench.models.learner import Learner
from workbench.models.logistic import Logistic
from workbench.models.mlp import MLP
from workbench.nodes.decision_boundary_view import DecisionBoundaryView


def fits(learner: Learner, data: Dataset, folds: int = 2) -> Fits:
    splits: Splits = k_fold(data, folds, seed=1)
    return Fits(learner, learner.key, splits, finish(fit_splits(learner, splits)), 0.0)


def surfaces(*of: Fits, **parameters: object) -> tuple[Surface, ...]:
    value = finish(DecisionBoundaryView.parse(parameters).run(of))
    assert isinstance(value, Surfaces)
    return value.surfaces


@pytest.fixture(scope="module")
def spirals() -> Dataset:
    return read(resource("data/two_spirals.csv"))


@pytest.fixture(scope="module")
def iris() -> Dataset:
    return read(resource("data/iris.arff"))


def quick() -> MLP:
    return MLP.parse({"hidden": "5", "activation": "tanh", "epochs": 3})


def test_that_the_grid_is_what_the_model_predicts_there(spirals: Dataset) -> None:
    fitted = fits(quick(), spirals)
    for fold, surface in enumerate(surfaces(fitted)):
        places = [(3, 70), (41, 12), (79, 0)]
        x = np.array([surface.x[column] for _, column in places])
        y = np.array([surface.y[row] for row, _ in places])
        rows = Dataset(spirals.schema, (x, y, np.zeros(3, np.int32)))
        expected = fitted.models[fold].predict_proba(rows)
        for (row, column), wanted in zip(places, expected, strict=True):
            np.testing.assert_allclose(surface.outputs[row, column], wanted, atol=1e-6)
        assert surface.held == ""
        assert surface.fold == fold


def test_that_points_are_the_training_rows_and_wrong_ones_those_the_model_takes_wrongly(
    spirals: Dataset,
) -> None:
    fitted = fits(Logistic(), spirals)
    [first, _] = surfaces(fitted)
    train = fitted.splits.folds[0].train
    np.testing.assert_array_equal(first.points[:, 0], train.column("x"))
    wrong = fitted.models[0].predict(train) != train.labels
    np.testing.assert_array_equal(first.is_wrong, wrong)
    assert wrong.any()
    assert not first.units


def test_that_all_other_attributes_are_held_at_their_median(iris: Dataset) -> None:
    fitted = fits(Logistic(), iris)
    [surface, _] = surfaces(fitted, x="petallength", y="sepalwidth")
    train = fitted.splits.folds[0].train
    row = {name: float(np.median(train.column(name))) for name in ("sepallength", "petalwidth")}
    row |= {"petallength": surface.x[10], "sepalwidth": surface.y[20]}
    columns = [np.array([row[a.name]]) for a in iris.schema.features]
    one = Dataset(iris.schema, (*columns, np.zeros(1, np.int32)))
    expected = fitted.models[0].predict_proba(one)[0]
    np.testing.assert_allclose(surface.outputs[20, 10], expected, atol=1e-9)
    assert surface.held == "Held fixed: sepallength, petalwidth at the median."


def test_that_hidden_units_are_drawn_as_they_answer(spirals: Dataset) -> None:
    fitted = fits(quick(), spirals)
    surface = surfaces(fitted)[0]
    [maps] = surface.units
    assert maps.values.shape == (5, 32, 32)
    model = fitted.models[0]
    assert hasattr(model, "network")
    ends = [np.linspace(axis[0], axis[-1], 32) for axis in (surface.x, surface.y)]
    rows = Dataset(spirals.schema, (ends[0][[4, 30]], ends[1][[25, 0]], np.zeros(2, np.int32)))
    for transform in model.preparation:
        rows = transform.apply(rows)
    with torch.inference_mode():
        inputs = torch.from_numpy(rows.feature_matrix.astype(np.float32))
        hidden = model.network()[:2](inputs).numpy()
    np.testing.assert_allclose(maps.values[:, 25, 4], hidden[0], atol=1e-5)
    np.testing.assert_allclose(maps.values[:, 0, 30], hidden[1], atol=1e-5)


def test_that_the_first_two_numbers_are_taken_and_what_is_none_is_refused(iris: Dataset) -> None:
    fitted = fits(Logistic(), iris)
    assert surfaces(fitted)[0].names == ("sepallength", "sepalwidth")
    assert surfaces(fitted, x="sepalwidth")[0].names == ("sepalwidth", "sepallength")
    with pytest.raises(FitError, match="'class' is no numeric attribute"):
        surfaces(fitted, y="class")
    with pytest.raises(FitError, match="two numeric attributes"):
        surfaces(fitted, x="sepalwidth", y="sepalwidth")


def test_that_numbers_are_predicted_as_well() -> None:
    cpu = read(resource("data/cpu.arff"))
    surface = surfaces(fits(MLP.parse({"hidden": "4", "epochs": 2}), cpu))[0]
    assert surface.classes == ()
    assert surface.outputs.shape == (80, 80, 1)
    assert not surface.is_wrong.any()


def test_that_the_csv_has_a_row_for_each_place(spirals: Dataset) -> None:
    value = finish(DecisionBoundaryView().run((fits(Logistic(), spirals),)))
    head, first, *rest = value.to_csv().splitlines()
    assert head == "learner,fold,x,y,p(other),p(one)"
    assert first.startswith("logistic,1,")
    assert len(rest) + 1 == 2 * 80 * 80
