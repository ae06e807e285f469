"""The rules that hold for every learner, one function each."""

import json
import pickle
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
import torch

from tests.contracts.rows import blobs, line, mixed, separable
from workbench.core.errors import FitError, ModelError, WorkbenchError
from workbench.core.run import Command, Event, Stop, finish
from workbench.data.dataset import Dataset
from workbench.data.state import State
from workbench.models.learner import Fold, Learner
from workbench.models.majority import Majority
from workbench.models.model import Model


def fitted(learner: Learner, train: Dataset) -> Model:
    return finish(learner.fit(Fold(train)))


def quick(learner: Learner) -> Learner:
    """The same learner with few epochs, where what it learns does not matter."""
    few = {"epochs": 3, "pretraining_epochs": 3}
    fewer = {name: n for name, n in few.items() if name in type(learner).model_fields}
    return learner.with_parameters(fewer) if fewer else learner


def check_that_probabilities_add_up(learner: Learner) -> None:
    for rows in (blobs(), mixed()):
        probabilities = fitted(quick(learner), rows).predict_proba(rows)
        assert probabilities.shape == (rows.n_samples, len(rows.schema.target.values))
        assert np.all(probabilities >= 0)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)


def check_that_it_learns_what_is_separable(learner: Learner) -> None:
    if isinstance(learner, Majority):
        return  # looks at no feature: that is what it is for
    model = fitted(learner, separable())
    fresh = separable(seed=1)
    assert np.mean(model.predict(fresh) == fresh.labels) >= 0.98


def check_that_it_learns_a_line_or_refuses_numbers(learner: Learner) -> None:
    try:
        model = fitted(learner, line())
    except FitError as error:
        assert "'z'" in error.message  # noqa: PT017 -- either outcome is right
        return
    predicted = model.predict(line(seed=1))
    assert predicted.shape == (120,)
    assert np.all(np.isfinite(predicted))
    if not isinstance(learner, Majority):
        assert np.corrcoef(predicted, line(seed=1).labels)[0, 1] > 0.9
    with pytest.raises(ModelError, match="'z'"):
        model.predict_proba(line())


def check_that_the_same_seed_gives_the_same_model(learner: Learner) -> None:
    before = fitted(quick(learner), blobs())
    fitted(quick(learner), mixed())
    np.random.default_rng().random()
    again = fitted(quick(learner), blobs())
    np.testing.assert_array_equal(before.predict_proba(blobs()), again.predict_proba(blobs()))


def check_that_global_random_states_are_left_alone(learner: Learner) -> None:
    with unchanged_random_states():
        model = fitted(quick(learner), blobs())
        model.predict(blobs())


def check_that_it_survives_being_written_down(learner: Learner) -> None:
    for train in (blobs(), mixed()):
        model = fitted(quick(learner), train)
        steps = tuple(
            type(step).from_state(_through_a_file(step.state())) for step in model.preparation
        )
        again = type(model).from_state(_through_a_file(model.state()), model.schema, steps)
        rows = train.take(slice(0, 20))
        np.testing.assert_array_equal(again.predict_proba(rows), model.predict_proba(rows))


def check_that_a_model_without_its_arrays_is_refused(learner: Learner) -> None:
    model = fitted(quick(learner), blobs())
    with pytest.raises(ModelError):
        type(model).from_state(State(model.state().values), model.schema, model.preparation)


def check_that_the_order_of_training_rows_does_not_matter(learner: Learner) -> None:
    if not learner.ignores_order:
        return  # trains sample by sample, or by batches
    order = np.random.default_rng(5).permutation(90)
    model, again = fitted(learner, blobs()), fitted(learner, blobs().take(order))
    np.testing.assert_allclose(
        again.predict_proba(blobs()), model.predict_proba(blobs()), atol=1e-6
    )


def check_that_rows_are_predicted_one_by_one_as_together(learner: Learner) -> None:
    model = fitted(quick(learner), blobs())
    together = model.predict_proba(blobs())
    apart = [model.predict_proba(blobs().take(np.array([i])))[0] for i in range(10)]
    np.testing.assert_allclose(apart, together[:10], atol=1e-5)


def check_that_events_are_frozen_and_picklable(learner: Learner) -> None:
    events: list[Event] = []
    finish(quick(learner).fit(Fold(blobs(), None, blobs(seed=1))), events.append)
    assert events, "no event at all: nothing could be shown, and it could not be stopped"
    for event in events:
        assert type(pickle.loads(pickle.dumps(event))) is type(event)  # noqa: S301 -- our own bytes
        for field in fields(event):
            value = getattr(event, field.name)
            assert not isinstance(value, torch.Tensor)
            assert not isinstance(value, np.ndarray) or not value.flags.writeable
            with pytest.raises(FrozenInstanceError):
                setattr(event, field.name, None)


