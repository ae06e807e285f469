from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.core.run import Command, Event, Stop, finish
from workbench.training import keeper, loop
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
    WentOn,
)
from workbench.training.events import EpochEnded
from workbench.training.initialisation import initialise
from workbench.training.job import Job, Settings, Trained
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")


class Noisy(nn.Module):
    """Adds noise from its own stream: what no stack knows."""

    def __init__(self) -> None:
        super().__init__()
        self.generator: torch.Generator | None = None
        self.ends = nn.Sequential(
            nn.utils.skip_init(nn.Linear, 5, 6),
            nn.BatchNorm1d(6),
            nn.utils.skip_init(nn.Linear, 6, 2),
        )

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        if self.training:
            inputs = inputs + torch.randn(inputs.shape, generator=self.generator)
        outputs: Tensor = self.ends(inputs)
        return outputs


def stacked_network() -> nn.Module:
    return nn.Sequential(
        nn.utils.skip_init(nn.Linear, 5, 7),
        nn.BatchNorm1d(7),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.utils.skip_init(nn.Linear, 7, 2),
    )


def rows(n: int, seed: int) -> Samples:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(n, 5)).astype(np.float32)
    return Samples(inputs, (inputs[:, 0] + rng.normal(size=n) > 0).astype(np.int64))


def job(network: nn.Module, seed: int = 0, **changes: Any) -> Job:
    initialise(network, "he", torch.Generator().manual_seed(seed))
    plain: dict[str, Any] = {"epochs": 7, "learning_rate": 0.02, "seed": seed, "fold": seed}
    return Job(network, rows(50 + seed, seed), rows(30, 99), **(plain | changes))


def stack(**changes: Any) -> list[Job]:
    several = [job(stacked_network(), seed, **changes) for seed in range(4)]
    several[2] = replace(several[2], epochs=3)  # leaves early
    return several


def alone(**changes: Any) -> list[Job]:
    return [job(Noisy(), **changes)]


class Driver:
    """Keeps every checkpoint; hands out one that it is given."""

    def __init__(self, first: Checkpoint | None = None) -> None:
        self.first, self.given, self.events = first, list[Checkpointed](), list[Event]()

    def __call__(self, event: Event) -> Command | None:
        self.events.append(event)
        match event:
            case TrainingBegan():
                return KeepCheckpoints(0.0)
            case CheckpointSought() if self.first is not None:
                return GoOn(self.first)
            case Checkpointed():
                self.given.append(event)
        return None


def settings(**changes: Any) -> Settings:
    plain: dict[str, Any] = {"batch_size": 8, "schedule": "plateau"}
    return Settings(CrossEntropy(), CPU, **(plain | changes))


def same(ours: Sequence[Trained], theirs: Sequence[Trained]) -> None:
    for one, other in zip(ours, theirs, strict=True):
        expected = other.network.state_dict()
        for name, tensor in one.network.state_dict().items():
            assert torch.equal(tensor, expected[name]), name
        np.testing.assert_array_equal(one.curve.train_loss, other.curve.train_loss)
        assert one.curve.best_epoch == other.curve.best_epoch


@pytest.fixture(autouse=True)
def at_every_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 0.0)
    monkeypatch.setattr(keeper, "SHARE", 1e9)


@pytest.mark.parametrize("jobs", [stack, alone], ids=["stack", "alone"])
@pytest.mark.parametrize("optimiser", ["adam", "momentum", "sgd"])
def test_that_a_training_goes_on_from_any_batch_as_if_nothing_had_been(
    jobs: Any, optimiser: str
) -> None:
    chosen = settings(optimiser=optimiser)
    driver = Driver()
    whole = finish(loop.train(jobs(patience=4), chosen), driver)
    same(finish(loop.train(jobs(patience=4), chosen)), whole)  # keeping changes nothing
    assert len(driver.given) > 30
    assert driver.given[-1].has_ended
    for event in driver.given[:: 7 if jobs is stack else 3] + driver.given[-1:]:
        again = Driver(event.checkpoint)
        same(finish(loop.train(jobs(patience=4), chosen), again), whole)


def test_that_a_training_that_goes_on_tells_of_the_epochs_before() -> None:
    driver = Driver()
    whole = finish(loop.train(alone(), settings()), driver)[0]
    fourth = next(e for e in driver.given if e.epoch == 4)
    again = Driver(fourth.checkpoint)
    finish(loop.train(alone(), settings()), again)
    told = [e for e in again.events if isinstance(e, EpochEnded)]
    assert [e.epoch for e in told] == [4, 5, 6, 7]
    assert told[0].earlier is not None
    before = [*told[0].earlier[0, 0], *(e.train_loss[0] for e in told)]
    np.testing.assert_array_equal(before, whole.curve.train_loss)


