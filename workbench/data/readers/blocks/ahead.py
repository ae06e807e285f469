"""Blocks of a file worked on by a few threads, ahead of the one that asks for the results.

The threads compute and say nothing; pandas lets go of the interpreter's lock while it cuts and
converts. Results come in the order of the blocks. Closing waits for the blocks under way, some
hundredths of a second, and drops the others.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")

MAX_THREADS = 4  # each holds a block of the file and what comes of it, some 30 MB


class Ahead(Generic[T]):
    """Pairs of a block and what ``work`` makes of it; a context, for its threads to end.

    Args:
        work: must be safe on any thread.
    """

    def __init__(self, blocks: Iterator[bytes], work: Callable[[bytes], T]) -> None:
        self._blocks = blocks
        self._work = work
        self._waiting: deque[tuple[bytes, Future[T]]] = deque()
        self._n_threads = n_threads()
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def __iter__(self) -> Iterator[tuple[bytes, T]]:
        # Most files are one block; and the first block loads pandas, best on this thread.
        first = next(self._blocks, None)
        if first is None:
            return
        yield first, self._work(first)
        while self._fill():
            block, future = self._waiting.popleft()
            yield block, future.result()

    @property
    def is_last(self) -> bool:
        """Whether no further block follows the one that was given last."""
        return not self._fill()

    def put_before(self, rest: bytes) -> None:
        """Make ``rest`` the beginning of the next block; there must be one."""
        block, future = self._waiting.popleft()
        future.cancel()
        self._waiting.appendleft(self._begun(rest + block))

    def _fill(self) -> bool:
        while len(self._waiting) <= self._n_threads:
            block = next(self._blocks, None)
            if block is None:
                break
            self._waiting.append(self._begun(block))
        return bool(self._waiting)

    def _begun(self, block: bytes) -> tuple[bytes, "Future[T]"]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._n_threads)
        return block, self._pool.submit(self._work, block)


def n_threads() -> int:
    """The cores this process may use, at most ``MAX_THREADS``."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return min(MAX_THREADS, len(os.sched_getaffinity(0)))
    return min(MAX_THREADS, os.cpu_count() or 1)
