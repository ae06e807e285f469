"""Streams of random numbers, one for each network of a stack.

What a network is given depends on its own seed and rows only, whoever else is in the stack.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


class Streams:
    """Numbers for S networks.

    Args:
        seeds: one per network.
        purpose: told apart from other streams with the same seeds.
    """

    def __init__(self, seeds: Sequence[int], device: torch.device, purpose: int = 0) -> None:
        self._device = device
        self._generators = [
            torch.Generator(device).manual_seed(_mixed(seed, purpose)) for seed in seeds
        ]

    def uniform(self, counts: Sequence[int], width: int) -> Tensor:
        """Numbers from [0, 1) for the first networks, shape (A, b, width).

        Args:
            counts: rows of each of them; b is the largest. Beyond a network's own rows it is 0.
        """
        numbers = self._nothing(counts, width)
        for row, n in enumerate(counts):
            numbers[row, :n].uniform_(generator=self._generators[row])
        return numbers

    def normal(self, counts: Sequence[int], width: int) -> Tensor:
        """Numbers from N(0, 1), as ``uniform``."""
        numbers = self._nothing(counts, width)
        for row, n in enumerate(counts):
            numbers[row, :n].normal_(generator=self._generators[row])
        return numbers

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks only."""
        self._generators = [self._generators[row] for row in rows.tolist()]

    def state(self) -> dict[str, NDArray[Any]]:
        """Where the streams are."""
        states = [generator.get_state().numpy() for generator in self._generators]
        return {"streams": np.stack(states)}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        for generator, where in zip(self._generators, state["streams"], strict=True):
            generator.set_state(torch.from_numpy(np.array(where)))

    def _nothing(self, counts: Sequence[int], width: int) -> Tensor:
        shape = (len(counts), max(counts), width)
        is_full = min(counts) == shape[1]
        return (torch.empty if is_full else torch.zeros)(shape, device=self._device)


def _mixed(seed: int, purpose: int) -> int:
    """A seed unlike those of weights, order and dropout."""
    words = np.random.SeedSequence((seed, 3, purpose)).generate_state(1, np.uint64)
    return int(words[0] >> np.uint64(1))
