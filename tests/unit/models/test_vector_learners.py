"""Autoencoder, VAE and GAN: what they have in common, and what each is for."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from workbench.core.errors import FitError, ModelError, ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Column, Dataset
from workbench.data.folds import all_rows, k_fold
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.export.model_file import load_model, save_model
from workbench.models.autoencoder import Autoencoder
from workbench.models.autoencoder_model import AutoencoderModel
from workbench.models.fits import fit_splits
from workbench.models.gan import GAN
from workbench.models.gan_model import GANModel
from workbench.models.generative import Generative, Wanted
from workbench.models.learner import Fold
from workbench.models.vae import VAE
from workbench.models.vae_model import VAEModel
from workbench.models.vector_learner import VectorLearner
from workbench.models.vector_model import VectorModel
from workbench.training.events import EpochEnded

LEARNERS: list[VectorLearner] = [
    Autoencoder.parse({"hidden": "16", "code": 4, "epochs": 30}),
    VAE.parse({"hidden": "16", "code": 4, "epochs": 30}),
    VAE.parse({"hidden": "16", "code": 4, "epochs": 30, "conditional": True}),
    GAN.parse({"generator_hidden": "16", "discriminator_hidden": "16", "epochs": 30}),
    GAN.parse(
        {"generator_hidden": "16", "discriminator_hidden": "16", "epochs": 30, "conditional": True}
    ),
]
UNTOLD = [learner for learner in LEARNERS if not learner.tells_labels]


def named(learner: VectorLearner) -> str:
    return f"{learner.key} {learner.status()}"


def pictures(n: int = 80, seed: int = 0) -> Dataset:
    """Bright on the left or bright on the right, 4 × 4, with a number and a label beside it."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(n) % 2).astype(np.int32)
    pixels = rng.integers(0, 60, (n, 4, 4))
    pixels[labels == 0, :, :2] += 180
    pixels[labels == 1, :, 2:] += 180
    attributes = (
        Attribute("picture", "array", shape=(4, 4)),
        Attribute("age", "numeric"),
        Attribute("colour", "nominal", ("red", "green", "blue")),
        Attribute("class", "nominal", ("left", "right"), "class"),
    )
    columns: tuple[Column, ...] = (
        pixels.astype(np.uint8),
        rng.normal(40, 5, n),
        rng.integers(0, 3, n).astype(np.int32),
        labels,
    )
    return Dataset(Schema(attributes, "sides"), columns)


def only_pictures(n: int = 80, seed: int = 0) -> Dataset:
    rows = pictures(n, seed)
    return rows.with_columns(
        (rows.schema.attributes[0], rows.schema.attributes[3]), (rows.columns[0], rows.columns[3])
    )


def numbers(n: int = 300, seed: int = 0) -> Dataset:
    column = np.random.default_rng(seed).normal(4, 1.25, n)
    return Dataset(Schema((Attribute("x", "numeric"),), "normal"), (column,))


def fitted(learner: VectorLearner, train: Dataset) -> VectorModel:
    model = finish(learner.fit(Fold(train)))
    assert isinstance(model, VectorModel)
    return model


@pytest.mark.parametrize("learner", LEARNERS, ids=named)
def test_that_pictures_numbers_and_labels_are_learnt_together(learner: VectorLearner) -> None:
    model = fitted(learner, pictures())
    assert np.mean(model.predict(pictures(seed=1)) == pictures().labels) > 0.9
    assert model.encode(pictures()).shape[0] == 80


@pytest.mark.parametrize("learner", LEARNERS, ids=named)
def test_that_what_is_generated_has_the_training_schema(learner: VectorLearner) -> None:
    train = pictures()
    model = fitted(learner, train)
    assert isinstance(model, Generative)
    made = finish(model.generate(Wanted(n=7)))
    assert made.schema == train.schema
    assert made.n_samples == 7
    assert made.column("picture").dtype == np.uint8
    assert made.column("picture").shape == (7, 4, 4)
    assert set(made.column("colour")) <= {0, 1, 2}
    assert np.all(np.isfinite(made.column("age")))
    again = finish(model.generate(Wanted(n=7)))
    for one, other in zip(made.columns, again.columns, strict=True):
        np.testing.assert_array_equal(one, other)
    unlike = finish(model.generate(Wanted(n=7, seed=2)))
    assert not np.array_equal(made.column("age"), unlike.column("age"))
    assert finish(model.generate(Wanted(n=0))).n_samples == 0


