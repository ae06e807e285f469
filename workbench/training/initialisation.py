"""How weights start. Every number comes from the generator given, never from torch's own."""

import math
from typing import Literal, Protocol, TypeAlias, runtime_checkable

import torch
from torch import Tensor, nn

Initialisation: TypeAlias = Literal["normal", "xavier", "he", "torch"]

_Weighted = nn.Linear | nn.modules.conv._ConvNd  # noqa: SLF001 -- the one base of convolutions
_Norm = (nn.modules.batchnorm._BatchNorm, nn.LayerNorm, nn.GroupNorm)  # noqa: SLF001


@runtime_checkable
class HasFans(Protocol):
    """A module with weights that says itself how many values meet in one of its units."""

    weight: nn.Parameter
    bias: nn.Parameter | None
    fans: tuple[int, int]  # in, out


@runtime_checkable
class Starts(Protocol):
    """A module whose weights always start in one way."""

    def start(self) -> None:
        """Give the weights their first values."""


def initialise(
    network: nn.Module, how: Initialisation, generator: torch.Generator, std: float = 1.0
) -> None:
    """Give every layer of ``network`` new weights, in the order of the layers.

    * ``normal``: weights and biases from N(0, std²), as the course's XOR networks have it;
    * ``xavier``: weights uniform in ±√(6 / (fan_in + fan_out)) (Glorot and Bengio 2010), biases 0;
    * ``he``: weights from N(0, 2 / fan_in) (He et al. 2015), biases 0;
    * ``torch``: weights and biases uniform in ±√(1 / fan_in), as torch's own layers start.

    Norms start at scale 1 and shift 0, with running mean 0 and variance 1.
    """
    for layer in network.modules():
        with torch.no_grad():
            if isinstance(layer, _Weighted | HasFans):
                _draw(layer, how, generator, std)
            elif isinstance(layer, _Norm):
                layer.reset_parameters()
            elif isinstance(layer, Starts):
                layer.start()


def _draw(
    layer: _Weighted | HasFans, how: Initialisation, generator: torch.Generator, std: float
) -> None:
    weight, bias = layer.weight, layer.bias
    if how == "normal":
        weight.normal_(0.0, std, generator=generator)
        if bias is not None:
            bias.normal_(0.0, std, generator=generator)
        return
    fan_in, fan_out = layer.fans if isinstance(layer, HasFans) else _fans(weight)
    if how == "he":
        weight.normal_(0.0, math.sqrt(2 / fan_in), generator=generator)
    else:
        bound = math.sqrt(6 / (fan_in + fan_out) if how == "xavier" else 1 / fan_in)
        weight.uniform_(-bound, bound, generator=generator)
        if how == "torch" and bias is not None:
            bias.uniform_(-bound, bound, generator=generator)
    if how != "torch" and bias is not None:
        bias.zero_()


def _fans(weight: Tensor) -> tuple[int, int]:
    """The values that a unit sees, and the units that see a value; weight (out, in, …)."""
    area = weight[0, 0].numel()
    return weight.shape[1] * area, weight.shape[0] * area
