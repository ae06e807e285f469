"""A deep belief network that is broken off in any phase goes on as if nothing had been."""

import numpy as np
import pytest

from tests.unit.models.test_rbm_learner import digits
from workbench.core.run import Command, Event, Run, finish
from workbench.models.dbn import DBN
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.training import keeper, loop
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
)


class Driver:
    """Keeps the last checkpoint of each training, and hands it back."""

    def __init__(self) -> None:
        self.kept: dict[str, Checkpoint] = {}
        self.n_resumed = 0

    def __call__(self, event: Event) -> Command | None:
        match event:
            case TrainingBegan():
                return KeepCheckpoints(0.0)
            case CheckpointSought() if event.key in self.kept:
                self.n_resumed += 1
                return GoOn(self.kept[event.key])
            case Checkpointed():
                self.kept[event.key] = event.checkpoint
        return None


@pytest.fixture(autouse=True)
def at_every_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 0.0)
    monkeypatch.setattr(keeper, "SHARE", 1e9)


@pytest.mark.parametrize("ending", ["softmax", "labels", "up-down"])
def test_that_every_phase_goes_on_from_its_checkpoint(ending: str) -> None:
    learner = DBN.parse(
        {"hidden": "10,8", "epochs": 3, "pretraining_epochs": 3, "ending": ending, "seed": 3}
    )
    whole = digits(slice(0, 150))
    folds = [Fold(whole.take(np.arange(150) % 2 == i), number=i) for i in range(2)]
    expected = finish(learner.fit_all(folds))
    n_events = driven(learner.fit_all(folds), Driver(), None)[1]
    for stop in range(5, n_events, n_events // 6):
        driver = Driver()
        driven(learner.fit_all(folds), driver, stop)
        models, _ = driven(learner.fit_all(folds), driver, None)
        assert driver.n_resumed
        for model, other in zip(models, expected, strict=True):
            np.testing.assert_array_equal(model.predict_proba(whole), other.predict_proba(whole))


def driven(run: Run[list[Model]], driver: Driver, n_events: int | None) -> tuple[list[Model], int]:
    """Drive a run to its end, or break it off after some events."""
    command: Command | None = None
    n = 0
    while n != n_events:
        try:
            command = driver(run.send(command))
        except StopIteration as end:
            return end.value, n
        n += 1
    run.close()
    return [], n
