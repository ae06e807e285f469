"""Deep belief networks (Hinton, Osindero and Teh 2006; Bengio et al. 2007).

Machines trained one upon the other become either the layers of a classifier, or a generative
model: an undirected pair on top with label units, directed layers below. Each of these has
recognition weights, upwards, and generative weights, downwards, which up–down lets part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.models.networks.dbn_shape import DBNShape
from workbench.models.networks.rbm import RBM, Machines
from workbench.models.networks.rbm_shape import RBMShape
from workbench.training.initialisation import initialise


@dataclass(frozen=True, eq=False)
class Directed:
    """S layers of one shape.

    Args:
        shape: units below ("visible") and above ("hidden").
        recognition: weights upwards, shape (S, n_visible, n_hidden).
        hidden_bias: shape (S, 1, n_hidden).
        generative: weights downwards, in the same order, shape (S, n_visible, n_hidden).
        visible_bias: shape (S, 1, n_visible).
    """

    shape: RBMShape
    recognition: Tensor
    hidden_bias: Tensor
    generative: Tensor
    visible_bias: Tensor

    @property
    def upwards(self) -> Machines:
        """As a machine with the recognition weights."""
        return Machines(self.shape, self.recognition, self.visible_bias, self.hidden_bias)

    @property
    def downwards(self) -> Machines:
        """As a machine with the generative weights."""
        return Machines(self.shape, self.generative, self.visible_bias, self.hidden_bias)


@dataclass(frozen=True, eq=False)
class Beliefs:
    """S generative models of one shape.

    Args:
        layers: directed ones, the lowest first.
        top: the undirected pair with label units.
    """

    layers: tuple[Directed, ...]
    top: Machines

    @classmethod
    def of(cls, shape: DBNShape, values: Tensor) -> "Beliefs":
        """Models whose parameters lie in ``values`` (S, P), as ``DeepBelief`` lists them."""
        *below, top = shape.machines
        layers, start = [], 0
        for machine in below:
            n, n_weight = machine.n_visible, machine.n_visible * machine.n_hidden
            sizes = [n_weight, machine.n_hidden, n_weight, n]
            part = values[:, start : start + sum(sizes)]
            recognition, hidden_bias, generative, visible_bias = part.split(sizes, 1)
            start += sum(sizes)
            layers.append(
                Directed(
                    machine,
                    recognition.unflatten(1, (n, -1)),
                    hidden_bias[:, None],
                    generative.unflatten(1, (n, -1)),
                    visible_bias[:, None],
                )
            )
        return cls(tuple(layers), Machines.of(top, values[:, start:]))

    def up(self, rows: Tensor) -> Tensor:
        """p(on) of the last hidden layer but one, through the means of those below."""
        for layer in self.layers:
            rows = layer.upwards.hidden(rows)
        return rows

    def label_scores(self, rows: Tensor) -> Tensor:
        """Logits of the labels of rows (S, b, n_visible), by the top pair's free energy."""
        return self.top.label_scores(self.up(rows))


class DeepBelief(nn.Module):
    """One generative model as a module: rows in, logits of the labels out. Not set yet."""

    def __init__(self, shape: DBNShape) -> None:
        super().__init__()
        self.shape = shape
        *below, top = shape.machines
        self.layers = nn.ModuleList(_Layer(machine) for machine in below)
        self.top = RBM(top)

    @property
    def beliefs(self) -> Beliefs:
        """The model, of which there is one."""
        return Beliefs.of(self.shape, nn.utils.parameters_to_vector(self.parameters())[None])

    @override
    def forward(self, rows: Tensor) -> Tensor:
        """Logits, shape (b, n_labels), for rows (b, n_visible)."""
        return self.beliefs.label_scores(rows[None])[0]


class _Layer(nn.Module):
    """The parameters of a directed layer, in the order of ``Directed``."""

    def __init__(self, shape: RBMShape) -> None:
        super().__init__()
        self.recognition = nn.Parameter(torch.empty(shape.n_visible, shape.n_hidden))
        self.hidden_bias = nn.Parameter(torch.empty(shape.n_hidden))
        self.generative = nn.Parameter(torch.empty(shape.n_visible, shape.n_hidden))
        self.visible_bias = nn.Parameter(torch.empty(shape.n_visible))


def deep_belief(shape: DBNShape, machines: Sequence[RBM]) -> DeepBelief:
    """The generative model that machines make: the same weights upwards and downwards.

    Args:
        machines: trained one upon the other, the top one with label units.
    """
    network = DeepBelief(shape)
    *below, top = machines
    with torch.no_grad():
        for module, machine in zip(network.layers, below, strict=True):
            layer = cast("_Layer", module)
            layer.recognition.copy_(machine.weight)
            layer.generative.copy_(machine.weight)
            layer.hidden_bias.copy_(machine.hidden_bias)
            layer.visible_bias.copy_(machine.visible_bias)
    network.top.load_state_dict(top.state_dict())
    return network


def descended(beliefs: Beliefs, hidden: Tensor) -> Tensor:
    """Rows made by one pass downwards from the top's hidden states, (S, b, n_visible).

    Through means: the layers were trained on those of the layers below, and a row is seen rather
    than its noise.
    """
    states = beliefs.top.visible(hidden)[..., : beliefs.top.shape.n_visible]
    for layer in reversed(beliefs.layers):
        states = layer.downwards.visible(states)
    return states


def classifier(shape: DBNShape) -> nn.Sequential:
    """Sigmoid layers and a linear one that gives logits. Its weights are not set yet."""
    layers: list[nn.Module] = []
    n_in = shape.n_visible
    for width in shape.hidden:
        layers += [_linear(n_in, width), nn.Sigmoid()]
        n_in = width
    return nn.Sequential(*layers, _linear(n_in, shape.n_labels))


def initial_classifier(shape: DBNShape, machines: Sequence[RBM], seed: int) -> nn.Sequential:
    """A classifier to be trained: Xavier's weights, or those of machines where there are some.

    Args:
        machines: trained one upon the other from the rows upwards; perhaps fewer than layers.
    """
    network = classifier(shape)
    initialise(network, "xavier", torch.Generator().manual_seed(seed))
    linear = [layer for layer in network if isinstance(layer, nn.Linear)]
    with torch.no_grad():
        for layer, machine in zip(linear, machines, strict=False):
            layer.weight.copy_(machine.weight.T)
            layer.bias.copy_(machine.hidden_bias)
    return network


def _linear(n_in: int, n_out: int) -> nn.Linear:
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, n_in, n_out)
    return layer
