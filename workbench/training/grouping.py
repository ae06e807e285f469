"""How many networks to train together: as many as gains time and fits into memory."""

from dataclasses import dataclass

import torch
from typing_extensions import override

# Batched products gain where a step is short beside its overhead: with ten networks on one
# thread 10–13× for 8-64-2 at batch 32 (20,000 multiplications), 3.3× for 784-128-10 at batch 32
# (3 million), 2× at batch 128 (13 million), 1.1× for 784-512-512-10 at batch 32 (21 million).
GAINS_BELOW = 2**24
GAINS_BELOW_ON_GPU = 2**30
STACK_BYTES = 2**30


@dataclass(frozen=True)
class Grouping:
    """How ``n_networks`` are trained.

    Args:
        size: networks trained together; 1 = one after the other.
        reason: why not all together; empty if they are.
        what: what the networks are, such as "40 networks (4 values × 10 folds)".
    """

    n_networks: int
    size: int
    reason: str = ""
    what: str = ""

    @override
    def __str__(self) -> str:
        """One sentence for the log."""
        what = self.what or f"{self.n_networks} folds"
        if self.size >= self.n_networks:
            return f"{what} trained together."
        how = f"{self.size} at a time" if self.size > 1 else "one after the other"
        return f"{what} trained {how}: {self.reason}."


def grouping(
    n_networks: int, n_weights: int, batch_size: int, n_values: int, device: torch.device
) -> Grouping:
    """Together if weights × batch size are at most 16 million (1,000 million on a GPU).

    Args:
        n_weights: of one network.
        n_values: input values of one network's training rows.
    """
    limit = GAINS_BELOW if device.type == "cpu" else GAINS_BELOW_ON_GPU
    if n_weights * batch_size > limit:
        return Grouping(n_networks, 1, f"{n_weights:,} weights gain nothing from stacking")
    # Of each weight there are its gradient and up to two moments.
    size = max(1, STACK_BYTES // max(1, 4 * (n_values + 4 * n_weights)))
    if size < n_networks:
        return Grouping(n_networks, size, "more would not fit the memory set apart for training")
    return Grouping(n_networks, n_networks)
