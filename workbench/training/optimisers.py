"""Optimisers over the parameters of a whole stack, held in one tensor of shape (S, P).

One step is a handful of operations on that tensor, however many layers and networks there are.
The arithmetic is that of ``torch.optim`` (its unfused form), to rounding.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

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
        weight_decay: factor of each network's parameters that is added to its gradient (L2), shape
            (S,).
        l1: factor of the signs of each network's parameters that are added to its gradient (L1),
            shape (S,); None = none.

    Attributes:
        n_traces: how many numbers are remembered of each parameter.
    """

    n_traces: ClassVar[int] = 0

    def __init__(
        self,
        values: Tensor,
        weight_decay: NDArray[np.float64],
        l1: NDArray[np.float64] | None = None,
    ) -> None:
        self._values = values
        self._weight_decay = weight_decay
        self._l1 = np.zeros(len(values)) if l1 is None else l1
        # Asking arrays at every step whether they hold anything takes longer than it seems.
        self._is_penalised = bool(self._weight_decay.any() or self._l1.any())
        self._steps = np.zeros(len(values), np.int64)
        self._traces = [torch.zeros_like(values) for _ in range(self.n_traces)]  # (S, P) each

    def keep(self, rows: NDArray[np.int64], values: Tensor) -> None:
        """Go on with these networks only, whose parameters are now in ``values``."""
        self._values = values
        self._weight_decay, self._steps = self._weight_decay[rows], self._steps[rows]
        self._l1 = self._l1[rows]
        self._traces = [trace[rows] for trace in self._traces]

    def state(self) -> dict[str, NDArray[np.generic]]:
        """What is remembered from step to step, as arrays of the optimiser's own."""
        traces = {f"trace{i}": t.cpu().numpy().copy() for i, t in enumerate(self._traces)}
        return {"steps": self._steps.copy(), **traces}

    def load(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """The inverse of ``state``."""
        self._steps[:] = state["steps"]
        for i, trace in enumerate(self._traces):
            trace.copy_(torch.from_numpy(np.array(state[f"trace{i}"])))

    @torch.no_grad()
    def step(self, gradient: Tensor, rates: NDArray[np.float64]) -> None:
        """One step of the first A networks.

        Args:
            gradient: shape (A, P); may be overwritten.
            rates: learning rates, shape (A,).
        """
        n = gradient.shape[0]
        values = self._values if self._values.shape[0] == n else self._values[:n]
        self._steps[:n] += 1
        if self._is_penalised:
            self._penalise(values, gradient, rates)
        self._descend(values, gradient, rates, self._steps[:n])

    def _penalise(self, values: Tensor, gradient: Tensor, rates: NDArray[np.float64]) -> None:
        n = gradient.shape[0]
        decay, l1 = self._weight_decay[:n], self._l1[:n]
        if l1.any():
            _add(gradient, values.sign(), self._column(l1))
        if decay.any():
            self._decay(values, gradient, rates, decay)

    def _decay(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        decay: NDArray[np.float64],
    ) -> None:
        _add(gradient, values, self._column(decay))

    def _trace(self, number: int, values: Tensor) -> Tensor:
        """What is remembered of the networks of this step, shape (A, P)."""
        trace, n = self._traces[number], values.shape[0]
        return trace if trace.shape[0] == n else trace[:n]

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
        if numbers.shape[0] == 1 or (numbers == first).all():
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
        _add(values, gradient, self._column(-rates))


class Momentum(Optimiser):
    """Gradient descent with momentum 0.9 (Polyak 1964)."""

    n_traces = 1

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        velocity = self._trace(0, values).mul_(MOMENTUM).add_(gradient)
        _add(values, self._direction(gradient, velocity), self._column(-rates))

    def _direction(self, gradient: Tensor, velocity: Tensor) -> Tensor:
        return velocity


class Nesterov(Momentum):
    """Momentum that looks ahead (Nesterov 1983, in the form of Sutskever et al. 2013)."""

    @override
    def _direction(self, gradient: Tensor, velocity: Tensor) -> Tensor:
        return gradient.add_(velocity, alpha=MOMENTUM)


class AdaGrad(Optimiser):
    """Steps divided by the root of all squared gradients so far (Duchi et al. 2011)."""

    n_traces = 1

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        squares = self._trace(0, values).addcmul_(gradient, gradient)
        _add_ratio(values, gradient, squares.sqrt().add_(1e-10), self._column(-rates))


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
        squares = self._trace(0, values).mul_(0.99)
        squares.addcmul_(gradient, gradient, value=0.01)
        _add_ratio(values, gradient, squares.sqrt().add_(1e-8), self._column(-rates))


class Adam(Optimiser):
    """Adaptive moments (Kingma and Ba 2015): β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸."""

    n_traces = 2

    @override
    def _descend(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> None:
        mean = self._trace(0, values).lerp_(gradient, 0.1)
        squares = self._trace(1, values).mul_(0.999)
        squares.addcmul_(gradient, gradient, value=0.001)
        root = np.sqrt(1 - 0.999**steps)
        denominator = squares.sqrt().div_(self._column(root)).add_(1e-8)
        _add_ratio(values, mean, denominator, self._column(-rates / (1 - 0.9**steps)))


class AdamW(Adam):
    """Adam with weight decay beside the gradient, not in it (Loshchilov and Hutter 2019)."""

    @override
    def _decay(
        self,
        values: Tensor,
        gradient: Tensor,
        rates: NDArray[np.float64],
        decay: NDArray[np.float64],
    ) -> None:
        values.mul_(self._column(1 - rates * decay))


OPTIMISERS: dict[OptimiserName, type[Optimiser]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}


def _add(values: Tensor, direction: Tensor, factor: Column) -> None:
    if isinstance(factor, float):
        values.add_(direction, alpha=factor)
    else:
        values.addcmul_(direction, factor)


def _add_ratio(values: Tensor, above: Tensor, below: Tensor, factor: Column) -> None:
    if isinstance(factor, float):
        values.addcdiv_(above, below, value=factor)
    else:
        values.addcdiv_(above * factor, below)
