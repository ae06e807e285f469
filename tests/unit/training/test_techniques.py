"""What the loop does with the options of ``Settings``."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from workbench.core.errors import ParameterError
from workbench.core.run import Command, Event, finish
from workbench.training import keeper, loop
from workbench.training.augmentation import Augmentation, augmentation
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
)
from workbench.training.clipping import Clipping
from workbench.training.initialisation import initialise
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")
N_STEPS = 8


def job(**changes: Any) -> Job:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(40, 3)).astype(np.float32)
    samples = Samples(inputs, (inputs[:, 0] > 0).astype(np.int64))
    network = nn.Sequential(
        nn.utils.skip_init(nn.Linear, 3, 8), nn.ReLU(), nn.utils.skip_init(nn.Linear, 8, 2)
    )
    initialise(network, "he", torch.Generator().manual_seed(1))
    plain: dict[str, Any] = {"learning_rate": 0.1, "epochs": N_STEPS, "watched": samples}
    return Job(network, samples, **(plain | changes))


SETTINGS = Settings(CrossEntropy(), CPU, optimiser="sgd", batch_size=40)


def one(settings: Settings, **changes: Any) -> Trained:
    return finish(train([job(**changes)], settings))[0]


def weights(network: nn.Module) -> torch.Tensor:
    return nn.utils.parameters_to_vector(network.parameters()).detach()


@torch.no_grad()
def loss_of(network: nn.Module, rows: Samples) -> float:
    outputs = network(torch.from_numpy(rows.inputs))
    return float(functional.cross_entropy(outputs, torch.from_numpy(rows.targets)))


def by_hand(clip: float = 0.0, l1: float = 0.0) -> list[torch.Tensor]:
    """The weights after each step of plain torch on the whole of the rows."""
    network = job().network
    inputs, targets = (torch.from_numpy(x) for x in (job().train.inputs, job().train.targets))
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    found = [weights(network)]
    for _ in range(N_STEPS):
        optimiser.zero_grad()
        functional.cross_entropy(network(inputs), targets).backward()
        if clip:
            nn.utils.clip_grad_norm_(network.parameters(), clip)
        for parameter in network.parameters():
            assert parameter.grad is not None
            parameter.grad += l1 * parameter.detach().sign()
        optimiser.step()
        found.append(weights(network))
    return found


def test_that_gradients_are_clipped_before_the_step() -> None:
    ours = one(replace(SETTINGS, clipping=Clipping(norm=0.05)))
    torch.testing.assert_close(weights(ours.network), by_hand(clip=0.05)[-1])


def test_that_the_l1_penalty_pulls_weights_to_zero() -> None:
    ours = one(SETTINGS, l1=0.03)
    torch.testing.assert_close(weights(ours.network), by_hand(l1=0.03)[-1], rtol=1e-4, atol=1e-5)
    assert weights(ours.network).abs().sum() < weights(one(SETTINGS).network).abs().sum()


def test_that_averaged_weights_are_watched_and_given_back() -> None:
    ours = one(replace(SETTINGS, average=0.8))
    average, *steps = by_hand()
    losses = []
    rows = job().train
    for number, step in enumerate(steps, 1):
        decay = min(0.8, (1 + number) / (10 + number))
        average = decay * average + (1 - decay) * step
        network = job().network
        nn.utils.vector_to_parameters(average, network.parameters())
        losses.append(loss_of(network, rows))
    torch.testing.assert_close(weights(ours.network), average)
    assert ours.curve.validation_loss is not None
    np.testing.assert_allclose(ours.curve.validation_loss, losses, rtol=1e-5)


def test_that_early_stopping_compares_and_keeps_averages() -> None:
    rng = np.random.default_rng(3)
    noise = Samples(rng.normal(size=(30, 3)).astype(np.float32), rng.integers(0, 2, 30))
    ours = one(replace(SETTINGS, average=0.8), watched=noise, epochs=100, patience=4)
    loss = ours.curve.validation_loss
    assert loss is not None
    assert ours.curve.best_epoch == int(np.argmin(loss)) + 1 == len(loss) - 4
    np.testing.assert_allclose(loss_of(ours.network, noise), loss.min(), rtol=1e-5)


def picture_job() -> Job:
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (60, 6, 6), dtype=np.uint8)
    labels = (pictures[:, :3].mean((1, 2)) > pictures[:, 3:].mean((1, 2))).astype(np.int64)
    network = nn.Sequential(
        nn.Conv2d(1, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(64, 2)
    )
    generator = torch.Generator().manual_seed(1)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.3, generator=generator)
    inputs = pictures[:, None].astype(np.float32) / 255
    return Job(network, Samples(inputs, labels), epochs=5, learning_rate=0.01)


def of_pictures(**changes: Any) -> Trained:
    return finish(train([picture_job()], Settings(CrossEntropy(), CPU, batch_size=16, **changes)))[
        0
    ]


def test_that_channels_side_by_side_change_nothing_but_rounding() -> None:
    first, last = of_pictures(), of_pictures(channels_last=True)
    np.testing.assert_allclose(last.curve.train_loss, first.curve.train_loss, rtol=1e-4)
    for ours, theirs in zip(last.network.parameters(), first.network.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-2, atol=1e-3)


def test_that_mixed_precision_learns_what_float32_learns() -> None:
    full, mixed = of_pictures(), of_pictures(precision="bf16")
    assert not np.array_equal(mixed.curve.train_loss, full.curve.train_loss)
    np.testing.assert_allclose(mixed.curve.train_loss, full.curve.train_loss, rtol=0.05)
    assert all(p.dtype == torch.float32 for p in mixed.network.parameters())


def test_that_stacked_networks_learn_in_mixed_precision_too() -> None:
    network = nn.Sequential(nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))
    generator = torch.Generator().manual_seed(1)
    for parameter in network.parameters():
        nn.init.normal_(parameter, generator=generator)
    two = [replace(job(), network=network), replace(job(), network=network, seed=2)]
    full, mixed = (
        finish(train(two, replace(SETTINGS, precision=precision)))
        for precision in ("float32", "bf16")
    )
    for ours, theirs in zip(mixed, full, strict=True):
        np.testing.assert_allclose(ours.curve.train_loss, theirs.curve.train_loss, rtol=0.05)


def test_that_augmented_pictures_are_seen_in_training_only() -> None:
    plain = of_pictures()
    augmented = of_pictures(augmentation=Augmentation(flip=True, noise=0.1))
    again = of_pictures(augmentation=Augmentation(flip=True, noise=0.1))
    assert not np.array_equal(plain.curve.train_loss, augmented.curve.train_loss)
    np.testing.assert_array_equal(augmented.curve.train_loss, again.curve.train_loss)


def test_that_rows_that_are_no_pictures_are_not_augmented() -> None:
    with pytest.raises(ParameterError, match="Only pictures can be augmented"):
        one(replace(SETTINGS, augmentation=Augmentation(flip=True)))


@pytest.mark.parametrize("at", [0, 5, 11])
def test_that_a_training_with_all_of_it_goes_on_as_if_nothing_had_been(
    monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 0.0)
    monkeypatch.setattr(keeper, "SHARE", 1e9)
    everything = Settings(
        CrossEntropy(smoothing=0.1),
        CPU,
        batch_size=16,
        clipping=Clipping(norm=0.5),
        average=0.9,
        precision="bf16",
        channels_last=True,
        augmentation=augmentation("flip, shift 0.1, noise 0.1"),
    )
    found: list[Checkpoint] = []

    def keep(event: Event) -> Command | None:
        if isinstance(event, Checkpointed):
            found.append(event.checkpoint)
        return KeepCheckpoints(0.0) if isinstance(event, TrainingBegan) else None

    def go_on(event: Event) -> Command | None:
        if isinstance(event, CheckpointSought):
            return GoOn(found[at])
        return KeepCheckpoints(1e9) if isinstance(event, TrainingBegan) else None

    [unbroken] = finish(train([picture_job()], everything), keep)
    [resumed] = finish(train([picture_job()], everything), go_on)
    assert torch.equal(weights(resumed.network), weights(unbroken.network))
    np.testing.assert_array_equal(resumed.curve.train_loss, unbroken.curve.train_loss)
