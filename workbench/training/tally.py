"""Adds up what the batches of an epoch tell, without waiting for the device."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.training.losses import Loss

AT_ONCE = 64  # batches
VALUES_AT_ONCE = 2**18  # of their outputs: larger ones cost more to put together than it gains


class Tally:
    """Losses, hits and further figures of an epoch, added up for each network.

    Whole batches are put together before anything is counted: a few operations for every 64
    batches instead of for each, or for fewer if their outputs are large.

    Args:
        monitors: names of further figures.
    """

    def __init__(
        self, loss: Loss, n_networks: int, device: torch.device, monitors: Sequence[str] = ()
    ) -> None:
        self._loss = loss
        self._sums = torch.zeros(2, n_networks, device=device)
        self._waiting: list[tuple[Tensor, Tensor]] = []
        self._monitored = {name: torch.zeros(2, n_networks, device=device) for name in monitors}

    def add(self, outputs: Tensor, targets: Tensor, present: Tensor | None = None) -> None:
        """Take note of a batch; ``present`` as in ``Pass``, or weights of the same shape."""
        if self._waiting and self._waiting[0][1].shape != targets.shape:
            self._count(None)
        if present is not None:
            self._count(None)
        self._waiting.append((outputs, targets))
        n_waiting = len(self._waiting)
        is_much = n_waiting == AT_ONCE or n_waiting * outputs.numel() > VALUES_AT_ONCE
        if present is not None or is_much:
            self._count(present)

    def add_figures(self, losses: Tensor, hits: Tensor, present: Tensor | None = None) -> None:
        """Take note of a batch whose losses and hits are known, shape (A, b) each."""
        both = torch.stack([losses, hits])  # (2, A, b)
        if present is not None:
            both = both * present[..., 0]
        self._sums[:, : both.shape[1]] += both.sum(2)

    def monitor(self, name: str, values: Tensor) -> None:
        """Take note of a further figure of the first A networks in this batch, shape (A,)."""
        sums = self._monitored[name]
        sums[0, : len(values)] += values
        sums[1, : len(values)] += 1

    def sums(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The losses and the hits added up, shape (S,) each."""
        self._count(None)
        loss, hits = self._sums.cpu().numpy().astype(np.float64)
        return loss, hits

    def monitored(self) -> dict[str, NDArray[np.float64]]:
        """The mean of each further figure over its batches, shape (S,).

        NaN where a network has none; a figure that no network has is left out.
        """
        means: dict[str, NDArray[np.float64]] = {}
        for name, sums in self._monitored.items():
            total, count = sums.cpu().numpy().astype(np.float64)
            if count.any():
                means[name] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return means

    def state(self) -> dict[str, NDArray[Any]]:
        """What has been noted so far, to be written down.

        Batches that wait stay as they are: counting them now would round the sums differently.
        """
        told = {f"monitor.{name}": sums for name, sums in self._monitored.items()}
        told["sums"] = self._sums
        if self._waiting:
            told["outputs"], told["targets"] = map(torch.stack, zip(*self._waiting, strict=True))
        return {name: tensor.cpu().numpy().copy() for name, tensor in told.items()}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        self._sums.copy_(torch.from_numpy(np.array(state["sums"])))
        for name, sums in self._monitored.items():
            sums.copy_(torch.from_numpy(np.array(state[f"monitor.{name}"])))
        if "outputs" in state:
            both = (torch.from_numpy(np.array(state[name])) for name in ("outputs", "targets"))
            waiting = (tensor.to(self._sums.device).unbind() for tensor in both)
            self._waiting = list(zip(*waiting, strict=True))

    def _count(self, present: Tensor | None) -> None:
        if not self._waiting:
            return
        outputs, targets = (_stacked(x) for x in zip(*self._waiting, strict=True))
        losses = self._loss.per_sample(outputs, targets)  # (k, A, b)
        both = torch.stack([losses, self._loss.hits(outputs, targets, losses)])  # (2, k, A, b)
        if present is not None:
            both = both * present[..., 0]
        self._sums[:, : both.shape[2]] += both.sum((1, 3))
        self._waiting = []


def _stacked(batches: tuple[Tensor, ...]) -> Tensor:
    return batches[0][None] if len(batches) == 1 else torch.stack(batches)
