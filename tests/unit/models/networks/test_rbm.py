"""Restricted Boltzmann machines, held against enumeration of all their states."""

from itertools import product

import numpy as np
import pytest
import torch
from torch import Tensor

from workbench.models.networks.rbm import RBM, Machines, initial_rbm, one_hot, rbm_with
from workbench.models.networks.rbm_gibbs import Gibbs
from workbench.models.networks.rbm_shape import RBMShape
from workbench.training.streams import Streams

SHAPE = RBMShape(4, 3)


def machine(shape: RBMShape, seed: int = 0) -> Machines:
    """One with weights large enough to matter, in float64."""
    generator = torch.Generator().manual_seed(seed)
    values = torch.randn(1, shape.n_weights, generator=generator, dtype=torch.float64)
    return Machines.of(shape, values)


def states(n: int) -> Tensor:
    """All states of n binary units, shape (2ⁿ, n)."""
    return torch.tensor(list(product([0.0, 1.0], repeat=n)), dtype=torch.float64)


def visible_states(shape: RBMShape) -> Tensor:
    """All states of the visible units, one label unit on, shape (states, n_inputs)."""
    rows = states(shape.n_visible)
    if not shape.n_labels:
        return rows
    labels = torch.eye(shape.n_labels, dtype=torch.float64)
    return torch.stack([torch.cat([row, label]) for row in rows for label in labels])


def energies(machines: Machines, visible: Tensor, hidden: Tensor) -> Tensor:
    """E(v, h) of each visible with each hidden state, as it is written down."""
    b, c, weight = machines.visible_bias[0, 0], machines.hidden_bias[0, 0], machines.weight[0]
    n = machines.shape.n_visible
    if machines.shape.visible == "gaussian":
        bowl = (visible[:, :n] - b[:n]).square().sum(1) / 2 - visible[:, n:] @ b[n:]
    else:
        bowl = -(visible @ b)
    return bowl[:, None] - (hidden @ c)[None] - visible @ weight @ hidden.T


@pytest.mark.parametrize(
    "shape",
    [SHAPE, RBMShape(4, 3, 2), RBMShape(4, 3, 0, "gaussian"), RBMShape(2, 3, 3, "gaussian")],
)
def test_that_free_energy_sums_the_hidden_states_out(shape: RBMShape) -> None:
    machines, visible = machine(shape), visible_states(shape)
    summed = -torch.logsumexp(-energies(machines, visible, states(3)), 1)
    torch.testing.assert_close(machines.free_energy(visible[None])[0], summed)


def test_that_conditionals_are_those_of_the_joint_distribution() -> None:
    machines, hidden, visible = machine(SHAPE), states(3), states(4)
    joint = torch.softmax(-energies(machines, visible, hidden).flatten(), 0).view(16, 8)
    of_hidden = (joint @ hidden) / joint.sum(1, keepdim=True)
    of_visible = (joint.T @ visible) / joint.sum(0)[:, None]
    torch.testing.assert_close(machines.hidden(visible[None])[0], of_hidden)
    torch.testing.assert_close(machines.visible(hidden[None])[0], of_visible)


def test_that_label_scores_give_the_classes_their_conditional_probabilities() -> None:
    shape = RBMShape(4, 3, 2)
    machines, visible = machine(shape), visible_states(shape)
    p = torch.softmax(-machines.free_energy(visible[None])[0], 0).view(16, 2)
    told = torch.softmax(machines.label_scores(states(4)[None]), -1)[0]
    torch.testing.assert_close(told, p / p.sum(1, keepdim=True))


def test_that_pseudo_likelihood_is_the_chance_of_a_unit_given_the_others() -> None:
    machines, visible = machine(SHAPE), states(4)
    p = torch.softmax(-machines.free_energy(visible[None])[0], 0)
    for unit in range(4):
        flipped = visible.clone()
        flipped[:, unit] = 1 - flipped[:, unit]
        places = (flipped @ torch.tensor([8.0, 4, 2, 1], dtype=torch.float64)).long()
        expected = 4 * torch.log(p / (p + p[places]))
        told = machines.pseudo_likelihood(visible[None], torch.full((1, 16), unit))[0]
        torch.testing.assert_close(told, expected)


def test_that_machines_in_a_stack_do_not_mix() -> None:
    values = torch.randn(3, SHAPE.n_weights, generator=torch.Generator().manual_seed(1))
    together = Machines.of(SHAPE, values)
    rows = torch.rand(3, 5, 4, generator=torch.Generator().manual_seed(2))
    for i in range(3):
        alone = Machines.of(SHAPE, values[i : i + 1])
        for name in ("hidden", "free_energy"):
            stacked = getattr(together, name)(rows)[i]
            torch.testing.assert_close(stacked, getattr(alone, name)(rows[i : i + 1])[0])


def test_that_long_gibbs_chains_visit_states_as_often_as_they_are_probable() -> None:
    shape = RBMShape(2, 2, 2)
    machines = Machines.of(
        shape,
        machine(shape, 3).weight.new_tensor(
            np.random.default_rng(3).normal(size=(1, shape.n_weights))
        ),
    )
    gibbs = Gibbs(Streams([1], torch.device("cpu")), [4000])
    hidden = torch.zeros(1, 4000, 2, dtype=torch.float64)
    visible = gibbs.visible(machines, hidden)
    for _ in range(50):
        visible = gibbs.visible(machines, gibbs.hidden(machines, visible))
    every = visible_states(shape)
    seen = (visible[0][:, None] == every[None]).all(2).double().mean(0)
    p = torch.softmax(-machines.free_energy(every[None])[0], 0)
    torch.testing.assert_close(seen, p, atol=0.03, rtol=0)


def test_that_at_temperature_0_the_likeliest_state_is_taken() -> None:
    shape = RBMShape(3, 2, 2, "gaussian")
    machines, hidden = machine(shape), states(2)[None]
    gibbs = Gibbs(Streams([1], torch.device("cpu")), [4], temperature=0)
    expected = machines.visible(hidden)
    expected[..., 3:] = one_hot(expected[..., 3:].argmax(-1), 2, expected.dtype)
    torch.testing.assert_close(gibbs.visible(machines, hidden), expected)


def test_that_a_machine_starts_with_the_means_of_its_rows() -> None:
    random = np.random.default_rng(0)
    rows = (random.random((500, 3)) < [0.2, 0.5, 0.9]).astype(np.float32)
    codes = np.zeros(500, np.int64)
    start = initial_rbm(RBMShape(3, 2, 2), rows, codes, seed=1)
    expected = start.machines.visible(torch.zeros(1, 1, 2))[0, 0].detach().numpy()
    np.testing.assert_allclose(expected[:3], rows.mean(0), atol=1e-3)
    assert expected[3] > 0.99
    again = initial_rbm(RBMShape(3, 2, 2), rows, codes, seed=1)
    torch.testing.assert_close(again.weight, start.weight, rtol=0, atol=0)


def test_that_a_module_gives_what_its_machine_gives_and_comes_back_from_arrays() -> None:
    start = initial_rbm(SHAPE, np.full((4, 4), 0.5, np.float32), None, seed=2)
    assert sum(p.numel() for p in start.parameters()) == SHAPE.n_weights
    arrays = {name: tensor.numpy() for name, tensor in start.state_dict().items()}
    again: RBM = rbm_with(SHAPE, arrays)
    rows = torch.rand(2, 4, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(again(rows), start(rows))
    with pytest.raises(RuntimeError):
        rbm_with(RBMShape(4, 2), arrays)
