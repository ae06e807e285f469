"""The figures of the course and of the papers, on digits."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import read
from workbench.data.readers.sample_set import SampleSetReader
from workbench.models.autoencoder import Autoencoder
from workbench.models.autoencoder_model import AutoencoderModel
from workbench.models.gan import GAN
from workbench.models.generative import Wanted
from workbench.models.knn import KNN
from workbench.models.learner import Fold
from workbench.models.vae import VAE
from workbench.models.vae_model import VAEModel
from workbench.models.vector_learner import VectorLearner
from workbench.models.vector_model import VectorModel
from workbench.preprocess.flatten_image import FlattenImage


def digits() -> tuple[Dataset, Dataset]:
    """Scikit-learn's digits: 1,200 to learn from, 597 to test on."""
    rows = finish(SampleSetReader(sample_set="digits").read())
    order = np.random.default_rng(0).permutation(rows.n_samples)
    return rows.take(order[:1200]), rows.take(order[1200:])


def fitted(learner: VectorLearner, train: Dataset) -> VectorModel:
    model = finish(learner.fit(Fold(train)))
    assert isinstance(model, VectorModel)
    return model


def accuracy(model: VectorModel, rows: Dataset) -> float:
    return float(np.mean(model.predict(rows) == rows.labels))


def recognised(model: VectorModel, train: Dataset) -> float:
    """Share of made-up digits that an independent 3-NN takes for what they were asked to be."""
    flat = FlattenImage()
    judge = finish(KNN(k=3).fit(Fold(flat.apply(train))))
    made = finish(model.generate(Wanted(n=500)))
    return float(np.mean(judge.predict(flat.apply(made)) == made.labels))


def disturbed(rows: Dataset, seed: int = 3) -> Dataset:
    """The rows with three pixels of ten set to 0."""
    rng = np.random.default_rng(seed)
    pixels = rows.column("image")
    kept = (rng.random(pixels.shape) >= 0.3).astype(np.uint8)
    place = rows.schema.index("image")
    columns = (*rows.columns[:place], pixels * kept, *rows.columns[place + 1 :])
    return rows.with_columns(rows.schema.attributes, columns)


def test_that_a_denoising_autoencoder_mends_digits_and_its_code_tells_them_apart() -> None:
    train, test = digits()
    learner = Autoencoder.parse({"hidden": "128", "code": 32, "noise": "masking", "epochs": 30})
    model = fitted(learner, train)
    assert isinstance(model, AutoencoderModel)
    clean, noisy = test.column("image").astype(float), disturbed(test)
    mended = model.reconstruct(noisy).column("image")
    left = np.square(mended - clean).mean()
    assert left < 0.5 * np.square(noisy.column("image") - clean).mean()
    assert accuracy(model, test) >= 0.93


def test_that_a_conditional_vae_makes_digits_that_are_recognised_and_tells_digits() -> None:
    train, test = digits()
    model = fitted(VAE.parse({"conditional": True, "epochs": 30}), train)
    assert recognised(model, train) >= 0.9
    assert accuracy(model, test) >= 0.93


@pytest.mark.slow
def test_that_a_conditional_gan_makes_digits_that_are_recognised() -> None:
    train, test = digits()
    model = fitted(GAN.parse(dict(GAN.presets["GAN: digits 8×8"])), train)
    assert recognised(model, train) >= 0.8
    assert accuracy(model, test) >= 0.9


@pytest.mark.slow
def test_that_a_vae_784_400_20_reaches_the_bound_of_the_course(shared_data: Path) -> None:
    rows = read(shared_data / "mnist" / "train-images-idx3-ubyte.gz").take(np.arange(10_000))
    learner = VAE.parse(dict(VAE.presets["VAE 784-400-20"]))
    model = fitted(learner, rows)
    assert isinstance(model, VAEModel)
    assert model.curve is not None
    assert model.curve.train_loss[-1] == pytest.approx(117, abs=3)
    assert -model.bounds(rows).mean() == pytest.approx(117, abs=3)
    assert accuracy(model, rows) > 0.8
