"""When each network of a stack stops, and with which weights (early stopping: Prechelt 1998)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Ints = NDArray[np.int64]

_REMEMBERED = ("_is_copied", "_best_loss", "best_epoch", "has_stopped")


class EarlyStopping:
    """Remembers each network's best weights and when it has waited too long for better ones.

    Args:
        tensors: what belongs to the weights, each of shape (S, ·); copied when a network improves.
        patience: epochs without a lower validation loss before a network stops; 0 = keep its
            last weights. Shape (S,).
        n_epochs: after which a network stops whatever its loss, shape (S,).
    """

    def __init__(self, tensors: tuple[Tensor, ...], patience: Ints, n_epochs: Ints) -> None:
        self._tensors = tensors
        self._patience, self._n_epochs = patience, n_epochs
        may_differ = bool(patience.any()) or int(n_epochs.min()) < int(n_epochs.max())
        self._best = tuple(tensor.clone() for tensor in tensors) if may_differ else ()
        self._is_copied = np.zeros(len(patience), bool)
        self._best_loss = np.full(len(patience), np.inf)
        self.best_epoch = np.zeros(len(patience), np.int64)
        self.has_stopped = np.zeros(len(patience), bool)

    def after_epoch(self, epoch: int, loss: NDArray[np.float64] | None) -> None:
        """Take note of an epoch (1-based) and its validation losses, shape (S,)."""
        waits = (self._patience > 0) & (loss is not None)
        lower = np.ones_like(waits) if loss is None else loss < self._best_loss
        better = ~self.has_stopped & (lower | ~waits)
        if loss is not None:
            self._best_loss[better] = loss[better]
        self.best_epoch[better] = epoch
        is_last = self._n_epochs <= epoch
        # A network without patience whose epochs are over trains on until it leaves the stack.
        self._copy(better & (waits | is_last))
        self.has_stopped |= is_last | (waits & (epoch - self.best_epoch >= self._patience))

    def restore(self, rows: Ints) -> None:
        """Put the best weights of these networks back, where there are some."""
        rows = rows[self._is_copied[rows]]
        if len(rows):
            for best, tensor in zip(self._best, self._tensors, strict=True):
                tensor[rows] = best[rows]

    def state(self) -> dict[str, NDArray[Any]]:
        """What is remembered, as arrays of its own."""
        best = {f"best{i}": tensor.cpu().numpy().copy() for i, tensor in enumerate(self._best)}
        return {**best, **{name: getattr(self, name).copy() for name in _REMEMBERED}}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        for i, tensor in enumerate(self._best):
            if f"best{i}" in state:
                tensor.copy_(torch.from_numpy(np.array(state[f"best{i}"])))
        for name in _REMEMBERED:
            getattr(self, name)[:] = state[name]

    def go_on(self, epoch: int) -> None:
        """Those that stopped only because their epochs were over may have been given more."""
        waited = (self._patience > 0) & (epoch - self.best_epoch >= self._patience)
        self.has_stopped &= (self._n_epochs <= epoch) | waited
        # What was copied as their last weights are theirs no longer.
        self._is_copied &= self.has_stopped | (self._patience > 0)

    def keep(self, rows: Ints, tensors: tuple[Tensor, ...]) -> None:
        """Go on with these networks only, whose weights are now in ``tensors``."""
        self._tensors = tensors
        self._best = tuple(best[rows] for best in self._best)
        self._patience, self._n_epochs = self._patience[rows], self._n_epochs[rows]
        self._is_copied, self._best_loss = self._is_copied[rows], self._best_loss[rows]
        self.best_epoch, self.has_stopped = self.best_epoch[rows], self.has_stopped[rows]

    def _copy(self, is_wanted: NDArray[np.bool_]) -> None:
        rows = np.flatnonzero(is_wanted)
        if not len(rows) or not self._best:
            return
        for best, tensor in zip(self._best, self._tensors, strict=True):
            best[rows] = tensor[rows]
        self._is_copied[rows] = True
