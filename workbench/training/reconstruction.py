"""Losses of networks whose targets are as wide as their outputs: reconstructions, several numbers.

A sample's targets may be a vector, a picture, a series: ``axes`` says how many axes they have.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from typing_extensions import override

from workbench.training.losses import Loss


@dataclass(frozen=True)
class Reconstruction(Loss):
    """A loss for outputs and targets of one shape (…, b, *values); the score is R².

    Args:
        axes: of one sample's values, 1 or more.
    """

    score_name: ClassVar[str] = "R²"
    axes: int = 1

    @override
    def spread(self, targets: NDArray[Any]) -> float:
        return float(np.var(targets, dtype=np.float64))

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return 1 - mean_hits / np.where(spread > 0, spread, np.nan)

    def _as_rows(self, values: Tensor) -> Tensor:
        """The values of each sample in a row, shape (…, b, n)."""
        return values.flatten(-self.axes)

    def _broad(self, weights: Tensor) -> Tensor:
        """Weights (A, b) that multiply each value of their sample."""
        return weights.reshape(*weights.shape, *(1,) * self.axes)


@dataclass(frozen=True)
class BinaryCrossEntropy(Reconstruction):
    """Cross-entropy of the sigmoids of logits with targets in [0, 1], added up over the values.

    So it is the negative log-likelihood, in nats, of the sample under independent bits.
    """

    name: ClassVar[str] = "cross-entropy"

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        losses = functional.binary_cross_entropy_with_logits(
            outputs, targets.to(outputs.dtype), reduction="none"
        )
        return self._as_rows(losses).sum(-1)

    @override
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        return torch.sigmoid(outputs).sub_(targets).mul_(self._broad(weights))

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        return self._as_rows((torch.sigmoid(outputs) - targets).square()).mean(-1)


@dataclass(frozen=True)
class SquaredErrors(Reconstruction):
    """Squared errors of several outputs, their mean over the values or their sum.

    Args:
        sums: whether a sample's errors are added up.
    """

    name: ClassVar[str] = "squared error"
    sums: bool = False

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        squares = self._as_rows((outputs - targets).square())
        return squares.sum(-1) if self.sums else squares.mean(-1)

    @override
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        n = 1 if self.sums else int(np.prod(outputs.shape[-self.axes :]))
        return (outputs - targets).mul_(self._broad(weights * (2 / n)))

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        return losses / int(np.prod(outputs.shape[-self.axes :])) if self.sums else losses
