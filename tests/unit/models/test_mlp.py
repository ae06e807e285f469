import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from workbench.core.errors import DeviceError, FitError, ModelError, ParameterError
from workbench.core.files import resource
from workbench.core.run import Command, Event, Noted, Stop, finish
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.folds import k_fold
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Splits
from workbench.models.fits import fit_splits
from workbench.models.learner import Fold
from workbench.models.mlp import MLP
from workbench.models.mlp_model import MLPModel
from workbench.models.model import Model
from workbench.training import device as devices
from workbench.training import grouping
from workbench.training.events import EpochEnded


def dataset(features: FloatArray, labels: Column) -> Dataset:
    """Nominal labels where they are whole numbers, a numeric class otherwise."""
    attributes = [Attribute(f"x{i}", "numeric") for i in range(features.shape[1])]
    columns = [features[:, i].astype(np.float64) for i in range(features.shape[1])]
    if labels.dtype.kind == "i":
        values = tuple("abcdef"[: int(labels.max()) + 1])
        target, column = Attribute("class", "nominal", values, "class"), labels.astype(np.int32)
    else:
        target, column = Attribute("class", "numeric", role="class"), labels.astype(np.float64)
    return Dataset(Schema((*attributes, target)), (*columns, column))


def blobs(n: int = 90, seed: int = 0) -> Dataset:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, n)
    return dataset(np.eye(3)[labels] + 0.4 * rng.normal(size=(n, 3)), labels)


def quick(**changes: object) -> MLP:
    return MLP.parse({"hidden": "8", "epochs": 5, "learning_rate": 0.01, **changes})


def fitted(learner: MLP, train: Dataset) -> MLPModel:
    model = finish(learner.fit(Fold(train)))
    assert isinstance(model, MLPModel)
    return model


@pytest.fixture(scope="module")
def pima() -> Splits:
    """WEKA's ten folds of seed 1."""
    return k_fold(read(resource("data", "diabetes.arff"), "class"), 10, 1, "weka")


def pooled(splits: Splits, models: tuple[Model, ...]) -> tuple[float, float]:
    """Accuracy and AUC of the second class over all folds."""
    true = np.concatenate([split.test.labels for split in splits.folds])
    parts = zip(models, splits.folds, strict=True)
    given = np.concatenate([model.predict_proba(split.raw_test) for model, split in parts])
    return float(np.mean(given.argmax(1) == true)), float(roc_auc_score(true, given[:, 1]))


def test_that_8_12_8_reaches_the_published_figures_on_pima(pima: Splits) -> None:
    learner = MLP(hidden=(12, 8), activation="relu", optimizer="adam", device="cpu")
    accuracy, auc = pooled(pima, finish(fit_splits(learner, pima)))
    assert 0.75 <= accuracy <= 0.78
    assert auc >= 0.81


def test_that_the_defaults_do_well_on_pima(pima: Splits) -> None:
    accuracy, _ = pooled(pima, finish(fit_splits(MLP(device="cpu"), pima)))
    assert 0.74 <= accuracy <= 0.79


def test_that_it_is_as_good_as_scikit_learns_on_pima(pima: Splits) -> None:
    """Two initialisations and orders differ by some 2 % of the samples and .01 of AUC."""
    learner = MLP(hidden=(16,), learning_rate=0.001, epochs=40, device="cpu")
    ours = pooled(pima, finish(fit_splits(learner, pima)))
    given, true = [], []
    for split in pima.folds:
        scaler = StandardScaler().fit(split.train.feature_matrix)
        theirs = MLPClassifier((16,), batch_size=32, max_iter=40, alpha=0, random_state=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs.fit(scaler.transform(split.train.feature_matrix), split.train.labels)
        given.append(theirs.predict_proba(scaler.transform(split.test.feature_matrix)))
        true.append(split.test.labels)
    probabilities, labels = np.concatenate(given), np.concatenate(true)
    accuracy = np.mean(probabilities.argmax(1) == labels)
    assert ours[0] == pytest.approx(accuracy, abs=0.025)
    assert ours[1] == pytest.approx(roc_auc_score(labels, probabilities[:, 1]), abs=0.015)


def test_that_a_deep_sigmoid_network_from_standard_normal_weights_solves_xor() -> None:
    """The course's 2-10-10-10-1 network (100 of 100 initialisations there)."""
    corners = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    learner = MLP(
        hidden=(10, 10, 10),
        activation="sigmoid",
        initialisation="normal",
        learning_rate=0.01,
        epochs=2000,
        batch_size=4,
    )
    train = dataset(corners, np.array([0, 1, 1, 0]))
    for seed in (1, 2, 3):
        model = fitted(learner.with_parameters({"seed": seed}), train)
        assert model.predict(train).tolist() == [0, 1, 1, 0]


def test_that_regression_predicts_in_the_targets_own_unit() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(300, 3))
    target = 5000 + 200 * features[:, 0] - 90 * np.abs(features[:, 1])
    train = dataset(features, target)
    model = fitted(quick(hidden="32", epochs=80), train)
    error = np.sqrt(np.mean((model.predict(train) - target) ** 2))
    assert error < 0.1 * target.std()
    assert model.outputs(train) is not None
    with pytest.raises(ModelError, match="predicts the number"):
        model.predict_proba(train)


