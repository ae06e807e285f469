"""Reconstructions and samples: what machines and autoencoders give back and make up."""

import numpy as np
import pytest

from tests.unit.models.inside.inside_people import pictures
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.models.autoencoder import Autoencoder
from workbench.models.autoencoder_model import AutoencoderModel
from workbench.models.dbn import DBN
from workbench.models.inside.inside import Inside
from workbench.models.inside.latent import SIDE, plane
from workbench.models.inside.page import Look, Tiles
from workbench.models.learner import Fold, Learner
from workbench.models.model import Model
from workbench.models.rbm import RBM
from workbench.models.rbm_model import RBMModel
from workbench.models.vae import VAE
from workbench.models.vae_model import VAEModel


def fitted(learner: Learner) -> Model:
    return finish(learner.fit(Fold(pictures())))


def inside(model: Model) -> Inside:
    rows: Dataset = pictures()
    return Inside(model.key, (model,), rows, (np.arange(rows.n_samples),))


def keys(model: Model) -> list[str]:
    return [offer.key for offer in inside(model).offers(0)]


def tiles(model: Model, look: Look) -> Tiles:
    [part] = finish(inside(model).page(0, look)).parts
    assert isinstance(part, Tiles)
    return part


def test_that_a_machines_reconstruction_is_one_step_up_and_down() -> None:
    model = fitted(RBM.parse({"hidden": 6, "epochs": 2}))
    assert isinstance(model, RBMModel)
    assert keys(model) == ["weights", "reconstructions", "samples"]
    found = tiles(model, Look("reconstructions", sample=3))
    weight, n = model.arrays["weight"].astype(np.float64), model.shape.n_visible
    row = found.images[0].ravel()
    told = np.full(model.shape.n_labels, 1 / model.shape.n_labels)
    up = np.concatenate([row, told]) @ weight + model.arrays["hidden_bias"]
    down = weight @ (1 / (1 + np.exp(-up))) + model.arrays["visible_bias"]
    back = 1 / (1 + np.exp(-down[:n]))
    np.testing.assert_allclose(found.images[1].ravel(), back, atol=1e-5)
    assert found.captions[:2] == ("row 4", f"{((back - row) ** 2).mean():.3f}")
    assert found.together == 2


def test_that_a_machines_filters_are_its_weights_without_the_labels() -> None:
    model = fitted(RBM.parse({"hidden": 6, "epochs": 1}))
    assert isinstance(model, RBMModel)
    found = tiles(model, Look("weights"))
    expected = model.arrays["weight"][:64].T.reshape(6, 8, 8)
    np.testing.assert_array_equal(found.images, expected)


def test_that_an_autoencoders_pairs_are_what_it_reconstructs() -> None:
    model = fitted(Autoencoder.parse({"hidden": "16", "code": 4, "epochs": 2}))
    assert isinstance(model, AutoencoderModel)
    found = tiles(model, Look("reconstructions"))
    errors = model.errors(pictures().take(slice(0, 24)))
    assert [float(c) for c in found.captions[1::2]] == pytest.approx(errors, abs=5.1e-4)


def test_that_a_code_of_two_numbers_can_be_walked_through() -> None:
    model = fitted(VAE.parse({"hidden": "16", "code": 2, "epochs": 2}))
    assert isinstance(model, VAEModel)
    found = tiles(model, Look("latent"))
    assert found.images.shape == (SIDE * SIDE, 8, 8)
    assert plane()[0].tolist() == [-2.25, 2.25]  # top left
    assert plane()[SIDE * SIDE // 2].tolist() == [0.0, 0.0]
    wider = fitted(VAE.parse({"hidden": "16", "code": 3, "epochs": 1}))
    assert "latent" not in keys(wider)


def test_that_samples_are_those_the_model_generates_with_the_classes_in_turn() -> None:
    model = fitted(RBM.parse({"hidden": 6, "epochs": 1}))
    found = tiles(model, Look("samples"))
    assert found.images.shape == (40, 8, 8)
    assert found.captions[:10] == tuple("0123456789")
    again = tiles(model, Look("samples", seed=2))
    assert not np.array_equal(found.images, again.images)


def test_that_a_deep_belief_network_gives_rows_back_only_with_label_units() -> None:
    labels = fitted(DBN.parse({"hidden": "8,6", "ending": "labels", "pretraining_epochs": 1}))
    assert keys(labels) == ["weights", "reconstructions", "samples"]
    assert tiles(labels, Look("reconstructions")).images.shape == (48, 8, 8)
    softmax = fitted(DBN.parse({"hidden": "8", "ending": "softmax", "epochs": 1}))
    assert keys(softmax) == ["weights", "maps", "saliency", "wanted"]
