"""Variants of the perceptron trained together are what they are alone, and told of apart."""

from typing import Any

import numpy as np
import pytest

from tests.contracts.rows import blobs, line
from workbench.core.errors import Defect, DeviceError, FitError, ParameterError, WorkbenchError
from workbench.core.run import Command, Event, Noted, Stop, finish
from workbench.data.dataset import FloatArray
from workbench.models import stack_events
from workbench.models.learner import Fold, Outcome, Variant, VariantReported
from workbench.models.mlp import MLP
from workbench.models.mlp_model import MLPModel
from workbench.models.model import Model
from workbench.training import device as devices
from workbench.training import grouping
from workbench.training.events import EpochEnded

# At batch size 32: one batch more, and a last batch of one.
SIZES = (64, 40, 65)
FOLDS = tuple(
    Fold(blobs(n, seed=n), None, blobs(20 + i, seed=1), number=i) for i, n in enumerate(SIZES)
)
VALIDATED = tuple(
    Fold(fold.train, blobs(30 + i, seed=2), fold.held_out, fold.number)
    for i, fold in enumerate(FOLDS)
)
PLAIN = {"hidden": "8", "epochs": 5, "learning_rate": 0.01}


def mlps(**swept: list[Any]) -> list[MLP]:
    """A learner for each value; lists are as long as each other."""
    values = zip(*swept.values(), strict=True)
    return [MLP.parse(PLAIN | dict(zip(swept, some, strict=True))) for some in values]


def together(
    learners: list[MLP], folds: tuple[Fold, ...] = FOLDS, events: list[Event] | None = None
) -> list[Outcome]:
    seen: list[Event] = [] if events is None else events
    return finish(MLP.fit_variants([Variant(mlp, folds) for mlp in learners]), seen.append)


def models_of(outcome: Outcome) -> list[Model]:
    assert not isinstance(outcome, WorkbenchError), outcome
    return outcome


def notes(events: list[Event], number: int) -> list[str]:
    mine = [e.event for e in events if isinstance(e, VariantReported) and e.number == number]
    return [event.text for event in mine if isinstance(event, Noted)]


def epochs(events: list[Event], number: int) -> list[EpochEnded]:
    mine = [e.event for e in events if isinstance(e, VariantReported) and e.number == number]
    return [event for event in mine if isinstance(event, EpochEnded)]


def told_loss(events: list[EpochEnded]) -> FloatArray:
    """The training losses that events tell of, shape (folds, epochs)."""
    parts = []
    for event in events:
        parts += [] if event.earlier is None else [event.earlier[0]]
        parts.append(event.train_loss[:, None])
    return np.concatenate(parts, 1)


@pytest.mark.parametrize(
    ("folds", "swept"),
    [
        (FOLDS, {"learning_rate": [0.001, 0.01, 0.03]}),
        (FOLDS, {"learning_rate": [0.001, 0.03], "seed": [1, 9], "weight_decay": [0.1, 0.0]}),
        (FOLDS, {"weight_decay": [0.0, 0.01, 0.3], "optimizer": ["adamw"] * 3}),
        (FOLDS, {"initialisation": ["normal", "xavier", "he"], "initial_std": [0.3, 1, 1]}),
        (FOLDS, {"dropout": [0.0, 0.1, 0.5]}),
        (FOLDS, {"epochs": [1, 12, 5], "schedule": ["cosine"] * 3}),
        (FOLDS, {"batch_size": [16, 32, 1000]}),
        (FOLDS, {"activation": ["relu", "tanh", "relu"], "batch_norm": [True, True, False]}),
        (FOLDS, {"hidden": ["8", "4,4", ""]}),
        (FOLDS, {"scale": ["none", "min-max", "standardise"]}),
        (FOLDS, {"validation_share": [0.0, 0.2, 0.2], "seed": [1, 1, 2]}),
        (
            FOLDS,
            {
                "validation_share": [0.3] * 3,
                "early_stopping": [1, 4, 0],
                "epochs": [80, 80, 20],
                "learning_rate": [0.05, 0.1, 0.01],
            },
        ),
        (
            VALIDATED,
            {
                "early_stopping": [2, 5],
                "epochs": [80] * 2,
                "schedule": ["plateau"] * 2,
                "learning_rate": [0.1, 0.02],
            },
        ),
    ],
)
def test_that_variants_become_what_they_become_alone(
    folds: tuple[Fold, ...], swept: dict[str, list[Any]]
) -> None:
    learners = mlps(**swept)
    for learner, outcome in zip(learners, together(learners, folds), strict=True):
        alone = finish(learner.fit_all(folds))
        for ours, theirs in zip(models_of(outcome), alone, strict=True):
            assert_same(ours, theirs)


