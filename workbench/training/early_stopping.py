"""Early stopping, for each network of a stack on its own (Prechelt 1998)."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor


class EarlyStopping:
    """Remembers each network's best weights and when it has waited too long for better ones.

    Args:
        tensors: what belongs to the weights, each of shape (S, ·); copied when a network improves.
        patience: epochs without a lower validation loss before a network stops; 0 = never stop
            and keep the last weights.
    """

    def __init__(self, tensors: tuple[Tensor, ...], patience: int) -> None:
        n_networks = len(tensors[0])
        self._tensors = tensors
        self._best = tuple(tensor.clone() for tensor in tensors) if patience else ()
        self._patience = patience
        self._best_loss = np.full(n_networks, np.inf)
        self.best_epoch = np.zeros(n_networks, np.int64)
        self.has_stopped = np.zeros(n_networks, bool)

    def after_epoch(self, epoch: int, loss: NDArray[np.float64] | None) -> None:
        """Take note of an epoch (1-based) and its validation losses, shape (S,)."""
        if not self._patience or loss is None:
            self.best_epoch[:] = epoch
            return
        better = ~self.has_stopped & (loss < self._best_loss)
        self._best_loss[better] = loss[better]
        self.best_epoch[better] = epoch
        for row in np.flatnonzero(better).tolist():
            for best, tensor in zip(self._best, self._tensors, strict=True):
                best[row] = tensor[row]
        self.has_stopped |= epoch - self.best_epoch >= self._patience

    def restore(self) -> None:
        """Put the best weights back, for networks that have had an epoch's end."""
        for row in np.flatnonzero(self.best_epoch > 0).tolist():
            for best, tensor in zip(self._best, self._tensors, strict=False):
                tensor[row] = best[row]
