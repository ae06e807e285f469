"""Networks made to vanish, to die and to do well are told apart by a look at what was fitted."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.unit.models.inside.inside_people import SMALL, pictures
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.readers.open import read
from workbench.data.split import Splits
from workbench.evaluation.health import Course
from workbench.models.cnn import CNN
from workbench.models.fits import Fits, fit_splits
from workbench.models.inside.health import probe
from workbench.models.knn import KNN
from workbench.models.learner import Learner
from workbench.models.mlp import MLP
from workbench.models.mlp_model import MLPModel
from workbench.nodes.health_view import HealthView


def course(learner: Learner, data: Dataset) -> Course:
    splits: Splits = k_fold(data, 2, seed=1)
    fits = Fits(learner, "it", splits, finish(fit_splits(learner, splits)), 0.0)
    [found] = finish(HealthView().run((fits,))).courses
    return found


@pytest.fixture(scope="module")
def pima() -> Dataset:
    return read(resource("data/diabetes.arff")).take(slice(0, 200))


def mlp(**changes: object) -> MLP:
    return MLP.parse({"hidden": "8", "epochs": 2, **changes})


def test_that_a_deep_network_of_sigmoids_vanishes(pima: Dataset) -> None:
    deep = course(mlp(hidden="8,8,8,8,8,8,8,8", activation="sigmoid"), pima)
    assert any("vanishing" in verdict.sentence for verdict in deep.verdicts)
    assert deep.verdicts[0].level == "failed"


def test_that_a_small_network_of_rectifiers_is_healthy(pima: Dataset) -> None:
    [verdict] = course(mlp(hidden="16", learning_rate=0.003), pima).verdicts
    assert verdict.level == "fine"


def test_that_a_rate_far_too_high_kills_rectifiers(pima: Dataset) -> None:
    dead = course(mlp(hidden="16,16", learning_rate=30.0, optimizer="sgd", epochs=5), pima)
    assert dead.verdicts[0].level == "failed"
    words = " ".join(verdict.sentence for verdict in dead.verdicts)
    assert "never fire" in words or "no longer numbers" in words or "exploding" in words


def test_that_the_dead_share_is_a_direct_count_and_the_gradient_that_of_torch(
    pima: Dataset,
) -> None:
    model = finish(fit_splits(mlp(), k_fold(pima, 2, seed=1)))[0]
    assert isinstance(model, MLPModel)
    bias = model.weights["0.bias"].copy()
    bias[:3] = -1e4  # three of eight units never fire
    model = replace(model, weights={**model.weights, "0.bias": bias})
    found = probe(model, pima)
    assert found is not None
    assert found.layers == ("0 Linear", "1 ReLU", "2 Linear")
    rows = pima
    for step in model.preparation:
        rows = step.apply(rows)
    inputs = torch.from_numpy(rows.feature_matrix.astype(np.float32))
    network = model.network()
    hidden = network[:2](inputs)
    assert found.dead_share[1] == float((hidden.amax(0) <= 0).float().mean()) >= 3 / 8
    labels = torch.from_numpy(pima.labels.astype(np.int64))
    functional.cross_entropy(network(inputs), labels).backward()
    for place, layer in ((0, network[0]), (2, network[2])):
        norm = torch.cat(
            [p.grad.flatten() for p in layer.parameters() if p.grad is not None]
        ).norm()
        assert found.gradient_norm[place] == pytest.approx(float(norm), rel=1e-5)


def test_that_layers_of_a_convolutional_network_keep_their_names() -> None:
    learner = CNN.parse({"preset": "custom", "layers": SMALL, "epochs": 1})
    found = course(learner, pictures())
    assert found.layers[1:4] == ("conv1 (Conv2d)", "relu1 (ReLU)", "maxpool1 (MaxPool2d)")
    assert found.verdicts


def test_that_what_is_no_network_has_no_verdict(pima: Dataset) -> None:
    found = course(KNN(), pima)
    assert found.looks == ()
    assert found.verdicts == ()
