"""From gradients to steps: one optimiser for each group of a trainee's parameters."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from workbench.training.clipping import Clipping
from workbench.training.optimisers import OPTIMISERS, OptimiserName
from workbench.training.trainee import Arrays, Trainee


class Updater:
    """The optimisers of a trainee.

    Args:
        penalties: weight decay and L1 penalty of each network, shape (S,) each.
        clipping: limits on the gradient of each group, before penalties are added to it.
    """

    def __init__(
        self,
        trainee: Trainee,
        name: OptimiserName,
        penalties: tuple[NDArray[np.float64], NDArray[np.float64]],
        clipping: Clipping,
    ) -> None:
        self._clipping = clipping
        self._optimisers = [
            OPTIMISERS[name](trainee.values[:, columns], *penalties) for columns in trainee.groups
        ]

    def step(self, group: int, gradient: Tensor, rates: NDArray[np.float64]) -> None:
        """Let a group of parameters make its step.

        Args:
            gradient: of the first A networks, shape (A, columns); may be overwritten.
            rates: learning rates, shape (A,).
        """
        if self._clipping.clips:
            self._clipping(gradient)
        self._optimisers[group].step(gradient, rates)

    def keep(self, rows: NDArray[np.int64], trainee: Trainee) -> None:
        """Go on with these networks only, which ``trainee`` has kept."""
        for optimiser, columns in zip(self._optimisers, trainee.groups, strict=True):
            optimiser.keep(rows, trainee.values[:, columns])

    def state(self) -> dict[str, NDArray[Any]]:
        """What the optimisers remember."""
        return {
            f"{i}.{name}": array
            for i, optimiser in enumerate(self._optimisers)
            for name, array in optimiser.state().items()
        }

    def load(self, state: Arrays) -> None:
        """The inverse of ``state``."""
        for i, optimiser in enumerate(self._optimisers):
            optimiser.load(part(state, f"{i}."))


def part(state: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The entries whose names begin so, without that beginning."""
    return {n.removeprefix(prefix): v for n, v in state.items() if n.startswith(prefix)}
