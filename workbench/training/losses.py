"""What is minimised and what is reported, for all networks of a stack at once.

The gradient with respect to the outputs is written out: it is a single short formula, and lets
the losses themselves be worked out for many batches at a time.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from typing_extensions import override


class Loss(ABC):
    """A loss per sample, and a score that can be had from it and the outputs.

    A subclass is a frozen dataclass: its ``repr`` says all of it.

    Attributes:
        name, score_name: what the two are called in curves; an empty score is not shown.
    """

    name: ClassVar[str] = "loss"
    score_name: ClassVar[str] = ""

    @abstractmethod
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """The loss of each sample, shape (…, b), for outputs (…, b, c)."""

    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        """The gradient of Σ weights · losses with respect to outputs, of their shape."""
        with torch.enable_grad():
            leaf = outputs.detach().requires_grad_()
            total = (self.per_sample(leaf, targets) * weights).sum()
        return torch.autograd.grad(total, leaf)[0]

    def spread(self, targets: NDArray[Any]) -> float:
        """The variance of the targets, where the score needs it."""
        return 0.0

    @abstractmethod
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        """What averages to the score, for each sample: shape (…, b) for outputs (…, b, c)."""

    @abstractmethod
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The scores (S,) from the means of the hits and the variances of the targets, (S,)."""


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """Cross-entropy of the softmax of c logits; the score is accuracy. Targets: int64 codes.

    Args:
        smoothing: share of each target that is spread over all classes (Szegedy et al. 2016).
        class_weights: how much the samples of each class count; none = all alike.
    """

    score_name: ClassVar[str] = "accuracy"

    smoothing: float = 0.0
    class_weights: tuple[float, ...] = ()

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        flat = functional.cross_entropy(
            outputs.flatten(0, -2),
            targets.flatten(),
            reduction="none",
            label_smoothing=self.smoothing,
        )  # (S·b,)
        losses = flat.view(targets.shape)
        return losses * self._counts(outputs)[targets] if self.class_weights else losses

    @override
    def gradient(self, outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        # softmax − 1 at the target, or − what smoothing leaves there and everywhere; filled where
        # it is: a number sent to a graphics card would wait for it
        gradient = torch.softmax(outputs, -1)
        minus_one = gradient.new_full((), self.smoothing - 1.0).expand(*targets.shape, 1)
        gradient.scatter_add_(-1, targets[..., None], minus_one)
        if self.smoothing:
            gradient.sub_(self.smoothing / outputs.shape[-1])
        if self.class_weights:
            weights = weights * self._counts(outputs)[targets]
        return gradient.mul_(weights[..., None])

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        return (outputs.argmax(-1) == targets).to(losses.dtype)

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return mean_hits

    def _counts(self, like: Tensor) -> Tensor:
        return like.new_tensor(self.class_weights)


def balanced(codes: NDArray[np.int64], n_classes: int) -> tuple[float, ...]:
    """Weights with which all classes that occur count alike, of mean 1 over the samples.

    A class that does not occur has the weight 1.

    Args:
        codes: class codes of the training samples, shape (n,).
    """
    counts = np.bincount(codes, minlength=n_classes)
    n_present = max(1, int(np.count_nonzero(counts)))
    weights = len(codes) / (n_present * np.maximum(counts, 1))
    return tuple(np.where(counts > 0, weights, 1.0).tolist())


@dataclass(frozen=True)
class SquaredError(Loss):
    """Squared error of one output; the score is R². Targets: float32."""

    score_name: ClassVar[str] = "R²"

    @override
    def spread(self, targets: NDArray[Any]) -> float:
        return float(np.var(targets))

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
