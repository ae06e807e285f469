"""Stacked convolutional networks become what they become alone, and what plain torch makes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.core.run import Command, Event, finish
from workbench.models.networks.cnn import Plan, initial_network
from workbench.models.networks.design import Design
from workbench.models.networks.scaling import Scaling
from workbench.training import keeper
from workbench.training.batch import Pass
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
)
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples
from workbench.training.stacking import Stack, is_stackable

CPU = torch.device("cpu")
# At batch size 8: unequal numbers of batches, and a last batch of one picture.
SIZES = (25, 31, 30, 17)
PLAIN = "conv 4 3x3 same; relu; maxpool 2; conv 6 2x2 same; tanh; flatten; dense classes"
# Nothing shifts or scales what a batch norm takes: its gradient would be rounding errors only.
NORMED = "conv 4 3x3 nobias; batchnorm; relu; maxpool 2; flatten; dense 5 nobias; batchnorm; \
relu; dense classes"
DROPPED = "conv 4 3x3 same; relu; dropout 0.3; avgpool 2; dropout 0.2; flatten; dropout 0.4; \
dense classes"
ODD = "conv 4 3x3 groups=1 stride=2 padding=1; lrn 3; elu; conv 6 1x1; scaled_tanh; \
maxpool 2 stride=1 same; l2pool 2; batchnorm; globalpool; dense classes"
PARTLY = "conv 6 2x2; scaled_tanh; subsample 2; partconv 2x2; scaled_tanh; flatten; dense classes"


def network(text: str, seed: int, *, mean: float = 0.0) -> nn.Sequential:
    plan = Plan(Design.parse(text), (2, 7, 7), (2, 7, 7), Scaling((mean,), (0.5,)), 3)
    return initial_network(plan, "he", 1.0, seed)


def samples(n: int, seed: int) -> Samples:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, n)
    pictures = rng.integers(0, 120, (n, 7, 7, 2))
    for i, label in enumerate(labels):  # a bright bar, whose place is the class
        pictures[i, :, 2 * label : 2 * label + 2] += 100
    return Samples(pictures.astype(np.uint8), labels.astype(np.int64))


def jobs(text: str, **changes: Any) -> list[Job]:
    plain: dict[str, Any] = {"learning_rate": 0.01, "epochs": 4}
    return [
        Job(
            network(text, i, mean=0.1 * i),
            samples(n, 10 + i),
            samples(12 + i, 50 + i),
            seed=i,
            fold=i,
            **(plain | changes),
        )
        for i, n in enumerate(SIZES)
    ]


def settings(**changes: Any) -> Settings:
    plain: dict[str, Any] = {"loss": CrossEntropy(), "device": CPU, "batch_size": 8}
    return Settings(**(plain | changes))


def probabilities(trained: Trained) -> torch.Tensor:
    with torch.no_grad():
        return torch.softmax(trained.network(torch.from_numpy(samples(60, 99).inputs)), 1)


@pytest.mark.parametrize(
    ("text", "each", "changes"),
    [
        (PLAIN, {}, {}),
        (PLAIN, {"weight_decay": 0.01}, {"optimiser": "momentum", "schedule": "cosine"}),
        (NORMED, {}, {}),
        (NORMED, {"patience": 1, "epochs": 8}, {"optimiser": "nesterov"}),
        (DROPPED, {}, {}),
        (ODD, {}, {}),
        (PARTLY, {}, {}),
        (DROPPED, {}, {"batch_size": 100}),
    ],
)
def test_that_a_network_becomes_in_a_stack_what_it_becomes_alone(
    text: str, each: dict[str, Any], changes: dict[str, Any]
) -> None:
    given, chosen = jobs(text, **each), settings(**changes)
    assert all(is_stackable(job.network) for job in given)
    stacked = finish(train(given, chosen))
    for job, together in zip(given, stacked, strict=True):
        alone = finish(train([job], chosen))[0]
        assert together.curve.best_epoch == alone.curve.best_epoch
        assert (probabilities(together) - probabilities(alone)).abs().max() <= 2e-5
        np.testing.assert_allclose(together.curve.train_loss, alone.curve.train_loss, atol=1e-4)
        ours, theirs = together.network.state_dict(), alone.network.state_dict()
        for name, tensor in theirs.items():
            torch.testing.assert_close(ours[name], tensor, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("text", [PLAIN, NORMED, ODD, PARTLY])
def test_that_a_stacked_network_becomes_what_torch_makes_of_it(text: str) -> None:
    given = [replace(job, train=samples(24, job.seed), epochs=3) for job in jobs(text)]
    for job, together in zip(given, finish(train(given, settings())), strict=True):
        reference = network(text, job.seed, mean=0.1 * job.seed).train()
        optimiser = torch.optim.Adam(reference.parameters(), 0.01)
        rng = np.random.default_rng((job.seed, 0))
        inputs, targets = map(torch.from_numpy, (job.train.inputs, job.train.targets))
        for _ in range(3):
            for rows in torch.from_numpy(rng.permutation(len(job.train))).split(8):
                optimiser.zero_grad()
                nn.functional.cross_entropy(reference(inputs[rows]), targets[rows]).backward()
                optimiser.step()
        alone = probabilities(Trained(reference.eval(), together.curve))
        assert (probabilities(together) - alone).abs().max() <= 2e-5


@pytest.mark.parametrize("text", [PLAIN, NORMED, DROPPED, ODD, PARTLY])
def test_that_outputs_of_a_stack_are_those_of_its_networks_and_come_back_out(text: str) -> None:
    networks = [network(text, i, mean=0.2 * i).eval() for i in range(3)]
    row = torch.from_numpy(samples(1, 1).inputs)
    stack = Stack.of(networks, CPU, row)
    inputs = torch.from_numpy(np.stack([samples(5, i).inputs for i in range(3)]))
    with torch.no_grad():
        outputs = stack(inputs, Pass())
        for i, alone in enumerate(networks):
            torch.testing.assert_close(outputs[i], alone(inputs[i]), atol=1e-5, rtol=1e-5)
            back = stack.unpacked(alone, stack.values[i], stack.statistics[i])
            for name, tensor in alone.state_dict().items():
                assert torch.equal(back.state_dict()[name], tensor)


def test_that_places_of_layers_are_those_of_their_numbers() -> None:
    stack = Stack.of([network(PLAIN, 1)], CPU)
    names = {place.name: place.columns for place in stack.layers}
    assert names["conv1 Conv2d"] == slice(0, 4 * 2 * 9 + 4)
    assert names["input PictureInput"] is None
    seen: dict[int, torch.Tensor] = {}
    stack.watch(seen.__setitem__)
    stack(torch.from_numpy(samples(5, 1).inputs)[None], Pass())
    assert seen[1].shape == (1, 5, 4, 7, 7)  # of the first convolution


def test_that_a_stack_of_convolutions_goes_on_as_if_nothing_had_been(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "SHARE", np.inf)  # one after every step, however long they take
    whole, given = finish(train(jobs(DROPPED), settings())), _checkpoints(DROPPED)
    assert len(given) >= 3
    again = finish(train(jobs(DROPPED), settings()), _driver(given[1], []))
    _same(whole, again)


def _checkpoints(text: str) -> list[Checkpoint]:
    kept: list[Checkpoint] = []
    finish(train(jobs(text), settings()), _driver(None, kept))
    return kept


def _driver(first: Checkpoint | None, kept: list[Checkpoint]) -> Any:
    def answered(event: Event) -> Command | None:
        match event:
            case TrainingBegan():
                return KeepCheckpoints(0.0)
            case CheckpointSought() if first is not None:
                return GoOn(first)
            case Checkpointed():
                kept.append(event.checkpoint)
        return None

    return answered


def _same(ours: Sequence[Trained], theirs: Sequence[Trained]) -> None:
    for one, other in zip(ours, theirs, strict=True):
        expected = other.network.state_dict()
        for name, tensor in one.network.state_dict().items():
            assert torch.equal(tensor, expected[name]), name


def test_that_a_frozen_or_branching_network_is_not_stacked() -> None:
    frozen = network(PLAIN, 1)
    next(frozen.parameters()).requires_grad_(False)
    assert not is_stackable(frozen)
    branching = "a: conv 4 3x3 same; conv 4 1x1; add from=a,conv1; globalpool; dense classes"
    assert not is_stackable(network(branching, 1))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card with CUDA")
def test_that_a_stack_on_a_graphics_card_gives_what_it_gives_on_the_processor() -> None:
    given = jobs(NORMED, epochs=2)
    here = finish(train(given, settings()))
    there = finish(train(given, settings(device=torch.device("cuda"))))
    for ours, theirs in zip(here, there, strict=True):
        assert (probabilities(ours) - probabilities(theirs)).abs().max() <= 1e-3
