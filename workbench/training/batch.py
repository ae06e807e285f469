"""One batch, and what a forward pass needs beside its inputs."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Pass:
    """What a forward pass needs beside its inputs.

    Args:
        is_training: whether batch norm uses the batch and dropout drops.
        masks: for each dropout layer 0 or 1/(1 − p) per value, shape (S, b, width).
        present: 1 where a row is the network's own and 0 where it fills up, shape (S, b, 1);
            None if all are.
    """

    is_training: bool = False
    masks: tuple[Tensor, ...] = ()
    present: Tensor | None = None


@dataclass(frozen=True, eq=False)
class Batch:
    """One batch of the first A networks.

    Args:
        inputs: shape (A, b, …), of the samples' type.
        targets: shape (A, b, …).
        weights: of the samples in the loss: 1/n of the network's rows, 0 where a row only fills
            up; shape (A, b).
        how: masks and present rows of the forward pass.
    """

    inputs: Tensor
    targets: Tensor
    weights: Tensor
    how: Pass

    @property
    def counts(self) -> list[int]:
        """How many rows each network has in the batch. Waits for the device where they differ."""
        present, (n, size) = self.how.present, self.weights.shape
        if present is None:
            return [size] * n
        counts: list[int] = present[..., 0].sum(1).to(torch.int64).tolist()
        return counts