def test_that_a_fold_becomes_the_same_model_alone_and_among_others() -> None:
    learner = quick(dropout=0.2, batch_norm=True)
    folds = [Fold(blobs(n, seed=n), number=i) for i, n in enumerate((33, 65, 64))]
    together = finish(learner.fit_all(folds))
    for fold, model in zip(folds, together, strict=True):
        alone = finish(learner.fit(fold))
        difference = model.predict_proba(fold.train) - alone.predict_proba(fold.train)
        assert np.abs(difference).max() <= 1e-5


def test_that_large_networks_train_one_after_the_other_to_the_same_models(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folds = [Fold(blobs(n, seed=n), number=i) for i, n in enumerate((40, 41))]
    together = finish(quick().fit_all(folds))
    monkeypatch.setattr(grouping, "GAINS_BELOW", 10)
    events: list[Event] = []
    apart = finish(quick().fit_all(folds), events.append)
    notes = [event.text for event in events if isinstance(event, Noted)]
    assert any(text.startswith("2 folds trained one after the other") for text in notes)
    assert sum(text.startswith("Added") for text in notes) == 1
    assert {event.folds for event in events if isinstance(event, EpochEnded)} == {(0,), (1,)}
    for fold, a, b in zip(folds, together, apart, strict=True):
        difference = a.predict_proba(fold.train) - b.predict_proba(fold.train)
        assert np.abs(difference).max() <= 1e-5


def test_that_after_a_stop_the_folds_to_come_get_as_many_epochs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grouping, "GAINS_BELOW", 10)

    def stop_at_second(event: Event) -> Command | None:
        return Stop() if isinstance(event, EpochEnded) and event.epoch == 2 else None

    folds = [Fold(blobs(40, seed=i), number=i) for i in range(3)]
    models = finish(quick(epochs=30).fit_all(folds), stop_at_second)
    assert [len(m.curve.train_loss) for m in models if m.curve] == [2, 2, 2]


def test_that_a_stop_before_training_leaves_one_epoch() -> None:
    folds = [Fold(blobs(40, seed=i), number=i) for i in range(2)]
    models = finish(quick(epochs=30).fit_all(folds), lambda event: Stop())
    assert [len(m.curve.train_loss) for m in models if m.curve] == [1, 1]


def test_that_folds_of_unlike_width_are_trained_all_the_same() -> None:
    whole = blobs(40)
    gap = Dataset(whole.schema, (np.full(40, np.nan), *whole.columns[1:]))
    models = finish(quick().fit_all([Fold(whole), Fold(gap, number=1), Fold(whole, number=2)]))
    widths = [m.architecture.widths[0] for m in models if isinstance(m, MLPModel)]
    assert widths == [3, 2, 3]


def test_that_the_same_seed_gives_the_same_model_and_no_global_seed_is_touched() -> None:
    train = blobs()
    np_before, torch_before = str(np.random.get_state()), torch.get_rng_state()  # noqa: NPY002  that it is untouched is the point
    learner = quick(dropout=0.3)
    first, second = fitted(learner, train), fitted(learner, train)
    other = fitted(learner.with_parameters({"seed": 2}), train)
    np.testing.assert_array_equal(first.predict_proba(train), second.predict_proba(train))
    assert not np.array_equal(first.predict_proba(train), other.predict_proba(train))
    assert np_before == str(np.random.get_state())  # noqa: NPY002  as above
    assert torch.equal(torch_before, torch.get_rng_state())


def test_that_early_stopping_without_rows_to_decide_on_is_refused() -> None:
    with pytest.raises(ParameterError, match="Early stopping needs samples") as error:
        fitted(quick(early_stopping=3), blobs())
    assert error.value.where.parameter == "early_stopping"


