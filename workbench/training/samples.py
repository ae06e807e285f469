"""The rows that one network is trained on or watched on."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Samples:
    """The samples of one network.

    Args:
        inputs: what the network takes, shape (n, …): float32 features (n, d), uint8 pictures
            (n, height, width, …), integer tokens (n, length).
        targets: int64 class codes or float32 numbers, shape (n,); or what each sample is to
            become, shape (n, …): the inputs themselves (the same array, which is then held once)
            for a network that learns to reconstruct, tokens (n, length) for one that learns
            sequences.
    """

    inputs: NDArray[Any]
    targets: NDArray[Any]

    def __len__(self) -> int:
        return len(self.targets)
