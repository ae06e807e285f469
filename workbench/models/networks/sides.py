"""Units below and above whose products are compared: of the data, and of the model."""

from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.training.batch import Batch


@dataclass(frozen=True, eq=False)
class Side:
    """Units of the rows of A machines.

    Args:
        visible: (A, b, n_inputs).
        hidden: probabilities, (A, b, n_hidden).
        weights: of the rows, adding up to 1 for each machine, (A, b, 1).
    """

    visible: Tensor
    hidden: Tensor
    weights: Tensor


def differences(model: Side, data: Side) -> list[Tensor]:
    """⟨vh⟩, ⟨v⟩ and ⟨h⟩ of the model less those of the data.

    Shapes (A, n_inputs, n_hidden), (A, 1, n_inputs) and (A, 1, n_hidden).
    """
    visible = torch.cat([model.visible, data.visible], 1)  # (A, b + b, n_inputs)
    signs = torch.cat([model.weights, -data.weights], 1)  # (A, b + b, 1)
    hidden = torch.cat([model.hidden, data.hidden], 1) * signs  # (A, b + b, n_hidden)
    return [
        torch.bmm(visible.transpose(1, 2), hidden),
        torch.bmm(signs.transpose(1, 2), visible),
        hidden.sum(1, keepdim=True),
    ]


def counts_of(batch: Batch) -> list[int]:
    """How many rows of its own each network has in the batch."""
    present, (n, size) = batch.how.present, batch.inputs.shape[:2]
    if present is None:
        return [size] * n
    counts: list[int] = present[..., 0].sum(1).to(torch.int64).tolist()
    return counts


def weighted_mean(figures: Tensor, weights: Tensor) -> Tensor:
    """The mean of rows' figures (A, b) for each network, shape (A,)."""
    return (figures * weights).sum(1) / weights.sum(1).clamp(min=1e-12)