@pytest.mark.parametrize("learner", [*UNTOLD[:1], *LEARNERS[2::2]], ids=named)
def test_that_a_label_can_be_asked_for_where_labels_were_told(learner: VectorLearner) -> None:
    model = fitted(learner, pictures())
    assert set(finish(model.generate(Wanted(n=5, label="right"))).labels) == {1}
    assert finish(model.generate(Wanted(n=4))).labels.tolist() == [0, 1, 0, 1]
    with pytest.raises(ModelError, match="no class 'up'"):
        finish(model.generate(Wanted(label="up")))


@pytest.mark.parametrize("learner", UNTOLD[1:], ids=named)
def test_that_a_label_is_refused_where_none_was_told(learner: VectorLearner) -> None:
    model = fitted(learner, pictures())
    assert set(finish(model.generate(Wanted(n=5))).labels) == {-1}
    with pytest.raises(ModelError, match="told no classes"):
        finish(model.generate(Wanted(label="right")))


@pytest.mark.parametrize("learner", UNTOLD, ids=named)
def test_that_rows_without_a_class_attribute_are_learnt_generated_and_not_predicted(
    learner: VectorLearner, tmp_path: Path
) -> None:
    [model] = finish(fit_splits(learner, all_rows(numbers())))
    assert isinstance(model, VectorModel)
    made = finish(model.generate(Wanted(n=10)))
    assert made.schema == numbers().schema
    with pytest.raises(ModelError, match="learnt no class"):
        model.predict(numbers())
    with pytest.raises(ModelError, match="told no classes"):
        finish(model.generate(Wanted(label="a")))
    save_model(tmp_path / "it.model", model, {})
    again = load_model(tmp_path / "it.model").model
    assert isinstance(again, VectorModel)
    remade = finish(again.generate(Wanted(n=10)))
    np.testing.assert_array_equal(remade.column("x"), made.column("x"))


@pytest.mark.parametrize("learner", UNTOLD[:2], ids=named)
def test_that_folds_of_rows_without_a_class_are_trained_and_watched(learner: VectorLearner) -> None:
    events: list[Event] = []
    models = finish(fit_splits(learner, k_fold(numbers(), 2)), events.append)
    assert len(models) == 2
    told = [event for event in events if isinstance(event, EpochEnded)]
    assert len(told) == 60
    assert all(event.validation_loss is not None for event in told)


@pytest.mark.parametrize("learner", [LEARNERS[2], LEARNERS[4]], ids=named)
def test_that_a_conditional_network_asks_for_classes(learner: VectorLearner) -> None:
    with pytest.raises(FitError, match="no classes"):
        finish(learner.fit(Fold(numbers())))


@pytest.mark.parametrize("learner", LEARNERS, ids=named)
def test_that_rows_whose_class_is_missing_are_learnt_from_too(learner: VectorLearner) -> None:
    rows = pictures()
    some = np.where(np.arange(80) % 3 == 0, rows.labels, -1).astype(np.int32)
    partly = rows.with_columns(rows.schema.attributes, (*rows.columns[:3], some))
    notes: list[Event] = []
    model = finish(learner.fit(Fold(partly)), notes.append)
    assert not any("without a class" in e.text for e in notes if isinstance(e, Noted))
    assert np.mean(model.predict(rows) == rows.labels) > 0.8


@pytest.mark.parametrize("learner", LEARNERS, ids=named)
def test_that_it_comes_back_from_a_model_file(learner: VectorLearner, tmp_path: Path) -> None:
    model = fitted(learner, pictures())
    path = tmp_path / "it.model"
    save_model(path, model, {})
    again = load_model(path).model
    assert isinstance(again, VectorModel)
    np.testing.assert_array_equal(again.predict_proba(pictures()), model.predict_proba(pictures()))
    assert again.curve is not None
    assert model.curve is not None
    assert again.curve.loss_name == model.curve.loss_name
    made, remade = (finish(m.generate(Wanted(n=3))) for m in (model, again))
    np.testing.assert_array_equal(made.column("picture"), remade.column("picture"))


@pytest.mark.parametrize("learner", UNTOLD, ids=named)
def test_that_parts_that_do_not_fit_are_refused(learner: VectorLearner) -> None:
    model = fitted(learner, only_pictures())
    state = model.state()
    assert json.loads(json.dumps(state.values)) == state.values
    wrong = dict(state.values, shape={**state.values["shape"], "n_values": 5})
    with pytest.raises(ModelError, match="vectors"):
        type(model).from_state(State(wrong, state.arrays), model.schema, model.preparation)
    without = {n: a for n, a in state.arrays.items() if not n.startswith("network.")}
    with pytest.raises(ModelError, match="do not fit the network"):
        type(model).from_state(State(state.values, without), model.schema, model.preparation)
    wrong = dict(state.values, shape={"colour": "red"})
    with pytest.raises(ModelError, match="incomplete"):
        type(model).from_state(State(wrong, state.arrays), model.schema, model.preparation)