@pytest.mark.parametrize("batch_norm", [False, True])
def test_that_early_stopping_uses_the_validation_part_or_a_share(*, batch_norm: bool) -> None:
    learner = quick(early_stopping=2, epochs=400, batch_norm=batch_norm, learning_rate=0.05)
    by_part = finish(learner.fit(Fold(blobs(), blobs(30, seed=9), blobs(30, seed=8))))
    by_share = fitted(learner.with_parameters({"validation_share": 0.2}), blobs())
    for model in (by_part, by_share):
        assert model.curve is not None
        assert model.curve.best_epoch is not None
        assert len(model.curve.train_loss) == model.curve.best_epoch + 2 < 400
        assert model.curve.watched == "validation"


def test_that_held_out_rows_are_watched_and_change_nothing() -> None:
    events: list[Event] = []
    learner = quick(schedule="plateau")
    watched = finish(learner.fit(Fold(blobs(), None, blobs(40, seed=4))), events.append)
    assert {e.watched for e in events if isinstance(e, EpochEnded)} == {"held-out"}
    blind = fitted(learner, blobs())
    np.testing.assert_array_equal(watched.predict_proba(blobs()), blind.predict_proba(blobs()))
    assert watched.curve is not None
    assert watched.curve.validation_score is not None
    accuracy = np.mean(watched.predict(blobs(40, seed=4)) == blobs(40, seed=4).labels)
    assert watched.curve.validation_score[-1] == pytest.approx(accuracy)


@pytest.mark.parametrize(
    "changes", [{"hidden": ""}, {"hidden": "4,3", "batch_norm": True, "dropout": 0.1}]
)
@pytest.mark.parametrize("is_regression", [False, True])
def test_that_a_model_comes_back_from_its_state(
    changes: dict[str, object], *, is_regression: bool
) -> None:
    train = blobs()
    if is_regression:
        train = dataset(train.feature_matrix.copy(), train.feature_matrix[:, 0] * 10 + 3)
    model = fitted(quick(**changes), train)
    state = model.state()
    shuffled = dict(sorted(state.arrays.items(), reverse=True))
    again = MLPModel.from_state(
        type(state)(state.values, shuffled), model.schema, model.preparation
    )
    pickled = pickle.loads(pickle.dumps(model))  # noqa: S301  our own bytes
    for other in (again, pickled):
        np.testing.assert_array_equal(model.predict(train), other.predict(train))


def test_that_a_state_with_wrong_arrays_is_refused() -> None:
    model = fitted(quick(), blobs())
    state = model.state()
    short = {**state.arrays, "0.weight": np.zeros((2, 2), np.float32)}
    for values, arrays in (
        (state.values, {}),
        (state.values, short),
        ({}, state.arrays),
        ({**state.values, "architecture": {"widths": [9, 3]}}, state.arrays),
    ):
        with pytest.raises(ModelError):
            MLPModel.from_state(type(state)(values, arrays), model.schema, model.preparation)


def test_that_the_network_given_away_is_plain_and_predicts_the_same() -> None:
    train = blobs()
    model = fitted(quick(dropout=0.2), train)
    network = model.network()
    assert type(network) is torch.nn.Sequential
    assert not network.training
    prepared = train
    for step in model.preparation:
        prepared = step.apply(prepared)
    inputs = torch.from_numpy(prepared.feature_matrix.astype(np.float32))
    with torch.no_grad():
        given = torch.softmax(network(inputs), 1).numpy()
    np.testing.assert_allclose(given, model.predict_proba(train), atol=1e-6)


def test_that_one_sample_is_learnt_even_with_batch_norm() -> None:
    model = fitted(quick(batch_norm=True), blobs(1))
    assert np.isfinite(model.predict_proba(blobs(5))).all()


def test_that_no_rows_are_refused() -> None:
    with pytest.raises(FitError, match="no training rows"):
        fitted(quick(), blobs().take(np.arange(0)))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hidden": "12,0"}, "greater than or equal to 1"),
        ({"hidden": "wide"}, "must be a whole number"),
        ({"dropout": 1}, "less than 1"),
        ({"optimizer": "newton"}, "'sgd'"),
        ({"learning_rate": "nan"}, "'learning_rate'"),
    ],
)
def test_that_wrong_parameters_are_refused(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        MLP.parse(values)


def test_that_training_closed_at_any_event_restores_the_threads() -> None:
    before = torch.get_num_threads()
    for n_events in range(1, 6):
        run = quick().fit_all([Fold(blobs()), Fold(blobs(), number=1)])
        for _ in range(n_events):
            next(run)
        run.close()
        assert torch.get_num_threads() == before


def test_that_an_absent_device_is_refused_before_training() -> None:
    absent = next(n for n, there in devices._available().items() if not there)
    with pytest.raises(DeviceError, match="is not on this machine"):
        fitted(quick(device=absent), blobs())


def test_that_naming_the_learner_imports_no_torch() -> None:
    code = "import sys, workbench.models.mlp; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
