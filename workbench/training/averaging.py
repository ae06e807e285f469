"""An exponential moving average of the weights (Polyak and Juditsky 1992, in its usual form).

The averaged weights wander less than those that are trained. They are the ones that are watched,
compared by early stopping, and kept; the optimiser knows nothing of them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_WARM_UP = 10.0


class Averaging:
    """Keeps the averages of what belongs to the weights of S networks.

    Args:
        tensors: parameters (S, P) and running statistics (S, Q), which training changes in place.
        decay: share of the average that is kept at each step, below 1. In the first steps it is
            lower, (1 + t) / (10 + t): a short training is not an average of its beginnings.

    Attributes:
        averages: of each tensor, of its shape.
    """

    def __init__(self, tensors: tuple[Tensor, Tensor], decay: float) -> None:
        self._tensors, self._decay = tensors, decay
        self._steps = np.zeros(len(tensors[0]), np.int64)
        self.averages = (tensors[0].clone(), tensors[1].clone())

    @torch.no_grad()
    def after_step(self, n: int) -> None:
        """The first ``n`` networks have made a step."""
        self._steps[:n] += 1
        steps = self._steps[:n]
        shares = 1 - np.minimum(self._decay, (1 + steps) / (_WARM_UP + steps))  # (n,)
        for average, tensor in zip(self.averages, self._tensors, strict=True):
            average[:n].lerp_(tensor[:n], _weight(shares, average))

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The networks have their averaged weights inside the block, and afterwards their own."""
        own = [tensor.clone() for tensor in self._tensors]
        _copy(self._tensors, self.averages)
        try:
            yield
        finally:
            _copy(self._tensors, own)

    def keep(self, rows: NDArray[np.int64], tensors: tuple[Tensor, Tensor]) -> None:
        """Go on with these networks only, whose weights are now in ``tensors``."""
        self._tensors, self._steps = tensors, self._steps[rows]
        self.averages = (self.averages[0][rows], self.averages[1][rows])

    def state(self) -> dict[str, NDArray[Any]]:
        """What is remembered, as arrays of its own."""
        averages = {f"average{i}": a.cpu().numpy().copy() for i, a in enumerate(self.averages)}
        return {"steps": self._steps.copy(), **averages}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        self._steps[:] = state["steps"]
        for i, average in enumerate(self.averages):
            average.copy_(torch.from_numpy(np.array(state[f"average{i}"])))


@torch.no_grad()
def _copy(into: tuple[Tensor, ...], sources: "tuple[Tensor, ...] | list[Tensor]") -> None:
    for tensor, source in zip(into, sources, strict=True):
        tensor.copy_(source)


def _weight(shares: NDArray[np.float64], like: Tensor) -> float | Tensor:
    """A plain number where all networks agree, else a column (n, 1)."""
    first = float(shares[0])
    if (shares == first).all():
        return first
    return torch.as_tensor(shares, dtype=like.dtype, device=like.device)[:, None]
