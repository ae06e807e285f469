"""The k nearest samples of each query, exactly, at the speed of a single-precision product.

A block of queries is measured against all samples approximately (one matrix product in single
precision, 8 MB, so that it stays in the cache), with a bound on the error. Every sample that
can be among the k nearest within that bound is then measured exactly. So neighbours, distances and
ties depend neither on rounding nor on how queries are put into blocks.
"""

import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import FloatArray, IntArray
from workbench.models.blas import one_thread

Approximation: TypeAlias = NDArray[np.floating[Any]]

BLOCK_CELLS = 2**21  # 8 MB of single-precision numbers
LANES = 16  # samples whose least distance is looked at first
FAR = 1e30  # farther than anything: fills the last, incomplete lanes
SINGLE_ROUNDING = 2.0**-23  # twice the unit rounding error of single precision


class Space(ABC):
    """Queries, samples, and how far they are from one another.

    Attributes:
        n_queries: how many queries there are.
        n_samples: how many samples there are.
    """

    n_queries: int
    n_samples: int

    @abstractmethod
    def approximate(self, rows: slice) -> tuple[Approximation, FloatArray]:
        """Distances of the queries ``rows`` to all samples, roughly.

        To each row a constant may be added: only differences within a row count.

        Returns:
            Shape (b, m) with m = ``padded(n_samples)``, the surplus columns being ``FAR``; and by
            how much a row's entries may be wrong, shape (b,). The array may be overwritten by the
            next call.
        """

    @abstractmethod
    def exact(self, queries: IntArray, samples: IntArray) -> FloatArray:
        """The distance of each pair, shape (p,); equal pairs give equal bits."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Pairs of a query and one of its nearest samples, by query, then distance, then sample.

    Args:
        queries: position within the block, ascending, shape (p,).
        samples: row of the sample, shape (p,).
        distances: as ``Space.exact`` measures them, shape (p,).
        n_queries: size of the block.
    """

    queries: IntArray
    samples: IntArray
    distances: FloatArray
    n_queries: int


def padded(n_samples: int) -> int:
    """The least multiple of ``LANES`` that holds all samples."""
    return -(-n_samples // LANES) * LANES


def nearest(space: Space, k: int, *, keeps_ties: bool) -> Iterator[tuple[slice, Neighbours]]:
    """The k nearest samples of every query, block by block.

    Args:
        k: at most the number of samples.
        keeps_ties: whether all samples as far as the k-th are given, as WEKA does; otherwise the
            first of them are taken, so that there are k.
    """
    size = max(1, BLOCK_CELLS // padded(space.n_samples))
    starts = range(0, space.n_queries, size)
    blocks = [slice(start, min(start + size, space.n_queries)) for start in starts]

    def found(rows: slice) -> Neighbours:
        return _nearest(space, rows, k, keeps_ties=keeps_ties)

    if len(blocks) == 1:
        yield blocks[0], found(blocks[0])
        return
    # Blocks on all cores, each product on one: the products alone are too short to be shared out
    # (two threads inside each were slower than one). The threads compute and say nothing, but
    # they do so while blocks are given out, so that the limit holds until the last of them.
    with one_thread(), ThreadPoolExecutor(_n_cores()) as pool:
        ahead: deque[tuple[slice, Future[Neighbours]]] = deque()
        for rows in blocks:
            ahead.append((rows, pool.submit(found, rows)))
            if len(ahead) > 2 * _n_cores():
                done, result = ahead.popleft()
                yield done, result.result()
        for done, result in ahead:
            yield done, result.result()


def _n_cores() -> int:
    """The cores this process may use; at most 8, as each takes some 15 MB for its block."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return min(8, len(os.sched_getaffinity(0)))
    return min(8, os.cpu_count() or 1)


def _nearest(space: Space, rows: slice, k: int, *, keeps_ties: bool) -> Neighbours:
    queries, samples = _candidates(space, rows, k)
    distances = space.exact(queries + rows.start, samples)
    found = Neighbours(queries, samples, distances, rows.stop - rows.start)
    return _nearest_of(found, k, keeps_ties=keeps_ties)


def _candidates(space: Space, rows: slice, k: int) -> tuple[IntArray, IntArray]:
    """Pairs (query, sample), ordered by query, among which the k nearest and their ties are."""
    rough, error = space.approximate(rows)
    b, m = rough.shape
    lanes = LANES if m >= LANES * max(64, 4 * k) else 1
    in_lanes = rough.reshape(b, lanes, m // lanes)
    least = in_lanes.min(axis=1) if lanes > 1 else rough  # (b, m / lanes)
    # k lanes hold a sample at most this far, so the k-th nearest is no farther.
    kth = least.min(axis=1) if k == 1 else np.partition(least, k - 1, axis=1)[:, k - 1]  # (b,)
    limit = kth + 2 * error
    flat = np.flatnonzero(least <= limit[:, None])  # several times faster than np.nonzero
    queries, lane = np.divmod(flat, least.shape[1])
    if lanes == 1:
        return queries, lane
    within = in_lanes[queries, :, lane] <= limit[queries, None]  # (pairs, lanes)
    pair, position = np.nonzero(within)
    return queries[pair], lane[pair] + position * (m // lanes)


def _nearest_of(found: Neighbours, k: int, *, keeps_ties: bool) -> Neighbours:
    order = np.lexsort((found.samples, found.distances, found.queries))
    queries, distances = found.queries[order], found.distances[order]
    first = np.searchsorted(queries, np.arange(found.n_queries))  # (b,)
    if keeps_ties:
        keep = distances <= distances[first + k - 1][queries]
    else:
        keep = np.arange(len(queries)) - first[queries] < k
    return Neighbours(queries[keep], found.samples[order][keep], distances[keep], found.n_queries)
