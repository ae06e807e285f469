"""The training rows of a stack, epoch by epoch: shuffled once, then cut into batches.

Every network has its own order and its own dropout masks, drawn from its own seeded streams, so
that neither depends on who else is in the stack. Networks are in descending order of their
numbers of rows: those with a batch left are then always the first ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.training.batch import Batch, Pass
from workbench.training.feeding import Fed, feed, fits, joined
from workbench.training.samples import Samples


@dataclass(frozen=True, eq=False)
class _Shape:
    """Which networks and how many rows a batch has; the same in every epoch."""

    n_networks: int
    n_rows: int
    weights: Tensor
    present: Tensor | None


class Batches:
    """Endless shuffled batches of the rows of S networks.

    Args:
        samples: of each network, in descending order of their number.
        dropouts: of each dropout layer its width, and its rate in each network, shape (S,).
        seeds: one per network.

    Attributes:
        remembers: whether ``state`` is wanted: taking it costs small networks much of an epoch.
    """

    def __init__(
        self,
        samples: Sequence[Samples],
        batch_size: int,
        dropouts: Sequence[tuple[int, NDArray[np.float64]]],
        seeds: Sequence[int],
        device: torch.device,
    ) -> None:
        self._sizes = np.array([len(s) for s in samples])
        self._largest_batch, self._device = batch_size, device
        self._widths = [width for width, _ in dropouts]
        self._rates = [rates for _, rates in dropouts]
        self._orders = [np.random.default_rng((seed, 0)) for seed in seeds]
        self._streams = [
            [np.random.Generator(np.random.SFC64((seed, 1 + i))) for i in range(len(dropouts))]
            for seed in seeds
        ]
        distinct = {id(s): s for s in samples}  # networks on the same rows share them
        starts = np.cumsum([0, *(len(s) for s in distinct.values())]).tolist()
        offsets = dict(zip(distinct, starts, strict=False))
        self._offsets = [offsets[id(s)] for s in samples]
        self._feed = feed(list(distinct.values()), device)
        self.remembers = False
        self._began: dict[str, Any] = {}
        self._cut()

    def __len__(self) -> int:
        return len(self._shapes)

    @property
    def counts(self) -> NDArray[np.int64]:
        """Batches per epoch of each network, shape (S,)."""
        return -(-self._sizes // self._batch_size)

    @property
    def active(self) -> list[int]:
        """How many networks each batch has."""
        return [shape.n_networks for shape in self._shapes]

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks only."""
        self._sizes = self._sizes[rows]
        self._rates = [rates[rows] for rates in self._rates]
        self._orders = [self._orders[row] for row in rows]
        self._streams = [self._streams[row] for row in rows]
        self._offsets = [self._offsets[row] for row in rows]
        self._cut()

    def epoch(self, skipped: int = 0) -> Iterator[Batch]:
        """Each row of each network once, in a new order.

        Args:
            skipped: batches of the epoch that were trained on before it was broken off; their
                random numbers are drawn again.
        """
        self._began = self._random_state() if self.remembers else {}
        order = self._order()  # (S, n_batches, batch_size)
        step = self._batches_at_once()
        starts = range(0, len(self), step)
        done = [start for start in starts if start + step <= skipped]
        for start in done:
            self._all_masks(start, step)
        left = starts[len(done) :]
        parts = [order[:, start : start + step] for start in left]  # (S, k, batch_size) each
        fed = self._feed.each(part.transpose(1, 0, 2).ravel() for part in parts)
        for start, part, rows in zip(left, parts, fed, strict=True):
            yield from islice(self._chunk(part, start, rows), max(0, skipped - start), None)

    def state(self, *, is_within: bool) -> dict[str, Any]:
        """Where the streams of random numbers are, as JSON values.

        Args:
            is_within: whether an epoch is being trained, which then begins again.
        """
        return self._began if is_within else self._random_state()

    def load(self, state: Mapping[str, Any]) -> None:
        """The inverse of ``state``: the epoch begins again."""
        for stream, where in zip(self._orders, state["orders"], strict=True):
            stream.bit_generator.state = _with_arrays(where)
        for streams, places in zip(self._streams, state["masks"], strict=True):
            for stream, where in zip(streams, places, strict=True):
                stream.bit_generator.state = _with_arrays(where)

    def _random_state(self) -> dict[str, Any]:
        return {
            "orders": [_plain(stream.bit_generator.state) for stream in self._orders],
            "masks": [
                [_plain(s.bit_generator.state) for s in streams] for streams in self._streams
            ],
        }

    def _cut(self) -> None:
        """Lay down the shapes of an epoch's batches."""
        largest = int(self._sizes[0])
        self._batch_size = min(self._largest_batch, largest)
        self._shapes = [self._shape(i) for i in range(-(-largest // self._batch_size))]

    def _chunk(self, order: NDArray[np.int64], start: int, fed: Fed) -> Iterator[Batch]:
        n_networks, n_batches, size = order.shape
        shape = (n_batches, n_networks, size)
        inputs = fed[0].unflatten(0, shape)  # (k, S, b, …)
        targets = inputs if fed[1] is fed[0] else fed[1].unflatten(0, shape)  # (k, S, b, …)
        masks = self._all_masks(start, n_batches)
        for i, kind in enumerate(self._shapes[start : start + n_batches]):
            a, b = kind.n_networks, kind.n_rows
            dropped = tuple(mask[i, :a, :b] for mask in masks)
            how = Pass(is_training=True, masks=dropped, present=kind.present)
            yield Batch(inputs[i, :a, :b], targets[i, :a, :b], kind.weights, how)

    def _order(self) -> NDArray[np.int64]:
        """Row numbers into the joined samples; places that are left over point at row 0."""
        order = np.zeros((len(self._sizes), len(self) * self._batch_size), np.int64)
        for row, n in enumerate(self._sizes.tolist()):
            order[row, :n] = self._orders[row].permutation(n) + self._offsets[row]
        return order.reshape(len(self._sizes), len(self), self._batch_size)

    def _all_masks(self, start: int, n_batches: int) -> list[Tensor]:
        return [self._masks(i, start, n_batches) for i in range(len(self._widths))]

    def _masks(self, layer: int, start: int, n_batches: int) -> Tensor:
        """Dropout masks of some batches, shape (k, S, batch_size, width)."""
        width = self._widths[layer]
        size = self._batch_size
        masks = np.ones((n_batches, len(self._sizes), size, width), np.float32)
        for row, n in enumerate(self._sizes.tolist()):
            # Exactly the rows the network has: then its stream runs the same in any stack.
            n_rows = max(0, min(n, (start + n_batches) * size) - start * size)
            drawn = self._streams[row][layer].random((n_rows, width), np.float32)
            full = n_rows // size
            masks[:full, row] = drawn[: full * size].reshape(full, size, width)
            if n_rows % size:
                masks[full, row, : n_rows % size] = drawn[full * size :]
        rates, factors = (
            torch.from_numpy(x[:, None, None].astype(np.float32)).to(self._device)
            for x in (self._rates[layer], 1 / (1 - self._rates[layer]))
        )  # (S, 1, 1) each
        return (torch.from_numpy(masks).to(self._device) >= rates).to(torch.float32).mul_(factors)

    def _shape(self, number: int) -> _Shape:
        left = np.clip(self._sizes - number * self._batch_size, 0, self._batch_size)
        left = left[left > 0]
        n_rows = int(left.max())
        is_there = np.arange(n_rows)[None, :] < left[:, None]  # (A, b)
        weights = (is_there / left[:, None]).astype(np.float32)
        present = None
        if not is_there.all():
            present = torch.from_numpy(is_there.astype(np.float32)[..., None]).to(self._device)
        return _Shape(len(left), n_rows, torch.from_numpy(weights).to(self._device), present)

    def _batches_at_once(self) -> int:
        bytes_per_row = self._feed.bytes_per_row + 4 * sum(self._widths)
        bytes_per_batch = max(1, bytes_per_row) * self._batch_size * len(self._sizes)
        return max(1, self._feed.bytes_at_once // bytes_per_batch)


class Watched:
    """Samples that are not trained on, padded to the longest: rows (S, n, d).

    Args:
        samples: of each network, at least one each.
    """

    def __init__(self, samples: Sequence[Samples], device: torch.device) -> None:
        sizes = np.array([len(s) for s in samples])
        width = int(sizes.max())
        is_there = np.arange(width)[None, :] < sizes[:, None]
        self._device = device
        self.weights = torch.from_numpy((is_there / sizes[:, None]).astype(np.float32)).to(device)
        inputs = _padded([s.inputs for s in samples], width)  # (S, n, …)
        # What does not fit onto the device goes there in parts.
        there = device if fits(2 * inputs.nbytes, device) else torch.device("cpu")
        self.inputs = inputs.to(there)
        mirrors = all(s.targets is s.inputs for s in samples)
        self.targets = (
            self.inputs if mirrors else _padded([s.targets for s in samples], width).to(there)
        )  # (S, n, …)

    def part(self, start: int, stop: int) -> Batch:
        """Some of the rows of every network, as a batch to be looked at."""
        rows = slice(start, stop)
        inputs, targets = (x[:, rows].to(self._device) for x in (self.inputs, self.targets))
        return Batch(inputs, targets, self.weights[:, rows], Pass())

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks only."""
        self.weights = self.weights[rows]
        chosen = torch.from_numpy(rows).to(self.inputs.device)
        mirrors = self.targets is self.inputs
        self.inputs = self.inputs.index_select(0, chosen)
        self.targets = self.inputs if mirrors else self.targets.index_select(0, chosen)


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a bit generator as JSON values: its integers may be larger than 64 bits."""
    return {
        name: _plain(value)
        if isinstance(value, Mapping)
        else [int(n) for n in value]
        if isinstance(value, np.ndarray)
        else value
        for name, value in state.items()
    }


def _with_arrays(state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _with_arrays(value)
        if isinstance(value, Mapping)
        else np.array(value, np.uint64)
        if isinstance(value, list)
        else value
        for name, value in state.items()
    }


def _padded(arrays: Sequence[NDArray[np.generic]], length: int) -> Tensor:
    if len(arrays) == 1:
        return joined(arrays)[None]
    padded = np.zeros((len(arrays), length, *arrays[0].shape[1:]), arrays[0].dtype)
    for row, array in enumerate(arrays):
        padded[row, : len(array)] = array
    return torch.from_numpy(padded)
