from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.core.errors import DeviceError
from workbench.core.run import Command, Event, Progressed, Stop, finish
from workbench.training import device, loop
from workbench.training.events import Diverged, EpochEnded
from workbench.training.grouping import grouping
from workbench.training.initialisation import initialise
from workbench.training.job import Job, Settings
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")


def job(n: int = 40, fold: int = 0, watched: Samples | None = None, **changes: Any) -> Job:
    rng = np.random.default_rng(fold)
    inputs = rng.normal(size=(n, 3)).astype(np.float32)
    labels = (inputs[:, 0] + 0.5 * rng.normal(size=n) > 0).astype(np.int64)
    network = nn.Sequential(
        nn.utils.skip_init(nn.Linear, 3, 8), nn.ReLU(), nn.utils.skip_init(nn.Linear, 8, 2)
    )
    initialise(network, "he", torch.Generator().manual_seed(fold))
    plain = {"learning_rate": 0.02, "epochs": 5, "seed": fold, "fold": fold}
    return Job(network, Samples(inputs, labels), watched, **(plain | changes))


def noise(n: int = 30) -> Samples:
    """Rows from which nothing can be learnt: validation loss soon rises."""
    rng = np.random.default_rng(5)
    return Samples(rng.normal(size=(n, 3)).astype(np.float32), rng.integers(0, 2, n))


def settings(*, decides: bool = True) -> Settings:
    return Settings(CrossEntropy(), CPU, batch_size=8, decides=decides)


def test_that_each_epoch_is_told_with_the_folds_in_the_order_given() -> None:
    events: list[Event] = []
    trained = finish(train([job(30, 2), job(40, 7)], settings()), events.append)
    epochs = [event for event in events if isinstance(event, EpochEnded)]
    assert [event.epoch for event in epochs] == [1, 2, 3, 4, 5]
    assert {event.folds for event in epochs} == {(2, 7)}
    for i, one in enumerate(trained):
        told = [event.train_loss[i] for event in epochs]
        np.testing.assert_array_equal(one.curve.train_loss, told)
    assert epochs[0].validation_loss is None
    assert not epochs[0].train_loss.flags.writeable


def test_that_early_stopping_keeps_the_weights_of_the_best_epoch() -> None:
    watched = noise()
    one = finish(train([job(watched=watched, epochs=200, patience=3)], settings()))[0]
    loss = one.curve.validation_loss
    assert loss is not None
    best = int(np.argmin(loss)) + 1
    assert one.curve.best_epoch == best
    assert len(loss) == best + 3
    with torch.no_grad():
        outputs = one.network(torch.from_numpy(watched.inputs))
        again = nn.functional.cross_entropy(outputs, torch.from_numpy(watched.targets))
    assert float(again) == pytest.approx(loss.min(), abs=1e-6)


def test_that_held_out_rows_decide_nothing() -> None:
    chosen = settings(decides=False)
    watched = finish(train([job(watched=noise(), epochs=30, patience=1)], chosen))[0]
    blind = finish(train([job(epochs=30, patience=1)], chosen))[0]
    assert watched.curve.watched == "held-out"
    assert len(watched.curve.train_loss) == 30
    for ours, theirs in zip(watched.network.parameters(), blind.network.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_that_a_stopped_fold_is_nan_in_the_events_of_the_others() -> None:
    rest = job(200, 1, epochs=40, patience=2)
    easy = replace(rest, watched=rest.train)
    hard = job(watched=noise(), epochs=40, patience=2)
    events: list[Event] = []
    finish(train([hard, easy], settings()), events.append)
    first, *_, last = [event for event in events if isinstance(event, EpochEnded)]
    assert np.isnan(last.train_loss).tolist() == [True, False]
    assert first.has_ended is not None
    assert last.has_ended is not None
    assert (first.has_ended.tolist(), last.has_ended.tolist()) == ([False] * 2, [True] * 2)


def test_that_stop_ends_training_after_the_epoch() -> None:
    def stop_at_second(event: Event) -> Command | None:
        return Stop() if isinstance(event, EpochEnded) and event.epoch == 2 else None

    one = finish(train([job(epochs=50)], settings()), stop_at_second)[0]
    assert len(one.curve.train_loss) == 2


def test_that_long_epochs_tell_their_batches_and_can_be_stopped_within(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 0.0)
    events: list[Event] = []

    def stop_at_third_batch(event: Event) -> Command | None:
        events.append(event)
        n_batches = sum(isinstance(e, Progressed) for e in events)
        return Stop() if n_batches == 3 else None

    one = finish(train([job(epochs=20)], settings()), stop_at_third_batch)[0]
    assert [e.text for e in events if isinstance(e, Progressed)] == [
        f"epoch 1/20 · batch {i}/5" for i in (1, 2, 3)
    ]
    assert len(one.curve.train_loss) == 0
    assert one.curve.best_epoch is None


def test_that_the_number_of_threads_is_restored_however_training_ends() -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        run = train([job()], settings())
        next(run)
        assert torch.get_num_threads() == 1
        run.close()
        assert torch.get_num_threads() == 2
        finish(train([job()], settings()))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_that_each_loss_that_is_no_number_is_noted_once() -> None:
    events: list[Event] = []
    wild = Settings(CrossEntropy(), CPU, optimiser="sgd")
    jobs = [job(fold=i, learning_rate=rate) for i, rate in enumerate((1e30, 0.01, 1e30))]
    finish(train(jobs, wild), events.append)
    told = [event for event in events if isinstance(event, Diverged)]
    assert all(event.is_warning for event in told)
    assert sorted(fold for event in told for fold in event.folds) == [0, 2]


def test_that_an_absent_device_is_refused_by_name() -> None:
    absent = next(n for n, there in device._available().items() if not there)
    with pytest.raises(DeviceError, match=f"'{absent}' is not on this machine"):
        device.device(absent)  # type: ignore[arg-type]


def test_that_small_networks_train_together_and_large_ones_do_not() -> None:
    assert grouping(10, 706, 32, 691 * 8, CPU).size == 10
    assert str(grouping(10, 706, 32, 691 * 8, CPU)) == "10 folds trained together."
    large = grouping(10, 784 * 512 + 512 * 512 + 512 * 10, 32, 60_000 * 784, CPU)
    assert large.size == 1
    assert "one after the other" in str(large)


def test_that_folds_whose_rows_fill_memory_train_a_few_at_a_time() -> None:
    assert 1 < grouping(100, 706, 32, 2**24, CPU).size < 100


@pytest.mark.parametrize(
    ("how", "std"), [("normal", 0.5), ("xavier", (2 / 1000) ** 0.5), ("he", (2 / 600) ** 0.5)]
)
def test_that_initial_weights_have_the_spread_of_their_kind(how: str, std: float) -> None:
    layer = nn.utils.skip_init(nn.Linear, 600, 400)
    initialise(layer, how, torch.Generator().manual_seed(1), 0.5)  # type: ignore[arg-type]
    assert float(layer.weight.detach().std()) == pytest.approx(std, rel=0.02)
    assert (float(layer.bias.detach().abs().sum()) == 0) == (how != "normal")


def test_that_warming_up_changes_no_random_state() -> None:
    torch.manual_seed(3)
    before = torch.get_rng_state()
    device.warm_up()
    assert torch.equal(torch.get_rng_state(), before)
