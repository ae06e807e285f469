"""The learning curve of one trained network, kept with its model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Curve:
    """Loss and score after each epoch, shapes (epochs,).

    Args:
        best_epoch: 1-based; the epoch whose weights were kept.
        watched: "validation" or "held-out", as in ``EpochEnded``.
    """

    train_loss: NDArray[np.float64]
    validation_loss: NDArray[np.float64] | None = None
    train_score: NDArray[np.float64] | None = None
    validation_score: NDArray[np.float64] | None = None
    best_epoch: int | None = None
    watched: str = "validation"
