"""Loss and score of each network of a stack after each epoch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.training.curve import Curve
from workbench.training.losses import Loss

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
        self._monitored: dict[str, list[Figures]] = {}

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

    def monitor(
        self, rows: NDArray[np.int64], figures: Mapping[str, Figures]
    ) -> dict[str, Figures]:
        """Take note of further figures of the epoch that was added last, as ``add``.

        One that not every epoch has is NaN in the others.
        """
        everybody = {}
        for name, values in figures.items():
            all_values = np.full(len(self.last_epochs), np.nan)
            all_values[rows] = values
            all_values.flags.writeable = False
            everybody[name] = all_values
        nothing = np.full(len(self.last_epochs), np.nan)
        for name in {**self._monitored, **everybody}:
            told = self._monitored.setdefault(name, [])
            told += [nothing] * (len(self._epochs) - 1 - len(told))
            told.append(everybody.get(name, nothing))
        return everybody

    def history(self) -> Figures | None:
        """All figures so far, shape (figures, S, epochs); None if there are none."""
        return np.stack(self._epochs, -1) if self._epochs else None

    def monitored(self) -> dict[str, Figures]:
        """All further figures so far by name, shape (S, epochs) each; read-only."""
        told = {name: np.stack(values, -1) for name, values in self._monitored.items() if values}
        for figures in told.values():
            figures.flags.writeable = False
        return told

    def state(self) -> dict[str, NDArray[Any]]:
        """What has been taken note of, as arrays of its own."""
        history = self.history()
        told = {} if history is None else {"figures": history}
        monitored = {f"monitor.{n}": np.stack(v, -1) for n, v in self._monitored.items()}
        return {"last_epochs": self.last_epochs.copy(), **told, **monitored}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        self.last_epochs[:] = state["last_epochs"]
        self._epochs = _by_epoch(state["figures"]) if "figures" in state else []
        self._monitored = {
            name.removeprefix("monitor."): _by_epoch(array)
            for name, array in state.items()
            if name.startswith("monitor.")
        }

    def curves(self, best_epochs: NDArray[np.int64], loss: Loss) -> list[Curve]:
        """The curve of each network; epoch 0 is none."""
        history = np.stack(self._epochs, -1) if self._epochs else np.empty((2, len(best_epochs), 0))
        return [
            self._curve(row, history[:, row, :last], best, loss)
            for row, (last, best) in enumerate(
                zip(self.last_epochs.tolist(), best_epochs.tolist(), strict=True)
            )
        ]

    def _curve(self, row: int, history: Figures, best_epoch: int, of: Loss) -> Curve:
        loss, score, *watched = np.array(history)
        n = len(loss)
        return Curve(
            loss,
            watched[0] if watched else None,
            score,
            watched[1] if watched else None,
            best_epoch or None,
            self.watched,
            of.name,
            of.score_name,
            {name: np.array([v[row] for v in told[:n]]) for name, told in self._monitored.items()},
        )


def _by_epoch(array: NDArray[Any]) -> list[Figures]:
    epochs = [np.array(array[..., i]) for i in range(array.shape[-1])]
    for figures in epochs:
        figures.flags.writeable = False
    return epochs
