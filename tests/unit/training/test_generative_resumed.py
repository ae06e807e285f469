"""Networks that draw numbers while they train go on from a checkpoint as if nothing had been."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
import torch

from workbench.core.run import Command, Event, finish
from workbench.models.networks.autoencoder import initial_autoencoder
from workbench.models.networks.gan import initial_gan
from workbench.models.networks.vae import initial_vae
from workbench.models.networks.vector_shapes import AutoencoderShape, GANShape, VAEShape
from workbench.runs.live_curve import LiveCurve
from workbench.training import keeper, loop
from workbench.training.adversarial import Adversarial, DiscriminatorLoss
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
)
from workbench.training.events import EpochEnded
from workbench.training.evidence import NegativeBound
from workbench.training.job import Job, Settings, Trained
from workbench.training.reconstruction import BinaryCrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")
Case: TypeAlias = tuple[Job, Settings]


def job(network: torch.nn.Module) -> Job:
    inputs = np.random.default_rng(0).random((40, 6)).astype(np.float32)
    watched = np.random.default_rng(1).random((10, 6)).astype(np.float32)
    return Job(network, Samples(inputs, inputs), Samples(watched, watched), epochs=4)


def adversarial() -> Case:
    shape = GANShape(
        n_values=6, noise=3, generator_hidden=(5,), discriminator_hidden=(5,), dropout=0.3
    )
    how = Settings(
        DiscriminatorLoss(), CPU, "rmsprop", batch_size=8, rule=Adversarial(0.1), average=0.9
    )
    return job(initial_gan(shape, 1)), how


def variational() -> Case:
    shape = VAEShape(n_values=6, hidden=(5,), code=2)
    return job(initial_vae(shape, 1)), Settings(NegativeBound(6, 2), CPU, batch_size=8)


def denoising() -> Case:
    shape = AutoencoderShape(n_values=6, hidden=(5,), code=3, noise="masking", level=0.4)
    return job(initial_autoencoder(shape, 1)), Settings(BinaryCrossEntropy(), CPU, batch_size=8)


def trained(case: Case, first: Checkpoint | None = None) -> tuple[Trained, list[Checkpoint]]:
    """What comes of it, from a checkpoint or from the beginning, and the checkpoints on the way."""
    kept: list[Checkpoint] = []

    def driver(event: Event) -> Command | None:
        match event:
            case TrainingBegan():
                return KeepCheckpoints(0.0)
            case CheckpointSought() if first is not None:
                return GoOn(first)
            case Checkpointed():
                kept.append(event.checkpoint)
        return None

    [result] = finish(loop.train([case[0]], case[1]), driver)
    return result, kept


@pytest.mark.parametrize("case", [adversarial, variational, denoising])
def test_that_it_goes_on_from_any_batch_as_if_nothing_had_been(
    case: Callable[[], Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 0.0)
    monkeypatch.setattr(keeper, "SHARE", 1e9)
    whole, kept = trained(case())
    assert len(kept) > 10
    for checkpoint in kept[::3]:
        again, _ = trained(case(), checkpoint)
        for ours, theirs in zip(
            again.network.parameters(), whole.network.parameters(), strict=True
        ):
            assert torch.equal(ours, theirs)
        for name, figures in whole.curve.monitors.items():
            np.testing.assert_array_equal(again.curve.monitors[name], figures)


def test_that_further_figures_of_the_epochs_before_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "EVENT_SECONDS", 0.0)
    monkeypatch.setattr(keeper, "SHARE", 1e9)
    one, how = adversarial()
    kept: list[Checkpointed] = []
    told: list[EpochEnded] = []

    def from_the_beginning(event: Event) -> Command | None:
        kept.extend([event] if isinstance(event, Checkpointed) else [])
        return KeepCheckpoints(0.0) if isinstance(event, TrainingBegan) else None

    def resumed(event: Event) -> Command | None:
        told.extend([event] if isinstance(event, EpochEnded) else [])
        if isinstance(event, CheckpointSought):
            return GoOn(next(e.checkpoint for e in kept if e.epoch == 3))
        return KeepCheckpoints(1e9) if isinstance(event, TrainingBegan) else None

    [whole] = finish(loop.train([one], how), from_the_beginning)
    one, how = adversarial()
    finish(loop.train([one], how), resumed)
    assert [event.epoch for event in told] == [3, 4]
    assert {*told[0].monitors} == {*whole.curve.monitors} >= {"D(x)", "generator loss"}
    curve = LiveCurve()
    for event in told:
        curve = curve.after(event)
    for name, figures in whole.curve.monitors.items():
        np.testing.assert_array_equal(curve.lines(name), [figures])