@pytest.mark.parametrize("learner", LEARNERS, ids=named)
def test_that_pictures_are_taken_as_unit_and_other_numbers_as_real(learner: VectorLearner) -> None:
    assert fitted(learner, only_pictures()).layout.is_unit
    assert not fitted(learner, pictures()).layout.is_unit
    as_unit = learner.with_parameters({"values": "unit"})
    made = finish(fitted(as_unit, pictures()).generate(Wanted(n=50)))
    age = pictures().column("age")
    assert age.min() - 1e-5 <= made.column("age").min()
    assert made.column("age").max() <= age.max() + 1e-5


def test_that_numbers_outside_the_unit_range_are_refused_where_nothing_scales_them() -> None:
    rows = pictures()
    flat = rows.with_columns(
        (rows.schema.attributes[1], rows.schema.attributes[3]), (rows.columns[1], rows.columns[3])
    )
    learner = LEARNERS[0].with_parameters({"values": "unit", "prepare": False})
    with pytest.raises(FitError, match="'age' holds numbers outside"):
        finish(learner.fit(Fold(flat)))


def test_that_validation_rows_are_cut_off_whether_they_have_a_class_or_not() -> None:
    learner = LEARNERS[0].with_parameters(
        {"validation_share": 0.25, "early_stopping": 2, "epochs": 40}
    )
    for rows in (numbers(), pictures()):
        model = finish(learner.fit(Fold(rows)))
        assert model.curve is not None
        assert model.curve.validation_loss is not None
        assert model.curve.watched == "validation"


def test_that_an_autoencoder_gives_rows_back_and_tells_strange_ones() -> None:
    learner = Autoencoder.parse({"hidden": "32", "code": 8, "epochs": 60, "values": "unit"})
    train = only_pictures()
    model = fitted(learner, train)
    assert isinstance(model, AutoencoderModel)
    back = model.reconstruct(only_pictures(seed=1))
    truth = only_pictures(seed=1).column("picture").astype(float)
    errors = np.abs(back.column("picture") - truth).mean()
    assert errors < 0.5 * np.abs(truth - train.column("picture").mean(0)).mean()
    np.testing.assert_array_equal(back.labels, train.labels)
    upside = train.with_columns(
        train.schema.attributes, (train.column("picture").transpose(0, 2, 1).copy(), train.labels)
    )
    assert model.errors(upside).mean() > 5 * model.errors(train).mean()


def test_that_a_linear_autoencoder_finds_what_pca_finds() -> None:
    rng = np.random.default_rng(0)
    hidden = rng.normal(size=(400, 2)) * [3, 2]
    values = hidden @ rng.normal(size=(2, 5)) + 0.1 * rng.normal(size=(400, 5))
    attributes = tuple(Attribute(f"x{i}", "numeric") for i in range(5))
    rows = Dataset(Schema(attributes), tuple(np.ascontiguousarray(c) for c in values.T))
    preset = dict(Autoencoder.presets["As PCA: linear, squared error"])
    model = fitted(Autoencoder.parse({**preset, "epochs": 60}), rows)
    standard = (values - values.mean(0)) / values.std(0)
    variances = np.linalg.eigvalsh(np.cov(standard, rowvar=False, bias=True))
    least = variances[:3].sum() / 5  # what two components leave, a value
    assert isinstance(model, AutoencoderModel)
    assert least <= model.errors(rows).mean() < least + 0.01


def test_that_a_vaes_bound_is_higher_for_rows_like_those_it_learnt() -> None:
    model = fitted(VAE.parse({"hidden": "32", "code": 4, "epochs": 60}), only_pictures())
    assert isinstance(model, VAEModel)
    alike = model.bounds(only_pictures(seed=1))
    rows = only_pictures()
    turned = rows.with_columns(
        rows.schema.attributes, (rows.column("picture").transpose(0, 2, 1).copy(), rows.labels)
    )
    assert alike.shape == (80,)
    assert alike.mean() > model.bounds(turned).mean() + 2
    assert model.reconstruct(rows).schema == rows.schema


