"""Deep belief networks: their sizes, how machines become them, and up–down."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from workbench.models.networks.dbn import (
    Beliefs,
    DeepBelief,
    classifier,
    deep_belief,
    descended,
    initial_classifier,
)
from workbench.models.networks.dbn_shape import DBNShape
from workbench.models.networks.rbm import RBM
from workbench.models.networks.rbm_rule import ContrastiveDivergence
from workbench.models.networks.rbm_shape import RBMShape
from workbench.models.networks.up_down import UpDown, _layer_gradient
from workbench.training.batch import Batch, Pass
from workbench.training.losses import CrossEntropy
from workbench.training.tally import Tally
from workbench.training.trainee import Given, Trainee

CPU = torch.device("cpu")
SHAPE = DBNShape(6, (5, 4), 3, ending="labels")


def drawn(module: nn.Module, seed: int = 0) -> None:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.normal_(generator=generator)


def machines(shape: DBNShape) -> list[RBM]:
    made = [RBM(machine) for machine in shape.machines]
    for seed, machine in enumerate(made):
        drawn(machine, seed)
    return made


def rows(n: int = 7, seed: int = 0) -> torch.Tensor:
    return torch.rand(1, n, 6, generator=torch.Generator().manual_seed(seed))


def test_that_hintons_network_has_1_665_010_parameters_as_classifier() -> None:
    shape = DBNShape(784, (500, 500, 2000), 10)
    assert shape.n_weights == 1_665_010
    with torch.device("meta"):
        network = classifier(shape)
    assert sum(p.numel() for p in network.parameters()) == 1_665_010


def test_that_a_generative_network_has_weights_up_and_down_and_labels_at_the_top() -> None:
    shape = DBNShape(784, (500, 500, 2000), 10, ending="labels")
    directed = 2 * (784 * 500 + 500 * 500) + (784 + 500) + (500 + 500)
    top = (500 + 10) * 2000 + (500 + 10) + 2000
    assert shape.n_weights == directed + top
    small = sum(p.numel() for p in DeepBelief(SHAPE).parameters())
    assert SHAPE.n_weights == small


def test_that_a_shape_comes_back_from_its_values_and_odd_ones_are_refused() -> None:
    assert DBNShape.from_values(SHAPE.values()) == SHAPE
    odd: list[dict[str, Any]] = [{"hidden": []}, {"n_labels": 0}, {"visible": "ternary"}]
    for change in (*odd, {"ending": "sad"}):
        with pytest.raises(ValueError, match=r"widths|ternary|sad"):
            DBNShape.from_values({**SHAPE.values(), **change})


def test_that_machines_become_the_layers_of_a_classifier() -> None:
    shape = DBNShape(6, (5, 4), 3)
    trained = machines(shape)
    network = initial_classifier(shape, trained, seed=1)
    below = network[:4](rows()[0])
    torch.testing.assert_close(below, trained[1](trained[0](rows()[0])))
    alone = initial_classifier(shape, [], seed=1)
    first = next(alone.parameters())
    assert float(first.detach().abs().max()) <= np.sqrt(6 / 11) + 1e-6  # Xavier's


def test_that_machines_become_a_generative_model_alike_upwards_and_downwards() -> None:
    trained = machines(SHAPE)
    network = deep_belief(SHAPE, trained)
    beliefs = network.beliefs
    torch.testing.assert_close(beliefs.layers[0].recognition[0], trained[0].weight)
    torch.testing.assert_close(beliefs.layers[0].generative[0], trained[0].weight)
    expected = trained[1].machines.label_scores(trained[0](rows()[0])[None])[0]
    torch.testing.assert_close(network(rows()[0]), expected)
    hidden = torch.ones(1, 2, 4)
    above = trained[1].machines.visible(hidden)[..., :5]
    below = trained[0].machines.visible(above)
    torch.testing.assert_close(descended(beliefs, hidden), below)


def test_that_a_network_with_one_hidden_layer_is_a_machine() -> None:
    shape = DBNShape(6, (4,), 3, ending="labels")
    [machine] = machines(shape)
    network = deep_belief(shape, [machine])
    torch.testing.assert_close(network(rows()[0]), machine.machines.label_scores(rows())[0])
    assert descended(network.beliefs, torch.zeros(1, 2, 4)).shape == (1, 2, 6)


@pytest.mark.parametrize("visible", ["binary", "gaussian"])
def test_that_wake_and_sleep_lower_how_surprised_each_side_is(visible: str) -> None:
    """The delta rule is the gradient of −log p(below | above) and −log p(above | below)."""
    shape = DBNShape(6, (5, 4), 3, visible, "labels")  # type: ignore[arg-type]
    network = DeepBelief(shape)
    drawn(network)
    layer = network.beliefs.layers[0]
    awake = [rows(7, 1), rows(7, 2)[..., :5].round()]
    asleep = [rows(7, 3), rows(7, 4)[..., :5].round()]
    found = _layer_gradient(layer, awake, asleep, torch.full((1, 7, 1), 1 / 7))
    below = layer.downwards.visible_input(awake[1])
    if visible == "binary":
        surprise = functional.binary_cross_entropy_with_logits(below, awake[0], reduction="none")
    else:
        surprise = (awake[0] - below).square() / 2
    above = functional.binary_cross_entropy_with_logits(
        layer.upwards.hidden_input(asleep[0]), asleep[1], reduction="none"
    )
    total = (surprise.sum(-1) + above.sum(-1)).mean()
    gradients = torch.autograd.grad(total, list(network.layers[0].parameters()))
    for ours, theirs in zip(found, gradients, strict=True):
        torch.testing.assert_close(ours.detach().reshape(theirs.shape), theirs)


def test_that_parameters_lie_in_the_order_of_the_module() -> None:
    network = DeepBelief(SHAPE)
    drawn(network)
    values = nn.utils.parameters_to_vector(network.parameters())[None]
    beliefs = Beliefs.of(SHAPE, values)
    torch.testing.assert_close(beliefs.layers[0].generative[0], network.layers[0].generative)
    torch.testing.assert_close(beliefs.top.weight[0], network.top.weight)
    torch.testing.assert_close(beliefs.top.hidden_bias[0, 0], network.top.hidden_bias)


def trainees() -> list[Trainee]:
    """Two of each kind, in training together."""
    deep, loss = DeepBelief(SHAPE), CrossEntropy()
    drawn(deep)
    machine = RBM(RBMShape(6, 4, 3))
    drawn(machine)
    return [
        UpDown(k=2).trainee(Given([deep, deep], [1, 2], loss, CPU)),
        ContrastiveDivergence().trainee(Given([machine, machine], [1, 2], loss, CPU)),
        ContrastiveDivergence(is_persistent=True).trainee(
            Given([machine, machine], [1, 2], loss, CPU)
        ),
    ]


@pytest.mark.parametrize("number", range(3))
def test_that_training_goes_on_from_its_state_as_if_it_had_not_been_broken_off(
    number: int,
) -> None:
    """Momentum, chains, streams: whatever a trainee remembers is in its state."""
    broken_off, again = trainees()[number], trainees()[number]
    for _ in range(12):
        stepped(broken_off)
    state = {name: np.array(array) for name, array in broken_off.state().items()}
    again.begin_epoch(1)
    again.load(state)
    again.values.copy_(broken_off.values)
    for _ in range(3):
        assert torch.equal(stepped(broken_off), stepped(again))


def stepped(trainee: Trainee) -> torch.Tensor:
    """One small step in the first epoch; the gradient of it."""
    trainee.begin_epoch(1)
    inputs, codes = rows().expand(2, 7, 6), torch.tensor([[0, 1, 2, 0, 1, 2, 0]]).expand(2, 7)
    batch = Batch(inputs, codes, torch.full((2, 7), 1 / 7), Pass(is_training=True))
    tally = Tally(CrossEntropy(), 2, CPU, trainee.monitors)
    [(_, gradient)] = list(trainee.gradients(batch, tally))
    trainee.values.sub_(0.1 * gradient)
    return gradient
