"""How many networks to train together: as many as gains time and fits into memory."""

from dataclasses import dataclass, replace

import torch
from typing_extensions import override

# Batched products gain where a step is short beside its overhead: with ten networks on one
# thread 10–13× for 8-64-2 at batch 32 (20,000 multiplications), 3.3× for 784-128-10 at batch 32
# (3 million), 2× at batch 128 (13 million), 1.1× for 784-512-512-10 at batch 32 (21 million).
GAINS_BELOW = 2**24
GAINS_BELOW_ON_GPU = 2**30
# Convolutions by groups gain less, and by more than their size: 3.6–7× at 2 million multiplications
# a step (pictures of 8 × 8, batch 32), 0.9–1.8× at 10 to 50 million (LeNet-5: 0.9×; its modern
# form: 1.5×), 0.9–1.3× at 130 million. What lies between is measured (``trial.py``).
CONVOLUTIONS_GAIN_BELOW = 2**22
CONVOLUTIONS_LOSE_ABOVE = 2**27
GPU_FACTOR = 2**6  # a graphics card has as many more units to be kept busy
STACK_BYTES = 2**30
# A gradient that is not finite leaves a step out: momentum, moments and decay of the others go on.
EACH_SKIPS = "in fp16 each leaves out steps of its own"


@dataclass(frozen=True)
class Grouping:
    """How ``n_networks`` are trained.

    Args:
        size: networks trained together; 1 = one after the other.
        reason: why not all together; empty if they are.
        what: what the networks are, such as "40 networks (4 values × 10 folds)".
        is_open: whether it is to be measured first if they gain from it (``trial.py``).
    """

    n_networks: int
    size: int
    reason: str = ""
    what: str = ""
    is_open: bool = False

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
    return _fitting(n_networks, n_weights, 4 * n_values)


def convolutional_grouping(
    n_networks: int, n_weights: int, multiplications: int, n_bytes: int, device: torch.device
) -> Grouping:
    """Together where a step is small, one after the other where it is large, else open.

    Clear cases are not measured, so that what is done depends on nothing but the network.

    Args:
        n_weights: of one network.
        multiplications: of one step of one network.
        n_bytes: that one network's training rows take.
    """
    factor = 1 if device.type == "cpu" else GPU_FACTOR
    if multiplications > CONVOLUTIONS_LOSE_ABOVE * factor:
        reason = f"{multiplications / 1e6:,.0f} million multiplications a step gain nothing"
        return Grouping(n_networks, 1, f"{reason} from stacking")
    plan = _fitting(n_networks, n_weights, n_bytes)
    is_clear = plan.size == 1 or multiplications <= CONVOLUTIONS_GAIN_BELOW * factor
    return replace(plan, is_open=not is_clear)


def _fitting(n_networks: int, n_weights: int, n_bytes: int) -> Grouping:
    """As many together as the memory set apart for training holds."""
    # Of each weight there are its gradient and up to two moments.
    size = max(1, STACK_BYTES // max(1, n_bytes + 16 * n_weights))
    if size < n_networks:
        return Grouping(n_networks, size, "more would not fit the memory set apart for training")
    return Grouping(n_networks, n_networks)
