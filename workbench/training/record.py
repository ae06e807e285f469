"""Loss and score of each network of a stack after each epoch."""

import numpy as np
from numpy.typing import NDArray

from workbench.training.curve import Curve

Figures = NDArray[np.float64]


class Record:
    """What the learning curves are made of.

    Args:
        n_networks: S, those that have stopped included.
        watched: as in ``EpochEnded``.
    """

    def __init__(self, n_networks: int, watched: str) -> None:
        self.watched = watched
        self.last_epochs = np.zeros(n_networks, np.int64)
        self._epochs: list[Figures] = []

    def add(self, rows: NDArray[np.int64], figures: tuple[Figures, ...]) -> tuple[Figures, ...]:
        """Take note of an epoch of the networks ``rows``.

        Args:
            figures: train loss and score and, perhaps, loss and score on the watched rows; each
                of the shape of ``rows``.

        Returns:
            The figures of all networks, NaN for the others, shape (S,) each; read-only.
        """
        everybody = np.full((len(figures), len(self.last_epochs)), np.nan)
        everybody[:, rows] = figures
        everybody.flags.writeable = False
        self._epochs.append(everybody)
        self.last_epochs[rows] = len(self._epochs)
        return tuple(everybody)

    def curves(self, best_epochs: NDArray[np.int64]) -> list[Curve]:
        """The curve of each network; epoch 0 is none."""
        history = np.stack(self._epochs, -1) if self._epochs else np.empty((2, len(best_epochs), 0))
        return [
            self._curve(history[:, row, :last], best)
            for row, (last, best) in enumerate(
                zip(self.last_epochs.tolist(), best_epochs.tolist(), strict=True)
            )
        ]

    def _curve(self, history: Figures, best_epoch: int) -> Curve:
        loss, score, *watched = np.array(history)
        return Curve(
            loss,
            watched[0] if watched else None,
            score,
            watched[1] if watched else None,
            best_epoch or None,
            self.watched,
        )
