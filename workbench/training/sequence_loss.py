"""Cross-entropy at every step of a sequence, with filling that counts for nothing."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from typing_extensions import override

from workbench.training.losses import Loss

FILLING = -1  # as token arrays are filled up at their end (data/dataset.py)


@dataclass(frozen=True)
class SequenceCrossEntropy(Loss):
    """Cross-entropy of the softmax of c logits at each of T steps; the score is accuracy.

    Outputs (…, b, T, c), targets (…, b, T): int codes, −1 where there is only filling.

    Args:
        sums: whether a sample's loss is the sum over its steps, not the mean.
    """

    name: ClassVar[str] = "cross-entropy"
    score_name: ClassVar[str] = "accuracy"
    sums: bool = False

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        # Written out: torch's cross_entropy takes nearly three times as long for it.
        of_steps = torch.logsumexp(outputs, -1) - _at_target(outputs, targets)  # (…, b, T)
        losses = torch.where(targets != FILLING, of_steps, 0).sum(-1)  # (…, b)
        return losses if self.sums else losses / _n_steps(targets)

    @override
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        # softmax − 1 at the target, 0 at filling
        gradient = torch.softmax(outputs, -1)
        at = targets.long().clamp(min=0)[..., None]
        gradient.scatter_add_(-1, at, gradient.new_full((), -1.0).expand(at.shape))
        shares = weights if self.sums else weights / _n_steps(targets)  # (A, b)
        factors = shares[..., None] * (targets != FILLING)  # (A, b, T)
        return gradient.mul_(factors[..., None])

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        # Not argmax, which takes five times as long; a tie with the target counts for it.
        right = (_at_target(outputs, targets) >= outputs.amax(-1)) & (targets != FILLING)
        return right.sum(-1).to(losses.dtype) / _n_steps(targets)

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return mean_hits


def _at_target(outputs: Tensor, targets: Tensor) -> Tensor:
    """The logit of each step's target, shape (…, b, T); any where there is only filling."""
    return outputs.gather(-1, targets.long().clamp(min=0)[..., None])[..., 0]


def _n_steps(targets: Tensor) -> Tensor:
    """How many steps of each sample are no filling, at least 1, shape (…, b)."""
    return (targets != FILLING).sum(-1).clamp(min=1)
