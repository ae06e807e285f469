from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from workbench.core.errors import FitError, ModelError, ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Column, Dataset
from workbench.data.folds import k_fold
from workbench.data.readers.open import read, reader_for
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.cnn import CNN
from workbench.models.cnn_model import CNNModel
from workbench.models.cnn_presets import RECIPES
from workbench.models.cnn_rows import PictureFold
from workbench.models.learner import Fold
from workbench.models.networks import build
from workbench.models.networks.presets import PRESETS
from workbench.training.events import EpochEnded

LAYERS = "conv 6 3x3 same; relu; maxpool 2; conv 8 3x3 same; relu; flatten; dense classes"


def bars(n: int = 120, seed: int = 0, channels: int = 1, side: int = 8) -> Dataset:
    """Pictures with a bright bar, whose direction is the class."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    pictures = rng.integers(0, 100, (n, side, side, channels))
    for i, label in enumerate(labels):
        place = rng.integers(0, side)
        rows = (slice(None), place) if label else (place, slice(None))
        pictures[i][rows] += 120
    whole = pictures.astype(np.uint8)
    return with_class(whole if channels > 1 else whole[..., 0], labels)


def with_class(
    pictures: NDArray[Any], labels: Column, *others: tuple[Attribute, Column]
) -> Dataset:
    picture = Attribute("picture", "array", shape=pictures.shape[1:])
    target = Attribute("class", "nominal", ("across", "down"), "class")
    if labels.dtype.kind == "f":
        target, labels = Attribute("z", "numeric", role="class"), labels.astype(np.float64)
    else:
        labels = labels.astype(np.int32)
    attributes = (picture, *(attribute for attribute, _ in others), target)
    return Dataset(Schema(attributes), (pictures, *(column for _, column in others), labels))


def cnn(**changes: Any) -> CNN:
    plain = {"preset": "custom", "layers": LAYERS, "epochs": 12, "learning_rate": 0.01}
    return CNN.parse({**plain, **changes})


def fitted(learner: CNN, train: Dataset, events: list[Event] | None = None) -> CNNModel:
    told = [] if events is None else events
    model = finish(learner.fit(Fold(train)), told.append)
    assert isinstance(model, CNNModel)
    return model


def notes(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Noted)]


def accuracy(model: CNNModel, rows: Dataset) -> float:
    return float(np.mean(model.predict(rows) == rows.labels))


@pytest.mark.parametrize("channels", [1, 3])
def test_that_pictures_are_learnt_and_come_back_from_a_file_as_they_were(channels: int) -> None:
    model = fitted(cnn(), bars(channels=channels))
    fresh = bars(seed=1, channels=channels)
    assert accuracy(model, fresh) > 0.95
    state = model.state()
    again = CNNModel.from_state(state, model.schema, model.preparation)
    np.testing.assert_array_equal(again.predict_proba(fresh), model.predict_proba(fresh))


def test_that_pictures_stay_bytes_until_the_network_takes_them() -> None:
    fold = finish(cnn().ready(Fold(bars())))
    assert isinstance(fold, PictureFold)
    assert fold.train.inputs.dtype == np.uint8
    assert fold.train.inputs.shape == (120, 8, 8)


def test_that_pictures_of_another_size_are_refused_by_name() -> None:
    model = fitted(cnn(epochs=1), bars())
    with pytest.raises(ModelError, match=r"'picture' has the shape 9 × 9.*needs 8 × 8"):
        model.predict(bars(side=9))


def test_that_what_stands_beside_the_pictures_is_left_out_and_said() -> None:
    rows = bars()
    number = Attribute("age", "numeric"), np.arange(120.0)
    events: list[Event] = []
    model = fitted(cnn(epochs=1), with_class(rows.column("picture"), rows.labels, number), events)
    assert "Left out, beside the pictures: 'age'." in notes(events)
    assert model.predict(rows).shape == (120,)  # without it


def test_that_a_layer_that_cannot_be_is_named_before_anything_runs() -> None:
    events: list[Event] = []
    layers = "conv 4 3x3; maxpool 2; conv 4 5x5; flatten; dense classes"
    with pytest.raises(
        ParameterError,
        match=r"Layer 3 \(conv2\): The kernel of 5×5 is larger than its input of 4×3×3",
    ) as caught:
        fitted(cnn(layers=layers), bars(), events)
    assert caught.value.where.parameter == "layers"
    assert not [event for event in events if isinstance(event, EpochEnded)]


def test_that_numbers_are_read_as_the_picture_they_are_said_to_be() -> None:
    pictures = bars()
    flat = pictures.column("picture").reshape(120, 64).astype(np.float64)
    names = [Attribute(f"p{i}", "numeric") for i in range(64)]
    target = pictures.schema.target
    rows = Dataset(Schema((*names, target)), (*flat.T.copy(), pictures.labels))
    learner = cnn(picture="1x8x8")
    fold = finish(learner.ready(Fold(rows)))
    assert fold.train.inputs.shape == (120, 1, 8, 8)
    assert accuracy(fitted(learner, rows), rows) > 0.95
    with pytest.raises(ParameterError, match=r"1×8×9 has 72 values; there are 64") as caught:
        fitted(cnn(picture="1x8x9"), rows)
    assert caught.value.where.parameter == "picture"
    events: list[Event] = []
    fitted(cnn(epochs=1), rows, events)
    assert "64 numbers are read as a picture of 8 × 8." in notes(events)


def test_that_pixels_are_scaled_as_the_learner_says() -> None:
    rows = bars(channels=3)
    pixels = rows.column("picture") / 255

    def taken(**changes: Any) -> torch.Tensor:
        learner = cnn(**changes)
        fold = finish(learner.ready(Fold(rows)))
        first = next(learner.network(fold).children())
        values: torch.Tensor = first(torch.from_numpy(np.array(fold.train.inputs)))
        return values

    expected = torch.from_numpy(np.moveaxis(pixels, -1, 1)).float()
    torch.testing.assert_close(taken(pixels="unit"), expected)
    standard = taken(pixels="standardise")
    torch.testing.assert_close(standard.mean((0, 2, 3)), torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(standard.var((0, 2, 3)), torch.ones(3), atol=1e-3, rtol=0)
    lenet = taken(preset="lenet5")
    assert lenet.shape == (120, 1, 32, 32)
    assert lenet.min() >= -0.1 - 1e-6
    assert lenet.max() <= 1.175 + 1e-6


def test_that_series_of_numbers_with_gaps_are_pictures_too() -> None:
    rows = bars()
    values = rows.column("picture").astype(np.float64) * 7 - 300
    values[3, 2, 2] = np.nan
    model = fitted(cnn(pixels="standardise"), with_class(values, rows.labels))
    assert accuracy(model, with_class(values, rows.labels)) > 0.95
    enormous = values.copy()
    enormous[5, 5, 5] = 1e40
    with pytest.raises(FitError, match="'picture' holds numbers beyond"):
        fitted(cnn(), with_class(enormous, rows.labels))


def test_that_a_number_is_predicted_in_its_own_unit() -> None:
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (150, 6, 6)).astype(np.uint8)
    rows = with_class(pictures, pictures[:, :3].mean((1, 2)) * 10 + 1000.0)
    model = fitted(cnn(layers="conv 4 3x3; relu; flatten; dense 1", epochs=60), rows)
    assert np.corrcoef(model.predict(rows), rows.labels)[0, 1] > 0.9
    assert 1000 < model.predict(rows).mean() < 3600


def test_that_pictures_whose_channels_a_preset_cannot_take_are_refused() -> None:
    with pytest.raises(ParameterError, match="takes pictures of 3 channels; these have 4"):
        fitted(CNN(preset="cifar10-74", epochs=1), bars(channels=4))


def test_that_a_custom_network_sees_pictures_of_the_size_it_is_told() -> None:
    layers = PRESETS["lenet5-modern"].design
    custom = cnn(preset="custom", layers=layers.values(), brought_to="1x28x28", epochs=1)
    assert fitted(custom, bars()).shape == (1, 28, 28)
    with pytest.raises(ParameterError, match="3 channels; these have 2"):
        fitted(custom.with_parameters({"brought_to": "3x28x28"}), bars(channels=2))


def test_that_weights_of_a_file_are_where_training_begins_and_frozen_layers_stay(
    tmp_path: Path,
) -> None:
    source = fitted(cnn(epochs=3), bars())
    weights = {name: np.array(array) for name, array in source.weights.items()}
    weights["dense1.weight"], weights["dense1.bias"] = np.ones((7, 128), "f4"), np.ones(7, "f4")
    save_file(weights, tmp_path / "some.safetensors")
    learner = cnn(weights_file=str(tmp_path / "some.safetensors"), trained_layers=1, epochs=2)
    events: list[Event] = []
    model = fitted(learner, bars(), events)
    assert "2 layers begin with the weights of the file; the last layer is new." in notes(events)
    for name in ("conv1.weight", "conv2.bias"):
        np.testing.assert_array_equal(model.weights[name], source.weights[name])
    assert np.any(model.weights["dense1.weight"] != source.weights["dense1.weight"])
    with pytest.raises(ModelError, match="no such file"):
        fitted(learner.with_parameters({"weights_file": str(tmp_path / "none.pth")}), bars())
    assert learner.fingerprint()
    assert cnn().fingerprint() == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"design": [{"kind": "dense", "units": 3}]}, "fit the network"),
        ({"design": "conv"}, "damaged"),
        ({"shape": [1, 8]}, "damaged"),
        ({"rows": {}}, "damaged"),
        ({"rows": {"name": "picture", "source": [1, 9, 9], "scaling": None}}, "damaged"),
    ],
)
def test_that_a_damaged_state_is_refused(change: dict[str, Any], told: str) -> None:
    model = fitted(cnn(epochs=1), bars(20))
    state = model.state()
    with pytest.raises(ModelError, match=told):
        CNNModel.from_state(
            State({**state.values, **change}, state.arrays), model.schema, model.preparation
        )


@pytest.mark.parametrize("recipe", RECIPES)
def test_that_every_recipe_is_a_learner_whose_network_can_be_built(recipe: str) -> None:
    learner = CNN.parse(dict(RECIPES[recipe]))
    own = PRESETS[learner.preset]
    build.check(learner.design, own.input_shape, own.n_outputs)


def test_that_the_terminals_notation_is_a_design() -> None:
    learner = CNN.parse({"preset": "custom", "layers": LAYERS})
    assert learner.design.text == LAYERS
    assert CNN.parse(learner.parameters()) == learner
    with pytest.raises(ParameterError, match="conw"):
        CNN.parse({"layers": "conw 3"})
    with pytest.raises(ParameterError, match="flop"):
        CNN.parse({"augmentation": "flop"})
    with pytest.raises(ParameterError, match="no size"):
        CNN.parse({"picture": "8x8"})


def test_that_the_default_network_reads_digits(shared_data: Path) -> None:
    reader = reader_for(shared_data / "digits8x8" / "digits.csv.gz", header="no")
    labelled = _with_nominal_last(finish(reader.read()))
    split = next(iter(k_fold(labelled, 5, 1, "weka").folds))
    model = fitted(CNN(), split.train)
    assert accuracy(model, split.test) > 0.97


def _with_nominal_last(rows: Dataset) -> Dataset:
    *features, last = rows.schema.attributes
    target = Attribute(last.name, "nominal", tuple("0123456789"), "class")
    codes = rows.columns[-1].astype(np.int32)
    return Dataset(Schema((*features, target)), (*rows.columns[:-1], codes))


@pytest.mark.slow
def test_that_lenet_5_reads_handwriting_as_it_did(shared_data: Path) -> None:
    train, test = (
        read(shared_data / "mnist" / f"{part}-images-idx3-ubyte.gz") for part in ("train", "t10k")
    )
    learner = CNN.parse({**RECIPES["LeNet-5 (1998)"], "epochs": 4})
    model = fitted(learner, train.take(slice(0, 10_000)))
    assert accuracy(model, test) >= 0.92
