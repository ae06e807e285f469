"""What is minimised and what is reported, for all networks of a stack at once.

The gradient with respect to the outputs is written out: it is a single short formula, and lets
the losses themselves be worked out for many batches at a time.
"""

from abc import ABC, abstractmethod

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from typing_extensions import override


class Loss(ABC):
    """A loss per sample, and a score that can be had from it and the outputs."""

    @abstractmethod
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """The loss of each sample, shape (…, b), for outputs (…, b, c)."""

    @abstractmethod
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        """The gradient of Σ weights · losses with respect to outputs, shape (S, b, c)."""

    @abstractmethod
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        """What averages to the score, for each sample: shape (…, b) for outputs (…, b, c)."""

    @abstractmethod
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The scores (S,) from the means of the hits and the variances of the targets, (S,)."""


class CrossEntropy(Loss):
    """Cross-entropy of the softmax of c logits; the score is accuracy. Targets: int64 codes."""

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        flat = functional.cross_entropy(
            outputs.flatten(0, -2), targets.flatten(), reduction="none"
        )  # (S·b,)
        return flat.view(targets.shape)

    @override
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        # softmax − 1 at the target
        gradient = torch.softmax(outputs, -1)
        minus_one = gradient.new_tensor(-1.0).expand(*targets.shape, 1)
        return gradient.scatter_add_(-1, targets[..., None], minus_one).mul_(weights[..., None])

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        return (outputs.argmax(-1) == targets).to(losses.dtype)

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return mean_hits


class SquaredError(Loss):
    """Squared error of one output; the score is R². Targets: float32."""

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        return (outputs[..., 0] - targets).square()

    @override
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        return ((outputs[..., 0] - targets).mul_(2) * weights)[..., None]

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        return losses

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return 1 - mean_hits / np.where(spread > 0, spread, np.nan)


class Tally:
    """Adds up the losses and hits of an epoch without waiting for the device.

    Whole batches are put together before anything is counted: a few operations for every 64
    batches instead of for each.
    """

    def __init__(self, loss: Loss, n_networks: int, device: torch.device) -> None:
        self._loss = loss
        self._sums = torch.zeros(2, n_networks, device=device)
        self._waiting: list[tuple[Tensor, Tensor]] = []

    def add(self, outputs: Tensor, targets: Tensor, present: Tensor | None = None) -> None:
        """Take note of a batch; ``present`` as in ``Pass``, or weights of the same shape."""
        if self._waiting and self._waiting[0][1].shape != targets.shape:
            self._count(None)
        if present is not None:
            self._count(None)
        self._waiting.append((outputs, targets))
        if present is not None or len(self._waiting) == 64:
            self._count(present)

    def sums(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The losses and the hits added up, shape (S,) each."""
        self._count(None)
        loss, hits = self._sums.cpu().numpy().astype(np.float64)
        return loss, hits

    def _count(self, present: Tensor | None) -> None:
        if not self._waiting:
            return
        outputs, targets = (torch.stack(x) for x in zip(*self._waiting, strict=True))
        losses = self._loss.per_sample(outputs, targets)  # (k, A, b)
        both = torch.stack([losses, self._loss.hits(outputs, targets, losses)])  # (2, k, A, b)
        if present is not None:
            both = both * present[..., 0]
        self._sums[:, : both.shape[2]] += both.sum((1, 3))
        self._waiting = []
