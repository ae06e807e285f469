"""Networks whose parameters lie one after the other in a row, as what the training loop trains."""

from abc import abstractmethod
from collections.abc import Sequence
from copy import deepcopy
from typing import Self

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.training.trainee import Body


class PackedBody(Body):
    """S networks of one shape, their parameters in the order in which a module lists them.

    Args:
        values: all parameters, shape (S, P).
    """

    def __init__(self, values: Tensor) -> None:
        self.values = values
        self.statistics = values.new_empty(len(values), 0)
        self.parameters, self.dropout_widths = [], []

    @abstractmethod
    def like(self, values: Tensor) -> Self:
        """Networks of the same shape with other parameters."""

    @override
    def first(self, n: int) -> Self:
        return self if n == len(self) else self.like(self.values[:n])

    @override
    def kept(self, rows: Sequence[int]) -> Self:
        return self.like(self.values[rows])

    @override
    def gathered(self, gradients: Sequence[Tensor]) -> Tensor:
        return torch.cat([g.flatten(1) for g in gradients], 1)

    @override
    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        copy = deepcopy(network).cpu().eval()
        nn.utils.vector_to_parameters(values.cpu(), copy.parameters())
        return copy


def packed(networks: Sequence[nn.Module], device: torch.device) -> Tensor:
    """The parameters of networks on ``device``, shape (S, P). Theirs stay as they are."""
    rows = [nn.utils.parameters_to_vector(network.parameters()) for network in networks]
    return torch.stack(rows).detach().to(device)
