"""How weights start. Every number comes from the generator given, never from torch's own."""

import math
from typing import Literal, TypeAlias

import torch
from torch import nn

Initialisation: TypeAlias = Literal["normal", "xavier", "he"]


def initialise(
    network: nn.Module, how: Initialisation, generator: torch.Generator, std: float = 1.0
) -> None:
    """Give every linear layer of ``network`` new weights, in the order of the layers.

    * ``normal``: weights and biases from N(0, std²), as the course's XOR networks have it;
    * ``xavier``: weights uniform in ±√(6 / (fan_in + fan_out)) (Glorot and Bengio 2010), biases 0;
    * ``he``: weights from N(0, 2 / fan_in) (He et al. 2015), biases 0.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Linear):
            with torch.no_grad():
                _draw(layer, how, generator, std)


def _draw(layer: nn.Linear, how: Initialisation, generator: torch.Generator, std: float) -> None:
    fan_out, fan_in = layer.weight.shape
    if how == "normal":
        layer.weight.normal_(0.0, std, generator=generator)
        if layer.bias is not None:
            layer.bias.normal_(0.0, std, generator=generator)
        return
    if how == "xavier":
        bound = math.sqrt(6 / (fan_in + fan_out))
        layer.weight.uniform_(-bound, bound, generator=generator)
    else:
        layer.weight.normal_(0.0, math.sqrt(2 / fan_in), generator=generator)
    if layer.bias is not None:
        layer.bias.zero_()
