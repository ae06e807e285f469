"""The rows that one network is trained on or watched on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Samples:
    """The samples of one network.

    Args:
        inputs: float32, shape (n, d).
        targets: int64 class codes or float32 numbers, shape (n,).
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.int64] | NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.targets)
