"""The bound on the likelihood that a variational autoencoder learns by."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from typing_extensions import override

from workbench.training.losses import Loss

LEAST_LOG_VARIANCE = -6.0  # of the rows: a code as wide as they are would end in −∞


@dataclass(frozen=True)
class NegativeBound(Loss):
    """−ln p(x|z) + KL(q(z|x)‖N(0, I)) of a row, in nats, one z a row (Kingma and Welling 2014).

    Outputs are n reconstructions, k means and k log variances of the code and, where the numbers
    do not lie in [0, 1] but are taken as normal, the log of their variance. Targets are the
    inputs themselves, of which the first n numbers are meant. The score is the share of their
    variance that the reconstructions explain.

    Args:
        n_values, n_code: n and k.
        is_unit: whether the reconstructions are logits of numbers in [0, 1].
    """

    name: ClassVar[str] = "negative bound"
    score_name: ClassVar[str] = "R²"

    n_values: int
    n_code: int
    is_unit: bool = True

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        return self.reconstruction(outputs, targets) + self.divergence(outputs)

    def reconstruction(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """−ln p(x|z) of each row, shape (…, b)."""
        rows, targets = outputs[..., : self.n_values], targets[..., : self.n_values]
        if self.is_unit:
            terms = functional.binary_cross_entropy_with_logits(rows, targets, reduction="none")
            return terms.sum(-1)
        log_variance = outputs[..., -1].clamp(min=LEAST_LOG_VARIANCE)
        errors = (rows - targets).square().sum(-1)
        constant = self.n_values * (log_variance + math.log(2 * math.pi))
        loss: Tensor = (errors * torch.exp(-log_variance) + constant) / 2
        return loss

    def divergence(self, outputs: Tensor) -> Tensor:
        """KL = −½ Σ(1 + ln σ² − μ² − σ²) of each row, shape (…, b)."""
        ends = (self.n_values, self.n_code, self.n_code)
        _, mean, log_variance = outputs[..., : sum(ends)].split(ends, -1)
        terms: Tensor = 1 + log_variance - mean.square() - log_variance.exp()
        return -terms.sum(-1) / 2

    @override
    def spread(self, targets: NDArray[np.generic]) -> float:
        values: NDArray[np.floating] = targets[..., : self.n_values]  # type: ignore[assignment]
        return float(np.var(values, dtype=np.float64))

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        rows = outputs[..., : self.n_values]
        rows = torch.sigmoid(rows) if self.is_unit else rows
        return (rows - targets[..., : self.n_values]).square().mean(-1)

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return 1 - mean_hits / np.where(spread > 0, spread, np.nan)
