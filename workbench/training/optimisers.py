"""Optimisers over the parameters of a whole stack, held in one tensor of shape (S, P).

One step is a handful of operations on that tensor, however many layers and networks there are.
The arithmetic is that of ``torch.optim`` (its unfused form), to rounding.
"""

from abc import ABC, abstractmethod
from typing import Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from typing_extensions import override

OptimiserName: TypeAlias = Literal[
    "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"
]
Column: TypeAlias = float | Tensor  # one number for all networks, or one for each, (A, 1)

MOMENTUM = 0.9


class Optimiser(ABC):
    """Changes parameters in place. Networks that have no batch left keep out of a step.

    Args:
        values: the parameters, shape (S, P).
        weight_decay: factor of the parameters that is added to the gradient.
    """

    def __init__(self, values: Tensor, weight_decay: float = 0.0) -> None:
        self._values = values
        self._weight_decay = weight_decay
        self._steps = np.zeros(len(values), np.int64)

    @torch.no_grad()
    def step(self, gradient: Tensor, rates: NDArray[np.float64]) -> None:
        """One step of the first A networks.

        Args:
            gradient: shape (A, P); may be overwritten.
            rates: learning rates, shape (A,).
        """
        n = gradient.shape[0]
        values = self._values[:n]
        self._steps[:n] += 1
        if self._weight_decay:
            self._decay(values, gradient, rates)
        self._descend(values, gradient, rates, self._steps[:n])

    def _decay(self, values: Tensor, gradient: Tensor, rates: NDArray[np.float64]) -> None:
        gradient.add_(values, alpha=self._weight_decay)

    @abstractmethod
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        """Change ``values`` (A, P); ``steps`` counts this step too, shape (A,)."""

    def _column(self, numbers: NDArray[np.float64]) -> Column:
        """A plain number where all networks agree, which they nearly always do."""
        first = float(numbers[0])
        if (numbers == first).all():
            return first
        return torch.as_tensor(numbers, dtype=self._values.dtype, device=self._values.device)[
            :, None
        ]  # (A, 1)


class SGD(Optimiser):
    """Stochastic gradient descent."""

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        _subtract(values, gradient, self._column(rates))


class Momentum(Optimiser):
    """Gradient descent with momentum 0.9 (Polyak 1964)."""

    def __init__(self, values: Tensor, weight_decay: float = 0.0) -> None:
        super().__init__(values, weight_decay)
        self._velocity = torch.zeros_like(values)

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        velocity = self._velocity[: len(values)].mul_(MOMENTUM).add_(gradient)
        _subtract(values, self._direction(gradient, velocity), self._column(rates))

    def _direction(self, gradient: Tensor, velocity: Tensor) -> Tensor:
        return velocity


class Nesterov(Momentum):
    """Momentum that looks ahead (Nesterov 1983, in the form of Sutskever et al. 2013)."""

    @override
    def _direction(self, gradient: Tensor, velocity: Tensor) -> Tensor:
        return gradient.add_(velocity, alpha=MOMENTUM)


class AdaGrad(Optimiser):
    """Steps divided by the root of all squared gradients so far (Duchi et al. 2011)."""

    def __init__(self, values: Tensor, weight_decay: float = 0.0) -> None:
        super().__init__(values, weight_decay)
        self._squares = torch.zeros_like(values)

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        squares = self._squares[: len(values)].addcmul_(gradient, gradient)
        _subtract_ratio(values, gradient, squares.sqrt().add_(1e-10), self._column(rates))


class RMSProp(AdaGrad):
    """Steps divided by the root of a moving mean of squared gradients (Hinton 2012)."""

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        squares = self._squares[: len(values)].mul_(0.99)
        squares.addcmul_(gradient, gradient, value=0.01)
        _subtract_ratio(values, gradient, squares.sqrt().add_(1e-8), self._column(rates))


class Adam(Optimiser):
    """Adaptive moments (Kingma and Ba 2015): β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸."""

    def __init__(self, values: Tensor, weight_decay: float = 0.0) -> None:
        super().__init__(values, weight_decay)
        self._mean = torch.zeros_like(values)
        self._squares = torch.zeros_like(values)

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        mean = self._mean[: len(values)].lerp_(gradient, 0.1)
        squares = self._squares[: len(values)].mul_(0.999)
        squares.addcmul_(gradient, gradient, value=0.001)
        root = np.sqrt(1 - 0.999**steps)
        size = self._column(rates / (1 - 0.9**steps))
        denominator = squares.sqrt().div_(self._column(root)).add_(1e-8)
        _subtract_ratio(values, mean, denominator, size)


class AdamW(Adam):
    """Adam with weight decay beside the gradient, not in it (Loshchilov and Hutter 2019)."""

    @override
    def _decay(self, values: Tensor, gradient: Tensor, rates: NDArray[np.float64]) -> None:
        values.mul_(self._column(1 - rates * self._weight_decay))


OPTIMISERS: dict[OptimiserName, type[Optimiser]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}


def _subtract(values: Tensor, direction: Tensor, rate: Column) -> None:
    if isinstance(rate, float):
        values.add_(direction, alpha=-rate)
    else:
        values.sub_(direction * rate)


def _subtract_ratio(values: Tensor, above: Tensor, below: Tensor, rate: Column) -> None:
    if isinstance(rate, float):
        values.addcdiv_(above, below, value=-rate)
    else:
        values.sub_((above / below).mul_(rate))
