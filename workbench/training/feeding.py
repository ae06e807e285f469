"""Rows on their way to the device: all of them at once where they fit, else batch by batch.

Rows that fit lie on the device for the whole training and are picked there. Others stay in the
machine's memory; a batch is gathered into memory from which the device can fetch it by itself
(pinned), one batch ahead of the one that is trained on. Either way the batches are the same.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from typing_extensions import override

from workbench.training.memory import free_memory, is_out_of_memory
from workbench.training.samples import Samples

SHARE = 0.5  # of the device's free memory that rows may take: the network needs some, too
CHUNK_BYTES = 2**25  # rows that lie on the device are picked for so much at a time

Fed = tuple[Tensor, Tensor]  # inputs and targets, shape (n, …) each; one tensor if they are equal


class Feed(ABC):
    """Inputs and targets of all distinct rows, by their numbers.

    Args:
        inputs, targets: in the machine's memory, shape (Σn, …); the same tensor if a network
            learns to reconstruct.
    """

    def __init__(self, inputs: Tensor, targets: Tensor) -> None:
        self._inputs, self._targets = inputs, targets

    @property
    def bytes_per_row(self) -> int:
        """Of the inputs."""
        return self._inputs[:1].numel() * self._inputs.element_size()

    @property
    @abstractmethod
    def bytes_at_once(self) -> int:
        """How large a part ``each`` should be asked for; 0 = as small as can be."""

    @abstractmethod
    def each(self, parts: Iterable[NDArray[np.int64]]) -> Iterator[Fed]:
        """For each part, numbers of rows, these rows on the device."""


class Resident(Feed):
    """Rows that lie on the device."""

    def __init__(self, inputs: Tensor, targets: Tensor, device: torch.device) -> None:
        there = inputs.to(device)
        super().__init__(there, there if targets is inputs else targets.to(device))

    @property
    @override
    def bytes_at_once(self) -> int:
        return CHUNK_BYTES

    @override
    def each(self, parts: Iterable[NDArray[np.int64]]) -> Iterator[Fed]:
        for part in parts:
            rows = torch.from_numpy(part).to(self._inputs.device)
            inputs = self._inputs.index_select(0, rows)
            is_one = self._targets is self._inputs
            yield inputs, inputs if is_one else self._targets.index_select(0, rows)


class Streamed(Feed):
    """Rows that stay in the machine's memory and go to the device a batch ahead."""

    def __init__(self, inputs: Tensor, targets: Tensor, device: torch.device) -> None:
        super().__init__(inputs, targets)
        self._device = device
        self._stream = torch.cuda.Stream(device) if device.type == "cuda" else None

    @property
    @override
    def bytes_at_once(self) -> int:
        return 0

    @override
    def each(self, parts: Iterable[NDArray[np.int64]]) -> Iterator[Fed]:
        ahead: Fed | None = None
        for part in parts:
            coming = self._sent(part)
            if ahead is not None:
                yield ahead
            ahead = self._arrived(coming)
        if ahead is not None:
            yield ahead

    def _sent(self, part: NDArray[np.int64]) -> Fed:
        """Rows on their way, on a stream of their own where there are streams."""
        rows = torch.from_numpy(part)
        with torch.cuda.stream(self._stream):
            inputs = self._moved(self._inputs, rows)
            if self._targets is self._inputs:
                return inputs, inputs
            return inputs, self._moved(self._targets, rows)

    def _moved(self, source: Tensor, rows: Tensor) -> Tensor:
        shape = (len(rows), *source.shape[1:])
        is_pinned = self._stream is not None
        gathered = torch.empty(shape, dtype=source.dtype, pin_memory=is_pinned)
        torch.index_select(source, 0, rows, out=gathered)
        return gathered.to(self._device, non_blocking=is_pinned)

    def _arrived(self, coming: Fed) -> Fed:
        """Let the device begin with them only when they are there; the processor does not wait."""
        if self._stream is not None:
            now = torch.cuda.current_stream(self._device)
            now.wait_stream(self._stream)
            for tensor in coming:
                tensor.record_stream(now)
        return coming


def feed(samples: Sequence[Samples], device: torch.device) -> Feed:
    """The rows of samples one after the other, where they fit."""
    inputs = joined([s.inputs for s in samples])
    mirrors = all(s.targets is s.inputs for s in samples)
    targets = inputs if mirrors else joined([s.targets for s in samples])
    n_bytes = inputs.nbytes + (0 if mirrors else targets.nbytes)
    if fits(n_bytes, device):
        try:
            return Resident(inputs, targets, device)
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
        free_memory(device)
    return Streamed(inputs, targets, device)


def fits(n_bytes: int, device: torch.device) -> bool:
    """Whether so much may lie on the device; what is on the processor lies in memory anyway."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return n_bytes <= SHARE * free
    if device.type == "mps":
        most = torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
        return n_bytes <= SHARE * most
    return True


def joined(arrays: Sequence[NDArray[np.generic]]) -> Tensor:
    """Arrays one after the other as a tensor, which shares the memory of a single one."""
    if len(arrays) == 1 and arrays[0].flags.writeable and arrays[0].flags.c_contiguous:
        return torch.from_numpy(arrays[0])
    return torch.from_numpy(np.concatenate(arrays))
