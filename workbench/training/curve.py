"""The learning curve of one trained network, kept with its model."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Curve:
    """Loss and score after each epoch, shapes (epochs,).

    Args:
        best_epoch: 1-based; the epoch whose weights were kept.
        watched: "validation" or "held-out", as in ``EpochEnded``.
        loss_name, score_name: what is minimised and what is reported ("accuracy", "R²"); a score
            without a name is none.
        monitors: further figures by name, shape (epochs,) each; NaN where there is none.
    """

    train_loss: NDArray[np.float64]
    validation_loss: NDArray[np.float64] | None = None
    train_score: NDArray[np.float64] | None = None
    validation_score: NDArray[np.float64] | None = None
    best_epoch: int | None = None
    watched: str = "validation"
    loss_name: str = "loss"
    score_name: str = ""
    monitors: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
