"""The restricted Boltzmann machine as a learner: what it takes, tells, and dreams."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from workbench.core.errors import FitError, ModelError
from workbench.core.run import Event, Noted, Progressed, Stop, finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.generative import Generative, Wanted
from workbench.models.learner import Fold
from workbench.models.rbm import RBM
from workbench.models.rbm_model import RBMModel
from workbench.nodes.generate import GenerateSamples
from workbench.training.events import EpochEnded


def digits(rows: slice = slice(None)) -> Dataset:
    """Pictures of 8 × 8 bytes."""
    data = load_digits()
    pixels = np.rint(data.images[rows] / 16 * 255).astype(np.uint8)
    labels = tuple("0123456789")
    attributes = (
        Attribute("picture", "array", shape=(8, 8)),
        Attribute("digit", "nominal", labels, "class"),
    )
    return Dataset(Schema(attributes, "digits"), (pixels, data.target[rows].astype(np.int32)))


def table(n: int = 200) -> Dataset:
    """Two clouds, far from 0, and a label that goes with them."""
    random = np.random.default_rng(0)
    codes = (np.arange(n) % 2).astype(np.int32)
    attributes = (
        Attribute("weight", "numeric"),
        Attribute("colour", "nominal", ("red", "green")),
        Attribute("class", "nominal", ("small", "large"), "class"),
    )
    weight = np.where(codes == 1, 90.0, 50.0) + 4 * random.normal(size=n)
    return Dataset(Schema(attributes), (weight, codes.copy(), codes))


def fitted(learner: RBM, train: Dataset) -> RBMModel:
    model = finish(learner.fit(Fold(train)))
    assert isinstance(model, RBMModel)
    return model


@pytest.fixture(scope="module")
def dreamer() -> RBMModel:
    learner = RBM.parse({"hidden": 100, "learning_rate": 0.1, "epochs": 25})
    return fitted(learner, digits(slice(0, 1400)))


def test_that_pictures_are_learnt_from_as_they_are_with_binary_units(dreamer: RBMModel) -> None:
    test = digits(slice(1400, None))
    assert dreamer.shape.visible == "binary"
    assert dreamer.shape.n_visible == 64
    assert np.mean(dreamer.predict(test) == test.labels) > 0.85


def test_that_numbers_are_standardised_for_gaussian_units_and_come_to_0_1_for_binary_ones() -> None:
    gaussian = fitted(RBM(epochs=2), table())
    assert gaussian.shape.visible == "gaussian"
    binary = fitted(RBM(epochs=2, visible="binary"), table())
    assert binary.shape.visible == "binary"
    prepared = table()
    for step in binary.preparation:
        prepared = step.apply(prepared)
    weight = prepared.column("weight")
    assert (weight.min(), weight.max()) == (0.0, 1.0)


def test_that_unscaled_numbers_are_refused_for_binary_units_by_name() -> None:
    with pytest.raises(FitError, match=r"'weight' holds numbers outside 0 … 1"):
        fitted(RBM(visible="binary", scale="none"), table())


def test_that_a_number_to_be_predicted_is_refused_by_name() -> None:
    rows = table()
    attributes = (replace(rows.schema.attributes[0], role="class"), *rows.schema.attributes[1:2])
    regression = Dataset(Schema(attributes), rows.columns[:2])
    with pytest.raises(FitError, match="'weight' is numeric"):
        fitted(RBM(), regression)


def test_that_loss_score_and_monitors_are_told() -> None:
    events: list[Event] = []
    fold = Fold(digits(slice(0, 400)), None, digits(slice(400, 500)))
    finish(RBM(epochs=3, persistent=True, learning_rate=0.01).fit(fold), events.append)
    last = [event for event in events if isinstance(event, EpochEnded)][-1]
    assert last.score_name == "accuracy"
    assert set(last.monitors) == {
        "reconstruction error",
        "reconstruction cross-entropy",
        "pseudo-likelihood",
        "held-out free-energy gap",
    }


def test_that_digits_dreamt_with_their_label_held_are_recognised(dreamer: RBMModel) -> None:
    node = GenerateSamples(n=100, steps=200)
    made = finish(node.run(dreamer))
    real = digits()
    judge = KNeighborsClassifier(3).fit(real.column("picture").reshape(-1, 64), real.labels)
    told = judge.predict(made.column("picture").reshape(-1, 64))
    assert made.schema == real.schema
    assert made.column("picture").dtype == np.uint8
    np.testing.assert_array_equal(made.labels, np.arange(100) % 10)
    assert np.mean(told == made.labels) >= 0.7


def test_that_rows_are_generated_in_their_own_units() -> None:
    model = fitted(RBM(epochs=60), table())
    made = finish(model.generate(Wanted(n=40, label="large", steps=50)))
    assert made.schema == table().schema
    assert np.mean(made.column("weight")) == pytest.approx(90, abs=8)
    assert np.mean(made.column("colour") == 1) > 0.6
    assert set(made.labels) == {1}


def test_that_the_same_seed_generates_the_same_rows_and_another_others(dreamer: RBMModel) -> None:
    wanted = Wanted(n=4, steps=5)
    first, again = (finish(dreamer.generate(wanted)) for _ in range(2))
    other = finish(dreamer.generate(replace(wanted, seed=2)))
    assert first.equals(again)
    assert not first.equals(other)


def test_that_sampling_tells_its_steps_and_can_be_stopped(dreamer: RBMModel) -> None:
    run = dreamer.generate(Wanted(n=2, steps=1000))
    event = next(run)
    assert isinstance(event, Progressed)
    assert event.total == 1000
    with pytest.raises(StopIteration) as end:
        run.send(Stop())
    assert end.value.value.n_samples == 2


def test_that_an_unknown_class_and_models_that_cannot_generate_are_refused(
    dreamer: RBMModel,
) -> None:
    with pytest.raises(ModelError, match="no class 'eleven'"):
        finish(GenerateSamples(label="eleven").run(dreamer))
    assert isinstance(dreamer, Generative)


def test_that_damaged_states_are_refused(dreamer: RBMModel) -> None:
    state = dreamer.state()
    other = {**state.values, "shape": {**state.values["shape"], "n_visible": 63}}
    for values, message in (
        ({}, "incomplete"),
        (other, "63 binary units"),
        ({**state.values, "shape": {**state.values["shape"], "n_labels": 9}}, "9 labels"),
    ):
        with pytest.raises(ModelError, match=message):
            RBMModel.from_state(State(values, state.arrays), dreamer.schema, dreamer.preparation)


@pytest.mark.parametrize("preset", RBM.presets)
def test_that_presets_are_valid(preset: str) -> None:
    assert RBM.parse(dict(RBM.presets[preset])).optimizer == "sgd"


def test_that_rows_without_a_class_are_learnt_from_and_dreamt_of() -> None:
    rows = digits(slice(0, 600)).with_class(None)
    pictures = rows.with_columns(rows.schema.attributes[:1], rows.columns[:1])
    fold = Fold(pictures, None, pictures.take(slice(0, 50)))
    model = finish(RBM(epochs=15, learning_rate=0.1).fit(fold))
    assert isinstance(model, RBMModel)
    assert model.shape.n_labels == 0
    assert model.curve is not None
    assert model.curve.train_loss[-1] < 0.5 * model.curve.train_loss[0]
    made = finish(model.generate(Wanted(n=3, steps=20)))
    assert made.schema == pictures.schema
    again = RBMModel.from_state(model.state(), model.schema, model.preparation)
    assert finish(again.generate(Wanted(n=3, steps=20))).equals(made)
    with pytest.raises(ModelError, match="has learnt no class"):
        finish(model.outputs(pictures))
    with pytest.raises(ModelError, match="cannot be told to make '3'"):
        finish(model.generate(Wanted(label="3")))


def test_that_rows_without_a_class_are_left_out_where_others_have_one() -> None:
    rows = table()
    codes = rows.labels.copy()
    codes[:20] = -1
    some = rows.with_columns(rows.schema.attributes, (*rows.columns[:2], codes))
    events: list[Event] = []
    finish(RBM(epochs=1).fit(Fold(some)), events.append)
    assert Noted("Training rows without a class, left out: 20.") in events


def test_that_a_training_that_diverges_is_told_of_and_is_no_defect() -> None:
    events: list[Event] = []
    learner = RBM(visible="binary", learning_rate=1000, weight_decay=100, epochs=40)
    finish(learner.fit(Fold(table(40))), events.append)
    warnings = [event.text for event in events if isinstance(event, Noted) and event.is_warning]
    assert warnings == ["The loss is no longer a number; a lower learning rate helps."]
