"""Chains of fully connected layers, of which the generative networks are made."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from workbench.models.networks.architecture import Activation
from workbench.models.networks.mlp import ACTIVATIONS
from workbench.training.dropout import Dropout
from workbench.training.initialisation import Initialisation


def dense(
    widths: Sequence[int],
    activation: Activation,
    *,
    ends_active: bool = False,
    dropout: float = 0.0,
) -> nn.Sequential:
    """Linear → activation → (dropout) → … → Linear, without weights yet.

    Args:
        widths: of the inputs and of each layer's outputs; a single one gives the inputs back.
        ends_active: whether the last layer has an activation, too.
    """
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(widths):
        layers += [linear(n_in, n_out), ACTIVATIONS[activation]()]
        if dropout:
            layers.append(Dropout(dropout))
    last = len(layers) if ends_active else len(layers) - (2 if dropout else 1)
    return nn.Sequential(*layers[: max(0, last)])


def linear(n_in: int, n_out: int) -> nn.Linear:
    """A linear layer without weights yet: torch's own would come from the global generator."""
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, n_in, n_out)
    return layer


def start_for(activation: Activation) -> Initialisation:
    """How weights in front of such an activation best start."""
    return "xavier" if activation in {"sigmoid", "tanh"} else "he"


def standard_normal(
    like: Tensor, shape: Sequence[int], generator: torch.Generator | None
) -> Tensor:
    """Numbers from N(0, 1), of the type and on the device of ``like``.

    Args:
        generator: the stream to draw from; None begins the same new one each time.
    """
    stream = _stream(like, generator)
    return torch.randn(tuple(shape), generator=stream, dtype=like.dtype, device=like.device)


def uniform(like: Tensor, generator: torch.Generator | None) -> Tensor:
    """Numbers between 0 and 1, of the shape and type and on the device of ``like``."""
    stream = _stream(like, generator)
    return torch.rand(like.shape, generator=stream, dtype=like.dtype, device=like.device)


def _stream(like: Tensor, generator: torch.Generator | None) -> torch.Generator:
    """The generator, or a new one: what is drawn while nothing is trained is always the same."""
    return generator or torch.Generator(like.device).manual_seed(0)
