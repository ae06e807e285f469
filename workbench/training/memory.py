"""What happens when memory is too small for a batch, or the device is lost.

A batch that does not fit goes through the network in pieces, whose gradients are added up: the
step is the same. Only where that cannot help is there an error, in a sentence.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import torch

from workbench.core.errors import DeviceError, Where
from workbench.training.batch import Batch

T = TypeVar("T")

# What torch says where it has no class of its own for it: on the processor, and on Apple's chips.
_FULL = ("can't allocate memory", "not enough memory", "out of memory")
_LOST = ("cuda error", "device-side assert", "hip error", "mps device", "device lost", "nccl error")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory was too small."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(s in str(error).lower() for s in _FULL)


class Pieces:
    """In pieces of how many rows a batch goes through the networks; all at once to begin with.

    Args:
        mixes_rows: whether the networks have layers, such as batch norm, that look across the rows
            of a batch, or draw random numbers: with pieces they see and draw others.

    Attributes:
        notes: sentences that are to be told.
    """

    def __init__(self, device: torch.device, *, mixes_rows: bool) -> None:
        self._device, self._mixes_rows = device, mixes_rows
        self._n_rows: int | None = None
        self.notes: list[str] = []

    def each(self, batch: Batch, work: Callable[[Batch], T]) -> list[T]:
        """What ``work`` gives for the pieces of a batch.

        Raises:
            DeviceError: there is not even memory for one row.
        """
        while True:
            try:
                if self._n_rows is None:
                    return [work(batch)]
                return [work(piece) for piece in self._cut(batch, self._n_rows)]
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            # Outside the handler: what the failed pass held is free by now.
            self._halve(batch.weights.shape[1])

    def _cut(self, batch: Batch, size: int) -> Iterator[Batch]:
        n_rows = batch.weights.shape[1]
        if size >= n_rows:
            yield batch
            return
        for start in range(0, n_rows, size):
            yield piece_of(batch, slice(start, start + size))

    def _halve(self, n_rows: int) -> None:
        largest = n_rows if self._n_rows is None else min(n_rows, self._n_rows)
        free_memory(self._device)
        if largest == 1:
            raise too_small(self._device)
        self._n_rows = -(-largest // 2)
        self.notes.append(self._said(largest))

    def _said(self, largest: int) -> str:
        text = (
            f"There was not enough memory for {largest} rows at once: batches go through the "
            f"network in pieces of {self._n_rows}, and their gradients are added up"
        )
        if self._mixes_rows:
            return f"{text}; batch norm and dropout see each piece on its own, so results differ."
        return f"{text}; results stay the same."


def piece_of(batch: Batch, rows: slice) -> Batch:
    """Some rows of a batch, with the weights they have in the whole."""
    how = batch.how
    present = None if how.present is None else how.present[:, rows]
    masks = tuple(mask[:, rows] for mask in how.masks)
    return Batch(
        batch.inputs[:, rows],
        batch.targets[:, rows],
        batch.weights[:, rows],
        replace(how, masks=masks, present=present),
    )


def free_memory(device: torch.device) -> None:
    """Give back what torch has set aside on the device and does not use."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def too_small(device: torch.device) -> DeviceError:
    """The error for a network of which not even one row fits."""
    return DeviceError(
        f"The network does not fit into the memory of the device '{device.type}', not even with "
        "one row at a time.",
        remedy="Make the network or its inputs smaller, or train on another device.",
        where=Where(parameter="device"),
    )


@contextmanager
def device_errors(device: torch.device) -> Iterator[None]:
    """Say in a sentence that memory was too small or that the device has gone.

    Raises:
        DeviceError: so it was.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if is_out_of_memory(error):
            raise too_small_for_training(device) from error
        if device.type != "cpu" and any(sign in str(error).lower() for sign in _LOST):
            raise _lost(device, error) from error
        raise


def too_small_for_training(device: torch.device) -> DeviceError:
    """The error where it is not known what would fit."""
    return DeviceError(
        f"The memory of the device '{device.type}' is too small for this training.",
        remedy="Choose a smaller batch_size or network, or train on another device.",
        where=Where(parameter="device"),
    )


def _lost(device: torch.device, error: BaseException) -> DeviceError:
    said = next(iter(str(error).splitlines()), "no reason given").rstrip(".")
    return DeviceError(
        f"The device '{device.type}' was lost while training ({said}).",
        remedy="Start again: where checkpoints are kept, training goes on from the last one.",
        where=Where(parameter="device"),
    )
