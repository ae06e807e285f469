"""What is written down of a training so that it can go on as if nothing had been.

Below the window there are no callbacks, and a learner knows no folder. So the loop says that a
training has begun; whoever drives the run may answer that checkpoints are to be kept. Then it
asks for the one that is kept under its key, goes on from there, and gives a new one now and then.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.run import Aside, Command
from workbench.training.job import Job, Settings
from workbench.training.samples import Samples

EDITION = "1"  # of the state; raised when older checkpoints can no longer be gone on from


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a training between two batches.

    Args:
        values: JSON values; integers may be larger than 64 bits.
        arrays: read-only.
    """

    values: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class TrainingBegan(Aside):
    """A training has begun; ``KeepCheckpoints`` may be the answer."""


@dataclass(frozen=True)
class CheckpointSought(Aside):
    """A training asks for its last checkpoint; ``GoOn`` may be the answer.

    Args:
        key: a hash of all that the weights depend on, the number of further epochs left out.
    """

    key: str


@dataclass(frozen=True, eq=False)
class Checkpointed(Aside):
    """The state of a training, to be kept under its key in place of the one before.

    Args:
        epoch: epochs that are done.
        has_ended: whether it is the last one of a training that came to its end.
    """

    key: str
    checkpoint: Checkpoint
    epoch: int
    has_ended: bool = False


@dataclass(frozen=True)
class KeepCheckpoints(Command):
    """Give a checkpoint every so many seconds, and one at the end."""

    seconds: float = 10.0


@dataclass(frozen=True, eq=False)
class GoOn(Command):
    """Go on from this checkpoint."""

    checkpoint: Checkpoint


def key_of(jobs: Sequence[Job], settings: Settings) -> str:
    """A hash of all that the trained weights depend on.

    Further epochs do not count, so that a finished training can be gone on with.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{EDITION} {torch.__version__} {_said(settings)}".encode())
    seen: dict[int, int] = {}
    for job in jobs:
        for samples in (job.train, job.watched):
            if samples is None or id(samples) in seen:
                place = None if samples is None else seen[id(samples)]
                digest.update(f"samples {place}".encode())
            else:
                seen[id(samples)] = len(seen)
                _add(digest, samples)
        numbers = [getattr(job, f.name) for f in fields(job) if f.name not in _NO_NUMBERS]
        digest.update(repr(numbers).encode())
        for name, tensor in job.network.state_dict().items():
            digest.update(name.encode())
            digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


_NO_NUMBERS = {"network", "train", "watched", "further_epochs"}


def _said(settings: Settings) -> str:
    return " ".join(f"{f.name}={getattr(settings, f.name)!r}" for f in fields(settings))


def _add(digest: "hashlib.blake2b", samples: Samples) -> None:
    for array in _arrays(samples):
        digest.update(f"{array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).view(np.uint8).data)


def _arrays(samples: Samples) -> Iterator[NDArray[Any]]:
    yield samples.inputs
    if samples.targets is not samples.inputs:
        yield samples.targets


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A copy that cannot be written into."""
    copy = np.array(array)
    copy.flags.writeable = False
    return copy
