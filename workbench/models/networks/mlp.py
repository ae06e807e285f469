"""The multilayer perceptron (Rumelhart, Hinton and Williams 1986) as a torch module."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from workbench.models.networks.architecture import Activation, Architecture
from workbench.training.initialisation import Initialisation, initialise

ACTIVATIONS: dict[Activation, Callable[[], nn.Module]] = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
}


def mlp_network(architecture: Architecture) -> nn.Sequential:
    """Linear → (batch norm) → activation → (dropout) for each hidden layer, then Linear.

    It gives logits (classification) or one number (regression). Its weights are not set yet:
    torch's own initialisation would draw from the global generator.
    """
    *hidden, n_outputs = architecture.widths
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(hidden):
        layers += _hidden_layer(architecture, n_in, n_out)
    layers.append(_linear(hidden[-1], n_outputs))
    return nn.Sequential(*layers)


def initial_network(
    architecture: Architecture, how: Initialisation, std: float, seed: int
) -> nn.Sequential:
    """A network to be trained, the same for the same seed."""
    network = mlp_network(architecture)
    initialise(network, how, torch.Generator().manual_seed(seed), std)
    return network


def network_with(
    architecture: Architecture, weights: Mapping[str, NDArray[np.float32]]
) -> nn.Sequential:
    """A trained network, in evaluation mode.

    Raises:
        RuntimeError: an array is missing or of the wrong shape.
    """
    network = mlp_network(architecture)
    # Copied, as torch does not take read-only arrays without a warning.
    state: dict[str, Any] = {k: torch.from_numpy(np.array(v)) for k, v in weights.items()}
    network.load_state_dict({**_counters(network), **state})
    return network.eval()


def weights_of(network: nn.Module) -> dict[str, NDArray[np.float32]]:
    """The network's arrays by torch's names ("0.weight"), batch norm's counters left out."""
    return {
        name: np.ascontiguousarray(tensor.detach().cpu().numpy())
        for name, tensor in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def _counters(network: nn.Module) -> dict[str, torch.Tensor]:
    state = network.state_dict()
    return {name: state[name] for name in state if name.endswith("num_batches_tracked")}


def _linear(n_in: int, n_out: int, *, bias: bool = True) -> nn.Linear:
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, n_in, n_out, bias=bias)
    return layer


def _hidden_layer(architecture: Architecture, n_in: int, n_out: int) -> list[nn.Module]:
    # Batch norm takes the mean away and has a shift of its own: a bias before it would get
    # nothing but rounding errors as gradient, which Adam blows up to whole steps.
    layers: list[nn.Module] = [_linear(n_in, n_out, bias=not architecture.batch_norm)]
    if architecture.batch_norm:
        layers.append(nn.BatchNorm1d(n_out))
    layers.append(ACTIVATIONS[architecture.activation]())
    if architecture.dropout:
        layers.append(nn.Dropout(architecture.dropout))
    return layers
