"""The ONNX graph of every learner on every shipped data set answers as the model does."""

from typing import Any

import numpy as np
import pytest

from tests.unit.export.onnx_cases import agreed, data, fitted
from workbench.export.onnx.check import TOLERANCE

FILES = (
    "iris.arff",
    "diabetes.arff",
    "vote.arff",
    "weather.nominal.arff",
    "contact-lenses.arff",
    "credit-g.arff",
    "cpu.arff",
    "digits8x8.arff",
    "iris.csv",
    "diabetes.csv",
)
SAME = {"iris.csv", "diabetes.csv"}  # the rows of the ARFF files, read otherwise
EPOCHS = (("epochs", 1),)
SMALL = (("hidden", 8), *EPOCHS)
LEARNERS: dict[str, tuple[tuple[str, Any], ...]] = {
    "majority": (),
    "knn": (),
    "logistic": (("max_iterations", 8),),
    "perceptron": EPOCHS,
    "mlp": EPOCHS,
    "cnn": EPOCHS,
    "rnn": SMALL,
    "rbm": SMALL,
    "dbn": (("hidden", (8, 6)), ("pretraining_epochs", 1), *EPOCHS),
    "autoencoder": (("code", 3), ("hidden", (8,)), *EPOCHS),
    "vae": (("code", 3), ("hidden", (8,)), *EPOCHS),
    "gan": (("discriminator_hidden", (8,)), ("generator_hidden", (8,)), *EPOCHS),
}
OF_CLASSES = {"logistic", "perceptron", "rbm", "dbn"}
CASES = [
    (file, key)
    for file in FILES
    for key in LEARNERS
    if not (file == "cpu.arff" and key in OF_CLASSES)
    if not (file in SAME and key not in {"knn", "mlp"})
]


@pytest.mark.parametrize(("file", "key"), CASES)
def test_that_a_graph_answers_as_its_model(file: str, key: str) -> None:
    found = agreed(fitted(file, key, LEARNERS[key]), data(file))
    assert found.largest <= TOLERANCE
    assert (found.n_wrong, found.n_other_labels) == (0, 0)
    assert found.n_rows == data(file).n_samples
    has_numbers = any(a.kind == "numeric" for a in data(file).schema.features)
    assert found.n_spoilt == (1 + has_numbers) * min(64, found.n_rows)  # gaps, and far numbers


KNN: list[dict[str, Any]] = [
    {"weights": "distance"},
    {"distance": "manhattan", "k": 7},
    {"distance": "manhattan", "weights": "distance"},
    {"distance": "weka", "k": 1},
    {"distance": "weka", "k": 3, "weights": "distance"},
]


@pytest.mark.parametrize("settings", KNN, ids=str)
@pytest.mark.parametrize("file", ["iris.arff", "vote.arff", "cpu.arff"])
def test_that_neighbours_vote_as_in_the_model(file: str, settings: dict[str, Any]) -> None:
    found = agreed(fitted(file, "knn", tuple(settings.items())), data(file))
    assert found.largest <= TOLERANCE
    assert found.n_wrong == 0


OTHERS: list[tuple[str, str, dict[str, Any]]] = [
    ("iris.arff", "rnn", {"cell": "gru", "layers": 2, "bidirectional": True}),
    ("iris.arff", "rnn", {"cell": "lstm", "layers": 2, "bidirectional": True}),
    ("cpu.arff", "rnn", {"cell": "elman", "bias": False}),
    ("iris.arff", "dbn", {"ending": "labels"}),
    ("iris.arff", "vae", {"conditional": True}),
    ("vote.arff", "vae", {"conditional": True}),
    ("diabetes.arff", "gan", {"conditional": True}),
    ("diabetes.arff", "mlp", {"batch_norm": True, "dropout": 0.2, "activation": "elu"}),
    ("diabetes.arff", "mlp", {"scale": "min-max", "activation": "leaky_relu"}),
    ("iris.arff", "mlp", {"hidden": ()}),
]


@pytest.mark.parametrize(("file", "key", "settings"), OTHERS, ids=str)
def test_that_other_forms_of_a_network_answer_alike(
    file: str, key: str, settings: dict[str, Any]
) -> None:
    more = {**settings, **({} if key == "dbn" else {"epochs": 1})}
    found = agreed(fitted(file, key, tuple(more.items())), data(file))
    assert found.largest <= TOLERANCE
    assert found.n_wrong == 0


def test_that_a_numbers_answer_has_its_unit() -> None:
    model, rows = fitted("cpu.arff", "mlp", EPOCHS), data("cpu.arff")
    assert np.abs(model.predict(rows)).max() > 50
    assert agreed(model, rows).largest < 1e-6
