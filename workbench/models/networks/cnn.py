"""Networks of a design whose first module takes pictures as they lie in memory."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from workbench.models.networks import build
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Shape
from workbench.models.networks.picture_input import PictureInput
from workbench.models.networks.scaling import Scaling
from workbench.training.initialisation import Initialisation, initialise

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Plan:
    """What a network is made of.

    Args:
        source: channels, height and width of the pictures that arrive.
        shape: of those that the design takes.
    """

    design: Design
    source: Shape
    shape: Shape
    scaling: Scaling
    n_outputs: int


def network(plan: Plan) -> nn.Sequential:
    """The network; its weights are not set. Where the design is a chain, so is this.

    Raises:
        ParameterError: a layer cannot take what arrives; the sentence says which.
    """
    body = build.network(plan.design, plan.shape, plan.n_outputs)
    first = PictureInput(plan.source, plan.shape, plan.scaling)
    layers = body.named_children() if isinstance(body, nn.Sequential) else [("network", body)]
    return nn.Sequential(OrderedDict([("input", first), *layers]))


def initial_network(plan: Plan, how: Initialisation, std: float, seed: int) -> nn.Sequential:
    """A network to be trained, the same for the same seed.

    Raises:
        ParameterError: as ``network``.
    """
    made = network(plan)
    initialise(made, how, torch.Generator().manual_seed(seed), std)
    return made


def weights_of(network: nn.Module) -> dict[str, NDArray[np.float32]]:
    """Weights and running statistics by torch's names."""
    return {
        name: tensor.detach().cpu().numpy().copy() for name, tensor in network.state_dict().items()
    }


def network_with(plan: Plan, weights: Weights) -> nn.Sequential:
    """A trained network in evaluation mode.

    Raises:
        ParameterError: as ``network``.
        RuntimeError: the weights do not fit.
    """
    made = network(plan)
    tensors = {name: torch.from_numpy(np.array(array)) for name, array in weights.items()}
    made.load_state_dict(tensors)
    return made.eval()
