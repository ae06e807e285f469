"""Small fitted models that the tests look into."""

from functools import cache

import numpy as np

from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.models.cnn import CNN
from workbench.models.cnn_model import CNNModel
from workbench.models.learner import Fold
from workbench.models.mlp import MLP
from workbench.models.mlp_model import MLPModel

SMALL = "conv 4 3x3; relu; maxpool 2; conv 6 2x2; relu; flatten; dense classes"


@cache
def digits(n: int = 120) -> Dataset:
    """Digits of 8 × 8 numbers called p00 … p77."""
    rows = read(resource("data/digits8x8.arff"))
    return rows.take(slice(0, n))


@cache
def pictures(n: int = 120) -> Dataset:
    """The same as pictures of bytes."""
    rows = digits(n)
    pixels = np.stack([rows.column(a.name) for a in rows.schema.features], 1)
    column = (pixels.reshape(-1, 8, 8) * 15).astype(np.uint8)
    schema = Schema((Attribute("image", "array", shape=(8, 8)), rows.schema.target))
    return Dataset(schema, (column, rows.labels.astype(np.int32)))


@cache
def mlp() -> MLPModel:
    """An MLP of 8 hidden units on the digits."""
    model = finish(MLP.parse({"hidden": "8", "epochs": 3}).fit(Fold(digits())))
    assert isinstance(model, MLPModel)
    return model


@cache
def cnn() -> CNNModel:
    """A small network of two convolutions on pictures."""
    learner = CNN.parse({"preset": "custom", "layers": SMALL, "epochs": 3})
    model = finish(learner.fit(Fold(pictures())))
    assert isinstance(model, CNNModel)
    return model
