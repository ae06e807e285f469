"""A folder of checkpoints, one file for each training.

Any process may use it at any time: a file is written beside and put in its place whole, and what
cannot be read is as if it were not there.
"""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from workbench.core.component import Component
from workbench.core.errors import DataError, Where
from workbench.core.files import written_atomically
from workbench.flow.store.edition import edition_of
from workbench.runs import checkpoint_file
from workbench.runs.checkpoint_file import DamageError, Kept
from workbench.training.checkpoint import Checkpointed

ENDING = ".checkpoint"
LIMIT = 2**31  # of the window's folder
SPARE = 2**27  # bytes of the disk that are left free
LEFT_OVER_S = 3600.0  # a file that is being written so long was left by a crash


class Checkpoints:
    """Checkpoints by key.

    Args:
        folder: made when first written to.
        edition: gives which program this is; checkpoints of another one are not found, as it might
            train on otherwise.
        limit: bytes that all may take; of finished trainings, then of others, those are dropped
            first that were not used for the longest time. None = as many as the disk takes.
    """

    def __init__(self, folder: Path, edition: Callable[[], str], limit: int | None = None) -> None:
        self.folder = folder
        self._edition = cache(edition)
        self._limit = limit

    def get(self, key: str) -> Kept | None:
        """The checkpoint of a training; None if there is none of this program.

        Raises:
            DamageError: there is a file, but it is damaged; it is removed.
        """
        path = self._path(key)
        try:
            kept = checkpoint_file.read(path, key)
        except FileNotFoundError:
            return None
        except DamageError:
            with suppress(OSError):
                path.unlink()
            raise
        if kept.edition != self._edition():
            return None
        with suppress(OSError):
            os.utime(path)  # used just now
        return kept

    def put(self, event: Checkpointed) -> None:
        """Keep a checkpoint in place of the one before it, whole or not at all.

        Raises:
            DataError: it cannot be written, or is larger than all may be.
            TypeError: it holds what cannot be written.
        """
        kept = Kept(event.key, self._edition(), event.epoch, event.has_ended, event.checkpoint)
        path = self._path(event.key)
        self._refuse(checkpoint_file.n_bytes(kept))
        with written_atomically(path) as beside:
            checkpoint_file.write(kept, beside)
        _settle(self.folder)
        self._shrink(path)

    def drop_unfinished(self) -> None:
        """Remove those of trainings that were broken off."""
        for path in self._files():
            if not checkpoint_file.has_ended(path):
                with suppress(OSError):
                    path.unlink()

    def clear(self) -> None:
        """Remove all, and what was left by a crash."""
        for path in [*self._files(), *self._left_over(0.0)]:
            with suppress(OSError):
                path.unlink()

    def __len__(self) -> int:
        return len(self._files())

    @property
    def size(self) -> int:
        """The bytes that they take."""
        return sum(size for _, size in self._sizes())

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{ENDING}"

    def _files(self) -> list[Path]:
        with suppress(OSError):
            return [path for path in self.folder.iterdir() if path.suffix == ENDING]
        return []

    def _left_over(self, seconds: float) -> list[Path]:
        """Files that have been being written for so long."""
        before = time.time() - seconds
        found = []
        with suppress(OSError):
            for path in self.folder.glob(f".*{ENDING}.*"):
                with suppress(OSError):
                    found += [path] if path.stat().st_mtime <= before else []
        return found

    def _sizes(self) -> list[tuple[Path, int]]:
        found = []
        for path in self._files():
            with suppress(OSError):  # another process has removed it
                found.append((path, path.stat().st_size))
        return found

    def _refuse(self, n_bytes: int) -> None:
        """Make the folder, and see whether there is room.

        Raises:
            DataError: there is none.
        """
        where = Where(file=str(self.folder))
        if self._limit is not None and n_bytes > self._limit:
            size, limit = n_bytes / 2**30, self._limit / 2**30
            raise DataError(f"One takes {size:.1f} GiB; {limit:.0f} GiB are set apart for all.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.folder).free
        except OSError as error:
            raise DataError(f"{error.strerror or error}.", where=where) from error
        if free < n_bytes + SPARE:
            raise DataError("The disk is nearly full.", where=where)

    def _shrink(self, newest: Path) -> None:
        """Drop what is too much, but not the newest."""
        if self._limit is None:
            return
        sizes = dict(self._sizes())
        excess = sum(sizes.values()) - self._limit
        if excess <= 0:
            return
        for path in self._left_over(LEFT_OVER_S):
            with suppress(OSError):
                path.unlink()
        for path in sorted(sizes.keys() - {newest}, key=_importance):
            with suppress(OSError):
                path.unlink()
            excess -= sizes[path]
            if excess <= 0:
                return


def kept_in(
    folder: Path, catalog: Mapping[str, type[Component]], limit: int | None = LIMIT
) -> Checkpoints:
    """Those of this program in a folder, by default no more than the window keeps.

    Args:
        catalog: component classes by key, whose code counts.
    """
    return Checkpoints(folder, lambda: edition_of(catalog.values()), limit)


def _importance(path: Path) -> tuple[bool, float]:
    """Trainings that were broken off matter more than finished ones, then those used last."""
    with suppress(OSError):
        return (not checkpoint_file.has_ended(path), path.stat().st_mtime)
    return (False, 0.0)


def _settle(folder: Path) -> None:
    """Let the disk know the folder's new entry, where the system can be told to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
