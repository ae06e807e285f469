"""Whether networks are trained together is decided by rule, or by measuring once."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from workbench.core.run import Command, Event, finish
from workbench.models.networks.cnn import Plan, initial_network
from workbench.models.networks.design import Design
from workbench.models.networks.scaling import Scaling
from workbench.training import trial
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
)
from workbench.training.grouping import Grouping, convolutional_grouping
from workbench.training.job import Job, Settings
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")
OPEN = Grouping(10, 10, is_open=True)


def job(text: str = "conv 4 3x3; relu; dropout 0.2; flatten; dense classes") -> Job:
    plan = Plan(Design.parse(text), (1, 6, 6), (1, 6, 6), Scaling(), 2)
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (20, 6, 6)).astype(np.uint8)
    return Job(initial_network(plan, "he", 1.0, 1), Samples(pictures, rng.integers(0, 2, 20)))


def settings() -> Settings:
    return Settings(CrossEntropy(), CPU, batch_size=8)


def keeping(kept: dict[str, Checkpoint]) -> Callable[[Event], Command | None]:
    """A driver that keeps checkpoints."""

    def answered(event: Event) -> Command | None:
        match event:
            case TrainingBegan():
                return KeepCheckpoints()
            case CheckpointSought() if event.key in kept:
                return GoOn(kept[event.key])
            case Checkpointed():
                kept[event.key] = event.checkpoint
        return None

    return answered


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_remembered", {})


def measuring(monkeypatch: pytest.MonkeyPatch, *gains: float) -> list[float]:
    """Let measurements give these gains; those that are left."""
    left = list(gains)
    monkeypatch.setattr(trial, "measured", lambda *_: left.pop(0))
    return left


def test_that_small_steps_are_stacked_and_large_ones_are_not_without_measuring() -> None:
    small = convolutional_grouping(10, 1_000, 2**20, 10_000, CPU)
    assert (small.size, small.is_open) == (10, False)
    assert str(small) == "10 folds trained together."
    large = convolutional_grouping(10, 1_000_000, 2**30, 10_000, CPU)
    assert (large.size, large.is_open) == (1, False)
    assert "one after the other: 1,074 million multiplications a step gain nothing" in str(large)
    between = convolutional_grouping(10, 1_000, 2**25, 10_000, CPU)
    assert (between.size, between.is_open) == (10, True)
    assert not convolutional_grouping(10, 1_000, 2**25, 10_000, torch.device("cuda")).is_open


def test_that_no_more_are_stacked_than_memory_holds() -> None:
    plan = convolutional_grouping(10, 1_000, 2**20, 2**28, CPU)
    assert plan.size == 3
    assert "more would not fit" in str(plan)


def test_that_what_gains_is_trained_together_and_what_does_not_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measuring(monkeypatch, 2.5)
    assert str(finish(trial.chosen(OPEN, job(), settings()))) == "10 folds trained together."
    measuring(monkeypatch, 0.8)
    other = job("conv 5 3x3; flatten; dense classes")
    told = str(finish(trial.chosen(OPEN, other, settings())))
    assert (
        told == "10 folds trained one after the other: together they are 0.8× as fast, as measured."
    )


def test_that_a_network_is_measured_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    left = measuring(monkeypatch, 2.5, 0.5)
    first = finish(trial.chosen(OPEN, job(), settings()))
    assert finish(trial.chosen(OPEN, job(), settings())) == first
    assert left == [0.5]


def test_that_a_resumed_run_chooses_as_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, Checkpoint] = {}
    left = measuring(monkeypatch, 0.5, 2.5)
    first = finish(trial.chosen(OPEN, job(), settings()), keeping(kept))
    trial._remembered.clear()
    again = finish(trial.chosen(OPEN, job(), settings()), keeping(kept))
    assert first == again
    assert first.size == 1
    assert left == [2.5]
    finish(trial.chosen(OPEN, job("conv 5 3x3; flatten; dense classes"), settings()), keeping(kept))
    assert left == []


def test_that_measuring_gives_a_gain_and_leaves_the_network_as_it_was() -> None:
    given = job()
    before = [p.clone() for p in given.network.parameters()]
    assert trial.measured(given, settings(), 4) > 0
    for ours, theirs in zip(given.network.parameters(), before, strict=True):
        assert torch.equal(ours, theirs)