def check_that_it_can_be_closed_at_every_event(learner: Learner) -> None:
    n_events, is_done = 0, False
    while not is_done and n_events < 40:
        run = quick(learner).fit(Fold(blobs()))
        seen = [event for _, event in zip(range(n_events + 1), run, strict=False)]
        is_done = len(seen) <= n_events
        run.close()
        n_events += 1


def check_that_a_stop_ends_with_a_model(learner: Learner) -> None:
    def stop(event: Event) -> Command:
        return Stop()

    model = finish(learner.fit(Fold(blobs())), stop)
    assert model.predict(blobs()).shape == (90,)


def check_that_odd_data_are_learnt_or_refused_politely(learner: Learner) -> None:
    whole = blobs()
    gap = np.full(90, np.nan)
    no_class = np.full(90, -1, np.int32)
    odd = {
        "no row": whole.take(slice(0, 0)),
        "one row": whole.take(slice(0, 1)),
        "two rows": whole.take(slice(0, 2)),
        "one class": whole.take(whole.labels == 1),
        "no feature": whole.with_columns(whole.schema.attributes[2:], whole.columns[2:]),
        "a constant": whole.with_columns(
            whole.schema.attributes, (np.ones(90), *whole.columns[1:])
        ),
        "only constants": whole.with_columns(
            whole.schema.attributes, (np.ones(90), np.zeros(90), whole.columns[2])
        ),
        "an empty column": whole.with_columns(whole.schema.attributes, (gap, *whole.columns[1:])),
        "an infinity": whole.with_columns(
            whole.schema.attributes, (np.full(90, np.inf), *whole.columns[1:])
        ),
        "no class value": whole.with_columns(
            whole.schema.attributes, (*whole.columns[:2], no_class)
        ),
        "no class attribute": whole.with_class(None),
    }
    for what, rows in odd.items():
        try:
            outputs = fitted(quick(learner), rows).predict_proba(whole)
        except WorkbenchError as error:
            assert error.message.endswith("."), what  # noqa: PT017 -- either outcome is right
        else:
            assert np.all(np.isfinite(outputs)), what


def check_that_rows_that_do_not_fit_are_refused_by_name(learner: Learner) -> None:
    model = fitted(quick(learner), mixed())
    rows = mixed()
    with pytest.raises(ModelError, match="'number'"):
        model.predict(rows.with_columns(rows.schema.attributes[1:], rows.columns[1:]))


def check_that_rows_with_gaps_and_no_class_are_predicted(learner: Learner) -> None:
    model = fitted(quick(learner), mixed())
    rows = mixed(seed=3)
    empty = (np.full(60, np.nan), np.full(60, -1, np.int32), *rows.columns[2:4])
    outputs = model.predict_proba(rows.with_columns(rows.schema.attributes[:4], empty))
    assert np.all(np.isfinite(outputs))


def check_that_no_rows_give_no_predictions(learner: Learner) -> None:
    model = fitted(quick(learner), blobs())
    assert model.predict(blobs().take(slice(0, 0))).shape == (0,)


def check_that_folds_together_give_what_each_gives_alone(learner: Learner) -> None:
    rows = np.arange(90)
    folds = [
        Fold(blobs().take(rows % 3 != i), None, blobs().take(rows % 3 == i), i) for i in range(3)
    ]
    together = finish(quick(learner).fit_all(folds))
    for fold, model in zip(folds, together, strict=True):
        alone = finish(quick(learner).fit(fold))
        np.testing.assert_allclose(
            model.predict_proba(blobs()), alone.predict_proba(blobs()), atol=1e-4
        )


LEARNER_RULES = tuple(
    rule for name, rule in sorted(globals().items()) if name.startswith("check_that_")
)


@contextmanager
def unchanged_random_states() -> Iterator[None]:
    before = (random.getstate(), np.random.get_state(legacy=True), torch.get_rng_state())  # noqa: NPY002
    yield
    assert random.getstate() == before[0]
    for ours, theirs in zip(np.random.get_state(legacy=True), before[1], strict=True):  # noqa: NPY002
        np.testing.assert_array_equal(ours, theirs)
    assert torch.equal(torch.get_rng_state(), before[2])


def _through_a_file(state: State) -> State:
    """What a model file does to a state: JSON, and contiguous arrays of plain numbers."""
    arrays = {name: np.array(array, order="C") for name, array in state.arrays.items()}
    assert all(array.dtype.kind in "iufb" for array in arrays.values())
    return State(json.loads(json.dumps(state.values, allow_nan=False)), arrays)