def assert_same(ours: Model, theirs: Model) -> None:
    difference = ours.predict_proba(blobs()) - theirs.predict_proba(blobs())
    assert np.abs(difference).max() <= 1e-5
    assert ours.curve is not None
    assert theirs.curve is not None
    assert ours.curve.best_epoch == theirs.curve.best_epoch
    assert ours.curve.watched == theirs.curve.watched
    np.testing.assert_allclose(ours.curve.train_loss, theirs.curve.train_loss, atol=1e-4)


def test_that_regression_variants_become_what_they_become_alone() -> None:
    folds = tuple(Fold(line(n, seed=n), None, line(30), number=n % 3) for n in (60, 61))
    learners = mlps(learning_rate=[0.01, 0.1], weight_decay=[0.0, 0.1])
    for learner, outcome in zip(learners, together(learners, folds), strict=True):
        for ours, theirs in zip(models_of(outcome), finish(learner.fit_all(folds)), strict=True):
            np.testing.assert_allclose(ours.predict(line()), theirs.predict(line()), atol=1e-3)


@pytest.mark.parametrize("limit", ["GAINS_BELOW", "STACK_BYTES"])
def test_that_a_few_at_a_time_become_what_all_become_together(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    learners = mlps(learning_rate=[0.001, 0.01, 0.03])
    whole = together(learners)
    monkeypatch.setattr(grouping, limit, 10 if limit == "GAINS_BELOW" else 6_000)
    events: list[Event] = []
    parts = together(learners, events=events)
    how = "one after the other" if limit == "GAINS_BELOW" else "4 at a time"
    assert any(f"9 networks (3 values × 3 folds) trained {how}: " in n for n in notes(events, 0))
    for ours, theirs in zip(whole, parts, strict=True):
        for one, other in zip(models_of(ours), models_of(theirs), strict=True):
            assert_same(one, other)


def test_that_each_variant_is_told_how_it_is_trained() -> None:
    events: list[Event] = []
    together(mlps(learning_rate=[0.1, 0.2, 0.3], hidden=["8", "8", "4"]), events=events)
    added = "Added: impute (mean), standardise."
    both = [added, "6 networks (2 values × 3 folds) trained together."]
    assert sorted(notes(events, 0)) == sorted(notes(events, 1)) == sorted(both)
    assert sorted(notes(events, 2)) == sorted([added, "3 folds trained together."])


def test_that_hold_out_and_unequal_folds_are_named_as_what_they_are() -> None:
    first, second = mlps(learning_rate=[0.1, 0.2])
    for folds, what in ((FOLDS[:1], "2 networks (2 values)"), (FOLDS, "4 networks (2 values)")):
        events: list[Event] = []
        variants = [Variant(first, folds), Variant(second, FOLDS[:1])]
        finish(MLP.fit_variants(variants), events.append)
        assert f"{what} trained together." in notes(events, 1)


def test_that_rows_are_prepared_once_for_variants_that_prepare_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    n_prepared = 0
    ready = MLP.ready

    def counted(learner: MLP, fold: Fold) -> Any:
        nonlocal n_prepared
        n_prepared += 1
        return ready(learner, fold)

    monkeypatch.setattr(MLP, "ready", counted)
    together(mlps(learning_rate=[0.1, 0.2, 0.3], seed=[1, 2, 3]))
    assert n_prepared == len(FOLDS)
    together(mlps(validation_share=[0.1] * 3, seed=[1, 2, 2]))
    assert n_prepared == 3 * len(FOLDS)


@pytest.mark.parametrize("rate", [0, 10**9])
def test_that_events_tell_each_variant_its_whole_curve(
    monkeypatch: pytest.MonkeyPatch, rate: int
) -> None:
    monkeypatch.setattr(stack_events, "EVENTS_PER_SECOND", rate)
    learners = mlps(learning_rate=[0.001, 0.01, 0.03], epochs=[9, 4, 7])
    events: list[Event] = []
    outcomes = together(learners, events=events)
    for number, outcome in enumerate(outcomes):
        mine = epochs(events, number)
        assert len(mine) == learners[number].epochs or rate == 0
        assert {event.folds for event in mine} == {(0, 1, 2)}
        assert {event.n_epochs for event in mine} == {learners[number].epochs}
        assert mine[-1].epoch == learners[number].epochs
        curves = [model.curve.train_loss for model in models_of(outcome) if model.curve]
        np.testing.assert_array_equal(told_loss(mine), curves)


def test_that_only_a_variant_whose_loss_is_lost_is_warned() -> None:
    events: list[Event] = []
    together(
        mlps(learning_rate=[0.01, 1000], optimizer=["sgd"] * 2, epochs=[30] * 2), events=events
    )
    sentence = "The loss is no longer a number; a lower learning rate helps."
    assert [notes(events, number).count(sentence) for number in (0, 1)] == [0, 1]


@pytest.mark.parametrize(
    ("swept", "error"),
    [
        ({"early_stopping": [0, 3]}, ParameterError),
        ({"prepare": [True, False], "scale": ["none"] * 2}, FitError),
        ({"device": ["cpu", "absent"]}, DeviceError),
    ],
)
def test_that_a_value_that_cannot_be_fails_alone(
    swept: dict[str, list[Any]], error: type[WorkbenchError]
) -> None:
    absent = next(name for name, is_there in devices._available().items() if not is_there)
    swept = {k: [absent if v == "absent" else v for v in values] for k, values in swept.items()}
    gap = blobs(40)
    gap = gap.with_columns(
        gap.schema.attributes,
        (np.where(np.arange(40) == 3, np.nan, gap.columns[0]), *gap.columns[1:]),
    )
    good, bad = together(mlps(**swept), (*FOLDS, Fold(gap, number=3)))
    assert len(models_of(good)) == 4
    assert isinstance(bad, error)


def test_that_a_stack_that_breaks_leaves_the_other_stacks(monkeypatch: pytest.MonkeyPatch) -> None:
    job = MLP.job

    def failing(learner: MLP, *arguments: Any) -> Any:
        if learner.hidden == (4,):
            raise MemoryError
        return job(learner, *arguments)

    monkeypatch.setattr(MLP, "job", failing)
    outcomes = together(mlps(hidden=["8", "4", "8", "4"], seed=[1, 1, 2, 2]))
    assert [isinstance(outcome, Defect) for outcome in outcomes] == [False, True, False, True]


def test_that_a_stop_keeps_the_running_stack_and_begins_no_other() -> None:
    def stop_at_second(event: Event) -> Command | None:
        told = event.event if isinstance(event, VariantReported) else event
        return Stop() if isinstance(told, EpochEnded) and told.epoch == 2 else None

    learners = mlps(
        hidden=["8", "8", "8", "4"], validation_share=[0, 0, 0.2, 0], epochs=[30, 40, 30, 30]
    )
    variants = [Variant(learner, FOLDS) for learner in learners]
    first, second, *others = finish(MLP.fit_variants(variants), stop_at_second)
    for outcome in (first, second):
        lengths = {len(m.curve.train_loss) for m in models_of(outcome) if m.curve}
        assert lengths == {2}
        assert len(models_of(outcome)) == 3
    assert others == [[], []]


def test_that_a_stop_lets_a_variant_end_whose_folds_are_in_several_stacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grouping, "GAINS_BELOW", 10)

    def stop_at_fourth(event: Event) -> Command | None:
        told = event.event if isinstance(event, VariantReported) else event
        is_there = isinstance(told, EpochEnded) and (told.folds, told.epoch) == ((0,), 4)
        return Stop() if is_there else None

    variants = [Variant(learner, FOLDS) for learner in mlps(seed=[1, 2], epochs=[30] * 2)]
    first, second = finish(MLP.fit_variants(variants), stop_at_fourth)
    assert [len(m.curve.train_loss) for m in models_of(first) if m.curve] == [4, 4, 4]
    assert models_of(second) == []


def test_that_a_stop_before_training_leaves_one_epoch_of_the_first_variant() -> None:
    variants = [Variant(learner, FOLDS) for learner in mlps(seed=[1, 2], epochs=[30] * 2)]
    first, second = finish(MLP.fit_variants(variants), lambda event: Stop())
    assert [len(m.curve.train_loss) for m in models_of(first) if m.curve] == [1, 1, 1]
    assert models_of(second) == []


def test_that_networks_of_a_variant_may_differ_in_width() -> None:
    whole = blobs(40)
    gap = whole.with_columns(whole.schema.attributes, (np.full(40, np.nan), *whole.columns[1:]))
    folds = (Fold(whole), Fold(gap, number=1), Fold(whole, number=2))
    for outcome in together(mlps(seed=[1, 2]), folds):
        models = models_of(outcome)
        assert [m.architecture.widths[0] for m in models if isinstance(m, MLPModel)] == [2, 1, 2]
