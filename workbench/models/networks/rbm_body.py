"""Restricted Boltzmann machines as what the training loop trains."""

from collections.abc import Sequence
from typing import Self

import torch
from torch import Tensor
from typing_extensions import override

from workbench.models.networks.packed_body import PackedBody, packed
from workbench.models.networks.rbm import RBM, Machines
from workbench.models.networks.rbm_shape import RBMShape
from workbench.training.batch import Pass


class RBMBody(PackedBody):
    """S machines of one shape; as a function, p(h = 1 | v)."""

    def __init__(self, shape: RBMShape, values: Tensor) -> None:
        super().__init__(values)
        self.shape, self.machines = shape, Machines.of(shape, values)

    @classmethod
    def of(cls, machines: Sequence[RBM], device: torch.device) -> "RBMBody":
        """Machines stacked, on ``device``.

        Raises:
            ValueError: they differ in shape.
        """
        shape = machines[0].shape
        if any(machine.shape != shape for machine in machines):
            raise ValueError("machines of different shapes cannot be stacked")
        return cls(shape, packed(machines, device))

    @override
    def like(self, values: Tensor) -> Self:
        return type(self)(self.shape, values)

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        return self.machines.hidden(inputs)