@pytest.mark.parametrize("jobs", [stack, alone], ids=["stack", "alone"])
def test_that_a_finished_training_is_gone_on_with(jobs: Any) -> None:
    plain = settings(schedule="cosine")
    driver = Driver()
    finish(loop.train([replace(j, epochs=7) for j in jobs()], plain), driver)
    longer = [replace(j, epochs=7, further_epochs=3) for j in jobs()]
    at_once = Driver()
    whole = finish(loop.train(longer, plain), at_once)
    further = Driver(driver.given[-1].checkpoint)
    same(finish(loop.train(longer, plain), further), whole)
    assert [e.key for e in at_once.given[:1]] == [e.key for e in driver.given[:1]]
    epochs = [e.epoch for e in further.events if isinstance(e, EpochEnded)]
    assert epochs == [7, 8, 9, 10]


def test_that_the_key_tells_apart_what_trains_differently() -> None:
    def key(jobs: list[Job], chosen: Settings) -> str:
        driver = Driver()
        finish(loop.train(jobs, chosen), driver)
        return driver.given[0].key

    plain = settings()
    one = alone(epochs=1)
    keys = {
        key(one, plain),
        key(one, settings(batch_size=9)),
        key(one, settings(optimiser="sgd")),
        key([replace(one[0], learning_rate=0.03)], plain),
        key([replace(one[0], seed=3)], plain),
        key([replace(one[0], train=rows(50, 8))], plain),
        key(alone(epochs=2), plain),
    }
    assert len(keys) == 7
    assert key(alone(epochs=1), plain) in keys
    assert key(alone(epochs=1, further_epochs=1), plain) in keys


def test_that_checkpoints_hold_nothing_that_training_goes_on_changing() -> None:
    driver = Driver()
    finish(loop.train(stack(), settings()), driver)
    for name, array in driver.given[0].checkpoint.arrays.items():
        assert not array.flags.writeable, name
    first, last = (driver.given[i].checkpoint.arrays["values"] for i in (0, -1))
    assert first.shape == last.shape or len(last) < len(first)
    assert not np.array_equal(first[:1], last[:1])


def test_that_short_epochs_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 1e9)
    driver = Driver()
    whole = finish(loop.train(stack(), settings()), driver)
    assert [event.epoch for event in driver.given] == [1, 2, 3, 4, 5, 6, 7]
    for event in driver.given:
        same(finish(loop.train(stack(), settings()), Driver(event.checkpoint)), whole)


def test_that_a_training_that_was_stopped_goes_on_from_there() -> None:
    whole = finish(loop.train(alone(), settings()))

    class Stopping(Driver):
        @override
        def __call__(self, event: Event) -> Command | None:
            answer = super().__call__(event)
            is_third = isinstance(event, EpochEnded) and event.epoch == 3
            return Stop() if is_third else answer

    driver = Stopping()
    stopped = finish(loop.train(alone(), settings()), driver)
    assert len(stopped[0].curve.train_loss) == 3
    last = driver.given[-1]
    assert (last.epoch, last.has_ended) == (3, False)
    again = Driver(last.checkpoint)
    same(finish(loop.train(alone(), settings()), again), whole)
    assert [e for e in again.events if isinstance(e, WentOn)] == [WentOn(3, is_over=False)]


def further(jobs: list[Job], n: int) -> list[Job]:
    return [replace(job, further_epochs=n) for job in jobs]


@pytest.mark.parametrize("patience", [0, 2, 5])
def test_that_a_training_never_goes_on_from_what_other_epochs_have_made_of_it(
    patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Networks that end at different times, with more epochs or fewer than before."""
    jobs = stack(patience=patience)
    driver = Driver()
    finish(loop.train(further(jobs, 2), settings()), driver)
    monkeypatch.setattr(loop, "EVENT_SECONDS", 1e9)
    for n in (0, 1, 5):
        whole = finish(loop.train(further(jobs, n), settings()))
        for event in driver.given[::23] + driver.given[-1:]:
            same(finish(loop.train(further(jobs, n), settings()), Driver(event.checkpoint)), whole)


def test_that_stopping_among_further_epochs_keeps_them() -> None:
    jobs = [replace(job, patience=50 * (row % 2), epochs=7) for row, job in enumerate(stack())]
    driver = Driver()
    finish(loop.train(jobs, settings()), driver)

    class Stopping(Driver):
        @override
        def __call__(self, event: Event) -> Command | None:
            answer = super().__call__(event)
            return Stop() if isinstance(event, EpochEnded) and event.epoch == 10 else answer

    stopping = Stopping(driver.given[-1].checkpoint)
    stopped = finish(loop.train(further(jobs, 5), settings()), stopping)
    same(stopped, finish(loop.train(further(jobs, 3), settings())))
    assert [e for e in stopping.events if isinstance(e, WentOn)] == [WentOn(7, is_over=False)]


def test_that_a_training_that_gave_up_says_so_when_it_is_to_train_further() -> None:
    jobs = alone(patience=1, epochs=40)
    driver = Driver()
    whole = finish(loop.train(jobs, settings()), driver)
    again = Driver(driver.given[-1].checkpoint)
    same(finish(loop.train(further(jobs, 10), settings()), again), whole)
    [went_on] = [event for event in again.events if isinstance(event, WentOn)]
    assert went_on.is_over
    assert went_on.gave_up
