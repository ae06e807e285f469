"""Restricted Boltzmann machines as what the training loop trains."""

from collections.abc import Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.models.networks.rbm import RBM, Machines
from workbench.models.networks.rbm_shape import RBMShape
from workbench.training.batch import Pass
from workbench.training.trainee import Body


class RBMBody(Body):
    """S machines of one shape; as a function, p(h = 1 | v).

    Args:
        values: all parameters, shape (S, P).
    """

    def __init__(self, shape: RBMShape, values: Tensor) -> None:
        self.shape, self.values = shape, values
        self.statistics = values.new_empty(len(values), 0)
        self.parameters, self.dropout_widths = [], []
        self.machines = Machines.of(shape, values)

    @classmethod
    def of(cls, machines: Sequence[RBM], device: torch.device) -> "RBMBody":
        """Machines stacked, on ``device``. They stay as they are.

        Raises:
            ValueError: they differ in shape.
        """
        shape = machines[0].shape
        if any(machine.shape != shape for machine in machines):
            raise ValueError("machines of different shapes cannot be stacked")
        rows = [nn.utils.parameters_to_vector(machine.parameters()) for machine in machines]
        return cls(shape, torch.stack(rows).detach().to(device))

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        return self.machines.hidden(inputs)

    @override
    def first(self, n: int) -> "RBMBody":
        return RBMBody(self.shape, self.values[:n])

    @override
    def kept(self, rows: Sequence[int]) -> "RBMBody":
        return RBMBody(self.shape, self.values[rows])

    @override
    def gathered(self, gradients: Sequence[Tensor]) -> Tensor:
        return torch.cat([g.flatten(1) for g in gradients], 1)

    @override
    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        copy = deepcopy(network).cpu().eval()
        nn.utils.vector_to_parameters(values.cpu(), copy.parameters())
        return copy
