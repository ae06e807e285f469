"""The deep belief network as a learner: what pre-training is worth, phases, and dreams."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from tests.unit.models.test_rbm_learner import digits, table
from workbench.core.errors import FitError, ModelError
from workbench.core.run import Command, Event, Noted, Progressed, Stop, finish
from workbench.data.dataset import Dataset
from workbench.data.state import State
from workbench.models.dbn import DBN
from workbench.models.dbn_model import DBNModel
from workbench.models.generative import Wanted
from workbench.models.learner import Fold
from workbench.training.events import EpochEnded

SMALL = {"hidden": "12,10", "epochs": 3, "pretraining_epochs": 3}
ENDINGS = ["softmax", "labels", "up-down"]


def preset(name: str, **changes: object) -> DBN:
    [found] = [values for title, values in DBN.presets.items() if title.endswith(name)]
    return DBN.parse({**found, **changes})


def fitted(learner: DBN, train: Dataset) -> DBNModel:
    model = finish(learner.fit(Fold(train)))
    assert isinstance(model, DBNModel)
    return model


def parts() -> tuple[Dataset, Dataset]:
    """Three quarters of the digits, and the others."""
    order = np.random.default_rng(0).permutation(1797)
    return digits().take(order[:1347]), digits().take(order[1347:])


def accuracy(model: DBNModel, rows: Dataset) -> float:
    return float(np.mean(model.predict(rows) == rows.labels))


@pytest.mark.slow
def test_that_pre_training_rescues_a_deep_sigmoid_network() -> None:
    train, test = parts()
    pretrained = fitted(preset("four sigmoid layers, pre-trained"), train)
    alone = fitted(preset("the same, not pre-trained"), train)
    assert accuracy(pretrained, test) >= 0.95  # 0.974 in the course's figures
    assert accuracy(alone, test) <= 0.2  # about 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes", [{}, {"ending": "up-down", "learning_rate": 0.02, "epochs": 30}], ids=str
)
def test_that_dreamt_digits_are_recognised_and_real_ones_told_apart(
    changes: dict[str, object],
) -> None:
    train, test = parts()
    model = fitted(preset("digits that are dreamt", **changes), train)
    assert accuracy(model, test) >= 0.9
    judge = KNeighborsClassifier(3).fit(digits().column("picture").reshape(-1, 64), digits().labels)
    made = finish(model.generate(Wanted(n=200, steps=200)))
    told = judge.predict(made.column("picture").reshape(-1, 64))
    assert np.mean(told == made.labels) >= 0.8


def test_that_each_layer_is_told_of_as_progress_and_then_the_epochs_of_all() -> None:
    events: list[Event] = []
    finish(DBN.parse(SMALL).fit(Fold(digits(slice(0, 200)))), events.append)
    progress = [e for e in events if isinstance(e, Progressed) and "pre-training" in e.text]
    shares = [event.done / event.total for event in progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert progress[0].text.startswith("pre-training layer 1/2 · epoch 1/3")
    notes = [e.text for e in events if isinstance(e, Noted) and "Pre-trained" in e.text]
    assert [note[:21] for note in notes] == ["Pre-trained layer 1/2", "Pre-trained layer 2/2"]
    epochs = [e for e in events if isinstance(e, EpochEnded)]
    assert [e.epoch for e in epochs] == [1, 2, 3]


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_a_stop_in_any_phase_gives_a_model(ending: str) -> None:
    rows = digits(slice(0, 200))
    for wanted in ("layer 1/", "layer 2/", "epoch"):

        def stop(event: Event, wanted: str = wanted) -> Command | None:
            is_there = wanted == "epoch" and isinstance(event, EpochEnded)
            is_there |= isinstance(event, Progressed) and wanted in event.text
            return Stop() if is_there else None

        model = finish(DBN.parse({**SMALL, "ending": ending}).fit(Fold(rows)), stop)
        assert model.predict(rows).shape == (200,)
        assert model.curve is not None
        assert len(model.curve.train_loss) <= 3


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_the_same_seed_gives_the_same_network(ending: str) -> None:
    learner = DBN.parse({**SMALL, "ending": ending})
    first, again = (fitted(learner, digits(slice(0, 150))) for _ in range(2))
    other = fitted(learner.with_parameters({"seed": 2}), digits(slice(0, 150)))
    for name, array in first.weights.items():
        np.testing.assert_array_equal(array, again.weights[name])
    assert any(not np.array_equal(a, other.weights[n]) for n, a in first.weights.items())


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_folds_trained_together_become_what_each_becomes_alone(ending: str) -> None:
    learner = DBN.parse({**SMALL, "ending": ending, "optimizer": "sgd", "learning_rate": 0.05})
    whole = digits(slice(0, 310))
    folds = [Fold(whole.take(np.arange(310) % 3 != i), None, None, i) for i in range(3)]
    together = finish(learner.fit_all(folds))
    for fold, model in zip(folds, together, strict=True):
        [alone] = finish(learner.fit_all([fold]))
        np.testing.assert_allclose(
            model.predict_proba(whole), alone.predict_proba(whole), atol=1e-4
        )


def test_that_numbers_are_dreamt_in_their_own_units() -> None:
    learner = DBN.parse({"hidden": "30,30", "ending": "labels", "visible": "gaussian"})
    made = finish(fitted(learner, table()).generate(Wanted(n=60, label="small", steps=100)))
    assert made.schema == table().schema
    assert abs(np.mean(made.column("weight")) - 50) < 10


def test_that_a_classifier_says_that_it_cannot_generate() -> None:
    model = fitted(DBN.parse(SMALL), digits(slice(0, 100)))
    with pytest.raises(ModelError, match="cannot generate"):
        finish(model.generate(Wanted()))


def test_that_a_number_to_be_predicted_is_refused_by_name() -> None:
    rows = table().with_class("weight")
    with pytest.raises(FitError, match="'weight' is numeric"):
        fitted(DBN.parse(SMALL), rows)


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_damaged_states_are_refused(ending: str) -> None:
    model = fitted(DBN.parse({**SMALL, "ending": ending}), digits(slice(0, 100)))
    state = model.state()
    shape = state.values["shape"]
    for values, message in (
        ({}, "incomplete"),
        ({**state.values, "shape": {**shape, "n_visible": 63}}, "63 binary units"),
        ({**state.values, "shape": {**shape, "hidden": [12, 11]}}, "do not fit"),
    ):
        with pytest.raises(ModelError, match=message):
            DBNModel.from_state(State(values, state.arrays), model.schema, model.preparation)


def test_that_presets_are_valid_and_one_is_hintons() -> None:
    learners = [DBN.parse(dict(values)) for values in DBN.presets.values()]
    assert (500, 500, 2000) in {learner.hidden for learner in learners}


def with_few_labels(rows: Dataset, n: int) -> Dataset:
    """The same rows, the class missing but in the first ones."""
    codes = rows.labels.copy()
    codes[n:] = -1
    return rows.with_columns(rows.schema.attributes, (*rows.columns[:-1], codes))


def test_that_rows_without_a_class_are_pre_trained_on() -> None:
    events: list[Event] = []
    few = with_few_labels(digits(slice(0, 200)), 50)
    model = finish(DBN.parse(SMALL).fit(Fold(few)), events.append)
    assert Noted("Training rows without a class, used for pre-training only: 150.") in events
    assert not any("left out" in e.text for e in events if isinstance(e, Noted))
    alone = fitted(DBN.parse(SMALL), digits(slice(0, 50)))
    assert not np.array_equal(model.predict_proba(few), alone.predict_proba(few))


@pytest.mark.slow
def test_that_with_100_labels_pre_training_on_the_other_rows_helps() -> None:
    train, test = parts()
    few = with_few_labels(train, 100)
    right = []
    for epochs in (30, 0):
        learner = DBN(hidden=(100,) * 4, pretraining_epochs=epochs, epochs=60)
        right.append(accuracy(fitted(learner, few), test))
    assert right[0] > 0.88  # 0.926 in the course's figures
    assert right[0] > right[1] + 0.05


def test_that_pre_training_that_diverges_is_told_of_and_is_no_defect() -> None:
    events: list[Event] = []
    learner = DBN(
        visible="gaussian", hidden=(8, 8), pretraining_rate=1000, pretraining_epochs=20, epochs=1
    )
    finish(learner.fit(Fold(table(60))), events.append)
    warnings = {event.text for event in events if isinstance(event, Noted) and event.is_warning}
    assert warnings == {"The loss is no longer a number; a lower learning rate helps."}