def test_that_a_vae_draws_numbers_with_their_spread() -> None:
    model = fitted(VAE.parse({"hidden": "32", "code": 2, "epochs": 60}), numbers())
    made = finish(model.generate(Wanted(n=2000))).column("x")
    assert made.mean() == pytest.approx(4, abs=0.4)
    assert made.std() == pytest.approx(1.25, abs=0.35)
    assert finish(model.generate(Wanted(n=50, temperature=0))).column("x").std() < 1e-3


def test_that_a_conditional_vae_makes_what_it_is_asked_for() -> None:
    learner = VAE.parse(
        {"hidden": "32", "code": 2, "epochs": 60, "learning_rate": 0.01, "conditional": True}
    )
    model = fitted(learner, only_pictures())
    made = finish(model.generate(Wanted(n=40)))
    sides = made.column("picture").astype(float)
    on_the_right = sides[:, :, 2:].mean((1, 2)) > sides[:, :, :2].mean((1, 2))
    np.testing.assert_array_equal(on_the_right, made.labels == 1)


@pytest.mark.parametrize("seed", [1, *(pytest.param(s, marks=pytest.mark.slow) for s in (2, 3))])
def test_that_a_gan_learns_the_normal_distribution_of_the_course(seed: int) -> None:
    preset = dict(GAN.presets["GAN: 1-D Gaussian"])
    model = fitted(GAN.parse({**preset, "seed": seed}), numbers(1000, seed))
    made = finish(model.generate(Wanted(n=5000))).column("x")
    assert made.mean() == pytest.approx(4, abs=0.3)
    assert model.curve is not None
    assert model.curve.train_loss[-10:].mean() == pytest.approx(2 * np.log(2), abs=0.02)
    for name in ("D(x)", "D(G(z))"):
        assert model.curve.monitors[name][-10:].mean() == pytest.approx(0.5, abs=0.05)


def test_that_a_gans_discriminator_believes_in_rows_of_the_data() -> None:
    model = fitted(LEARNERS[3].with_parameters({"epochs": 30}), only_pictures())
    assert isinstance(model, GANModel)
    rows = only_pictures()
    noise = np.random.default_rng(0).integers(0, 256, (80, 4, 4)).astype(np.uint8)
    strange = rows.with_columns(rows.schema.attributes, (noise, rows.labels))
    assert model.beliefs(rows).shape == (80,)
    assert model.beliefs(rows).mean() > model.beliefs(strange).mean()


def test_that_a_gan_cannot_be_stopped_by_its_loss() -> None:
    with pytest.raises(ParameterError, match="no parameter 'early_stopping'"):
        GAN.parse({"early_stopping": 3})


@pytest.mark.parametrize("kind", [Autoencoder, VAE, GAN])
def test_that_presets_are_valid_and_differ(kind: type[VectorLearner]) -> None:
    made = [kind.parse(dict(values)) for values in kind.presets.values()]
    assert len(made) >= 2
    assert all(one != other for one, other in pairwise(made))


def test_that_gaps_in_numbers_are_filled() -> None:
    rows = numbers()
    column = rows.column("x").copy()
    column[::7] = np.nan
    model = fitted(LEARNERS[0], rows.with_columns(rows.schema.attributes, (column,)))
    made = finish(model.generate(Wanted(n=5)))
    assert np.all(np.isfinite(made.column("x")))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA card on this machine")
@pytest.mark.parametrize("learner", LEARNERS, ids=named)
def test_that_it_is_trained_on_a_graphics_card_as_on_the_processor(learner: VectorLearner) -> None:
    models = [
        fitted(learner.with_parameters({"device": device}), only_pictures())
        for device in ("cuda", "cpu")
    ]
    assert all(np.mean(m.predict(only_pictures()) == only_pictures().labels) > 0.9 for m in models)
    if not isinstance(learner, Autoencoder):
        return  # each device draws its own random numbers
    curves = [m.curve.train_loss for m in models if m.curve is not None]
    np.testing.assert_allclose(curves[0], curves[1], rtol=0.01)


def test_that_a_generator_of_no_numbers_is_refused() -> None:
    model = finish(GAN(epochs=1).fit(Fold(pictures(20))))
    state = model.state()
    name = "network.fake.0.weight"
    broken = State(state.values, {**state.arrays, name: np.full_like(state.arrays[name], np.nan)})
    with pytest.raises(ModelError, match=r"'fake\.0\.weight' hold numbers that are none"):
        type(model).from_state(broken, model.schema, model.preparation)
